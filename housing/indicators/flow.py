"""Arrivals, who is there at either end of the period, turnover, extensions and transfers."""

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from housing.counted import left, stays
from housing.indicators.departures import exits
from housing.indicators.kinds import places
from housing.models import Extension, Stay
from housing.models.choices import Destination, Programme
from housing.movements import moved_in, there_on
from refuge.counting import rows, together
from refuge.indicators import (
    ARRIVALS,
    NUMERATOR,
    PERSONS,
    RATE,
    SHARE,
    STAYS,
    Breakdown,
    Figure,
    Indicator,
    Period,
    Row,
    declare,
    tell,
)


def within(period: Period, field: str) -> Q:
    return Q(**{f"{field}__gte": period.first, f"{field}__lt": period.end})


def movements(period: Period) -> dict:
    """{programme: arrivals, residents in the first and the last night that is over, departures from emergency}."""
    names = ("entries", "first", "last", "left", "moved")
    return {programme: dict(zip(names, numbers, strict=True)) for programme, *numbers in rows(_movements, period)}


def _movements(period: Period):
    near = Stay.objects.filter(arrived_on__lt=period.end).filter(
        Q(departed_on__isnull=True) | Q(departed_on__gte=period.first)
    )  # fmt: skip
    left = within(period, "departed_on")
    return (
        near.order_by()
        .values_list("programme")
        .annotate(
            entries=Count("pk", filter=within(period, "arrived_on") & ~moved_in()),
            first=Count("pk", filter=there_on(period.first)),
            last=Count("pk", filter=there_on(period.last_night)),
            left=Count("pk", filter=left),
            moved=Count("pk", filter=left & Q(destination=Destination.POST_SHELTER_HERE)),
        )
    )


def number_of(period: Period, what: str) -> int:
    return sum(row[what] for row in period.once(movements).values())


def by_programme(period: Period, what: str) -> list[Row]:
    found = period.once(movements)
    return [Row(each.value, each.label, Figure(found[each][what] if each in found else 0)) for each in Programme]


def entries(period: Period) -> Figure:
    return Figure(number_of(period, "entries"))


def entries_by_programme(period: Period) -> list[Row]:
    return by_programme(period, "entries")


def residents_first(period: Period) -> Figure:
    return Figure(number_of(period, "first") if period.nights_end > period.first else None)


def residents_last(period: Period) -> Figure:
    return Figure(number_of(period, "last") if period.nights_end > period.first else None)


def first_by_programme(period: Period) -> list[Row]:
    return by_programme(period, "first") if period.nights_end > period.first else []


def last_by_programme(period: Period) -> list[Row]:
    return by_programme(period, "last") if period.nights_end > period.first else []


def turnover(period: Period) -> Figure:
    """Departures for each place. The denominator is a mean, with its decimals."""
    left, mean = exits(period).value, places(period).value
    return Figure(left / mean if mean else None, left, mean)


def transfers(period: Period) -> Figure:
    emergency = period.once(movements).get(Programme.EMERGENCY, {"moved": 0, "left": 0})
    return Figure.share(emergency["moved"], emergency["left"])


def reached(period: Period) -> Q:
    """Emergency stays whose longest day lay in the period and is not to come, with the person still there."""
    still_there = Q(departed_on__isnull=True) | Q(departed_on__gte=F("limit_on"))
    emergency = Q(programme=Programme.EMERGENCY, limit_on__lte=period.today, arrived_on__lte=F("limit_on"))
    return within(period, "limit_on") & still_there & emergency


def was_extended() -> Exists:
    """An extension of the same clock was approved."""
    of_the_clock = {"stay__person": OuterRef("person"), "stay__clock_from": OuterRef("clock_from")}
    return Exists(Extension.objects.filter(approved=True, **of_the_clock))


def limits_reached(period: Period) -> tuple[int, int]:
    """(stays that reached their longest day, those of them that were extended)"""
    ((number, longer),) = rows(_limits_reached, period)
    return number, longer


def _limits_reached(period: Period):
    found = Stay.objects.filter(reached(period)).annotate(extended=was_extended())
    return together(found, number=Count("pk"), longer=Count("pk", filter=Q(extended=True)))


def extended(period: Period) -> Figure:
    reached, approved = period.once(limits_reached)
    return Figure.share(approved, reached)


declare(
    Indicator(
        code="entries",
        name=_("Arrivals"),
        definition=_(
            "Stays that began within the period. A move between emergency and post-shelter within the house is no "
            "arrival; somebody who left and came back is one each time."
        ),
        unit=ARRIVALS,
        compute=entries,
        breakdowns=(Breakdown("programme", _("Arrivals, by programme"), entries_by_programme),),
        order=58,
    )
)
declare(
    Indicator(
        code="residents_first_night",
        name=_("Residents in the first night"),
        definition=_(
            "Persons whose stay held the first night of the period, from its first day to the second: of a year, the "
            "night of 1 January. Whoever was away for a while and kept the stay is counted."
        ),
        unit=PERSONS,
        compute=residents_first,
        breakdowns=(Breakdown("programme", _("Residents in the first night, by programme"), first_by_programme),),
        order=56,
    )
)
declare(
    Indicator(
        code="residents_last_night",
        name=_("Residents in the last night"),
        definition=_(
            "Persons whose stay held the last night of the period that is over: of a whole year, the night of "
            "31 December. Whoever was away for a while and kept the stay is counted."
        ),
        unit=PERSONS,
        compute=residents_last,
        breakdowns=(Breakdown("programme", _("Residents in the last night, by programme"), last_by_programme),),
        order=57,
    )
)
declare(
    Indicator(
        code="turnover",
        name=_("Turnover"),
        definition=_(
            "Departures of the period for each place: the departures divided by the places on an average night. Over a "
            "year, 4 means that each place was left four times."
        ),
        unit=RATE,
        of=STAYS,
        tells=NUMERATOR,
        compute=turnover,
        numerator=_("departures"),
        denominator=_("places, on average"),
        order=64,
    )
)
declare(
    Indicator(
        code="extension_rate",
        name=_("Extensions"),
        definition=_(
            "Of the emergency stays that came to their longest day within the period, with the person still there, "
            "those with an approved extension. Days to come are left out."
        ),
        unit=SHARE,
        of=STAYS,
        compute=extended,
        numerator=_("stays with an approved extension"),
        denominator=_("emergency stays that reached their longest day"),
        order=65,
    )
)
declare(
    Indicator(
        code="transfer_rate",
        name=_("From emergency into post-shelter"),
        definition=_(
            "Of the emergency stays that ended within the period, those that ended in a post-shelter space of the "
            "house. The moves themselves are counted here, though they are no departure elsewhere."
        ),
        unit=SHARE,
        of=STAYS,
        compute=transfers,
        numerator=_("moves into post-shelter"),
        denominator=_("emergency stays that ended"),
        order=66,
    )
)


def came(period: Period) -> Q:
    return within(period, "arrived_on") & ~moved_in()


def there_first(period: Period) -> Q:
    return there_on(period.first) if period.nights_end > period.first else Q(pk__in=[])


def there_last(period: Period) -> Q:
    return there_on(period.last_night) if period.nights_end > period.first else Q(pk__in=[])


def left_emergency(period: Period) -> Q:
    return within(period, "departed_on") & Q(programme=Programme.EMERGENCY)


tell("entries", stays(came, name=_("Arrivals counted")))
tell("residents_first_night", stays(there_first))
tell("residents_last_night", stays(there_last))
tell("turnover", stays(left, code="part", name=_("Departures counted")))
tell(
    "extension_rate",
    stays(lambda period: reached(period) & Q(was_extended()), code="part", name=_("With an approved extension")),
    stays(reached, code="whole", name=_("Reached their longest day")),
)
tell(
    "transfer_rate",
    stays(
        lambda period: left_emergency(period) & Q(destination=Destination.POST_SHELTER_HERE),
        code="part",
        name=_("Moved into post-shelter"),
    ),
    stays(left_emergency, code="whole", name=_("Emergency stays that ended")),
)
