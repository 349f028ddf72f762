"""Where departures led to. Not known is left out of the denominator, and shown by itself: it is missing, not bad."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from housing.counted import left, stays
from housing.indicators.departures import departures
from housing.models.choices import GROUPS, DestinationGroup, ExitType, Programme
from housing.narrowing import NARROWS
from refuge.indicators import SHARE, STAYS, Breakdown, Figure, Indicator, Period, Row, declare, tell

GROUP_OF = {destination: group for group, members in GROUPS.items() for destination in members}
KNOWN = (DestinationGroup.STABLE, DestinationGroup.TEMPORARY, DestinationGroup.UNSAFE)


def count(period: Period, *groups, programme=None) -> int:
    return sum(
        row.number
        for row in period.once(departures)
        if GROUP_OF[row.destination] in groups and programme in (None, row.programme)
    )


def lasting(period: Period) -> Figure:
    return Figure.share(count(period, DestinationGroup.STABLE), count(period, *KNOWN))


def back_to_homelessness(period: Period) -> Figure:
    return Figure.share(count(period, DestinationGroup.UNSAFE), count(period, *KNOWN))


def unknown(period: Period) -> Figure:
    return Figure.share(count(period, DestinationGroup.OTHER), count(period, *GROUPS))


def lasting_by_programme(period: Period) -> list[Row]:
    return _by_programme(period, DestinationGroup.STABLE, KNOWN)


def back_by_programme(period: Period) -> list[Row]:
    return _by_programme(period, DestinationGroup.UNSAFE, KNOWN)


def _by_programme(period, part, whole) -> list[Row]:
    return [
        Row(each.value, each.label,
            Figure.share(count(period, part, programme=each), count(period, *whole, programme=each)))
        for each in Programme
    ]  # fmt: skip


def excluded(period: Period) -> Figure:
    return Figure(sum(row.number for row in period.once(departures) if row.exit_type == ExitType.EXCLUSION))


declare(
    Indicator(
        code="positive_exits",
        name=_("Departures to a lasting place"),
        definition=_(
            "Which part of the departures with a known destination led to a lasting place: an own or shared lease, "
            "social or supported housing, family or friends for good. Departures to an unknown or other destination "
            "are left out here and counted by themselves."
        ),
        unit=SHARE,
        of=STAYS,
        compute=lasting,
        numerator=_("departures to a lasting place"),
        denominator=_("departures with a known destination"),
        breakdowns=(
            Breakdown("programme", _("Departures to a lasting place, by programme"), lasting_by_programme,
                      adds_up=False),
        ),
        order=70,
        narrows=NARROWS,
    )
)  # fmt: skip
declare(
    Indicator(
        code="exits_to_homelessness",
        name=_("Departures back to homelessness"),
        definition=_(
            "Which part of the departures with a known destination led back to homelessness: street, squat, emergency "
            "shelter, prison, or friends and family for the time being. A move from post-shelter back to emergency "
            "within the house is no departure."
        ),
        unit=SHARE,
        of=STAYS,
        compute=back_to_homelessness,
        numerator=_("departures back to homelessness"),
        denominator=_("departures with a known destination"),
        breakdowns=(
            Breakdown("programme", _("Departures back to homelessness, by programme"), back_by_programme,
                      adds_up=False),
        ),
        order=71,
        narrows=NARROWS,
    )
)  # fmt: skip
declare(
    Indicator(
        code="exits_unknown",
        name=_("Departures to an unknown or other destination"),
        definition=_(
            "Which part of all departures led where nobody knows, out of Belgium, or ended by a death: these say "
            "neither that it went well nor that it did not."
        ),
        unit=SHARE,
        of=STAYS,
        compute=unknown,
        numerator=_("departures to an unknown or other destination"),
        denominator=_("departures"),
        order=72,
        narrows=NARROWS,
    )
)
declare(
    Indicator(
        code="exclusions",
        name=_("Exclusions"),
        definition=_("Departures of the period that the team decided because of the house rules."),
        unit=STAYS,
        compute=excluded,
        order=81,
        narrows=NARROWS,
    )
)


def going_to(*groups):
    """Departures to a place of one of these groups."""
    places = [destination for group in groups for destination in GROUPS[group]]
    return lambda period: left(period) & Q(destination__in=places)


KNOWN_ONES = stays(going_to(*KNOWN), code="whole", name=_("Departures with a known destination"))
tell(
    "positive_exits",
    stays(going_to(DestinationGroup.STABLE), code="part", name=_("Departures to a lasting place")),
    KNOWN_ONES,
)
tell(
    "exits_to_homelessness",
    stays(going_to(DestinationGroup.UNSAFE), code="part", name=_("Departures back to homelessness")),
    KNOWN_ONES,
)
tell(
    "exits_unknown",
    stays(going_to(DestinationGroup.OTHER), code="part", name=_("Departures to an unknown or other destination")),
    stays(left, code="whole", name=_("Departures counted")),
)
tell(
    "exclusions",
    stays(lambda period: left(period) & Q(exit_type=ExitType.EXCLUSION), name=_("Departures counted")),
)
