"""Dates, clocks and ends in words, for pages and messages. No query is made here but for the terms."""

from datetime import date, timedelta
from functools import lru_cache

from django.utils import formats, timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from housing import clock, parameters
from housing.models import Programme
from housing.terms import Terms


def near(day: date | None) -> str:
    """As 30 Nov., with the year if it is another one than this."""
    return near_in(day, timezone.localdate().year, get_language()) if day else ""


@lru_cache(maxsize=5000)
def near_in(day: date, year: int, language: str) -> str:
    """The same, read in a year and a language: a board writes the same days in a hundred places."""
    text = formats.date_format(day, "j N" if day.year == year else "j N Y")
    return text.replace("1 ", "1er ", 1) if language == "fr" and day.day == 1 else text


def end_chip(agreed_until: date, today: date, soon_days: int) -> tuple[str, str]:
    """How near the day to leave is, as (words, tone)."""
    days = (agreed_until - today).days
    if days < 0:
        return ngettext("+%(days)d day", "+%(days)d days", -days) % {"days": -days}, "late"
    if days == 0:
        return _("today"), "late"
    if days <= soon_days:
        return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}, "soon"
    return near(agreed_until), "plain"


def soon_days(terms=None) -> int:
    return (terms or Terms()).of(parameters.ENDING_DAYS, timezone.localdate())


def clock_of(stay, extensions, terms, stays) -> dict:
    """What the page of a stay shows of its clock: day n of m, last night, and the sum in words."""
    today = min(stay.departed_on or timezone.localdate(), timezone.localdate())
    length = (stay.agreed_until - stay.clock_from).days
    number = (today - stay.clock_from).days + (stay.departed_on is None)
    beyond = clock.days_beyond(stay)
    return {
        "number": number,
        "length": length,
        "filled": min(number, length),
        "last_night": stay.agreed_until - timedelta(days=1),
        "beyond": beyond,
        "tone": "late" if beyond else "soon" if stay.agreed_until - today <= timedelta(days=soon_days(terms)) else "",
        "sentences": sentences(stay, extensions, terms, stays),
    }


def sentences(stay, extensions, terms, stays) -> list[str]:
    """The sum in words: what was added to what, why it is clamped, what was approved, how far it may go."""
    if stay.programme != Programme.EMERGENCY:
        return [
            _("agreed from %(start)s until %(end)s") % {"start": near(stay.arrived_on), "end": near(stay.agreed_until)}
        ]
    said = (_sum(stay, terms), _continued(stay), _approved(extensions), _leaves(stay), _ceiling(stay, terms, stays))
    return [each for each in said if each]


def _sum(stay, terms) -> str:
    months = terms.of(parameters.EMERGENCY_MONTHS, stay.clock_from)
    text = ngettext("%(start)s + %(count)d month = %(end)s", "%(start)s + %(count)d months = %(end)s", months)
    text %= {"start": near(stay.clock_from), "count": months, "end": near(stay.limit_on)}
    if stay.limit_on.day != stay.clock_from.day:
        text += " " + _("(that month has no %(day)s)") % {"day": stay.clock_from.day}
    return text


def _continued(stay) -> str:
    if stay.clock_from == stay.arrived_on:
        return ""
    return _("the clock of %(day)s goes on: back within a few nights") % {"day": near(stay.clock_from)}


def _approved(extensions) -> str:
    approved = [each for each in extensions if each.approved]
    if not approved:
        return _("no extension")
    return _("extended until %(day)s") % {"day": near(max(each.until for each in approved))}


def _leaves(stay) -> str:
    """The day of leaving is no night: whoever reads a date wrong by one is told twice."""
    words = {"day": near(stay.agreed_until), "night": near(stay.agreed_until - timedelta(days=1))}
    said = _("leaves by %(day)s, the last night is that of %(night)s") % words
    if stay.agreed_until < stay.limit_on:
        said += " (" + _("agreed earlier than the limit: this day counts") + ")"
    return said


def _ceiling(stay, terms, stays) -> str:
    months = terms.of(parameters.CEILING_MONTHS, stay.clock_from)
    latest, earlier = clock.ceiling_sum(stay, terms, stays)
    day = near(latest - timedelta(days=earlier))
    text = _("ceiling of %(count)d months on %(day)s") % {"count": months, "day": day}
    if earlier:
        window = terms.of(parameters.CEILING_WINDOW_MONTHS, stay.clock_from)
        less = ngettext(
            "%(end)s less %(nights)d night of earlier stays within %(window)d months",
            "%(end)s less %(nights)d nights of earlier stays within %(window)d months",
            earlier,
        )
        text += " (" + less % {"end": near(latest), "nights": earlier, "window": window} + ")"
    return text + ", " + _("beyond it management alone makes an exception")
