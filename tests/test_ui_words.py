"""Names, ages of things, days and numbers, as people in Belgium write them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import formats, timezone, translation

from refuge.ui import words


@pytest.mark.parametrize(
    ("name", "mark"),
    [("Salomé", "SA"), ("Camille Aerts", "CA"), ("Ilse De Smet", "IS"), ("Jo", "JO"), ("", "?"), (None, "?")],
)
def test_initials(name, mark):
    assert words.initials(name) == mark


@pytest.mark.parametrize(
    ("age", "text"),
    [
        (timedelta(seconds=-5), "à l’instant"),
        (timedelta(minutes=3), "il y a 3 min"),
        (timedelta(hours=23, minutes=59), "il y a 23 h"),
        (timedelta(days=1), "il y a 1 jour"),
        (timedelta(days=12), "il y a 12 jours"),
    ],
)
def test_how_long_ago(age, text):
    now = timezone.now()
    with translation.override("fr"):
        assert words.ago(now - age, now) == text


@pytest.mark.parametrize(
    ("language", "day", "amount"),
    [("fr", "03/11/2026", "1\u202f234,50"), ("nl", "3/11/2026", "1.234,50"), ("en", "03/11/2026", "1,234.50")],
)
def test_days_and_numbers_of_the_three_languages(language, day, amount):
    with translation.override(language):
        assert words.short_day(date(2026, 11, 3)) == day
        assert formats.number_format(1234.5, 2, force_grouping=True) == amount


def test_the_first_of_the_month_in_french():
    with translation.override("fr"):
        assert words.long_day(date(2026, 12, 1)) == "mardi 1er décembre 2026"
        assert words.long_day(date(2026, 12, 11)) == "vendredi 11 décembre 2026"


def test_moments_are_of_brussels():
    late = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    with translation.override("fr"):
        assert words.moment(late) == "02/07/2026 00:30"
        assert words.short_day(late) == "02/07/2026"
        assert words.clock(late) == "00:30"


@pytest.mark.parametrize("typed", ["2026-11-03", "3/11/2026", "03/11/26", "3.11.2026", "3-11-2026"])
@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_a_day_may_be_typed_in_many_ways(language, typed):
    from django import forms

    with translation.override(language):
        assert forms.DateField().clean(typed) == date(2026, 11, 3)
