"""Wishes for a shared flat, and conflicts between two people. They warn; they never decide."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.models import Conflict, LivingWishes
from housing.operations.locking import GONE
from refuge.operations import operation
from refuge.people.death import check_alive
from refuge.people.operations.file import locked as locked_file


@operation
def set_wishes(*, person, wishes, by, note="") -> LivingWishes:
    """What somebody wishes for now, in the place of what was noted before."""
    person = locked_file(person)
    check_alive(person)
    noted = LivingWishes.objects.filter(person=person).first() or LivingWishes(person=person)
    noted.wishes, noted.note = sorted(wishes), note.strip()
    noted.changed_by, noted.changed_at = by, timezone.now()
    noted.save()
    return noted


@operation
def note_conflict(*, person, other, reason, ends_on, by) -> Conflict:
    """Warn, until a day, when the two would share a flat. Told from either side. Refused twice for the same two."""
    for each in sorted((person, other), key=lambda each: each.pk):
        check_alive(locked_file(each))
    if person == other:
        raise ValidationError({"other": ValidationError(_("A conflict is between two people."), code="same")})
    if ends_on <= timezone.localdate():
        raise ValidationError({"ends_on": ValidationError(_("Give a day that is still to come."), code="past")})
    if Conflict.objects.of(person).of(other).standing(timezone.localdate()).exists():
        message = _("A conflict between these two is noted already.")
        raise ValidationError({"other": ValidationError(message, code="noted")})
    return Conflict.objects.create(first=person, second=other, reason=reason.strip(), ends_on=ends_on, noted_by=by)


@operation
def end_conflict(*, conflict, by) -> Conflict:
    """It is settled: no more warning."""
    return _set_ended(conflict, timezone.now())


@operation
def resume_conflict(*, conflict, by) -> Conflict:
    """Undo `end_conflict`."""
    return _set_ended(conflict, None)


def _set_ended(conflict, moment) -> Conflict:
    conflict = Conflict.objects.select_for_update(of=("self",), no_key=True).filter(pk=conflict.pk).first()
    if conflict is None:
        raise ValidationError(GONE, code="gone")
    conflict.ended_at = moment
    conflict.save(update_fields=["ended_at"])
    return conflict
