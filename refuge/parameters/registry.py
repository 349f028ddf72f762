"""Parameters are declared in code by the app that uses them, in its `parameters.py` or `contributions.py`."""

import json
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import IntegerField, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from refuge.questions import ask


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


# What a request read, by code: (valid from, worth), the first first. None outside of a request, {} before it asked.
_read: ContextVar[dict | None] = ContextVar("parameters that this request read", default=None)


def value_of(code: str, on: date):
    """What the parameter is worth on that day; before its first value, its first value. A page asks once for all."""
    return values_of([code], on)[code]


def number_in_sql(code: str, on: date):
    """What a whole-number parameter is worth on that day, as part of a larger question: no query of its own."""
    from refuge.parameters.models import ParameterValue

    values = ParameterValue.objects.filter(code=code, valid_from__lte=on).order_by("-valid_from")
    worth = values.annotate(worth=Cast("value", IntegerField())).values("worth")[:1]
    return Coalesce(Subquery(worth), Value(declared[code].value), output_field=IntegerField())


def values_of(codes, on: date) -> dict:
    """{code: its worth on that day} of several parameters. One query, and one for all the questions of a page."""
    known = histories(codes)
    return {code: _worth(known.get(code), code, on) for code in codes}


def histories(codes) -> dict[str, list]:
    """What the parameters were worth from which day on, the first first: at least of those asked for. One query, and
    one for all the questions of a page."""
    known = _read.get()
    if not known:
        known = _histories(codes if known is None else declared)
        if _read.get() is not None:
            _read.set(known)
    return known


def _worth(history, code, on):
    if not history:
        return declared[code].value
    return next((worth for valid_from, worth in reversed(history) if valid_from <= on), history[0][1])


def _histories(codes) -> dict[str, list]:
    from refuge.parameters.models import ParameterValue

    codes, histories = tuple(codes), {}

    def build():
        values = ParameterValue.objects.filter(code__in=codes).order_by("valid_from")
        return values.values_list("code", "valid_from", "value")

    # As the database tells them: to have Django open each of a hundred values takes longer than the question.
    for code, valid_from, value in ask("parameters", None, build, codes):
        histories.setdefault(code, []).append((valid_from, _opened(value)))
    return histories


def _opened(value: str):
    """A list anew each time, since somebody might change it."""
    return json.loads(value) if value[0] in "[{" else _word_or_number(value)


_word_or_number = lru_cache(maxsize=2000)(json.loads)


def read_once(get_response):
    """Middleware: a page reads the values once, however many rooms ask. The next page reads them anew."""

    def middleware(request):
        before = _read.set({})
        try:
            return get_response(request)
        finally:
            _read.reset(before)

    return middleware


def forget() -> None:
    """After a value was set: who asks next reads anew."""
    if _read.get() is not None:
        _read.set({})
