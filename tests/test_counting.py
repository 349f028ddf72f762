"""What indicators ask: put into SQL once for all periods, and right for each of them."""

from datetime import date

import pytest

from housing.indicators.after_care import _contacts
from housing.indicators.departures import _departures, departures
from housing.indicators.flow import _limits_reached, _movements, limits_reached, movements
from refuge import counting, questions
from refuge.days import start_of
from refuge.indicators import Period
from volunteers.indicators import _shifts

pytestmark = pytest.mark.django_db
DAYS = {"first", "last", "end", "nights_end", "last_night", "today", "now"}
YEAR, MONTH = Period.year(2025), Period(date(2026, 3, 1), date(2026, 3, 31), today=date(2026, 3, 12))


@pytest.fixture
def built(monkeypatch):
    """The names of the questions that were put into SQL."""
    questions._kept.clear()
    names, in_words = [], questions._in_words

    def counted(queryset, *args):
        names.append(queryset.model.__name__)
        return in_words(queryset, *args)

    monkeypatch.setattr(questions, "_in_words", counted)
    return names


def test_a_question_is_put_into_sql_once_for_all_periods_and_anew_for_what_they_are_narrowed_by(built):
    for period in (YEAR, MONTH, YEAR.narrowed(programme="emergency"), MONTH.narrowed(programme="emergency")):
        departures(period)
    assert built == ["Stay", "Stay"]


def test_the_days_of_a_question_that_is_kept_differ_from_each_other():
    days = [getattr(counting.SOME_PERIOD, name) for name in DAYS]
    moments = [start_of(day) for day in (counting.SOME_PERIOD.first, counting.SOME_PERIOD.end)]
    assert len(set(days)) == len(days)
    assert {*days, *moments} <= questions.STAND_INS


def test_of_nothing_there_is_one_row_or_none():
    assert departures(YEAR) == []
    assert movements(YEAR) == {}
    assert limits_reached(YEAR) == (0, 0)


@pytest.mark.parametrize("question", [_departures, _movements, _limits_reached, _contacts, _shifts])
def test_a_period_fills_in_its_own_days(question):
    asked = []

    def ask(name, user, build, *more, stand_ins):
        text, values = build().query.sql_with_params()
        asked.append((text, [stand_ins.get(value, value) for value in values]))

    counting._asked(ask, question, MONTH)
    text, values = question(MONTH).query.sql_with_params()
    assert asked == [(text, list(values))]
