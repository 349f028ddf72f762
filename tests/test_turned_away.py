"""Turned away for lack of a space: one number a night, its corrections, who may, and what is counted of it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from housing.models import TurnedAway
from housing.operations.turned_away import note_turned_away, undo_turned_away
from refuge import indicators
from refuge.indicators import Period
from tests.factories import make_user
from tests.pages import text_of

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)
NOTE = "housing:turned_away"


def at(hour, day=MONDAY):
    return datetime(day.year, day.month, day.day, hour, 10, tzinfo=ZoneInfo("Europe/Brussels"))


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(at(21))
    return time_machine


@pytest.fixture
def educator():
    return make_user("educator", name="Sam", language="en")


@pytest.fixture
def coordinator():
    return make_user("coordinator", name="Camille", language="en")


@pytest.fixture
def post(client):
    def post(user, night=MONDAY, follow=True, **data):
        client.force_login(user)
        return client.post(reverse(NOTE), {"night": night.isoformat(), **data}, follow=follow)

    return post


def number(night=MONDAY):
    return TurnedAway.objects.filter(night=night).values_list("people", flat=True).first()


def refused(function, **kwargs) -> str:
    with pytest.raises(ValidationError) as error:
        function(**kwargs)
    told = error.value
    return told.code if hasattr(told, "code") else next(iter(told.error_dict.values()))[0].code


# The row


def test_one_number_a_night_with_who_noted_it_and_the_one_before(educator, coordinator):
    note_turned_away(night=MONDAY, people=0, by=educator)
    note_turned_away(night=MONDAY, people=3, seen=0, by=coordinator)
    row = TurnedAway.objects.get()
    assert (row.people, row.people_before, row.noted_by) == (3, 0, coordinator)
    assert list(row.events.order_by("pgh_id").values_list("people", flat=True)) == [0, 3]


def test_the_same_number_twice_counts_nobody_twice(educator):
    for _press in range(2):
        note_turned_away(night=MONDAY, people=1, seen=None, by=educator)
    assert number() == 1


def test_an_older_number_overwrites_nobodys(educator, coordinator):
    note_turned_away(night=MONDAY, people=2, by=educator)
    assert refused(note_turned_away, night=MONDAY, people=1, seen=None, by=coordinator) == "changed"
    undo_turned_away(noted=TurnedAway.objects.get(), people=2, by=educator)
    assert refused(note_turned_away, night=MONDAY, people=3, seen=2, by=coordinator) == "changed"
    assert number() is None


@pytest.mark.parametrize(
    ("hour", "day", "open_nights"),
    [
        (9, MONDAY, [MONDAY - timedelta(days=1), MONDAY]),
        (12, MONDAY, [MONDAY]),
        (23, MONDAY, [MONDAY]),
        (0, MONDAY + timedelta(days=1), [MONDAY, MONDAY + timedelta(days=1)]),
    ],
)
def test_a_night_is_noted_on_its_day_until_noon_of_the_next(hour, day, open_nights, educator, clock):
    clock.move_to(at(hour, day))
    for days in range(-2, 3):
        night = MONDAY + timedelta(days=days)
        if night in open_nights:
            note_turned_away(night=night, people=1, by=educator)
        else:
            assert refused(note_turned_away, night=night, people=1, by=educator) == "hours"


def test_the_database_holds_one_number_a_night_that_can_be(educator):
    TurnedAway.objects.create(night=MONDAY, people=1, noted_by=educator)
    for wrong in ({"night": MONDAY, "people": 2}, {"night": MONDAY + timedelta(days=1), "people": 201}):
        with pytest.raises(IntegrityError), transaction.atomic():
            TurnedAway.objects.create(noted_by=educator, **wrong)


def test_undo_gives_back_the_number_before_or_none_and_only_ones_own(educator, coordinator, clock):
    row = note_turned_away(night=MONDAY, people=1, by=educator)
    note_turned_away(night=MONDAY, people=4, seen=1, by=coordinator)
    assert refused(undo_turned_away, noted=row, people=1, by=educator) == "gone"
    assert refused(undo_turned_away, noted=row, people=4, by=educator) == "gone"
    undo_turned_away(noted=row, people=4, by=coordinator)
    assert number() == 1
    assert refused(undo_turned_away, noted=row, people=4, by=coordinator) == "gone"
    clock.move_to(at(12, MONDAY + timedelta(days=1)))
    assert refused(undo_turned_away, noted=row, people=1, by=coordinator) == "hours"


# The page


def test_tonight_says_in_words_that_nothing_is_noted_and_offers_two_buttons(client, educator):
    client.force_login(educator)
    page = client.get(reverse("housing:tonight"))
    text = text_of(page)
    assert "Turned away tonight for lack of a space: not noted yet" in text
    assert "last night" not in text
    assert 'name="people" value="0"' in page.content.decode()


def test_one_more_and_one_more_and_taken_back(post, client, educator):
    assert "Noted: 1 person turned away" in text_of(post(educator, more="1", seen=""))
    page = post(educator, more="1", seen="1")
    assert "Turned away tonight for lack of a space: 2 people Sam" in text_of(page)
    undo = reverse("housing:undo_turned_away", args=[TurnedAway.objects.get().pk, 2])
    assert undo in page.content.decode()
    assert "1 person Sam" in text_of(client.post(undo, follow=True))
    assert number() == 1


def test_nobody_is_an_answer(post, educator):
    assert "Turned away tonight for lack of a space: nobody" in text_of(post(educator, people="0", seen=""))
    assert number() == 0


def test_what_a_colleague_noted_meanwhile_is_told_beside_the_field_and_nothing_typed_is_lost(
    post, educator, coordinator
):
    note_turned_away(night=MONDAY, people=2, by=coordinator)
    page = post(educator, people="5", seen="")
    assert "Meanwhile Camille has noted 2 people." in text_of(page)
    form = page.context["form"]
    assert (form["people"].value(), form["seen"].value(), "people" in form.errors) == ("5", 2, True)
    post(educator, people="5", seen="2")
    assert number() == 5
    assert post(educator, more="1", seen="2").context["form"]["people"].value() == 6


@pytest.mark.parametrize("typed", ["", "-1", "201", "two"])
def test_what_is_no_number_of_people_is_told_beside_the_field(typed, post, educator):
    form = post(educator, people=typed, seen="").context["form"]
    assert "people" in form.errors
    assert form["people"].value() == typed
    assert number() is None


def test_before_noon_last_night_can_still_be_noted(post, client, educator, clock):
    clock.move_to(at(9, MONDAY + timedelta(days=1)))
    client.force_login(educator)
    assert "Turned away last night for lack of a space: not noted yet" in text_of(client.get("/housing/tonight/"))
    post(educator, more="1", seen="")
    post(educator, night=MONDAY + timedelta(days=1), people="0", seen="")
    assert (number(), number(MONDAY + timedelta(days=1))) == (1, 0)
    assert client.get(f"{reverse(NOTE)}?night=2026-11-22").status_code == 404
    assert client.get(f"{reverse(NOTE)}?night={MONDAY}").context["form"]["people"].value() == 1


@pytest.mark.parametrize(
    ("role", "reads", "notes"),
    [("management", True, False), ("coordinator", True, True), ("psychologist", True, False),
     ("educator", True, True), ("logistics", False, False)],
)  # fmt: skip
def test_each_role(role, reads, notes, client, educator):
    row = note_turned_away(night=MONDAY, people=7, by=educator)
    client.force_login(make_user(role, language="en"))
    page = client.get(reverse("housing:tonight"))
    assert ("7 people" in text_of(page)) is reads
    assert (reverse(NOTE) in page.content.decode()) is notes
    assert client.get(reverse(NOTE)).status_code == (200 if notes else 404)
    assert client.post(reverse("housing:undo_turned_away", args=[row.pk, 7])).status_code == (302 if notes else 404)


# The figures


def figure(code, period):
    return indicators.get(code).compute(period)


def test_figures_equal_a_hand_count(educator):
    for night, people in (
        (date(2026, 10, 31), 9),
        (date(2026, 11, 1), 2),
        (date(2026, 11, 20), 0),
        (date(2026, 11, 22), 3),
        (MONDAY, 50),  # tonight is not over
    ):
        TurnedAway.objects.create(night=night, people=people, noted_by=educator)
    november = Period(date(2026, 11, 1), date(2026, 11, 30))
    assert figure("nights_refused", november).value == 5
    noted = figure("nights_refused_noted", november)
    assert (noted.numerator, noted.denominator) == (3, 22)
    (by_month,) = indicators.get("nights_refused").breakdowns
    autumn = by_month.compute(Period(date(2026, 10, 1), date(2026, 11, 30)))
    assert [(row.code, row.figure.value) for row in autumn] == [("2026-10", 9), ("2026-11", 5)]


def test_nights_that_nobody_noted_are_no_zero():
    assert figure("nights_refused", Period.year(2025)).value is None
    assert figure("nights_refused_noted", Period.year(2025)).value == 0
