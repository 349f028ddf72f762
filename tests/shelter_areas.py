"""Life areas and rights opened, for the table of rights."""

from functools import cached_property

from casework import operations as casework


class LifeAreas:
    """Part of `tests.shelter.Shelter`."""

    OF_AREAS = frozenset({"person_moment", "measurement", "removed_measurement"})

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
