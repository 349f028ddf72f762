"""The presence round: whose word counts, what comes late or twice, and who is told of an absence."""

import json
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from housing import nights
from housing import operations as housing
from housing.evening import rounds
from housing.evening.alerts import ABSENT, ABSENT_SAFETY, OTHER_WORD
from housing.evening.nights import begins, ends, night_now
from housing.models import Duty, GuestCount, Mark
from housing.operations import absences
from housing.operations import presence as operations
from refuge.audit.models import Opening
from refuge.notifications.models import Alert, Delivery
from refuge.parameters.operations import set_value
from refuge.people import operations as people
from tests.factories import make_person, make_user
from tests.housing import make_space, make_stay

pytestmark = pytest.mark.django_db
BRUSSELS = ZoneInfo("Europe/Brussels")
MONDAY = date(2026, 11, 23)


def at(hour, minute=0, day=MONDAY):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BRUSSELS)


@pytest.fixture
def clock(time_machine):
    """The day on which everybody begins; the stay moves on to a Monday evening."""
    time_machine.move_to(at(10, day=date(2026, 11, 1)))
    return time_machine


@pytest.fixture
def coordinator(clock):
    return make_user("coordinator", language="en")


@pytest.fixture
def educator(clock):
    return make_user("educator", name="Sam", language="en")


@pytest.fixture
def stay(coordinator, educator, clock):
    made = make_stay(make_person(by=coordinator, worker=educator), make_space("A1"), by=coordinator)
    clock.move_to(at(21))
    return made


def space_of(stay):
    return stay.occupancies.get(status="arrived").space


def marked(stay, presence, by, night=MONDAY, when=None):
    return operations.mark(space=space_of(stay), night=night, presence=presence, by=by, at=when)


def counting(stay, night=MONDAY):
    found = Mark.objects.filter(stay=stay, night=night).counting().first()
    return found.presence if found else ""


def refused(function, *args, **kwargs) -> str:
    with pytest.raises(ValidationError) as error:
        function(*args, **kwargs)
    return error.value.code if hasattr(error.value, "code") else next(iter(error.value.error_dict.values()))[0].code


def alerts(user, kind):
    return Alert.objects.filter(recipient=user, kind=kind.code, resolved_at=None).count()


# Which night it is


@pytest.mark.parametrize(
    ("hour", "day", "night"),
    [
        (12, MONDAY, MONDAY),
        (23, MONDAY, MONDAY),
        (0, MONDAY + timedelta(days=1), MONDAY),
        (11, MONDAY + timedelta(days=1), MONDAY),
        (12, MONDAY + timedelta(days=1), MONDAY + timedelta(days=1)),
    ],
)
def test_the_round_of_a_night_goes_from_noon_to_noon(hour, day, night):
    assert night_now(at(hour, day=day)) == night


@pytest.mark.parametrize(("night", "hours"), [(date(2026, 3, 28), 23), (date(2026, 10, 24), 25)])
def test_the_nights_on_which_the_clock_changes_are_shorter_and_longer(night, hours):
    assert (ends(night).astimezone(ZoneInfo("UTC")) - begins(night).astimezone(ZoneInfo("UTC"))) == timedelta(
        hours=hours
    )


def test_a_mark_is_made_until_noon_of_the_next_day_and_not_after(stay, educator, clock):
    tuesday = MONDAY + timedelta(days=1)
    clock.move_to(at(11, 59, tuesday))
    assert marked(stay, "present", educator).presence == "present"
    clock.move_to(at(12, 0, tuesday))
    assert refused(marked, stay, "absent", educator) == "hours"
    assert counting(stay) == "present"


def test_the_night_to_come_is_not_marked_in_the_morning(stay, educator, clock):
    clock.move_to(at(9))
    assert refused(marked, stay, "present", educator) == "hours"


# Whose word counts


def test_two_words_are_kept_the_latest_counts_and_the_other_is_told(stay, educator, coordinator):
    marked(stay, "absent", educator, when=at(20))
    marked(stay, "present", coordinator, when=at(20, 30))
    assert Mark.objects.filter(stay=stay).count() == 2
    assert counting(stay) == "present"
    assert (alerts(educator, OTHER_WORD), alerts(coordinator, OTHER_WORD)) == (1, 0)


def test_both_words_are_shown(stay, educator, coordinator, client):
    marked(stay, "absent", educator, when=at(20))
    marked(stay, "present", coordinator, when=at(20, 30))
    client.force_login(coordinator)
    page = client.get(reverse("housing:round")).content.decode()
    assert "absent · Sam, 20:00" in page.replace("8 p.m.", "20:00")
    assert "(counts)" in page


def test_the_same_word_of_two_is_no_matter_for_anybody(stay, educator, coordinator):
    marked(stay, "present", educator)
    marked(stay, "present", coordinator)
    assert not Alert.objects.exists()


def test_agreeing_later_takes_the_alert_off(stay, educator, coordinator):
    marked(stay, "absent", educator, when=at(20))
    marked(stay, "present", coordinator, when=at(20, 10))
    marked(stay, "present", educator, when=at(20, 20))
    assert alerts(educator, OTHER_WORD) == 0


def test_a_mark_sent_twice_is_one(stay, educator):
    for _again in range(2):
        marked(stay, "present", educator, when=at(20))
    assert Mark.objects.count() == 1
    assert Mark.objects.get().events.count() == 1


def test_an_older_mark_that_arrives_late_changes_nothing(stay, educator):
    marked(stay, "present", educator, when=at(20, 30))
    marked(stay, "absent", educator, when=at(20))
    assert counting(stay) == "present"


def test_a_mark_taken_back_is_not_checked_and_an_older_one_does_not_come_in_its_place(stay, educator):
    marked(stay, "absent", educator, when=at(20))
    marked(stay, "", educator, when=at(20, 30))
    marked(stay, "absent", educator, when=at(20, 15))
    assert counting(stay) == ""
    assert not Mark.objects.standing().exists()


def test_taken_back_the_word_of_the_other_counts(stay, educator, coordinator):
    marked(stay, "present", educator, when=at(20))
    marked(stay, "absent", coordinator, when=at(20, 30))
    marked(stay, "", coordinator, when=at(20, 40))
    assert counting(stay) == "present"


def test_the_database_keeps_one_mark_of_each_for_a_night(stay, educator):
    marked(stay, "present", educator)
    with pytest.raises(IntegrityError, match="housing_one_mark_each"), transaction.atomic():
        Mark.objects.create(stay=stay, night=MONDAY, presence="absent", made_by=educator, made_at=at(20))


# A phone that had no network


def test_a_mark_made_in_time_is_taken_when_the_network_is_back(stay, educator, clock):
    clock.move_to(at(15, day=MONDAY + timedelta(days=2)))
    assert marked(stay, "present", educator, when=at(22)).made_at == at(22)
    clock.move_to(at(15, day=MONDAY + timedelta(days=9)))
    assert refused(marked, stay, "absent", educator, when=at(23)) == "too_late"


def test_a_phone_whose_clock_is_ahead_says_it_now(stay, educator):
    assert marked(stay, "present", educator, when=at(23)).made_at < at(21, 1)


def test_a_code_never_speaks_of_whoever_came_into_the_space_after_the_mark(stay, educator, coordinator, clock):
    space = space_of(stay)
    clock.move_to(at(22))
    housing.depart(stay=stay, destination="unknown", exit_type="own", by=coordinator)
    make_stay(make_person(by=coordinator, chosen_name="Kai"), space, by=coordinator)
    clock.move_to(at(23))
    late = {"space": space, "night": MONDAY, "presence": "present", "by": educator}
    assert refused(operations.mark, **late, at=at(21, 30)) == "changed"
    assert operations.mark(**late, at=at(22, 30)).stay.person.chosen_name == "Kai"


def test_an_empty_space_and_a_closed_file_have_nobody_to_mark(stay, educator, coordinator):
    late = {"night": MONDAY, "presence": "present", "by": educator}
    assert refused(operations.mark, space=make_space("A2"), **late) == "nobody"
    late["by"] = lived_here = make_user("educator")
    people.close_file(person=stay.person, user=lived_here, reason="They lived together.", by=make_user("management"))
    assert refused(operations.mark, space=space_of(stay), **late) == "nobody"


def test_the_round_of_a_phone_is_saved_in_one_go_and_what_is_refused_is_named(stay, educator, client):
    client.force_login(educator)
    sent = [
        {"space": "A1", "night": "2026-11-23", "presence": "present", "at": "2026-11-23T19:30:00.000Z"},
        {"space": "Z9", "night": "2026-11-23", "presence": "present", "at": "2026-11-23T19:30:00.000Z"},
    ]
    for _again in range(2):
        answer = client.post(reverse("housing:mark"), json.dumps({"marks": sent}), content_type="application/json")
    told = answer.json()
    assert told["rows"]["A1"]["presence"] == told["rows"]["A1"]["own"] == "present"
    assert [each["space"] for each in told["refused"]] == ["Z9"]
    assert Mark.objects.get().made_at == at(20, 30)
    assert stay.person.chosen_name not in answer.content.decode()


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"marks": 3}', '{"marks": [3]}', "\0"])
def test_what_is_no_round_is_refused(educator, client, body):
    client.force_login(educator)
    answer = client.post(reverse("housing:mark"), body, content_type="application/json")
    assert answer.status_code in (400, 200)
    assert not Mark.objects.exists()


def test_without_javascript_a_button_marks_and_pressed_again_takes_back(stay, educator, client):
    client.force_login(educator)
    press = {"space": "A1", "night": "2026-11-23"}
    client.post(reverse("housing:mark"), {**press, "presence": "present"})
    assert counting(stay) == "present"
    page = client.get(reverse("housing:round")).content.decode()
    assert 'value="" data-presence="present" aria-pressed="true"' in page
    client.post(reverse("housing:mark"), {**press, "presence": ""})
    assert counting(stay) == ""


# Not checked is never absent; held and present are two counts


def test_not_checked_is_never_absent(stay, educator):
    row = rounds.rows_of(educator, MONDAY)[0]
    assert (row.presence, row.told) == ("", "non pointé·e") or row.presence == ""
    assert rounds.counted([row]) == {"checked": 0, "all": 1, "absent": 0}
    assert not Alert.objects.exists()


def test_a_night_absent_is_held_all_the_same_and_a_night_present_is_counted_apart(stay, educator):
    held = nights.held(MONDAY, MONDAY).total
    marked(stay, "absent", educator)
    assert nights.held(MONDAY, MONDAY).total == held == 1
    assert rounds.present_nights(stay) == 0
    marked(stay, "present", educator)
    assert (nights.held(MONDAY, MONDAY).total, rounds.present_nights(stay)) == (1, 1)


# Who is told of an absence


def absent(stay, by, clock, *numbers):
    for number in numbers:
        day = MONDAY + timedelta(days=number)
        clock.move_to(at(22, day=day))
        marked(stay, "absent", by, night=day)


def test_three_nights_running_are_told_once(stay, educator, coordinator, clock):
    absent(stay, educator, clock, 0, 1)
    assert not Alert.objects.exists()
    absent(stay, educator, clock, 2, 3, 4)
    marked(stay, "absent", coordinator, night=MONDAY + timedelta(days=4))
    assert (alerts(coordinator, ABSENT), alerts(educator, ABSENT)) == (1, 1)
    assert Delivery.objects.filter(alert__kind=ABSENT.code, alert__recipient=coordinator).count() == 1


def test_how_many_nights_is_a_parameter(stay, educator, coordinator, clock):
    set_value(code="housing.absent_nights", valid_from=date(2026, 1, 1), value=2, by=make_user("management"))
    absent(stay, educator, clock, 0, 1)
    assert alerts(coordinator, ABSENT) == 1


def test_a_night_present_or_excused_breaks_the_run_one_not_checked_does_not(stay, educator, coordinator, clock):
    absent(stay, educator, clock, 0, 1)
    clock.move_to(at(22, day=MONDAY + timedelta(days=2)))
    marked(stay, "excused", educator, night=MONDAY + timedelta(days=2))
    absent(stay, educator, clock, 3, 4)
    assert not Alert.objects.exists()
    absent(stay, educator, clock, 6)
    assert alerts(coordinator, ABSENT) == 1


def test_seen_again_the_alert_is_off_and_a_new_run_is_a_new_one(stay, educator, coordinator, clock):
    absent(stay, educator, clock, 0, 1, 2)
    clock.move_to(at(22, day=MONDAY + timedelta(days=3)))
    marked(stay, "present", educator, night=MONDAY + timedelta(days=3))
    assert alerts(coordinator, ABSENT) == 0
    absent(stay, educator, clock, 4, 5, 6)
    assert alerts(coordinator, ABSENT) == 1
    assert Alert.objects.filter(recipient=coordinator, kind=ABSENT.code).count() == 2


def test_a_slip_of_the_thumb_takes_the_alert_off_and_puts_the_same_one_back(stay, educator, coordinator, clock):
    absent(stay, educator, clock, 0, 1, 2)
    night = MONDAY + timedelta(days=2)
    marked(stay, "present", educator, night=night, when=at(22, 10, night))
    clock.move_to(at(22, 20, night))
    marked(stay, "present", educator, night=night)
    assert alerts(coordinator, ABSENT) == 0
    clock.move_to(at(22, 30, night))
    marked(stay, "absent", educator, night=night)
    assert alerts(coordinator, ABSENT) == 1
    assert Alert.objects.filter(recipient=coordinator, kind=ABSENT.code).count() == 1


def test_the_first_absent_night_of_somebody_with_a_safety_plan_is_told_at_once(stay, educator, coordinator, clock):
    people.set_team_alert(person=stay.person, kind="safety", text="Call at midnight.", by=coordinator)
    absent(stay, educator, clock, 0)
    assert (alerts(coordinator, ABSENT_SAFETY), alerts(educator, ABSENT_SAFETY)) == (1, 1)
    absent(stay, educator, clock, 1)
    assert Alert.objects.filter(recipient=coordinator, kind=ABSENT_SAFETY.code).count() == 1


def test_nobody_is_told_to_whom_the_file_is_closed(stay, educator, coordinator, clock):
    other = make_user("coordinator")
    people.close_file(person=stay.person, user=other, reason="They lived together.", by=make_user("management"))
    absent(stay, educator, clock, 0, 1, 2)
    assert (alerts(coordinator, ABSENT), alerts(other, ABSENT)) == (1, 0)


def test_alerts_name_nobody(stay, educator, coordinator, clock):
    absent(stay, educator, clock, 0, 1, 2)
    alert = Alert.objects.get(recipient=coordinator)
    assert stay.person.chosen_name not in f"{alert.params}{alert.url}"


# Duties, guests, the fire list, the address


def unit_of(stay):
    return space_of(stay).unit


def test_a_duty_is_said_changed_and_ended(stay, educator):
    other = make_space("B1", unit="Flat B").unit
    operations.start_duty(units=[unit_of(stay)], night=MONDAY, by=educator)
    operations.start_duty(units=[other], night=MONDAY, by=educator)
    assert [duty.unit for duty in rounds.duties_of(educator, MONDAY)] == [other]
    operations.start_duty(units=[unit_of(stay), other], night=MONDAY, by=educator)
    assert len(rounds.duties_of(educator, MONDAY)) == Duty.objects.count() == 2
    operations.start_duty(units=[], night=MONDAY, by=educator)
    assert rounds.duties_of(educator, MONDAY) == []


def test_the_address_opens_to_whoever_is_on_duty_there_alone_and_its_reason_is_logged(stay, educator, client):
    unit = unit_of(stay)
    housing.change_site(site=unit.site, alias="North", address="Rue inventée 7", by=make_user("coordinator"))
    client.force_login(educator)
    address = reverse("housing:duty_address", args=[unit.pk])
    assert client.post(address, {"reason": "duty_fire"}).status_code == 404
    operations.start_duty(units=[make_space("B1", unit="Flat B").unit], night=MONDAY, by=educator)
    assert client.post(address, {"reason": "duty_fire"}).status_code == 404
    operations.start_duty(units=[unit], night=MONDAY, by=educator)
    assert client.post(address, {"reason": "curiosity"}).status_code == 404
    assert not Opening.objects.filter(what="reveal").exists()
    assert "Rue inventée 7" in client.post(address, {"reason": "duty_fire"}).content.decode()
    logged = Opening.objects.get(what="reveal")
    assert (logged.user, logged.subject_id, logged.detail) == (educator, unit.site.pk, "duty_fire")


def test_the_duty_of_last_night_opens_no_address_tonight(stay, educator, client, clock):
    operations.start_duty(units=[unit_of(stay)], night=MONDAY, by=educator)
    clock.move_to(at(12, day=MONDAY + timedelta(days=1)))
    client.force_login(educator)
    answer = client.post(reverse("housing:duty_address", args=[unit_of(stay).pk]), {"reason": "duty_fire"})
    assert answer.status_code == 404


def test_guests_are_a_number_and_the_last_one_counts(stay, educator, client):
    client.force_login(educator)
    address = reverse("housing:guests", args=[unit_of(stay).pk])
    client.post(address, {"guests": "2"})
    client.post(address, {"guests": "1"})
    client.post(address, {"guests": "-1"})
    assert GuestCount.objects.get().guests == 1
    with pytest.raises(IntegrityError, match="housing_guests_possible"), transaction.atomic():
        GuestCount.objects.update(guests=51)


def test_the_fire_list_says_who_is_there_the_last_mark_and_guests(stay, educator, client):
    marked(stay, "present", educator)
    operations.count_guests(unit=unit_of(stay), night=MONDAY, guests=3, by=educator)
    client.force_login(educator)
    page = client.get(reverse("housing:fire_list", args=[unit_of(stay).pk])).content.decode()
    assert stay.person.chosen_name in page
    assert "present · Sam" in page
    assert "</b> 3" in page
    assert stay.person.chosen_name not in page.split("<title>")[1].split("</title>")[0]


def test_the_fire_list_of_the_morning_says_who_is_there_now_not_who_slept_there(stay, educator, coordinator, clock):
    space, tuesday = space_of(stay), MONDAY + timedelta(days=1)
    marked(stay, "present", educator)
    clock.move_to(at(9, day=tuesday))
    housing.depart(stay=stay, destination="unknown", exit_type="own", by=coordinator)
    make_stay(make_person(by=coordinator, chosen_name="Kai"), space, by=coordinator)
    there = rounds.there_now(educator, night_now())
    assert [(row.person.chosen_name, row.marks) for row in there] == [("Kai", [])]
    assert [row.presence for row in rounds.rows_of(educator, night_now())] == ["present"]


def test_an_absence_proposes_excused_until_somebody_looks(stay, educator, coordinator, client):
    absences.note_absence(
        stay=stay, kind="hospital", starts_on=MONDAY, ends_on=MONDAY + timedelta(days=3), by=coordinator
    )
    row = rounds.rows_of(educator, MONDAY)[0]
    assert (row.presence, row.proposed) == ("", "excused")
    client.force_login(educator)
    assert 'class="proposed"' in client.get(reverse("housing:round")).content.decode()
    marked(stay, "present", educator)
    assert rounds.rows_of(educator, MONDAY)[0].proposed == ""


# What it costs


# The hand-over has the day after's appointments besides: one question of another app.
@pytest.mark.parametrize(("name", "most"), [("round", 12), ("fire_lists", 12), ("tonight", 12), ("handover", 13)])
def test_pages_ask_as_little_whatever_the_size_of_the_house(name, most, coordinator, educator, client, clock):
    clock.move_to(at(21))
    client.force_login(coordinator)

    def fill(count, flat):
        for number in range(count):
            person = make_person(by=coordinator, chosen_name=f"Kai {flat} {number}")
            stay = make_stay(person, make_space(f"{flat}{number}", unit=f"Flat {flat}"), by=coordinator, on=MONDAY)
            presence = ("present", "excused", "absent")[number % 3]
            for by in (coordinator, educator):
                Mark.objects.create(stay=stay, night=MONDAY, presence=presence, made_by=by, made_at=at(21))
            absences.note_absence(stay=stay, kind="holiday", starts_on=MONDAY, by=coordinator)
            people.set_team_alert(person=person, kind="allergy", text="Nuts", by=coordinator)

    def cost():
        client.get(reverse(f"housing:{name}"))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(f"housing:{name}")).status_code == 200
        return len(captured)

    fill(3, "F")
    few = cost()
    fill(30, "G")
    assert cost() == few
    assert few <= most


def test_ones_word_that_counts_said_once_more_does_not_change_when(stay, educator, coordinator, clock):
    first = marked(stay, "present", educator)
    clock.move_to(at(21, 12))
    assert marked(stay, "present", educator) == first
    mark = Mark.objects.get()
    assert (mark.made_by, mark.made_at) == (educator, first.made_at)
    marked(stay, "absent", coordinator)
    assert counting(stay) == "absent"
