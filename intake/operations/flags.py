"""Risk flags: raised, looked at again, closed."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models import RiskFlag
from intake.reminders import FLAG_REVIEW
from refuge.notifications.operations import resolve, unresolve
from refuge.operations import operation
from refuge.people.death import check_alive
from refuge.people.operations.changing import change, check
from refuge.people.operations.file import locked as locked_file


@operation
def raise_flag(*, person, kind, level, review_on, by, since=None, note="") -> RiskFlag:
    """Show a risk above every page of the person until it is closed. RuleBroken if one of the kind stands already."""
    person = locked_file(person)
    check_alive(person)
    flag = RiskFlag(person=person, kind=kind, level=level, review_on=review_on, note=note.strip(), set_by=by)
    flag.since = since or flag.since
    _check_not_to_come(flag.since, "since")
    check(flag, ["kind", "level", "since", "review_on", "note"])
    flag.save(force_insert=True)
    return flag


@operation
def review_flag(*, flag, level, review_on, by, note="") -> RiskFlag:
    """Somebody looked again: the level as it is now, and the next day to look. Reminders of this one are done with."""
    flag = _locked(flag)
    if flag.closed_at:
        raise ValidationError(_("This flag is closed."), code="closed")
    if review_on < timezone.localdate():
        message = _("This day is past: give the next one.")
        raise ValidationError({"review_on": ValidationError(message, code="past")})
    change(flag, {"level": level, "review_on": review_on, "note": note})
    resolve(subject=flag, kinds=[FLAG_REVIEW])
    return flag


@operation
def close_flag(*, flag, closing_note, by) -> RiskFlag:
    """Take the flag off the pages, with the reason in writing. It stays on record; `reopen_flag` puts it back."""
    flag = _locked(flag)
    if not closing_note.strip():
        message = _("Write why the flag is closed.")
        raise ValidationError({"closing_note": ValidationError(message, code="note_needed")})
    if flag.closed_at is None:
        flag.closed_at, flag.closed_by, flag.closing_note = timezone.now(), by, closing_note.strip()
        flag.save(update_fields=["closed_at", "closed_by", "closing_note"])
        resolve(subject=flag, kinds=[FLAG_REVIEW])
    return flag


@operation
def reopen_flag(*, flag, by) -> RiskFlag:
    """Closed by mistake: the flag stands again. RuleBroken if another of the kind was raised since."""
    flag = _locked(flag)
    since = flag.closed_at
    if since:
        flag.closed_at = flag.closed_by = None
        flag.save(update_fields=["closed_at", "closed_by"])
        unresolve(subject=flag, since=since, kinds=[FLAG_REVIEW])
    return flag


def _locked(flag) -> RiskFlag:
    flag = RiskFlag.objects.select_for_update(of=("self",)).select_related("person").get(pk=flag.pk)
    check_alive(flag.person)
    return flag


def _check_not_to_come(day, field) -> None:
    if day > timezone.localdate():
        raise ValidationError({field: ValidationError(_("This day is still to come."), code="future")})
