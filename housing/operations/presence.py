"""The presence round: marks, duties, guests."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.evening import alerts
from housing.evening.nights import begins, ends, taken_until
from housing.models import Duty, GuestCount, Mark, Occupancy
from housing.models.presence import Presence
from housing.operations.locking import lock
from refuge.operations import operation
from refuge.people.death import check_alive
from refuge.people.models import Person


@operation
def mark(*, space, night, presence, by, at=None) -> Mark | None:
    """Say whether the person who has `space` that night is present, excused or absent; "" takes one's own word back.

    `at` is when it was said, on a phone that may have had no network: what was said later counts, so that the same mark
    may come twice, or late. One's own word that counts already, said once more, changes nothing. Refused when it was
    said outside the night's hours, or before the person came into the space: a code alone would then speak of somebody
    else. A colleague who said otherwise is told, and so are those who must know of an absence
    (housing/evening/alerts.py).
    """
    at = _said_at(at, night)
    if presence and presence not in Presence.values:
        raise ValidationError(_("Present, excused or absent."), code="invalid")
    stay = _lock_stay_in(space, night, at, by)
    own = Mark.objects.filter(stay=stay, night=night, made_by=by).first()
    if (own is None and not presence) or (own and own.made_at >= at):
        return own
    if own and own.presence == presence and _counting(stay, night) == own:
        return own  # a second press: when it was said first stays
    own = own or Mark(stay=stay, night=night, made_by=by)
    own.presence, own.made_at = presence, at
    own.save()
    alerts.tell_of_other_word(own)
    alerts.tell_of_absence(stay, night)
    return own


def _counting(stay, night) -> Mark | None:
    return Mark.objects.filter(stay=stay, night=night).counting().first()


@operation
def start_duty(*, units, night, by) -> list[Duty]:
    """On duty that night in `units` and no others; none ends the duty."""
    now = timezone.now()
    _check_hours(night, now)
    units = list(units)
    Duty.objects.on_night(night).filter(user=by).exclude(unit__in=units).update(ended_at=now)
    Duty.objects.filter(user=by, night=night, unit__in=units).update(ended_at=None)
    known = set(Duty.objects.filter(user=by, night=night, unit__in=units).values_list("unit", flat=True))
    Duty.objects.bulk_create(Duty(user=by, unit=unit, night=night) for unit in units if unit.pk not in known)
    return list(Duty.objects.on_night(night).filter(user=by))


@operation
def count_guests(*, unit, night, guests, by) -> GuestCount:
    """How many guests sleep in a flat that night; a later count takes the place of an earlier one."""
    _check_hours(night, timezone.now())
    said = {"guests": guests, "counted_by": by, "counted_at": timezone.now()}
    count, _created = GuestCount.objects.update_or_create(unit=unit, night=night, defaults=said)
    return count


def _said_at(at, night):
    now = timezone.now()
    at = min(at or now, now)
    _check_hours(night, at)
    if now >= taken_until(night):
        raise ValidationError(_("The round of that night has long been closed."), code="too_late")
    return at


def _check_hours(night, at) -> None:
    if not begins(night) <= at < ends(night):
        raise ValidationError(_("The round of a night is done from noon until noon of the next day."), code="hours")


def _lock_stay_in(space, night, at, by):
    """The stay that holds the space that night, of somebody `by` may know; the person is locked."""
    held = Occupancy.objects.on_night(night).filter(space=space, person__in=Person.objects.visible_to(by))
    occupancy = held.first()
    if occupancy:
        lock(people=[occupancy.person_id])
        occupancy = held.select_related("stay__person", "space").first()
    if occupancy is None:
        message = _("Nobody has the space %(space)s that night.")
        raise ValidationError(message, code="nobody", params={"space": space.code})
    if max(occupancy.created_at, occupancy.stay.created_at) > at:
        message = _("Somebody else has come into %(space)s since: look at the round again.")
        raise ValidationError(message, code="changed", params={"space": space.code})
    check_alive(occupancy.stay.person)
    return occupancy.stay
