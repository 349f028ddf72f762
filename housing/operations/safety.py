"""The safety log: an entry, what is added to it, and taking back what was entered by mistake."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.evening.alerts import ACUTE, tell_of_acute
from housing.models import SafetyAddition, SafetyEntry
from housing.operations.locking import GONE, lock, not_in_future
from refuge.notifications.operations import resolve, unresolve
from refuge.operations import operation
from refuge.people.death import check_alive


@operation
def note_incident(
    *, type, what, by, happened_on=None, measures="", is_acute=False, site=None, person=None
) -> SafetyEntry:
    """Log an incident of today or before. An acute one is told to management at once."""
    happened_on = happened_on or timezone.localdate()
    not_in_future(happened_on, field="happened_on")
    if person:
        lock(people=[person])
        check_alive(person)
    if not what.strip():
        raise ValidationError({"what": ValidationError(_("Write what happened."), code="empty")})
    entry = SafetyEntry.objects.create(
        type=type, happened_on=happened_on, is_acute=is_acute, site=site, person=person, what=what.strip(),
        measures=measures.strip(), recorded_by=by,
    )  # fmt: skip
    if is_acute:
        tell_of_acute(entry)
    return entry


@operation
def add_to_incident(*, entry, text, by, ends_danger=False) -> SafetyAddition:
    """What came to be known or was done later. Once the danger is over management's alert is off the lists."""
    entry = _standing(entry)
    if not text.strip():
        raise ValidationError({"text": ValidationError(_("Write what is to be added."), code="empty")})
    if ends_danger:
        resolve(subject=entry, kinds=[ACUTE], by=by)
    return SafetyAddition.objects.create(entry=entry, text=text.strip(), ends_danger=ends_danger, added_by=by)


@operation
def withdraw_incident(*, entry, by) -> SafetyEntry:
    """Entered by mistake, by the same colleague, and nothing was added: it stands in no list and no figure."""
    entry = _standing(entry)
    if entry.recorded_by_id != by.pk or entry.additions.exists():
        message = _("Only whoever wrote an entry takes it back, while nothing was added: add what is right instead.")
        raise ValidationError(message, code="not_alone")
    entry.withdrawn_at = timezone.now()
    entry.save(update_fields=["withdrawn_at"])
    resolve(subject=entry, by=by)
    return entry


@operation
def restore_incident(*, entry, by) -> SafetyEntry:
    """Taken back by mistake: it stands in the log again, and so does what was told of it."""
    entry = SafetyEntry.objects.select_for_update().filter(pk=entry.pk, withdrawn_at__isnull=False).first()
    if entry is None:
        raise ValidationError(GONE, code="gone")
    unresolve(subject=entry, since=entry.withdrawn_at, by=by)
    entry.withdrawn_at = None
    entry.save(update_fields=["withdrawn_at"])
    return entry


def _standing(entry) -> SafetyEntry:
    entry = SafetyEntry.objects.select_for_update().filter(pk=entry.pk, withdrawn_at__isnull=True).first()
    if entry is None:
        raise ValidationError(GONE, code="gone")
    return entry
