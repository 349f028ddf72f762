"""The exits' records that the table of rights asks about."""

from functools import cached_property

from housing.operations import exits


class Exits:
    """Part of `tests.shelter.Shelter`."""

    @cached_property
    def _blocker(self):
        return {"pk": exits.note_blocker(stay=self.stay, kind="guarantee", by=self.by).pk}
