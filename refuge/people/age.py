"""An age as people say it: a birth date, a year, or "19" and the day on which it was said."""

import re
from datetime import date
from functools import lru_cache

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# The widest ages at which somebody turns up here; the database refuses what is outside (people_age_plausible).
YOUNGEST, OLDEST = 10, 60

_WORDS = re.compile(r"\b(environ|env|vers|né·?e?|en|ongeveer|geboren|in|about|born|le|op|on)\b\.?|[~±?]", re.IGNORECASE)
_AGE = re.compile(r"(\d{1,3})\s*(?:ans?|jaar|j|years?(?: old)?|yo)?\.?")
_YEAR = re.compile(r"(?:\d{1,2}[/. -])?((?:19|20)\d\d)")
_DAY_FIRST = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def parse_age(text: str, on: date) -> dict:
    """What `text`, said on the day `on`, tells of an age: the four age fields of Person, at most one sort of them
    filled. Empty text leaves all four empty: the age is unknown.

    "19" and "19 ans" are a stated age, "2007" and "11/2007" a year of birth, "23/11/2007" a birth date.
    ValidationError, for the field's own place, on anything else, a day to come, and an age outside 10 to 60.
    """
    said = _WORDS.sub(" ", text).strip()
    known = {"birth_date": None, "birth_year": None, "stated_age": None, "stated_on": None}
    if not text.strip():
        return known
    if match := _YEAR_FIRST.fullmatch(said):
        return known | {"birth_date": _birth_date(*map(int, match.groups()), on)}
    if match := _DAY_FIRST.fullmatch(said):
        day, month, year = match.groups()
        return known | {"birth_date": _birth_date(_century(year, on), int(month), int(day), on)}
    if match := _YEAR.fullmatch(said):
        return known | {"birth_year": _birth_year(int(match[1]), on)}
    if match := _AGE.fullmatch(said):
        return known | {"stated_age": _plausible(int(match[1])), "stated_on": on}
    raise ValidationError(
        _("Write an age (19), a year of birth (2007) or a birth date (23/11/2007)."), code="unreadable"
    )


def age_text(person) -> str:
    """The age as it was given, as `parse_age` reads it back."""
    if person.birth_date:
        return f"{person.birth_date:%d/%m/%Y}"
    return str(person.birth_year or person.stated_age or "")


def _century(year: str, on: date) -> int:
    """Two digits are the latest such year that is not to come."""
    if len(year) == 4:
        return int(year)
    recent = on.year // 100 * 100 + int(year)
    return recent if recent <= on.year else recent - 100


def _birth_date(year: int, month: int, day: int, on: date) -> date:
    try:
        born = date(year, month, day)
    except ValueError as error:
        raise ValidationError(_("This day does not exist."), code="no_such_day") from error
    if born > on:
        raise ValidationError(_("This birth date lies in the future."), code="future")
    _plausible(relativedelta(on, born).years)
    return born


def _birth_year(year: int, on: date) -> int:
    if year > on.year:
        raise ValidationError(_("This year of birth lies in the future."), code="future")
    _plausible(on.year - year)
    return year


def _plausible(age: int) -> int:
    if not YOUNGEST <= age <= OLDEST:
        message = _("%(age)s years old is not plausible here. Please check.")
        raise ValidationError(message, code="implausible", params={"age": age})
    return age


@lru_cache(maxsize=20_000)
def whole_years(since: date, on: date) -> int:
    """As relativedelta counts them, which takes its time: a year of a large house has a thousand ages."""
    if on < since or (since.month, since.day) == (2, 29):
        return relativedelta(on, since).years
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))


def age_words(person, on: date | None = None) -> str:
    """The age as read on a day (today unless told), saying how it is known."""
    on = on or timezone.localdate()
    if person.birth_date:
        return gettext("%(age)d years old") % {"age": whole_years(person.birth_date, on)}
    if person.birth_year:
        return gettext("born in %(year)d") % {"year": person.birth_year}
    if person.stated_age is not None:
        age = person.stated_age + whole_years(person.stated_on, on)
        return gettext("%(age)d years old, as stated") % {"age": age}
    return gettext("age unknown")
