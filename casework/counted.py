"""Which people the figures about support count."""

from django.db.models import Exists, OuterRef, Q

from casework.models import Action, JournalNote
from casework.models.choices import NoteKind
from refuge.days import start_of
from refuge.indicators import tell
from refuge.people.counted import people


def supported(period) -> Q:
    """A note of something done with or for them, or a done step of their plan."""
    notes = JournalNote.objects.filter(
        person=OuterRef("pk"), happened_on__range=(period.first, period.last), withdrawn_at__isnull=True
    ).exclude(kind=NoteKind.OBSERVED)
    steps = Action.objects.filter(
        goal__plan__person=OuterRef("pk"),
        done_at__gte=start_of(period.first),
        done_at__lt=start_of(period.end),
        removed_at__isnull=True,
    )
    return Q(Exists(notes)) | Q(Exists(steps))


tell("supported", people(supported))
