"""The room's dated settings, read in one query for a page that needs several of them."""

from functools import cached_property

from refuge.parameters.registry import declared, histories


class Terms:
    """What each parameter of the room is worth on a day; before its first value, that one."""

    @cached_property
    def _values(self) -> dict:
        return histories([code for code in declared if code.startswith("housing.")])

    def of(self, parameter, on):
        dated = self._values.get(parameter.code) or [(parameter.valid_from, parameter.value)]
        return next((value for valid_from, value in reversed(dated) if valid_from <= on), dated[0][1])
