"""Signing up, the waiting list, giving back, replacing. Each holds the activity's row first: places are given in the
order of arrival, whoever comes at the same moment."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.operations import operation
from refuge.parameters.registry import value_of
from volunteers.models import Activity, Seat, SignUp, State
from volunteers.notices import forget_shift, tell_place
from volunteers.operations.locking import locked, locked_activity
from volunteers.parameters import GIVE_BACK_HOURS


@operation
def sign_up(*, activity, volunteer, by) -> SignUp:
    """A place if one is free, else the end of the waiting list. Refused for who does not volunteer now, twice, and,
    to the volunteer alone, once the activity has begun: staff notes who came unannounced."""
    volunteer, activity = locked(volunteer), locked_activity(activity)
    if volunteer.state != State.ACTIVE:
        raise ValidationError(_("Only somebody who volunteers now can sign up."), code="not_active")
    if volunteer.user_id == by.pk and activity.starts_at <= timezone.now():
        raise ValidationError(_("This activity has begun."), code="begun")
    earlier = activity.signups.filter(volunteer=volunteer).first()
    if earlier and earlier.seat != Seat.GIVEN_BACK:
        raise ValidationError(_("This volunteer has signed up already."), code="volunteers_signed_up_once")
    return _seated(activity, volunteer, earlier, _seat_of(activity), by)


@operation
def give_back(*, signup, by) -> SignUp:
    """The place goes to the first who waits, in the same moment. A volunteer may do so up to some hours before
    (parameter); after that they ask the coordinator. Refused once attendance is noted."""
    activity = locked_activity(signup.activity)
    signup = activity.signups.select_related("volunteer").get(pk=signup.pk)
    if signup.volunteer.user_id == by.pk and signup.seat == Seat.PLACE:
        _check_in_time(activity)
    _free(signup)
    _move_up(activity)
    return signup


@operation
def replace(*, signup, volunteer, by) -> SignUp:
    """Another volunteer takes over this place; the new sign-up says whose it was. It passes the waiting list by."""
    volunteer, activity = locked(volunteer), locked_activity(signup.activity)
    signup = activity.signups.get(pk=signup.pk)
    if signup.seat != Seat.PLACE:
        raise ValidationError(_("Only a place can be taken over."), code="no_place")
    if volunteer.state != State.ACTIVE:
        message = _("Only somebody who volunteers now can sign up.")
        raise ValidationError({"volunteer": ValidationError(message, code="not_active")})
    earlier = activity.signups.filter(volunteer=volunteer).first()
    if earlier and earlier.seat == Seat.PLACE:
        message = _("This volunteer has a place already.")
        raise ValidationError({"volunteer": ValidationError(message, code="has_place")})
    _free(signup)
    taken = _seated(activity, volunteer, earlier, Seat.PLACE, by, replaces=signup)
    tell_place(taken)
    return taken


def fill_places(activity) -> list[SignUp]:
    """Give the places that are free to who waits, the first first. Inside an operation that holds the activity."""
    free = activity.places - activity.signups.with_place().count()
    first = list(activity.signups.filter(seat=Seat.WAITING).in_order().select_related("volunteer")[: max(0, free)])
    for signup in first:
        signup.seat = Seat.PLACE
        signup.save(update_fields=["seat"])
        tell_place(signup)
    return first


def free_places_of(volunteer, by) -> None:
    """Give back what somebody who pauses or leaves still has, activity by activity in the order of their ids."""
    shifts = volunteer.signups.standing().filter(activity__in=Activity.objects.to_come())
    for signup in shifts.select_related("activity").order_by("activity_id"):
        activity = locked_activity(signup.activity)
        _free(activity.signups.get(pk=signup.pk))
        _move_up(activity)


def _seat_of(activity) -> Seat:
    """Whoever waits already comes first."""
    if activity.signups.filter(seat=Seat.WAITING).exists():
        return Seat.WAITING
    return Seat.PLACE if activity.signups.with_place().count() < activity.places else Seat.WAITING


def _seated(activity, volunteer, earlier, seat, by, replaces=None) -> SignUp:
    last = activity.signups.aggregate(last=Max("number"))["last"] or 0
    signup = earlier or SignUp(activity=activity, volunteer=volunteer)
    signup.seat, signup.number, signup.replaces = seat, last + 1, replaces
    signup.signed_at, signup.signed_by = timezone.now(), by
    signup.save()
    return signup


def _free(signup) -> None:
    if signup.attended:
        raise ValidationError(_("Attendance is noted: the place was used."), code="attended")
    signup.seat = Seat.GIVEN_BACK
    signup.save(update_fields=["seat"])
    forget_shift(signup)


def _move_up(activity) -> None:
    """Nobody is moved into what has begun."""
    if activity.starts_at > timezone.now():
        fill_places(activity)


def _check_in_time(activity) -> None:
    hours = value_of(GIVE_BACK_HOURS.code, timezone.localdate())
    if timezone.now() > activity.starts_at - timedelta(hours=hours):
        message = _("It begins in less than %(hours)s hours: call the volunteers’ coordinator.")
        raise ValidationError(message, code="too_late", params={"hours": hours})
