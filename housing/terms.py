"""The room's dated settings, read in one query for a page that needs several of them."""

from functools import cached_property

from refuge.parameters.models import ParameterValue


class Terms:
    """What each parameter of the room is worth on a day; before its first value, that one."""

    @cached_property
    def _values(self) -> dict:
        rows = ParameterValue.objects.filter(code__startswith="housing.").order_by("valid_from")
        values = {}
        for code, valid_from, value in rows.values_list("code", "valid_from", "value"):
            values.setdefault(code, []).append((valid_from, value))
        return values

    def of(self, parameter, on):
        dated = self._values.get(parameter.code) or [(parameter.valid_from, parameter.value)]
        return next((value for valid_from, value in reversed(dated) if valid_from <= on), dated[0][1])
