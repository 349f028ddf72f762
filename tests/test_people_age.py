"""An age as people say it, and what is certain about it on a day."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from refuge.people.age import age_text, age_words, parse_age
from refuge.people.models import AgeStatus, Person
from tests.factories import make_person

TODAY = date(2026, 11, 23)


def known(text):
    return {name: value for name, value in parse_age(text, TODAY).items() if value is not None}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("", {}),
        ("   ", {}),
        ("19", {"stated_age": 19, "stated_on": TODAY}),
        ("19 ans", {"stated_age": 19, "stated_on": TODAY}),
        ("environ 19 ans", {"stated_age": 19, "stated_on": TODAY}),
        ("±19?", {"stated_age": 19, "stated_on": TODAY}),
        ("19 jaar", {"stated_age": 19, "stated_on": TODAY}),
        ("2007", {"birth_year": 2007}),
        ("né en 2007", {"birth_year": 2007}),
        ("11/2007", {"birth_year": 2007}),
        ("23/11/2007", {"birth_date": date(2007, 11, 23)}),
        ("3.1.2007", {"birth_date": date(2007, 1, 3)}),
        ("2007-01-03", {"birth_date": date(2007, 1, 3)}),
        ("23/11/07", {"birth_date": date(2007, 11, 23)}),
        ("23/11/99", {"birth_date": date(1999, 11, 23)}),
    ],
)
def test_an_age_is_read_as_it_was_said(said, told):
    assert known(said) == told


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("7", "implausible"),
        ("70", "implausible"),
        ("1950", "implausible"),
        ("2024", "implausible"),
        ("2027", "future"),
        ("24/11/2026", "future"),
        ("31/02/2007", "no_such_day"),
        ("jeune", "unreadable"),
        ("19 20", "unreadable"),
    ],
)
def test_what_cannot_be_an_age_is_refused_with_its_reason(said, code):
    with pytest.raises(ValidationError) as refusal:
        parse_age(said, TODAY)
    assert refusal.value.code == code


@pytest.mark.parametrize("said", ["19", "2007", "23/11/2007", ""])
def test_an_age_is_written_back_as_it_can_be_read(said):
    assert age_text(Person(**parse_age(said, TODAY))) == said


def test_a_stated_age_grows_from_the_day_it_was_stated():
    person = Person(stated_age=19, stated_on=date(2025, 11, 23))
    assert age_words(person, TODAY).startswith("20")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "on", "status"),
    [
        ({"birth_date": date(2008, 11, 23)}, date(2026, 11, 22), AgeStatus.MINOR),
        ({"birth_date": date(2008, 11, 23)}, date(2026, 11, 23), AgeStatus.ADULT),
        ({"birth_date": date(2008, 2, 29)}, date(2026, 2, 28), AgeStatus.MINOR),
        ({"birth_date": date(2008, 2, 29)}, date(2026, 3, 1), AgeStatus.ADULT),
        ({"birth_year": 2008}, date(2025, 12, 31), AgeStatus.MINOR),
        ({"birth_year": 2008}, date(2026, 6, 1), AgeStatus.UNKNOWN),
        ({"birth_year": 2008}, date(2027, 1, 1), AgeStatus.ADULT),
        ({"stated_age": 17, "stated_on": date(2026, 1, 10)}, date(2026, 1, 10), AgeStatus.MINOR),
        ({"stated_age": 17, "stated_on": date(2026, 1, 10)}, date(2026, 6, 1), AgeStatus.MINOR),
        ({"stated_age": 17, "stated_on": date(2026, 1, 10)}, date(2027, 1, 10), AgeStatus.ADULT),
        ({"stated_age": 18, "stated_on": date(2026, 1, 10)}, date(2026, 1, 10), AgeStatus.ADULT),
        ({}, date(2026, 1, 10), AgeStatus.UNKNOWN),
    ],
)
def test_the_database_says_from_when_somebody_is_certainly_eighteen(said, on, status):
    person = make_person(**{"birth_year": None, **said})
    assert person.age_status(on) == status
