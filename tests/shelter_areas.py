"""Life areas and rights opened, for the table of rights."""

from functools import cached_property

from casework import operations as casework


class LifeAreas:
    """Part of `tests.shelter.Shelter`."""

    OF_AREAS = frozenset(
        {"person_moment", "measurement", "removed_measurement", "person_right", "right_step", "removed_right_step"}
    )

    @property
    def _person_moment(self):
        return {"reference": self.person.reference, "moment": "entry"}

    def _measured(self, moment):
        levels = {"housing": 2, "income": 3}
        return casework.measure_areas(person=self.person, moment=moment, levels=levels, by=self.by)

    @cached_property
    def _measurement(self):
        return {"pk": self._measured("entry").pk}

    @cached_property
    def _removed_measurement(self):
        return {"pk": casework.remove_measurement(measurement=self._measured("weeks"), by=self.by).pk}

    @property
    def _person_right(self):
        return {"reference": self.person.reference, "right": "income"}

    @cached_property
    def _right_step(self):
        return {"pk": casework.note_right(person=self.person, right="income", step="asked", by=self.by).pk}

    @cached_property
    def _removed_right_step(self):
        step = casework.note_right(person=self.person, right="papers", step="opened", by=self.by)
        return {"pk": casework.remove_right(step=step, by=self.by).pk}
