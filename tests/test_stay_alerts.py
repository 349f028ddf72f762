"""The stay-expiry alert: to whom, on which days, each exactly once whatever is run twice, skipped or killed."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from housing import operations
from housing.alerts import STAY_BEYOND, STAY_ENDS, UNDER_AGE, send_stay_alerts, tell_of_minors
from refuge.accounts.models import Role, RoleGrant, User
from refuge.notifications.models import Alert, Delivery
from refuge.parameters.operations import set_value
from refuge.people import operations as people
from tests.factories import make_person
from tests.housing import make_space, make_stay
from tests.staff import make_staff

ARRIVED = date(2026, 9, 1)
LEAVES = date(2026, 12, 1)
LEAD_DAYS = [30, 14, 7, 1, 0, -1, -2, -3]
DUE = [LEAVES - timedelta(days=days) for days in LEAD_DAYS]
pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return {role.value: make_staff(role) for role in Role}


@pytest.fixture
def in_november(time_machine):
    """Before anybody is given a role."""
    time_machine.move_to("2026-11-23T12:00:00+01:00")


@pytest.fixture
def stay(in_november, staff):
    person = make_person(by=staff["coordinator"], worker=staff["educator"])
    return make_stay(person, make_space("L1"), on=ARRIVED, by=staff["coordinator"])


def given(user, kind=STAY_ENDS):
    return Counter(user.alerts.filter(kind=kind.code).values_list("due_on", flat=True))


def replay(days):
    for day in days:
        send_stay_alerts(day)


def quarter():
    return [ARRIVED + timedelta(days=number) for number in range(122)]


def test_a_quarter_day_by_day_gives_each_alert_once(stay, staff):
    replay(quarter())
    assert given(staff["coordinator"]) == given(staff["educator"]) == dict.fromkeys(DUE, 1)
    assert given(staff["management"]) == dict.fromkeys(DUE[2:], 1)
    for role in ("psychologist", "logistics", "volunteers", "volunteer"):
        assert not staff[role].alerts.exists()


def test_some_days_twice_and_some_skipped_give_the_same(stay, staff):
    days = [day for number, day in enumerate(quarter()) if number % 4]
    replay(day for day in days for _again in range(1 + day.day % 2))
    assert given(staff["coordinator"]) == dict.fromkeys(DUE, 1)
    assert Delivery.objects.filter(alert__recipient=staff["coordinator"], alert__kind=STAY_ENDS.code).count() == len(
        DUE
    )


def test_from_the_fourth_day_one_line_a_day_until_the_next_step(stay, staff):
    fourth = LEAVES + timedelta(days=4)
    replay([fourth, fourth, fourth + timedelta(days=1)])
    assert given(staff["coordinator"], STAY_BEYOND) == {fourth: 1, fourth + timedelta(days=1): 1}
    assert Delivery.objects.filter(alert__kind=STAY_BEYOND.code, digest=False).count() == 0
    assert staff["coordinator"].alerts.open().filter(kind=STAY_BEYOND.code).count() == 1
    operations.ask_extension(stay=stay, until=date(2027, 1, 15), reason="Keys in January.", by=staff["coordinator"])
    assert not Alert.objects.open().exists()
    assert send_stay_alerts(fourth + timedelta(days=2)) == 0


def test_a_departure_takes_the_alerts_off_the_lists(stay, staff):
    replay([DUE[0]])
    assert Alert.objects.open().exists()
    operations.depart(
        stay=stay, on=date(2026, 11, 20), destination="flatshare", exit_type="achieved", by=staff["coordinator"]
    )
    assert not Alert.objects.open().exists()
    assert send_stay_alerts(DUE[1]) == 0


def open_of(user):
    return set(user.alerts.open().values_list("kind", "due_on"))


def test_a_date_that_does_not_change_is_no_step(stay, staff):
    replay([DUE[0]])
    before = open_of(staff["coordinator"])
    operations.agree_until(stay=stay, until=LEAVES, by=staff["coordinator"])
    assert open_of(staff["coordinator"]) == before != set()


def test_an_extension_withdrawn_or_undecided_again_brings_the_alerts_back(stay, staff):
    replay([DUE[0]])
    before = open_of(staff["coordinator"])
    ask = {"stay": stay, "until": date(2027, 1, 15), "reason": "Keys in January.", "by": staff["coordinator"]}
    operations.withdraw_extension(extension=operations.ask_extension(**ask), by=staff["coordinator"])
    assert open_of(staff["coordinator"]) == before != set()
    extension = operations.ask_extension(**ask)
    replay([DUE[1]])
    operations.decide_extension(extension=extension, approved=True, by=staff["management"])
    assert open_of(staff["coordinator"]) == set()
    operations.revoke_decision(extension=extension, by=staff["management"])
    assert open_of(staff["coordinator"]) == {(STAY_ENDS.code, DUE[1])}


def test_a_departure_taken_back_brings_the_alerts_back(stay, staff):
    replay([DUE[0]])
    before = open_of(staff["coordinator"])
    left = {"on": date(2026, 11, 23), "destination": "flatshare", "exit_type": "achieved"}
    operations.depart(stay=stay, by=staff["coordinator"], **left)
    operations.undo_departure(stay=stay, by=staff["coordinator"])
    assert open_of(staff["coordinator"]) == before != set()


def test_leads_of_days_before_the_date_alone_say_nothing_of_beyond(stay, staff):
    set_value(code="housing.alert_days", value=[30, 14, 7], valid_from=date(2026, 11, 23), by=staff["management"])
    replay([LEAVES - timedelta(days=3), LEAVES])
    assert not Alert.objects.filter(kind=STAY_BEYOND.code).exists()
    replay([LEAVES + timedelta(days=1)])
    assert Alert.objects.filter(kind=STAY_BEYOND.code).exists()


def test_a_worker_who_reads_files_no_more_hears_nothing(stay, staff):
    RoleGrant.objects.filter(user=staff["educator"]).update(role=Role.VOLUNTEER)
    replay([DUE[0]])
    assert not staff["educator"].alerts.exists()
    assert staff["coordinator"].alerts.exists()


def test_whoever_the_file_is_closed_to_hears_nothing(stay, staff):
    second = make_staff(Role.COORDINATOR)
    people.close_file(person=stay.person, user=second, reason="They lived together.", by=staff["management"])
    replay([DUE[0]])
    assert not second.alerts.exists()
    assert staff["coordinator"].alerts.count() == 1


def test_the_alert_names_nobody(stay, staff):
    replay([DUE[0]])
    alert = staff["coordinator"].alerts.get()
    assert stay.person.chosen_name not in f"{alert.params}{alert.url}{STAY_ENDS.text(alert.params)}"


def test_the_command_takes_a_day(stay, staff, capsys):
    call_command("send_stay_alerts", "--on", DUE[0].isoformat())
    assert f"{Alert.objects.count()} new alerts" in capsys.readouterr().out
    assert staff["coordinator"].alerts.get().due_on == DUE[0]


def test_management_hears_once_of_a_resident_who_turns_out_to_be_under_18(stay, staff):
    young = {"birth_date": date(2009, 5, 1), "birth_year": None, "stated_age": None, "stated_on": None}
    people.change_identity(person=stay.person, by=staff["coordinator"], **young)
    assert tell_of_minors() == 1
    assert tell_of_minors() == 0
    assert [alert.recipient for alert in Alert.objects.filter(kind=UNDER_AGE.code)] == [staff["management"]]


def test_of_a_minor_nobody_hears_to_whom_the_file_is_closed_and_a_new_date_is_no_answer(stay, staff):
    second = make_staff(Role.MANAGEMENT)
    people.close_file(person=stay.person, user=second, reason="They are cousins.", by=staff["management"])
    young = {"birth_date": date(2009, 5, 1), "birth_year": None, "stated_age": None, "stated_on": None}
    people.change_identity(person=stay.person, by=staff["coordinator"], **young)
    assert tell_of_minors() == 1
    assert not second.alerts.exists()
    operations.agree_until(stay=stay, until=date(2026, 11, 25), by=staff["coordinator"])
    assert staff["management"].alerts.open().filter(kind=UNDER_AGE.code).exists()


@pytest.mark.django_db(transaction=True)
def test_a_run_killed_half_way_is_finished_by_the_next(staff, settings):
    """Twenty stays that end on one day; the run is killed with -9 as soon as it has told of some."""
    today = timezone.localdate()
    for number in range(20):
        person = make_person(chosen_name=f"Person {number}", by=staff["coordinator"])
        space = make_space(f"L{number}", unit="Flat L")
        make_stay(
            person,
            space,
            on=today - timedelta(days=60),
            agreed_until=today + timedelta(days=7),
            by=staff["coordinator"],
        )
    Alert.objects.all().delete()
    run = _run_elsewhere(settings)
    while Alert.objects.count() < 4 and run.poll() is None:
        time.sleep(0.002)
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    send_stay_alerts(today)
    told = Counter(Alert.objects.values_list("subject_id", "recipient__email", "due_on"))
    recipients = User.objects.with_role(Role.COORDINATOR, Role.MANAGEMENT).count()
    assert len(told) == 20 * recipients
    assert set(told.values()) == {1}


def _run_elsewhere(settings):
    """`manage.py send_stay_alerts` as a process of its own, on this test's database."""
    base, _slash, _name = os.environ["DATABASE_URL"].rpartition("/")
    environment = os.environ | {"DATABASE_URL": f"{base}/{settings.DATABASES['default']['NAME']}"}
    return subprocess.Popen([sys.executable, "manage.py", "send_stay_alerts"], cwd=settings.BASE_DIR, env=environment)
