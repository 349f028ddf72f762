"""The demo shelter and the seed: one made-up past, the same for the same size, every rule of the house kept."""

from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from casework.models import GoalState, JournalNote, Plan, PlanKind
from demo.builder import build
from demo.management.commands.demo import seconds_to_wait
from demo.past.calls import Young
from demo.past.chance import Chance, Deck, Weighted
from demo.past.rows import Rows
from demo.past.simulation import Place
from demo.past.stays import StayRows, Time
from demo.past.team import Team
from demo.reports import build_reports
from demo.seed import seed
from demo.shelter import RESIDENTS
from housing import nights
from housing.models import (
    Destination,
    EarlierCare,
    ExitBlocker,
    ExitPlan,
    Extension,
    Occupancy,
    Situation,
    Space,
    SpaceClosure,
    Status,
    Stay,
    TurnedAway,
)
from intake.models import Decision, IncomingMail, Inquiry, Request
from intake.models.choices import GIVES_A_SPACE, State
from refuge.documents.models import Document
from refuge.notifications.models import Alert
from refuge.partners.models import Contact, Organisation, Referral
from refuge.people.models import AgeStatus, Channel, Person
from tests.factories import make_person, make_request, make_user
from tests.housing import make_space
from tests.staff import make_staff

pytestmark = pytest.mark.django_db

WHO = ("chosen_name", "legal_name", "pronouns", "languages", "residence")


class Undone(Exception):
    pass


def undone(work):
    """What `work` returns, and the database as it was before."""
    result = None
    try:
        with transaction.atomic():
            result = work()
            raise Undone
    except Undone:
        return result


def days_ago(model, day, *fields):
    """The rows of a model with a date told in days before today."""
    today = timezone.localdate()
    return sorted(((today - row[0]).days, *map(str, row[1:])) for row in model.objects.values_list(day, *fields))


def the_same_on_any_day():
    """What must not depend on the day on which the demo is built."""
    return {
        "people": sorted(map(str, Person.objects.values_list(*WHO))),
        "stays": days_ago(Stay, "arrived_on", "person__chosen_name", "destination", "programme"),
        "spaces": days_ago(Occupancy, "starts_on", "space__code", "person__chosen_name"),
        "plans": days_ago(Plan, "opened_on", "person__chosen_name", "kind"),
        "requests": sorted(map(str, Request.objects.values_list("person__chosen_name", "state", "channel", "urgency"))),
    }


def test_the_demo_is_a_shelter_and_the_same_on_another_day():
    def on_this_day():
        counts = build()
        look_at_the_requests()
        look_at_the_stays()
        look_at_the_support()
        return counts, the_same_on_any_day()

    counts, people = undone(on_this_day)
    assert counts["accounts"] == 8
    assert 500 < counts["people"] < counts["requests"] < 900
    with time_machine.travel(timezone.now() - timedelta(days=40)):
        assert undone(lambda: build() and the_same_on_any_day()) == people


def look_at_the_requests():
    assert set(Request.objects.values_list("state", flat=True)) == set(State)
    assert Request.objects.filter(person=None).exists()
    statuses = {person.age_status() for person in Person.objects.filter(requests__state=State.NEW)}
    assert statuses == set(AgeStatus)
    minors = Request.objects.filter(person__minor_until__gt=F("received_at__date")).exclude(decision=None)
    assert not minors.filter(danger_assessments=None).exists()
    assert not Request.objects.exclude(decision=None).filter(answered_at=None).exists()
    waiting = Request.objects.filter(state=State.WAITING)
    assert 5 <= waiting.count() <= 20
    given = Decision.objects.filter(outcome__in=GIVES_A_SPACE)
    assert not given.filter(request__person__adult_from__gt=timezone.localdate()).exists()
    for year in {f"R-{moment.year}" for moment in Request.objects.dates("received_at", "year")}:
        rows = Request.objects.filter(reference__startswith=year).order_by("reference")
        days = [timezone.localdate(moment) for moment in rows.values_list("received_at", flat=True)]
        assert days == sorted(days)
    spread = Request.objects.order_by("received_at").values_list("received_at", flat=True)
    assert max(after - before for before, after in pairwise(spread)) < timedelta(days=15)
    own = Channel.objects.filter(kind="phone", whose="self")
    assert all(channel.value.startswith("+3249999") for channel in own)


def look_at_the_stays():
    today = timezone.localdate()
    assert Space.objects.count() == 31
    ends = {(each - today).days for each in Stay.objects.open().values_list("agreed_until", flat=True)}
    assert {-3, 0, 1, 7, 14} <= ends
    assert Stay.objects.beyond(today).count() == 1
    assert Alert.objects.exists()
    left_for = set(Stay.objects.values_list("destination", flat=True))
    assert left_for == {"", *Destination} - {Destination.DECEASED}
    assert set(Extension.objects.values_list("approved", flat=True)) == {True, False, None}
    assert {Status.PROMISED, Status.ARRIVED, Status.ENDED} <= set(Occupancy.objects.values_list("status", flat=True))
    assert SpaceClosure.objects.filter(starts_on__gt=today).exists()
    moved_on = Stay.objects.filter(programme="post", previous__departed_on=F("arrived_on"))
    assert moved_on.filter(previous__destination=Destination.POST_SHELTER_HERE).count() > 10
    again = Stay.objects.filter(previous=None, person__stays__departed_on__lt=F("arrived_on"))
    assert again.count() > 3
    first, last = today - timedelta(days=365), today - timedelta(days=1)
    share = nights.held(first, last).total / nights.available(first, last).total
    assert 0.85 < share < 0.96
    for resident in RESIDENTS:
        stay = Stay.objects.open().get(person__chosen_name=resident.name)
        assert stay.arrived_on == today - timedelta(days=resident.arrived)


def look_at_the_support():
    plans = {(plan.kind, plan.is_open) for plan in Plan.objects.all()}
    assert plans == {(kind, is_open) for kind in PlanKind for is_open in (True, False)}
    states = set(Plan.objects.open().filter(goals__isnull=False).values_list("goals__state", flat=True))
    assert states == set(GoalState)
    residents = {resident.name for resident in RESIDENTS}
    with_plan = set(Plan.objects.open().values_list("person__chosen_name", flat=True))
    assert residents <= with_plan
    assert JournalNote.objects.filter(happened_on__gt=timezone.localdate() - timedelta(days=7)).count() > 10
    assert not Person.objects.filter(plans__closed_on=None, plans__isnull=False, worker=None).exists()


def dump():
    """The main columns of what a seed writes; encrypted ones as they read, not as they are stored."""
    return [
        list(Person.objects.order_by("id").values_list("id", "reference", *WHO, "birth_date", "worker__email")),
        [
            (row.id, row.reference, row.received_at, row.story, row.state, row.decision_id, row.person_id)
            for row in Request.objects.order_by("id")
        ],
        list(Stay.objects.order_by("id").values_list("id", "person", "arrived_on", "agreed_until", "destination")),
        list(Occupancy.objects.order_by("id").values_list("id", "space__code", "starts_on", "ended_on", "status")),
        [(row.id, row.text, row.happened_on, row.author.email) for row in JournalNote.objects.order_by("id")],
    ]  # fmt: skip


def test_a_seed_of_one_size_gives_the_same_rows_twice():
    (counts, first), (_counts, second) = (undone(lambda: (seed(5, 1), dump())) for _each in range(2))
    for rows, same in zip(first, second, strict=True):
        assert rows == same
    assert counts["spaces"] == 5
    assert 25 < counts["requests"] < 90


def test_a_seed_ends_today_and_history_and_rules_ran_with_it():
    seed(6, 1)
    assert Occupancy.objects.current().exists()
    assert set(Stay.objects.open().values_list("departed_on", flat=True)) == {None}
    assert Stay.objects.filter(limit_on=None, programme="emergency").count() == 0  # the database sets it
    for model in (Stay, JournalNote):
        versions = model._meta.get_field("events").related_model.objects
        assert versions.count() == model.objects.count()
        assert not versions.filter(pgh_context=None).exists()
    assert set(Situation.objects.values_list("moment", flat=True)) == {"entry", "exit"}
    moved_on = Stay.objects.filter(previous__departed_on=F("arrived_on"))
    assert not Situation.objects.filter(moment="entry", stay__in=moved_on).exists()  # asked once, on arrival
    assert all(care.places for care in EarlierCare.objects.all())
    assert TurnedAway.objects.count() > 300
    decided = Request.objects.exclude(decision=None).first()
    assert decided.events.count() > 1
    assert decided.state == decided.decision.outcome


def test_a_seeded_house_has_a_present_too():
    """What a page can be about in the demo there is in a seeded house as well: the benchmarks measure it in both."""
    seed(8, 1)
    here = Stay.objects.open().count()
    assert here
    assert ExitPlan.objects.count() == -(-here // 2)
    assert Referral.objects.count() == here
    brought = Document.objects.filter(person__isnull=False)
    assert not brought.exclude(person__stays__departed_on=None).exists()
    assert brought.exists()
    for model in (ExitBlocker, Organisation, Contact, IncomingMail, Inquiry):
        assert model.objects.exists(), model
    minors = Request.objects.open().filter(person__minor_until__gt=timezone.localdate())
    assert [request.state for request in minors] == [State.NEW]
    kept = Occupancy.objects.coming()
    assert kept.exists()
    assert not kept.filter(starts_on__lte=timezone.localdate()).exists()
    assert set(kept.values_list("request__state", flat=True)) == {State.WAITING}


def test_the_command_says_what_it_made_and_refuses_a_second_time(capsys):
    call_command("seed", spaces=2, years=1)
    said = capsys.readouterr().out
    assert "2 spaces" in said
    assert said.rstrip().endswith(" s")
    with pytest.raises(CommandError, match="only fills an empty one"):
        call_command("seed", spaces=2, years=1)


@pytest.mark.parametrize(("at", "seconds"), [("12:00", 0), ("23:57", 0), ("23:59", 60), ("00:00", 0)])
def test_the_demo_begins_on_a_day_that_does_not_end_under_it(at, seconds):
    now = datetime.fromisoformat(f"2026-11-27T{at}").replace(tzinfo=ZoneInfo("Europe/Brussels"))
    assert seconds_to_wait(now) == seconds


@pytest.mark.parametrize("size", ["0", "-1", "many"])
def test_a_size_that_is_none_is_refused(size):
    with pytest.raises(CommandError, match="a whole number above 0"):
        call_command("seed", f"--spaces={size}")
    assert not Person.objects.exists()


def test_written_in_bulk_a_rule_still_refuses():
    by, person, space = make_staff("coordinator"), make_person(), make_space("L1")
    request = make_request(person=person, by=by)
    request.worker = by
    rows = Rows(timezone.localdate(), by)
    stays = StayRows(rows, Team([by], [by], make_staff("management"), Chance(1)), Chance(1))
    place = Place(space, "emergency", ready=-30)
    young = Young(person.pk, "adult", 20, -30, by)
    for arrived in (-30, -20):  # the second before the first has left
        time = Time(Chance(arrived).id(), young, request, "emergency", arrived, -10, [(place, arrived)])
        stays.departed(time, -10)
    with pytest.raises(IntegrityError, match="housing_one_stay_at_a_time"), transaction.atomic():
        rows.flush()


def test_draws_keep_their_shares():
    chance = Chance(3)
    deck = Deck({"often": 3, "once": 1})
    assert sorted(deck.draw(chance) for _card in range(8)) == ["often"] * 6 + ["once"] * 2
    drawn = [Weighted({"a": 9, "b": 1}).draw(chance) for _each in range(1000)]
    assert 850 < drawn.count("a") < 950
    assert abs(sum(chance.number(3) for _each in range(1000)) / 1000 - 3) < 0.3
    assert abs(sum(chance.number(80) for _each in range(200)) / 200 - 80) < 3


def test_a_funder_has_last_years_report_and_this_years_is_on_its_way():
    make_user("management")
    final, early = build_reports(timezone.localdate())
    assert (final.state, early.state) == ("final", "ready")
    assert early.is_early
    assert final.funder == early.funder == "Ville de Bruxelles"
