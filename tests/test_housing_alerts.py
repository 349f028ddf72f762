"""Alerts of extensions that wait, closures that end and promises at risk; and a whole year of all of them."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter, namedtuple
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.urls import reverse

from housing import alerts, operations
from housing.alerts import AFTER_CARE, CLOSURE_ENDS, EXTENSION_WAITS, PROMISE_AT_RISK, STAY_BEYOND, STAY_ENDS
from housing.models import AfterCare
from refuge.accounts.models import Role, User
from refuge.notifications.models import Alert, AlertPreference, Delivery
from refuge.notifications.operations import set_preference
from refuge.notifications.registry import kinds, subjects
from refuge.parameters.operations import set_value
from refuge.people import operations as people
from tests.factories import make_person
from tests.housing import make_space, make_stay
from tests.staff import make_staff

BRUSSELS = ZoneInfo("Europe/Brussels")
TODAY = date(2026, 11, 23)
LEFT = {"destination": "flatshare", "exit_type": "achieved"}


def day(number):
    return TODAY + timedelta(days=number)


@pytest.fixture
def on_a_monday(time_machine):
    time_machine.move_to(datetime(2026, 11, 23, 10, tzinfo=BRUSSELS))


@pytest.fixture
def staff(on_a_monday):
    return {role.value: make_staff(role) for role in Role}


@pytest.fixture
def by(staff):
    return staff["coordinator"]


def told(kind, *, only_open=False):
    """{role: the days under which they were told}, of the staff; a second alert of one day would show."""
    found = Alert.objects.filter(kind=kind.code, recipient__email__startswith="staff")
    found = found.select_related("recipient").order_by("due_on")
    days = {}
    for alert in found.open() if only_open else found:
        role = str(next(iter(alert.recipient.roles)))
        days.setdefault(role, []).append(alert.due_on)
    return days


@pytest.mark.django_db
class TestAnExtensionThatWaits:
    @pytest.fixture
    def stay(self, by):
        return make_stay(make_person(by=by), make_space("L1"), on=day(-60), by=by)

    @pytest.fixture
    def extension(self, stay, by):
        return operations.ask_extension(stay=stay, until=day(60), reason="Keys in January.", by=by)

    def run(self, *numbers):
        return [alerts.remind_of_extensions(day(number)) for number in numbers]

    def test_is_told_to_management_at_once_and_every_three_days(self, extension):
        assert self.run(0, 0, 1, 2, 3, 4, 7, 7) == [1, 0, 0, 0, 1, 0, 1, 0]
        assert told(EXTENSION_WAITS) == {"management": [day(0), day(3), day(6)]}

    def test_stands_on_the_list_once(self, extension):
        self.run(0, 3, 6)
        assert told(EXTENSION_WAITS, only_open=True) == {"management": [day(6)]}

    def test_after_days_without_a_run_the_newest_reminder_alone_is_given(self, extension):
        self.run(0, 10)
        assert told(EXTENSION_WAITS) == {"management": [day(0), day(9)]}

    def test_comes_as_often_as_the_parameter_says(self, extension, staff):
        set_value(code="housing.extension_reminder_days", value=1, valid_from=TODAY, by=staff["management"])
        self.run(0, 1, 2)
        assert told(EXTENSION_WAITS) == {"management": [day(0), day(1), day(2)]}

    @pytest.mark.parametrize("approved", [True, False])
    def test_decided_it_is_off_the_list_and_decided_by_mistake_on_it_again(self, extension, staff, approved):
        self.run(0)
        step = "" if approved else "talk"
        decision = {"approved": approved, "reason": "Seen.", "next_step": step}
        operations.decide_extension(extension=extension, by=staff["management"], **decision)
        assert told(EXTENSION_WAITS, only_open=True) == {}
        assert self.run(3) == [0]
        operations.revoke_decision(extension=extension, by=staff["management"])
        assert told(EXTENSION_WAITS, only_open=True) == {"management": [day(0)]}

    def test_withdrawn_or_left_behind_it_is_off_the_list(self, stay, extension, by):
        self.run(0)
        operations.withdraw_extension(extension=extension, by=by)
        assert told(EXTENSION_WAITS, only_open=True) == {}
        operations.ask_extension(stay=stay, until=day(60), reason="Keys in January.", by=by)
        self.run(0)
        assert told(EXTENSION_WAITS, only_open=True) == {"management": [day(0)]}
        operations.depart(stay=stay, by=by, **LEFT)
        assert self.run(3) == [0]
        assert told(EXTENSION_WAITS, only_open=True) == {}

    def test_is_not_told_to_who_asked_nor_to_whom_the_file_is_closed(self, stay, staff):
        asking, other = make_staff(Role.MANAGEMENT, Role.COORDINATOR), make_staff(Role.MANAGEMENT)
        people.close_file(person=stay.person, user=other, reason="They are cousins.", by=staff["management"])
        operations.ask_extension(stay=stay, until=day(60), reason="Keys in January.", by=asking)
        self.run(0)
        assert [alert.recipient for alert in Alert.objects.all()] == [staff["management"]]

    def test_names_nobody_but_to_who_may_read_the_file(self, extension, staff):
        self.run(0)
        alert = staff["management"].alerts.get()
        assert extension.stay.person.chosen_name not in f"{alert.params}{alert.url}{alert.title}"
        name = subjects["housing.extension"]
        assert dict(name(staff["management"], [extension.pk])) == {extension.pk: extension.stay.person.chosen_name}
        assert not name(staff["logistics"], [extension.pk])


@pytest.mark.django_db
class TestAClosureThatEnds:
    @pytest.fixture(autouse=True)
    def spaces(self, staff):
        """Making a space makes a coordinator, who would be told too."""
        self.ready = [make_space(f"M{number}") for number in range(2)]
        User.objects.exclude(pk__in=[user.pk for user in staff.values()]).update(is_active=False)

    def close(self, by, start, end):
        space = self.ready.pop()
        return operations.close_space(space=space, starts_on=day(start), ends_on=day(end), reason="Paint", by=by)

    def run(self, *numbers):
        return [alerts.tell_of_closures(day(number)) for number in numbers]

    def test_is_told_three_days_before_to_logistics_and_coordinators(self, by):
        self.close(by, 0, 20)
        assert self.run(16, 17, 17, 18) == [0, 2, 0, 0]
        assert told(CLOSURE_ENDS) == {"coordinator": [day(17)], "logistics": [day(17)]}

    def test_late_is_told_under_its_own_day_but_not_once_the_space_is_open(self, by):
        self.close(by, 0, 20)
        self.close(by, 0, 10)
        assert self.run(19) == [2]
        assert told(CLOSURE_ENDS)["logistics"] == [day(17)]

    def test_a_short_one_and_one_without_an_end_say_nothing(self, by):
        self.close(by, 0, 2)
        operations.close_space(space=self.ready.pop(), starts_on=day(0), reason="Leak", by=by)
        assert self.run(*range(5)) == [0] * 5

    def test_opened_earlier_or_open_again_it_is_off_the_list(self, by):
        self.close(by, 0, 20)
        moved = self.close(by, -1, 21)
        self.run(18)
        assert len(told(CLOSURE_ENDS, only_open=True)["logistics"]) == 2
        operations.reopen_space(closure=moved, on=day(0), by=by)
        self.run(18)
        assert told(CLOSURE_ENDS, only_open=True)["logistics"] == [day(17)]
        self.run(20)
        assert told(CLOSURE_ENDS, only_open=True) == {}

    def test_closed_until_the_same_day_after_all_it_is_back(self, by):
        closure = self.close(by, -1, 20)
        self.run(18)
        operations.reopen_space(closure=closure, on=day(0), by=by)
        self.run(18)
        operations.undo_reopening(closure=closure, ends_on=day(20), by=by)
        self.run(18)
        assert told(CLOSURE_ENDS, only_open=True)["logistics"] == [day(17)]


@pytest.mark.django_db
class TestAPromiseAtRisk:
    @pytest.fixture
    def space(self):
        return make_space("L1")

    @pytest.fixture
    def late(self, space, by):
        """Two days beyond the date."""
        return make_stay(make_person(by=by), space, on=day(-40), agreed_until=day(-2), by=by)

    def promise(self, space, by, number):
        return operations.offer(person=make_person(by=by), space=space, starts_on=day(number), promised=True, by=by)

    def run(self, *numbers):
        return [alerts.tell_of_promises(day(number)) for number in numbers]

    def test_is_told_once_to_the_coordinators(self, late, space, by):
        self.promise(space, by, 5)
        assert self.run(0, 0, 1) == [1, 0, 0]
        assert told(PROMISE_AT_RISK) == {"coordinator": [day(-1)]}

    def test_far_away_it_is_told_when_it_comes_near(self, late, space, by):
        self.promise(space, by, 30)
        assert self.run(15, 16, 17) == [0, 1, 0]
        assert told(PROMISE_AT_RISK) == {"coordinator": [day(16)]}

    def test_whoever_leaves_today_is_no_risk_yet(self, space, by):
        make_stay(make_person(by=by), space, on=day(-40), agreed_until=day(0), by=by)
        self.promise(space, by, 0)
        assert self.run(0, 1) == [0, 1]

    def test_free_again_it_is_off_the_list(self, late, space, by):
        self.promise(space, by, 5)
        self.run(0)
        operations.depart(stay=late, by=by, **LEFT)
        assert self.run(0) == [0]
        assert told(PROMISE_AT_RISK, only_open=True) == {}

    def test_at_risk_again_after_a_departure_by_mistake_it_is_back(self, late, space, by):
        self.promise(space, by, 5)
        self.run(0)
        operations.depart(stay=late, by=by, **LEFT)
        self.run(0)
        operations.undo_departure(stay=late, by=by)
        assert self.run(0) == [0]
        assert told(PROMISE_AT_RISK, only_open=True) == {"coordinator": [day(-1)]}

    def test_nobody_hears_to_whom_the_file_is_closed(self, late, space, by, staff):
        promise = self.promise(space, by, 5)
        people.close_file(person=promise.person, user=by, reason="They lived together.", by=staff["management"])
        assert self.run(0) == [0]


@pytest.mark.django_db
class TestSwitchingOff:
    """Only what is not theirs to answer, and only for them."""

    @pytest.fixture
    def ending(self, by):
        return make_stay(make_person(by=by), make_space("L1"), on=day(-40), agreed_until=day(7), by=by)

    def test_whoever_need_not_answer_is_told_no_more(self, ending, staff):
        alerts.send_stay_alerts(TODAY)
        set_preference(digest=False, off=[STAY_ENDS.code], by=staff["management"])
        alerts.send_stay_alerts(day(6))
        assert told(STAY_ENDS)["management"] == [day(0)]
        assert told(STAY_ENDS)["coordinator"] == [day(0), day(6)]

    def test_whoever_must_answer_cannot(self, ending, by):
        alerts.send_stay_alerts(TODAY)
        with pytest.raises(ValidationError) as refused:
            set_preference(digest=False, off=[STAY_ENDS.code], by=by)
        assert refused.value.error_dict["off"][0].code == "answerable"
        AlertPreference.objects.create(user=by, off=[STAY_ENDS.code])  # from before they held the role
        alerts.send_stay_alerts(day(6))
        assert told(STAY_ENDS)["coordinator"] == [day(0), day(6)]

    def test_the_page_offers_what_was_told_and_is_not_theirs_to_answer(self, ending, staff, client):
        alerts.send_stay_alerts(TODAY)
        for role, offered in {"management": True, "coordinator": False, "volunteer": False}.items():
            client.force_login(staff[role])
            page = client.get(reverse("notifications:alerts")).content.decode()
            assert (f'value="{STAY_ENDS.code}"' in page) is offered, role
            assert EXTENSION_WAITS.code not in page, role
        client.force_login(staff["management"])
        client.post(reverse("notifications:preference"), {"digest": "1", "off": [STAY_ENDS.code]})
        preference = AlertPreference.objects.get()
        assert (preference.digest, preference.off) == (True, [STAY_ENDS.code])
        client.post(reverse("notifications:preference"), {"digest": "", "off": [EXTENSION_WAITS.code]})
        preference.refresh_from_db()
        assert preference.off == [STAY_ENDS.code]


# A year, day by day

FIRST = date(2026, 1, 1)
YEAR = [FIRST + timedelta(days=number) for number in range(365)]
ENDS = date(2026, 5, 10)
KILLED_ON = date(2026, 5, 3)
LEADS = [30, 14, 7, 1, 0, -1, -2, -3]
MANAGEMENT = {"management"}
Due = namedtuple("Due", "kind subject role day")


def runs_on(number) -> int:
    """How often a day's run came: not at all every fourth day, twice every third of the others."""
    return 0 if number % 4 == 0 else 2 if number % 3 == 0 else 1


RUN_DAYS = [each for number, each in enumerate(YEAR) if runs_on(number)]


class Story:
    """Five people from February on, told day by day; and, in plain words, who should have heard of what."""

    def __init__(self, staff):
        self.staff, self.by = staff, staff["coordinator"]
        self.spaces = [make_space(f"L{number}") for number in range(5)]
        self.to_close = make_space("M1")
        User.objects.exclude(pk__in=[user.pk for user in staff.values()]).update(is_active=False)
        self.stays, self.subjects, self.left = [], {}, {}
        self.on = {
            date(2026, 2, 10): self.arrive,
            date(2026, 3, 1): self.close,
            date(2026, 4, 20): self.ask,
            date(2026, 5, 1): self.promise,
            date(2026, 5, 5): self.decide,
            date(2026, 5, 8): lambda: self.leave(0, date(2026, 5, 8)),
            date(2026, 5, 18): lambda: self.leave(1, date(2026, 5, 18)),
            date(2026, 5, 20): lambda: [self.leave(number, date(2026, 5, 20)) for number in (3, 4)],
            date(2026, 7, 1): lambda: self.leave(2, date(2026, 7, 1)),
        }

    def arrive(self):
        for number, space in enumerate(self.spaces):
            person = make_person(chosen_name=f"Person {number}", by=self.by)
            self.stays.append(make_stay(person, space, by=self.by))
            self.subjects[f"stay {number}"] = self.stays[-1].pk

    def close(self):
        closed = operations.close_space(space=self.to_close, starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 20),
                                        reason="Paint", by=self.by)  # fmt: skip
        self.subjects["closure"] = closed.pk

    def ask(self):
        self.asked = operations.ask_extension(stay=self.stays[2], until=date(2026, 7, 1), reason="Lease.", by=self.by)
        self.subjects["extension"] = self.asked.pk

    def decide(self):
        operations.decide_extension(extension=self.asked, approved=True, by=self.staff["management"])

    def promise(self):
        promise = operations.offer(person=make_person(by=self.by), space=self.spaces[1], starts_on=date(2026, 5, 12),
                                   promised=True, by=self.by)  # fmt: skip
        self.subjects["promise"] = promise.pk

    def leave(self, number, on):
        operations.depart(stay=self.stays[number], by=self.by, **LEFT)
        self.left[number] = on

    def expected(self) -> set:
        stays = [due for number in range(5) for due in self.of_the_stay(number)]
        reminders = [date(2026, 4, 20) + timedelta(days=days) for days in range(0, 15, 3)]
        newer = [*reminders[1:], date(2026, 5, 5)]
        waiting = [self.due(EXTENSION_WAITS, "extension", MANAGEMENT, *each)
                   for each in zip(reminders, newer, strict=True)]  # fmt: skip
        closure = self.due(CLOSURE_ENDS, "closure", {"coordinator", "logistics"}, date(2026, 3, 17), date(2026, 3, 20))
        risk = self.due(PROMISE_AT_RISK, "promise", {"coordinator"}, date(2026, 5, 11), self.left[1])
        return set().union(*stays, *waiting, closure, risk, *self.after_care())

    def after_care(self):
        """To the coordinators, as nobody is in charge of these five; nobody answers, until the year is over."""
        for number, left in self.left.items():
            for contact in AfterCare.objects.filter(stay=self.stays[number]):
                self.subjects[f"contact {contact.pk}"] = contact.pk
                due_on = left + relativedelta(months=contact.months)
                yield self.due(AFTER_CARE, f"contact {contact.pk}", {"coordinator"}, due_on, date(2027, 1, 1), 60)

    def of_the_stay(self, number):
        """An extension that is approved moves the date."""
        ends = [(ENDS, self.left[number])]
        if number == 2:
            ends = [(ENDS, date(2026, 5, 5)), (date(2026, 7, 1), self.left[2])]
        for leaves, until in ends:
            for lead in LEADS:
                roles = {"coordinator", *(MANAGEMENT if lead <= 7 else ())}
                yield self.due(STAY_ENDS, f"stay {number}", roles, leaves - timedelta(days=lead), until, patience=6)
            for run in RUN_DAYS:
                if leaves + timedelta(days=3) < run < until:
                    yield self.due(STAY_BEYOND, f"stay {number}", {"coordinator", *MANAGEMENT}, run, until)

    def due(self, kind, subject, roles, day, until, patience=400) -> set:
        """To each role once, if a run came from `day` on and before it was too late."""
        if not any(day <= run < until and (run - day).days <= patience for run in RUN_DAYS):
            return set()
        return {Due(kind.code, self.subjects[subject], role, day) for role in roles}


@pytest.mark.django_db(transaction=True)
def test_over_a_year_each_recipient_has_each_alert_exactly_once(time_machine, settings):
    """Some days run twice, some not at all, and on one the worker is killed with -9 half-way."""
    time_machine.move_to(datetime(2026, 1, 1, 8, tzinfo=BRUSSELS))
    story = Story({role.value: make_staff(role) for role in Role})
    for number, today in enumerate(YEAR):
        time_machine.move_to(datetime(today.year, today.month, today.day, 12, tzinfo=BRUSSELS))
        story.on.get(today, lambda: None)()
        if today == KILLED_ON:
            _killed_half_way(today, settings)
        for _run in range(runs_on(number)):
            alerts.send_all(today)
    ours = [kind.code for kind in kinds.values() if kind.code.startswith("housing.")]
    given = Counter(
        Due(alert.kind, alert.subject_id, str(next(iter(alert.recipient.roles))), alert.due_on)
        for alert in Alert.objects.filter(kind__in=ours).select_related("recipient")
    )
    assert set(given) == story.expected()
    assert set(given.values()) == {1}
    assert Delivery.objects.count() == len(given)
    assert set(Alert.objects.open().values_list("kind", flat=True)) == {AFTER_CARE.code}
    assert Alert.objects.open().count() == 14  # after 1, 3 and 6 months each, but for one after the year is over


def _killed_half_way(today, settings):
    """`manage.py send_stay_alerts` as a process of its own, killed as soon as it has given something."""
    base, _slash, _name = os.environ["DATABASE_URL"].rpartition("/")
    environment = os.environ | {"DATABASE_URL": f"{base}/{settings.DATABASES['default']['NAME']}"}
    before = Alert.objects.count()
    command = [sys.executable, "manage.py", "send_stay_alerts", "--on", today.isoformat()]
    run = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)
    while Alert.objects.count() < before + 4 and run.poll() is None:
        time.sleep(0.002)
    assert run.poll() is None, "the run was over before it could be killed"
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
