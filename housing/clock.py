"""The emergency clock: when it started, when it stops, how far extensions may go. Dates, never times of day, so that
daylight saving cannot shift a night."""

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from housing import parameters
from housing.models import Programme, Stay
from housing.terms import Terms


@dataclass(frozen=True)
class Clock:
    """From which day the months count, and which stay is continued, if one is."""

    starts_on: date
    continues: Stay | None = None


def months_after(day: date, months: int) -> date:
    """The same day so many calendar months on, clamped to the month's end, as `limit_on` is in the database."""
    return day + relativedelta(months=months)


def clock_for(person, arrived_on: date, terms=None) -> Clock:
    """The clock of an emergency stay that begins on a day.

    It goes on where the last emergency stay left it unless so many nights (parameter) lie between, wherever they were
    spent: a short post-shelter stay does not restart it.
    """
    last = (
        Stay.objects.filter(person=person, programme=Programme.EMERGENCY, departed_on__lte=arrived_on)
        .order_by("-departed_on")
        .first()
    )
    nights = (terms or Terms()).of(parameters.READMISSION_NIGHTS, arrived_on)
    if last and (arrived_on - last.departed_on).days < nights:
        return Clock(last.clock_from, last)
    return Clock(arrived_on)


def limit_of(clock_from: date, terms=None) -> date:
    """What the database will set as `limit_on`."""
    return months_after(clock_from, (terms or Terms()).of(parameters.EMERGENCY_MONTHS, clock_from))


def default_until(person, programme: str, starts_on: date) -> date:
    """The agreed date to propose: as long as the programme goes, and at least one night."""
    terms = Terms()
    if programme == Programme.POST:
        return months_after(starts_on, terms.of(parameters.POST_SHELTER_MONTHS, starts_on))
    return max(covered_until(person, clock_for(person, starts_on, terms), terms), starts_on + timedelta(days=1))


def covered_until(person, clock: Clock, terms=None) -> date:
    """How far an emergency stay may be agreed: its limit, or the latest approved extension of the same clock."""
    stays = Stay.objects.filter(person=person, clock_from=clock.starts_on, extensions__approved=True)
    approved = stays.values_list("extensions__until", flat=True)
    return max([limit_of(clock.starts_on, terms), *approved])


def ceiling_of(stay, terms=None, stays=None) -> date:
    """How far extensions go without an exception: so many months over so many, nights of earlier clocks counted.

    `stays` are all the person's, where they are at hand."""
    latest, earlier = ceiling_sum(stay, terms, stays)
    return latest - timedelta(days=earlier)


def ceiling_sum(stay, terms=None, stays=None) -> tuple[date, int]:
    """The sum behind the ceiling: the day on which it would be without earlier stays, and the nights of those."""
    terms = terms or Terms()
    latest = months_after(stay.clock_from, terms.of(parameters.CEILING_MONTHS, stay.clock_from))
    since = months_after(latest, -terms.of(parameters.CEILING_WINDOW_MONTHS, stay.clock_from))
    stays = Stay.objects.filter(person=stay.person_id) if stays is None else stays
    return latest, sum(nights_before(stay.clock_from, since, each) for each in stays)


def nights_before(clock_from: date, since: date, stay) -> int:
    """Nights of an emergency stay of another clock, from a day up to this clock's first."""
    if stay.programme != Programme.EMERGENCY or stay.clock_from == clock_from:
        return 0
    end = min(stay.departed_on or clock_from, clock_from)
    return max((end - max(stay.arrived_on, since)).days, 0)


def days_beyond(stay, today: date | None = None) -> int:
    """Days since the person should have left; 0 until and on that day."""
    today = today or timezone.localdate()
    return max(((stay.departed_on or today) - stay.agreed_until).days, 0)
