"""A moment to come, as people say it on the phone: 18h30, tomorrow 10:00, 24/11 14h, in 2 h."""

import re
from datetime import date, datetime, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.ui.forms import check_day

TOMORROW = "demain|morgen|tomorrow"
TODAY = "aujourd['’]hui|vandaag|today|ce soir|vanavond|tonight"
CLOCK = r"(?P<hour>[01]?\d|2[0-3])\s*(?:[h:.u]\s*(?P<minute>[0-5]\d)?)?"
DAY = (
    rf"(?P<tomorrow>{TOMORROW})|(?P<today>{TODAY})|(?P<day>\d{{1,2}})[/.](?P<month>\d{{1,2}})(?:[/.](?P<year>20\d\d))?"
)
AT = "(?:à|a|om|at|vers|rond)?"
SAID = re.compile(rf"(?:(?:{DAY})\s*)?{AT}\s*{CLOCK}")
SOON = re.compile(
    r"(?:dans|over|in|\+)\s*(?P<number>\d{1,3})\s*(?P<unit>h|u|min|m|uur|heures?|hours?|minutes?|minuten)"
)


def parse_moment(text: str, now: datetime) -> datetime:
    """The moment that `text` tells, seen from `now`; a time of day that has passed is tomorrow's. ValueError for what
    tells none."""
    text = " ".join(text.lower().split())
    soon = SOON.fullmatch(text)
    if soon:
        minutes = int(soon["number"]) * (1 if soon["unit"].startswith("m") else 60)
        return now + timedelta(minutes=minutes)
    said = SAID.fullmatch(text)
    if not said:
        return timezone.make_aware(datetime.fromisoformat(text)) if "t" in text else _nothing(text)
    day = _day(said, now)
    moment = datetime(day.year, day.month, day.day, int(said["hour"]), int(said["minute"] or 0), tzinfo=now.tzinfo)
    says_no_day = not (said["tomorrow"] or said["today"] or said["day"])
    return moment + timedelta(days=1) if says_no_day and moment <= now else moment


def _nothing(text):
    raise ValueError(text)


def _day(said, now) -> date:
    if said["tomorrow"]:
        return now.date() + timedelta(days=1)
    if not said["day"]:
        return now.date()
    day = date(int(said["year"] or now.year), int(said["month"]), int(said["day"]))
    return day.replace(year=day.year + 1) if not said["year"] and day < now.date() else day


class MomentField(forms.CharField):
    """A moment to come, typed in words; cleans to it, or to None."""

    default_error_messages = {
        "unclear": _("Write a time: 18h30, tomorrow 10:00 or 24/11 14:00."),
        "past": _("This moment has passed already."),
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", _("18h30, tomorrow 10:00 or 24/11 14:00"))
        super().__init__(max_length=40, required=False, **kwargs)
        self.widget.attrs.setdefault("autocomplete", "off")

    def clean(self, value):
        text, now = super().clean(value), timezone.localtime()
        if not text:
            return None
        try:
            moment = parse_moment(text, now)
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["unclear"], code="unclear") from error
        check_day(moment)
        if moment <= now:
            raise forms.ValidationError(self.error_messages["past"], code="past")
        return moment
