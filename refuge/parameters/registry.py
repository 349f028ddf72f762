"""Parameters are declared in code by the app that uses them, in its `parameters.py` or `contributions.py`."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Parameter:
    """A dated setting: `value` holds from `valid_from`; `certainty` is H, M or L as in the source it came from.
    `earlier` are known values of before, each with its first day."""

    code: str
    label: str
    unit: str
    value: object
    valid_from: date = date(2018, 1, 1)
    source: str = ""
    certainty: str = "M"
    minimum: float | None = 0
    maximum: float | None = None
    earlier: tuple[tuple[date, object], ...] = ()

    @property
    def values(self) -> list[tuple[date, object]]:
        """Every value that is known, with its first day."""
        return [*self.earlier, (self.valid_from, self.value)]


declared: dict[str, Parameter] = {}


def declare(parameter: Parameter) -> Parameter:
    """Make `parameter` known: it is inserted after migration where missing, and stands on `/parameters/`."""
    declared[parameter.code] = parameter
    return parameter


def value_of(code: str, on: date):
    """What the parameter is worth on that day; before its first value, its first value. One query."""
    from refuge.parameters.models import ParameterValue

    values = ParameterValue.objects.filter(code=code)
    row = values.filter(valid_from__lte=on).order_by("-valid_from").first() or values.order_by("valid_from").first()
    return row.value if row else declared[code].value


def values_of(codes, on: date) -> dict:
    """{code: its worth on that day} of several parameters. One query."""
    from refuge.parameters.models import ParameterValue

    rows = ParameterValue.objects.filter(code__in=codes, valid_from__lte=on).order_by("valid_from")
    return {code: declared[code].value for code in codes} | dict(rows.values_list("code", "value"))
