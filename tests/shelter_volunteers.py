"""The records of the volunteers' room, about which the table of rights asks."""

from datetime import timedelta
from functools import cached_property

from django.utils import timezone

from tests.shop import make_gift, make_item
from tests.volunteers import held, make_activity, make_volunteer
from volunteers import operations
from volunteers.models import Extract


class VolunteersRoom:
    """For tests.shelter.Shelter: the volunteers' coordinator's records, and a profile of the volunteer."""

    @property
    def _by_volunteers(self):
        return self.staff["volunteers"]

    @cached_property
    def somebody_who_volunteers(self):
        return make_volunteer(by=self._by_volunteers)

    @cached_property
    def own_volunteer(self):
        return make_volunteer(by=self._by_volunteers, user=self.staff["volunteer"])

    @property
    def _volunteer(self):
        return {"pk": self.somebody_who_volunteers.pk}

    @property
    def _volunteer_press(self):
        return {**self._volunteer, "slug": "pause"}

    @property
    def _volunteer_step(self):
        return {**self._volunteer, "slug": "information"}

    @property
    def _volunteer_year(self):
        return {**self._volunteer, **self._year}

    @property
    def _year(self):
        return {"year": timezone.localdate().year}

    @property
    def _volunteer_part_kind(self):
        return {**self._volunteer, "kind": "extract"}

    @cached_property
    def _volunteer_part(self):
        day = timezone.localdate()
        part = operations.add_part(
            kind=Extract, volunteer=self.somebody_who_volunteers, model="595", issued_on=day, seen_on=day, result="ok",
            by=self._by_volunteers,
        )  # fmt: skip
        return {"kind": "extract", "pk": part.pk}

    @cached_property
    def _activity(self):
        return {"pk": self.held_shift.activity_id}

    @cached_property
    def _series(self):
        until = timezone.localdate() + timedelta(days=30)
        return {"pk": make_activity(by=self._by_volunteers, rhythm="weekly", until=until).pk}

    @cached_property
    def held_shift(self):
        return held(self.somebody_who_volunteers, -3, by=self._by_volunteers)

    @cached_property
    def _signup(self):
        volunteer, by = self.somebody_who_volunteers, self._by_volunteers
        return {"pk": operations.sign_up(activity=make_activity(by=by), volunteer=volunteer, by=by).pk}

    @cached_property
    def _presence(self):
        presence = operations.name_young_person(activity=self.held_shift.activity, person=self.person, by=self.by)
        return {"pk": presence.pk}

    @cached_property
    def shop_item(self):
        return make_item(by=self._by_volunteers)

    @property
    def _shop_item(self):
        return {"pk": self.shop_item.pk}

    @cached_property
    def _shop_entry(self):
        return {"pk": make_gift(self.shop_item, by=self._by_volunteers).pk}

    @cached_property
    def _unnamed(self):
        return {"pk": make_activity(by=self._by_volunteers).pk, "person": self.person.pk}

    @cached_property
    def _allowance(self):
        allowance = operations.add_allowance(
            volunteer=self.somebody_who_volunteers, day=timezone.localdate(), cost="flat", cents=2500,
            by=self._by_volunteers,
        )  # fmt: skip
        return {"pk": allowance.pk}

    @property
    def _paid_day(self):
        return {"day": timezone.localdate()}

    @property
    def _own_profile(self):
        """Nothing stands in the address: whose profile it is tells the session."""
        return {} if self.own_volunteer else None

    @cached_property
    def _own_activity(self):
        return {"pk": make_activity(by=self._by_volunteers).pk} if self.own_volunteer else None

    @cached_property
    def _own_signup(self):
        by = self._by_volunteers
        signup = operations.sign_up(activity=make_activity(by=by), volunteer=self.own_volunteer, by=by)
        return {"pk": signup.pk}

    @property
    def _own_year(self):
        return self._year if self.own_volunteer else None

    @cached_property
    def _feed(self):
        return {"token": operations.open_feed(volunteer=self.own_volunteer, by=self.staff["volunteer"])}
