"""Notes of the night's hand-over, and saying that one has read it."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.evening.nights import night_now
from housing.models import HandoverNote, HandoverReading
from housing.operations.locking import GONE
from refuge.operations import operation


@operation
def add_handover_note(*, night, text, by) -> HandoverNote:
    """Add a few lines to a night that has begun. Who had read it reads what is new: their receipt is of before."""
    if night > night_now():
        raise ValidationError(_("This night has not begun."), code="future")
    if not text.strip():
        message = _("Write what the next colleague must know.")
        raise ValidationError({"text": ValidationError(message, code="empty")})
    return HandoverNote.objects.create(night=night, text=text.strip(), written_by=by)


@operation
def remove_handover_note(*, note, by) -> None:
    """One's own note goes, while nobody has read the hand-over since."""
    if note.written_by_id != by.pk:
        raise ValidationError(GONE, code="gone")
    read = HandoverReading.objects.filter(night=note.night, read_at__gte=note.written_at).exclude(user=by)
    if read.exists():
        raise ValidationError(_("Somebody has read it already: add a note that corrects it."), code="read")
    note.delete()


@operation
def confirm_reading(*, night, by) -> HandoverReading:
    """Say that one has read a night's hand-over as it is now."""
    reading, _created = HandoverReading.objects.update_or_create(
        night=night, user=by, defaults={"read_at": timezone.now()}
    )
    return reading
