"""The count of people turned away tonight: noted, corrected while the night lasts, taken back."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from housing.evening.nights import nights_to_note
from housing.models import TurnedAway
from housing.operations.locking import GONE
from refuge.operations import operation


@operation
def note_turned_away(*, night, people, by, seen=None) -> TurnedAway:
    """So many people in all were turned away that night for lack of a space; 0 is nobody.

    `seen` is the number that `by` had before their eyes, None for none: whoever counts on from an older one is told
    what a colleague has noted since, and nothing changes. The number that stands already, said once more, changes
    nothing either: a second press of the same button counts nobody twice. Refused once the night is over (its noon,
    `nights_to_note`), or before its day.
    """
    _check_open(night)
    row = _locked(night=night)
    if row and row.people == people:
        return row
    standing = row.people if row else None
    if standing != seen:
        raise ValidationError({"people": _changed_since(row)})
    row = row or TurnedAway(night=night)
    row.people_before, row.people = standing, people
    row.noted_by, row.noted_at = by, timezone.now()
    row.save()
    return row


@operation
def undo_turned_away(*, noted, people, by) -> None:
    """Take back that `by` noted `people`: the number before stands again, or none. Refused once another number
    stands there, or a colleague's."""
    row = _locked(pk=noted.pk)
    if row is None or row.people != people or row.noted_by_id != by.pk:
        raise ValidationError(GONE, code="gone")
    _check_open(row.night)
    if row.people_before is None:
        row.delete()
        return
    row.people, row.people_before = row.people_before, None
    row.noted_at = timezone.now()
    row.save()


def _locked(**which) -> TurnedAway | None:
    return TurnedAway.objects.select_for_update(of=("self",)).select_related("noted_by").filter(**which).first()


def _check_open(night) -> None:
    if night not in nights_to_note():
        raise ValidationError(_("A night is noted on its day, until noon of the next one."), code="hours")


def _changed_since(row) -> ValidationError:
    if row is None:
        return ValidationError(_("Meanwhile the number was taken back. Save again if yours is right."), code="changed")
    message = ngettext(
        "Meanwhile %(who)s has noted %(n)d person. Save again if your number is the right one.",
        "Meanwhile %(who)s has noted %(n)d people. Save again if your number is the right one.",
        row.people,
    )
    return ValidationError(message, code="changed", params={"who": row.noted_by.name, "n": row.people})
