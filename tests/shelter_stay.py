"""What follows a stay, that the table of rights asks about."""

from datetime import timedelta
from functools import cached_property

from django.utils import timezone

from housing.models import AfterCare, Stay


class AfterStay:
    """Part of `tests.shelter.Shelter`."""

    @cached_property
    def left(self):
        """A stay of long ago that is over; beside the one that goes on."""
        on = timezone.localdate() - timedelta(days=100)
        dates = {"arrived_on": on, "clock_from": on, "agreed_until": on, "departed_on": on + timedelta(days=10)}
        how = {"programme": "emergency", "destination": "flatshare", "exit_type": "achieved"}
        return Stay.objects.create(person=self.person, created_by=self.by, **dates, **how)

    @property
    def _left_stay(self):
        return {"pk": self.left.pk}

    @cached_property
    def _contact(self):
        due_on = self.left.departed_on + timedelta(days=90)
        contact, _new = AfterCare.objects.get_or_create(
            stay=self.left, months=3, defaults={"due_on": due_on, "next_on": due_on}
        )
        return {"pk": contact.pk}

    @cached_property
    def _contact_try(self):
        contact = AfterCare.objects.select_related("stay__person").get(**self._contact)
        today = timezone.localdate()
        row = contact.tries.create(tried_on=today, next_before=contact.next_on, tried_by=self.by)
        return {"pk": row.pk}
