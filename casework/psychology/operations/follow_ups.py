"""Opening a follow-up, naming who stands in, handing it over, closing and reopening it."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import FollowUp, StandIn
from casework.operations.plans import check_not_to_come
from casework.psychology import alerts
from casework.psychology.operations import drafts
from casework.psychology.operations.locking import locked, refused
from refuge.access import allows
from refuge.operations import operation
from refuge.people.death import check_alive
from refuge.people.models import Person


@operation
def open_follow_up(*, person, by, stand_in=None, opened_on=None) -> FollowUp:
    """`by` follows this person from now on; `stand_in` reads along from the first session on, until taken back.

    RuleBroken if a psychologist follows them already, or if one of the two is no psychologist.
    """
    check_alive(person)
    check_not_to_come(opened_on, "opened_on")
    day = opened_on or timezone.localdate()
    followup = FollowUp.objects.create(person=person, psychologist=by, opened_on=day, opened_by=by)
    if stand_in:
        name_stand_in(followup=followup, user=stand_in, by=by)
    return followup


@operation
def name_stand_in(*, followup, user, by, starts_on=None, last_day=None) -> StandIn:
    """`user` reads and writes from one day to the other, both counted; without a last day until it is taken back.

    RuleBroken if somebody stands in on some of these days already, or if `user` is no psychologist.
    """
    followup = locked(followup)
    starts_on = starts_on or timezone.localdate()
    if last_day and last_day < max(starts_on, timezone.localdate()):
        raise refused("last_day", _("This day is past, or before the first."), "past")
    _check_can_stand_in(followup, user)
    ends_on = last_day and last_day + timedelta(days=1)
    return StandIn.objects.create(followup=followup, user=user, starts_on=starts_on, ends_on=ends_on, named_by=by)


@operation
def end_stand_in(*, stand_in, by) -> StandIn:
    """They stand in no more, from this moment on."""
    locked(stand_in.followup)
    return _set_ended(stand_in, timezone.now())


@operation
def restore_stand_in(*, stand_in, by) -> StandIn:
    """Undo `end_stand_in`. RuleBroken if somebody else was named for some of these days since.

    Refused for who is in charge by now, and who may not hold the follow-up any more.
    """
    followup = locked(stand_in.followup)
    _check_can_stand_in(followup, stand_in.user)
    return _set_ended(stand_in, None)


def _check_can_stand_in(followup, user) -> None:
    if user.pk == followup.psychologist_id:
        raise refused("user", _("Somebody else stands in, not who is in charge."), "in_charge")
    check_can_hold(followup, user, "user")


def _set_ended(stand_in, moment) -> StandIn:
    stand_in = StandIn.objects.select_for_update(of=("self",)).get(pk=stand_in.pk)
    stand_in.ended_at = moment
    stand_in.save(update_fields=["ended_at"])
    return stand_in


@operation
def hand_over_follow_up(*, followup, to, by) -> FollowUp:
    """Put `to` in charge; from then on `by` reads nothing of it any more. Open alerts go along.

    Refused while `by` has an unsigned note, and if `to` cannot open the file. RuleBroken if `to` is no psychologist.
    """
    followup = locked(followup)
    if followup.drafts.filter(author=by).exists():
        raise ValidationError(_("A note is not signed yet: sign it, or throw the draft away."), code="unsigned")
    if to.pk == followup.psychologist_id:
        raise refused("to", _("They are in charge already."), "in_charge")
    return put_in_charge(followup, to)


def put_in_charge(followup, to) -> FollowUp:
    """`to` holds the locked follow-up from now on, drafts left behind too, and does not stand in for themselves."""
    check_can_hold(followup, to, "to")
    followup.psychologist = to
    followup.save(update_fields=["psychologist"])
    drafts.take_over(followup, to)
    now = timezone.now()
    for stand_in in followup.stand_ins.not_over().filter(user=to).select_for_update(of=("self",)):
        stand_in.ended_at = now
        stand_in.save(update_fields=["ended_at"])
    alerts.pass_on(followup)
    return followup


@operation
def close_follow_up(*, followup, by, closed_on=None) -> FollowUp:
    """Nothing more is written but additions; its reviews alert no more. RuleBroken while a safety check is missing."""
    followup = locked(followup)
    if not followup.is_open:
        return followup
    check_not_to_come(closed_on, "closed_on")
    if drafts.waiting_for_signature(followup):
        raise ValidationError(_("A note is not signed yet: sign it, or throw the draft away."), code="unsigned")
    followup.closed_on, followup.closed_by = closed_on or timezone.localdate(), by
    followup.save(update_fields=["closed_on", "closed_by"])
    alerts.end_reviews(followup)
    return followup


@operation
def reopen_follow_up(*, followup, by) -> FollowUp:
    """Go on with it. RuleBroken if the person is followed anew by now."""
    followup = locked(followup)
    check_alive(followup.person)
    followup.closed_on = followup.closed_by = None
    followup.save(update_fields=["closed_on", "closed_by"])
    return followup


def check_can_hold(followup, user, field) -> None:
    """ValidationError unless `user` is a psychologist to whom this file is open."""
    may = user.is_active and allows(user, "casework.psychology")
    if not may or not Person.objects.visible_to(user).filter(pk=followup.person_id).exists():
        raise refused(field, _("This colleague cannot hold this follow-up."), "may_not_hold")
