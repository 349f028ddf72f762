"""Risks the psychologist keeps an eye on: raised, looked at again, closed."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import FollowUpFlag
from casework.psychology import alerts
from casework.psychology.operations.locking import locked_open, refused
from refuge.operations import operation


@operation
def raise_flag(*, followup, kind, level, review_on, by, comment="") -> FollowUpFlag:
    """Note a risk, with the day by which it is looked at again."""
    followup = locked_open(followup)
    _check_to_come(review_on)
    content = {"kind": str(kind), "level": str(level), "comment": comment.strip()}
    return FollowUpFlag.objects.create(followup=followup, content=content, review_on=review_on, raised_by=by)


@operation
def review_flag(*, flag, level, review_on, by, comment="") -> FollowUpFlag:
    """Looked at again: the level as it is now, and the next day. The reminder of this one is done with."""
    flag = _locked(flag)
    if flag.closed_at:
        raise refused("level", _("This flag is closed."), "closed")
    _check_to_come(review_on)
    flag.content = {"kind": str(flag.kind), "level": str(level), "comment": comment.strip()}
    flag.review_on = review_on
    flag.save(update_fields=["content", "review_on"])
    alerts.end_review(flag)
    return flag


@operation
def close_flag(*, flag, by) -> FollowUpFlag:
    """No longer looked at. It stays on record; `reopen_flag` puts it back."""
    flag = _locked(flag)
    if flag.closed_at is None:
        flag.closed_at, flag.closed_by = timezone.now(), by
        flag.save(update_fields=["closed_at", "closed_by"])
        alerts.end_review(flag)
    return flag


@operation
def reopen_flag(*, flag, by) -> FollowUpFlag:
    """Undo `close_flag`: its reminder is back."""
    flag = _locked(flag)
    if flag.closed_at:
        since = flag.closed_at
        flag.closed_at = flag.closed_by = None
        flag.save(update_fields=["closed_at", "closed_by"])
        alerts.begin_again(flag, since)
    return flag


def _locked(flag) -> FollowUpFlag:
    followup = locked_open(flag.followup)
    return followup.flags.select_for_update(of=("self",)).get(pk=flag.pk)


def _check_to_come(day) -> None:
    if day < timezone.localdate():
        raise refused("review_on", _("This day is past: give the next one."), "past")
