"""The sum of a deadline over weekends, holidays, month ends and leap years; the table that suggests; the alerts."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from casework.asylum import alerts
from casework.asylum.deadlines import in_words, is_working_day, legal_holidays, reckon
from casework.asylum.parameters import ALERT_DAYS, SUGGESTIONS, suggested
from casework.models import AsylumDeadline, Counting, DeadlineKind
from casework.operations import asylum
from refuge.notifications.models import Alert, Delivery
from refuge.parameters import operations as parameters
from refuge.people.operations import assign_worker, close_file, record_death, undo_death
from tests.asylum import days, make_deadline, make_track
from tests.factories import make_person, make_user

CALENDAR, WORKING = Counting.CALENDAR, Counting.WORKING


@pytest.mark.parametrize(
    ("notified", "number", "letter", "due"),
    [
        (date(2026, 11, 20), 10, date(2026, 11, 30), date(2026, 11, 30)),  # a Monday
        (date(2026, 11, 19), 10, date(2026, 11, 29), date(2026, 11, 30)),  # Sunday
        (date(2026, 11, 18), 10, date(2026, 11, 28), date(2026, 11, 30)),  # Saturday
        (date(2026, 11, 25), 30, date(2026, 12, 25), date(2026, 12, 28)),  # Christmas, a Friday
        (date(2026, 12, 2), 30, date(2027, 1, 1), date(2027, 1, 4)),  # New Year, a Friday
        (date(2026, 10, 2), 30, date(2026, 11, 1), date(2026, 11, 2)),  # All Saints, a Sunday
        (date(2026, 11, 1), 10, date(2026, 11, 11), date(2026, 11, 12)),  # Armistice
        (date(2026, 3, 27), 8, date(2026, 4, 4), date(2026, 4, 7)),  # Saturday before Easter Monday
        (date(2026, 4, 14), 30, date(2026, 5, 14), date(2026, 5, 15)),  # Ascension
        (date(2026, 5, 13), 10, date(2026, 5, 23), date(2026, 5, 26)),  # Saturday before Whit Monday
        (date(2026, 6, 21), 30, date(2026, 7, 21), date(2026, 7, 22)),  # the national holiday
        (date(2026, 7, 16), 30, date(2026, 8, 15), date(2026, 8, 17)),  # Assumption, a Saturday
        (date(2026, 4, 21), 10, date(2026, 5, 1), date(2026, 5, 4)),  # Labour Day, a Friday
        (date(2008, 4, 21), 10, date(2008, 5, 1), date(2008, 5, 2)),  # Labour Day and Ascension at once
        (date(2027, 1, 31), 30, date(2027, 3, 2), date(2027, 3, 2)),  # February of 28 days
        (date(2028, 1, 31), 30, date(2028, 3, 1), date(2028, 3, 1)),  # and of 29
        (date(2028, 2, 28), 1, date(2028, 2, 29), date(2028, 2, 29)),
        (date(2026, 12, 30), 5, date(2027, 1, 4), date(2027, 1, 4)),  # over the year's end
        (date(2026, 3, 28), 3, date(2026, 3, 31), date(2026, 3, 31)),  # the clock goes forward
    ],
)
def test_calendar_days(notified, number, letter, due):
    found = reckon(notified, number)
    assert (found.reckoned_on, found.due_on, found.moved) == (letter, due, letter != due)


@pytest.mark.parametrize(
    ("notified", "number", "due"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # Friday, then Monday
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # notified on a Saturday
        (date(2026, 11, 20), 8, date(2026, 12, 2)),
        (date(2026, 12, 18), 8, date(2026, 12, 31)),  # Christmas is none of them
        (date(2026, 4, 30), 8, date(2026, 5, 13)),  # without the first of May
        (date(2026, 5, 12), 8, date(2026, 5, 26)),  # without Ascension and Whit Monday
    ],
)
def test_working_days(notified, number, due):
    assert reckon(notified, number, WORKING).due_on == due


def test_there_are_ten_legal_holidays_each_year():
    assert {len(legal_holidays(year)) for year in range(1990, 2060)} == {10, 9}
    assert [year for year in range(1990, 2060) if len(legal_holidays(year)) == 9] == [2008]  # two on one day
    assert sorted(legal_holidays(2027)) == [
        date(2027, 1, 1), date(2027, 3, 29), date(2027, 5, 1), date(2027, 5, 6), date(2027, 5, 17), date(2027, 7, 21),
        date(2027, 8, 15), date(2027, 11, 1), date(2027, 11, 11), date(2027, 12, 25),
    ]  # fmt: skip


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(1, 366), st.sampled_from([CALENDAR, WORKING]))
def test_it_ends_on_a_working_day_never_earlier_than_the_letter_and_at_most_five_days_later(notified, number, counting):
    found = reckon(notified, number, counting)
    assert is_working_day(found.due_on)
    assert found.due_on >= notified + timedelta(days=number)
    assert (found.due_on - found.reckoned_on).days <= 5
    assert not any(is_working_day(day) for day in found.passed_over)


@pytest.mark.parametrize(
    ("language", "notified", "number", "counting", "told"),
    [
        ("en", date(2026, 11, 19), 10, CALENDAR,
         "Notified on Thursday 19 November 2026, + 10 days = Sunday 29 November 2026, "
         "moved to Monday 30 November 2026 (weekend)."),
        ("en", date(2026, 11, 25), 30, CALENDAR,
         "Notified on Wednesday 25 November 2026, + 30 days = Friday 25 December 2026, "
         "moved to Monday 28 December 2026 (Christmas Day, weekend)."),
        ("en", date(2026, 11, 20), 1, WORKING,
         "Notified on Friday 20 November 2026, + 1 working day = Monday 23 November 2026."),
        ("fr", date(2026, 3, 27), 8, CALENDAR,
         "Notifié le vendredi 27 mars 2026, + 8 jours = samedi 4 avril 2026, "
         "reporté au mardi 7 avril 2026 (week-end, lundi de Pâques)."),
        ("nl", date(2026, 11, 20), 10, CALENDAR,
         "Betekend op vrijdag 20 november 2026, + 10 dagen = maandag 30 november 2026."),
    ],
)  # fmt: skip
def test_the_sum_in_words(language, notified, number, counting, told):
    with translation.override(language):
        assert in_words(reckon(notified, number, counting)) == told


# The table


@pytest.mark.django_db
def test_the_table_of_a_day_keeps_what_held_on_it():
    def of(kind, on):
        return [(row.days, row.since) for row in suggested(kind, on)]

    assert of(DeadlineKind.ABSENCE, date(2025, 8, 3)) == [(15, date(2018, 1, 1))]
    assert of(DeadlineKind.ABSENCE, date(2025, 8, 4)) == [(8, date(2025, 8, 4))]
    assert [row.days for row in suggested(DeadlineKind.APPEAL, days(0))] == [30, 10, 5]
    assert suggested(DeadlineKind.OTHER, days(0)) == []
    code = next(each.parameter.code for each in SUGGESTIONS if each.parameter.code.endswith(".asylum_appeal"))
    parameters.set_value(code=code, value=14, valid_from=days(0), source="The new Act", by=make_user("management"))
    assert [row.days for row in suggested(DeadlineKind.APPEAL, days(0))] == [14, 10, 5]
    assert [row.days for row in suggested(DeadlineKind.APPEAL, days(-1))] == [30, 10, 5]


def test_what_was_not_verified_since_the_pact_says_so():
    kinds = {DeadlineKind.APPEAL, DeadlineKind.TRANSFER}
    assert {each.parameter.certainty for each in SUGGESTIONS if each.kind in kinds} == {"L"}


# Alerts


def alert_days():
    return sorted(Alert.objects.values_list("recipient", "due_on"))


@pytest.fixture
def team(db):
    """A deadline in 20 days, of somebody whose worker is an educator."""
    coordinator, psychologist, educator = (make_user(role) for role in ("coordinator", "psychologist", "educator"))
    make_user("management")
    person = make_person(by=coordinator)
    assign_worker(person=person, worker=educator, by=coordinator)
    return coordinator, psychologist, person


NOW = date(2027, 11, 2)  # after the roles of the test began


def replay(numbers, doubles=1):
    """Run the days, each so many times."""
    for number in numbers:
        for _time in range(doubles):
            alerts.send_deadline_alerts(NOW + timedelta(days=number))


@pytest.mark.parametrize(
    ("ran", "told"),
    [
        (range(29), [14, 7, 3, 1]),
        ([each for each in range(29) if each not in (14, 15)], [14, 7, 3, 1]),  # a day late is the same alert
        ([*range(10), *range(22, 29)], [7, 3, 1]),  # of those missed the newest
        ([0, 27], [1]),
        ([0, 40], []),  # long past: it stands on the page
        ([28], [1]),
        (range(29, 31), [1]),
    ],
)
def test_each_recipient_is_told_once_whatever_runs_came(team, ran, told):
    coordinator, psychologist, person = team
    with time_machine.travel(NOW):
        deadline = make_deadline(make_track(person, by=coordinator), by=coordinator, notified_on=NOW, days=28)
    assert deadline.due_on == NOW + timedelta(days=28)
    replay(ran, doubles=2)
    due = [deadline.due_on - timedelta(days=lead) for lead in told]
    assert alert_days() == sorted((who.pk, day) for who in (coordinator, psychologist) for day in due)
    assert Alert.objects.open().count() == (2 if told else 0)  # the newest takes the place of the one before


def test_whoever_is_in_charge_is_told_if_they_may_read_it_and_nobody_the_file_is_closed_to(team):
    coordinator, psychologist, person = team
    close_file(person=person, user=psychologist, reason="Lived here", by=make_user("management"))
    make_deadline(make_track(person, by=coordinator), by=coordinator, days=9)
    alerts.send_deadline_alerts()
    assert set(Alert.objects.values_list("recipient", flat=True)) == {coordinator.pk}


def test_a_deadline_set_late_is_told_at_once(team):
    coordinator, _psychologist, person = team
    deadline = make_deadline(make_track(person, by=coordinator), by=coordinator, notified_on=days(-26), days=30)
    assert alerts.send_deadline_alerts() == 2
    assert Alert.objects.first().params == {"on": deadline.due_on.isoformat()}


def test_nothing_of_it_names_anybody_or_says_more_than_the_day(team, mailoutbox):
    coordinator, _psychologist, person = team
    make_deadline(make_track(person, by=coordinator), by=coordinator, notified_on=days(-26), days=30, note="Lawyer Ana")
    alerts.send_deadline_alerts()
    from refuge.notifications.tasks import send_waiting

    send_waiting()
    assert len(mailoutbox) == 2
    for mail in mailoutbox:
        assert person.chosen_name not in mail.subject + mail.body
        assert "Ana" not in mail.body
        assert "asyl" not in mail.subject.lower()


def test_settled_it_is_off_the_lists_and_back_on_them_when_taken_back(team):
    coordinator, _psychologist, person = team
    deadline = make_deadline(make_track(person, by=coordinator), by=coordinator, notified_on=days(-26), days=30)
    alerts.send_deadline_alerts()
    asylum.end_deadline(deadline=deadline, ending="met", by=coordinator)
    assert not Alert.objects.open().exists()
    alerts.send_deadline_alerts()
    assert not Alert.objects.open().exists()
    asylum.resume_deadline(deadline=deadline, by=coordinator)
    assert Alert.objects.open().count() == 2
    asylum.remove_deadline(deadline=deadline, by=coordinator)
    assert not Alert.objects.open().exists()
    asylum.restore_deadline(deadline=deadline, by=coordinator)
    assert Alert.objects.open().count() == 2
    assert Alert.objects.count() == Delivery.objects.count() == 2


def test_a_corrected_day_alerts_anew_even_on_the_day_of_an_alert_before(team):
    coordinator, _psychologist, person = team
    with time_machine.travel(NOW):
        deadline = make_deadline(make_track(person, by=coordinator), by=coordinator, notified_on=NOW, days=28)
        replay([14])
    with time_machine.travel(NOW + timedelta(days=14)):
        corrected = asylum.change_deadline(
            deadline=deadline, kind="appeal", notified_on=NOW, days=21, confirmed=True, by=coordinator
        )
        assert not Alert.objects.open().exists()
        replay([14])
    assert set(Alert.objects.open().values_list("subject_id", "due_on")) == {
        (corrected.pk, corrected.due_on - timedelta(days=7))
    }
    assert AsylumDeadline.objects.count() == 1


def test_the_lead_days_are_a_parameter_and_none_tells_nobody(team):
    coordinator, _psychologist, person = team
    make_deadline(make_track(person, by=coordinator), by=coordinator, notified_on=days(-2), days=30)
    manager = make_user("management")
    parameters.set_value(code=ALERT_DAYS.code, value=[], valid_from=days(-1), by=manager)
    assert alerts.send_deadline_alerts() == 0
    parameters.set_value(code=ALERT_DAYS.code, value=[40], valid_from=days(0), by=manager)
    assert alerts.send_deadline_alerts() == 2


def test_a_death_ends_the_alerts_and_taking_it_back_brings_them_back(team):
    coordinator, _psychologist, person = team
    deadline = make_deadline(make_track(person, by=coordinator), by=coordinator, notified_on=days(-26), days=30)
    alerts.send_deadline_alerts()
    record_death(person=person, source="The hospital", by=coordinator)
    assert not Alert.objects.open().exists()
    assert alerts.send_deadline_alerts() == 0
    with pytest.raises(ValidationError):
        asylum.end_deadline(deadline=deadline, ending="met", by=coordinator)
    person.refresh_from_db()
    undo_death(person=person, by=coordinator)
    assert Alert.objects.open().count() == 2
