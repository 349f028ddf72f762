"""The evening's records that the table of rights asks about."""

from datetime import timedelta
from functools import cached_property

from django.utils import timezone

from housing.evening.nights import night_now
from housing.models import Stay, TurnedAway, Unit
from housing.operations import absences, exits, handover, presence, safety


class Evening:
    """Part of `tests.shelter.Shelter`."""

    @property
    def _evening_stay(self):
        return Stay.objects.get(**self._stay)

    @cached_property
    def _unit(self):
        return {"pk": self._evening_stay.occupancies.get(status="arrived").space.unit_id}

    @cached_property
    def _duty_unit(self):
        """A flat that the educator and the coordinator are on duty in."""
        for role in ("educator", "coordinator"):
            presence.start_duty(units=Unit.objects.filter(**self._unit), night=night_now(), by=self.staff[role])
        return self._unit

    @cached_property
    def _absence(self):
        start = timezone.localdate() + timedelta(days=2)
        absence = absences.note_absence(stay=self._evening_stay, kind="holiday", starts_on=start, by=self.by)
        return {"pk": absence.pk}

    @property
    def _turned_away(self):
        """Noted anew each time: whoever takes it back is the one who noted it, or nobody."""
        row, _new = TurnedAway.objects.get_or_create(
            night=timezone.localdate(), defaults={"people": 2, "noted_by": self.by}
        )
        return {"pk": row.pk, "people": row.people}

    @cached_property
    def _handover_note(self):
        return {"pk": handover.add_handover_note(night=night_now(), text="Keys are back.", by=self.by).pk}

    @cached_property
    def _incident(self):
        entry = safety.note_incident(type="threat", what="A call.", person=self.person, by=self.by)
        return {"pk": entry.pk}

    @cached_property
    def _blocker(self):
        """What stands in the way of an exit."""
        return {"pk": exits.note_blocker(stay=self._evening_stay, kind="guarantee", by=self.by).pk}
