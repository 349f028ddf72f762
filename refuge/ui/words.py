"""Names, ages of things and days, as text: shared by template tags and by views that format rows."""

from functools import lru_cache

from django.utils import formats, timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

MINUTE, HOUR, DAY = 60, 3600, 86_400


def initials(name) -> str:
    """Two letters that stand for a name: first and last word's, or the first two; "?" for nobody."""
    words = str(name or "").split()
    if not words:
        return "?"
    return (words[0][:1] + (words[-1][:1] if len(words) > 1 else words[0][1:2])).upper()


def ago(moment, now=None) -> str:
    """How long since `moment`: minutes, hours, then days; a moment to come counts as just now."""
    seconds = max(0, int(((now or timezone.now()) - moment).total_seconds()))
    if seconds < MINUTE:
        return _("just now")
    if seconds < HOUR:
        return _("%(number)d min ago") % {"number": seconds // MINUTE}
    if seconds < DAY:
        return _("%(number)d h ago") % {"number": seconds // HOUR}
    days = seconds // DAY
    return ngettext("%(number)d day ago", "%(number)d days ago", days) % {"number": days}


def short_day(day) -> str:
    """03/11/2026 in French, 3/11/2026 in Dutch; "" for no day."""
    return _written(day, "SHORT_DATE_FORMAT", get_language()) if day else ""


def long_day(day) -> str:
    """lundi 23 novembre 2026; the first of a month is 1er in French."""
    if not day:
        return ""
    text = _written(day, "l j F Y", get_language())
    return text.replace(" 1 ", " 1er ", 1) if get_language() == "fr" else text


def moment(value) -> str:
    """Day and time of day."""
    return _written(value, "SHORT_DATETIME_FORMAT", get_language()) if value else ""


def clock(value) -> str:
    """Time of day, on 24 hours."""
    if not value:
        return ""
    local = _local(value)
    return _timed((local.time() if hasattr(local, "time") else local).replace(microsecond=0), get_language())


@lru_cache(maxsize=20_000)
def _written(value, pattern: str, language: str) -> str:
    """The same days stand in many rows, and in the rows of the next page; to write one takes Django 60 calls."""
    return formats.date_format(_local(value), pattern)


@lru_cache(maxsize=20_000)
def _timed(value, language: str) -> str:
    return formats.time_format(value, "TIME_FORMAT")


def _local(value):
    """A moment in Brussels; a plain day or time of day as it is."""
    return timezone.localtime(value) if hasattr(value, "tzinfo") and hasattr(value, "date") else value
