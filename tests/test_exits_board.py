"""The exit-first board: plans and blockers, what falls free, who waits, and promises at risk."""

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from housing import operations as housing
from housing.exits.spaces import ahead
from housing.models import ExitBlocker, ExitPlan, Space
from housing.operations import exits as operations
from intake import operations as intake
from refuge.people import operations as people
from tests.factories import make_person, make_request, make_user
from tests.housing import make_space, make_stay

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)


def day(number):
    return TODAY + timedelta(days=number)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(datetime(2026, 11, 26, 12, tzinfo=UTC))


@pytest.fixture
def by():
    return make_user("coordinator", language="en")


@pytest.fixture
def stay(by):
    return make_stay(make_person(by=by, chosen_name="Salomé"), make_space("A1"), by=by, on=day(-20))


def refusal(function, *args, **kwargs):
    with pytest.raises(ValidationError) as refused:
        function(*args, **kwargs)
    return next(iter(getattr(refused.value, "error_dict", {"": [refused.value]}).values()))[0].code


def waits(by, name="Nour", **person):
    request = make_request(person=make_person(by=by, chosen_name=name, **person), by=by)
    intake.decide(request=request, outcome="waiting", reason="No space.", by=by)
    return request


# Plans and blockers


def test_a_plan_is_written_over_and_changes_no_date(stay, by):
    agreed = stay.agreed_until
    operations.set_exit_plan(stay=stay, destination="flatshare", leaves_on=day(30), chance="likely", by=by)
    plan = operations.set_exit_plan(stay=stay, destination="ais_svk", note="Visit on Monday.", by=by)
    assert ExitPlan.objects.get() == plan
    assert (plan.destination, plan.leaves_on, plan.chance, plan.note) == ("ais_svk", None, "", "Visit on Monday.")
    stay.refresh_from_db()
    assert stay.agreed_until == agreed


def test_what_a_plan_refuses(stay, by):
    assert refusal(operations.set_exit_plan, stay=stay, by=by) == "nothing"
    assert refusal(operations.set_exit_plan, stay=stay, leaves_on=day(-1), by=by) == "past"
    post = make_stay(make_person(by=by), make_space("P1", programme="post"), by=by)
    assert refusal(operations.set_exit_plan, stay=post, destination="post_shelter_here", by=by) == "already_there"
    housing.depart(stay=stay, destination="flatshare", exit_type="achieved", by=by)
    assert refusal(operations.set_exit_plan, stay=stay, chance="sure", by=by) == "gone"
    assert refusal(operations.note_blocker, stay=stay, kind="income", by=by) == "gone"


def test_a_blocker_is_resolved_with_who_and_when_and_taken_back(stay, by):
    blocker = operations.note_blocker(stay=stay, kind="income", note="CPAS decides on the 3rd.", by=by)
    assert refusal(operations.note_blocker, stay=stay, kind="income", by=by) == "noted"
    assert refusal(operations.note_blocker, stay=stay, kind="other", by=by) == "unnamed"
    resolved = operations.resolve_blocker(blocker=blocker, by=by)
    assert (resolved.resolved_by, resolved.resolved_at.date()) == (by, TODAY)
    assert refusal(operations.resolve_blocker, blocker=blocker, by=by) == "gone"
    operations.reopen_blocker(blocker=blocker, by=by)
    assert ExitBlocker.objects.open().get().resolved_by is None
    operations.resolve_blocker(blocker=blocker, by=by)
    operations.note_blocker(stay=stay, kind="income", by=by)
    assert refusal(operations.reopen_blocker, blocker=blocker, by=by) == "noted"


def test_noted_by_mistake_goes_and_history_keeps_it(stay, by):
    blocker = operations.note_blocker(stay=stay, kind="permit", by=by)
    operations.drop_blocker(blocker=blocker, by=by)
    assert not ExitBlocker.objects.exists()
    labels = ExitBlocker.pgh_event_model.objects.filter(pgh_obj_id=blocker.pk).values_list("pgh_label", flat=True)
    assert set(labels) == {"insert", "delete"}
    assert refusal(operations.drop_blocker, blocker=blocker, by=by) == "gone"


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("UPDATE housing_exitblocker SET resolved_at = now()", "housing_blocker_resolved_whole"),
        ("UPDATE housing_exitblocker SET kind = 'other'", "housing_other_blocker_named"),
        ("UPDATE housing_exitplan SET chance = ''", "housing_exit_plan_says_something"),
        (
            "INSERT INTO housing_exitblocker (id, stay_id, kind, noted_by_id, noted_at)"
            " SELECT gen_random_uuid(), stay_id, kind, noted_by_id, now() FROM housing_exitblocker",
            "housing_blocker_once",
        ),
    ],
)
def test_the_database_keeps_it(stay, by, change, rule):
    operations.note_blocker(stay=stay, kind="income", by=by)
    operations.set_exit_plan(stay=stay, chance="open", by=by)
    with pytest.raises(IntegrityError, match=rule), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


# What falls free, and who waits


def numbers(user):
    return {kind.code: ([number for _days, number in kind.free_by], kind.waiting) for kind in ahead(user, TODAY).kinds}


def test_spaces_fall_free_on_the_agreed_day_by_kind(stay, by):
    housing.agree_until(stay=stay, until=day(45), by=by)
    make_space("A2")
    make_space("R1", reserved_asylum=True)
    make_space("P1", programme="post")
    late = make_stay(make_person(by=by), make_space("A3"), by=by, on=day(-40), agreed_until=day(-1))
    assert late.agreed_until < TODAY
    assert numbers(by) == {
        "emergency": ([1, 1, 2, 2], 0),
        "asylum": ([1, 1, 1, 1], 0),
        "post": ([1, 1, 1, 1], 0),
    }


def test_a_closed_space_falls_free_when_it_opens_and_one_out_of_service_never(by):
    closed, shut, ending = make_space("A1"), make_space("A2"), make_space("A3")
    housing.close_space(space=closed, starts_on=TODAY, ends_on=day(20), reason="Paint", by=by)
    housing.close_space(space=shut, starts_on=TODAY, reason="Water", by=by)
    housing.end_service(space=ending, on=day(1), by=by)
    found = {each.space.code: each.free_on for each in ahead(by, TODAY).falling}
    assert found == {"A1": day(20)}


def test_a_space_taken_out_of_service_and_put_back_counts_once(stay, by):
    housing.agree_until(stay=stay, until=day(45), by=by)
    space = Space.objects.get(code="A1")
    housing.end_service(space=space, on=day(60), by=by)
    assert ahead(by, TODAY).falling == []  # no stay of the usual length fits before
    housing.put_in_service(space=space, starts_on=day(60), by=by)
    assert [(each.space.code, each.free_on) for each in ahead(by, TODAY).falling] == [("A1", day(45))]


@pytest.mark.parametrize(
    ("known", "is_unsure"),
    [
        (lambda **about: None, False),
        (partial(operations.set_exit_plan, leaves_on=day(45), chance="likely"), False),
        (partial(operations.set_exit_plan, leaves_on=day(46), chance="likely"), True),
        (partial(operations.set_exit_plan, leaves_on=day(30), chance="unlikely"), True),
        (partial(operations.note_blocker, kind="income"), True),
    ],
)
def test_a_space_is_unsure_where_whoever_leaves_it_may_stay_longer(stay, by, known, is_unsure):
    housing.agree_until(stay=stay, until=day(45), by=by)
    known(stay=stay, by=by)
    (falling,) = ahead(by, TODAY).falling
    assert (falling.free_on, falling.is_unsure) == (day(45), is_unsure)


def test_a_space_that_closes_soon_is_offered_from_when_it_is_open_again(by):
    """A promise of three months from today would be refused, whatever the board said."""
    soon, late, shut = make_space("A1"), make_space("A2"), make_space("A3")
    housing.close_space(space=soon, starts_on=day(9), ends_on=day(20), reason="Paint", by=by)
    housing.close_space(space=late, starts_on=day(100), ends_on=day(120), reason="Paint", by=by)
    housing.close_space(space=shut, starts_on=day(9), reason="Water", by=by)
    falling = ahead(by, TODAY).falling
    assert {each.space.code: each.free_on for each in falling} == {"A1": day(20), "A2": TODAY}
    for each in falling:
        space = Space.objects.get(code=each.space.code)
        housing.offer(person=make_person(by=by), space=space, starts_on=each.free_on, by=by)


def test_a_promise_over_a_closure_is_refused_beside_the_space_with_its_days(client, by):
    person, space = make_person(by=by), make_space("A1")
    housing.close_space(space=space, starts_on=day(9), ends_on=day(20), reason="Paint", by=by)
    client.force_login(by)
    typed = {"person": person.reference, "space": space.pk, "how": "promise", "starts_on": TODAY}
    form = client.post(f"{reverse('housing:give')}?person={person.reference}", typed).context["form"]
    (message,) = form.errors["space"]
    assert "A1" in message
    assert "05/12/2026" in message
    assert "16/12/2026" in message


def test_a_promised_space_falls_free_after_the_promise(by):
    space = make_space("A1")
    housing.offer(person=make_person(by=by), space=space, starts_on=day(5), agreed_until=day(50), promised=True, by=by)
    assert [each.free_on for each in ahead(by, TODAY).falling] == [day(50)]


def proposals(user):
    return {
        each.person.chosen_name: each.proposed.space.code if each.proposed else None
        for each in ahead(user, TODAY).waiting
    }


def test_who_waits_is_matched_by_reservation_step_free_and_programme(by, stay):
    waits(by, "Applicant", residence="applicant")
    needs = waits(by, "Wheels")
    people_wishes = {"wishes": ["step_free"], "by": by}
    housing.set_wishes(person=needs.person, **people_wishes)
    waits(by, "Other")
    waits(by, "Last")
    operations.set_exit_plan(stay=stay, destination="post_shelter_here", by=by)
    make_space("R1", reserved_asylum=True)
    make_space("S1", step_free=True)
    make_space("E1")
    make_space("P1", programme="post")
    housing.agree_until(stay=stay, until=day(30), by=by)
    assert proposals(by) == {"Applicant": "R1", "Wheels": "S1", "Other": "E1", "Last": "A1", "Salomé": "P1"}


def test_nobody_unfit_is_proposed_a_space(by):
    make_space("R1", reserved_asylum=True)
    waits(by, "Other")
    assert proposals(by) == {"Other": None}
    assert numbers(by)["emergency"] == ([0, 0, 0, 0], 1)


def test_whoever_is_promised_a_space_waits_no_more(by):
    request = waits(by)
    space = make_space("A1")
    housing.offer(person=request.person, space=space, starts_on=day(3), request=request, by=by)
    assert ahead(by, TODAY).waiting == []


def test_a_promise_is_at_risk_when_the_departure_slips(by, stay):
    housing.agree_until(stay=stay, until=day(10), by=by)
    promise = housing.offer(
        person=make_person(by=by), space=stay.occupancies.get().space, starts_on=day(12), promised=True, by=by
    )
    assert ahead(by, TODAY).at_risk == []
    operations.set_exit_plan(stay=stay, leaves_on=day(20), by=by)
    (risk,) = ahead(by, TODAY).at_risk
    assert (risk.promise, risk.why, risk.until) == (promise, "slips", day(20))
    (falling,) = list(ahead(by, day(11)).at_risk)
    assert falling.why == "beyond"


def test_promises_stay_at_risk_in_order_after_the_last_day_of_their_space(by, stay):
    """What was promised before a space went out of service, and never taken back, is not forgotten."""
    late = make_stay(make_person(by=by), make_space("A2"), by=by, on=day(-20))
    for each, first in ((late, day(14)), (stay, day(12))):
        housing.agree_until(stay=each, until=day(10), by=by)
        space = each.occupancies.get().space
        housing.offer(
            person=make_person(by=by), space=space, starts_on=first, agreed_until=day(40), promised=True, by=by
        )
        housing.end_service(space=space, on=day(40), by=by)
    found = ahead(by, day(41))
    assert [(risk.promise.space.code, risk.why, risk.until) for risk in found.at_risk] == [
        ("A1", "beyond", day(10)),
        ("A2", "beyond", day(10)),
    ]
    assert found.falling == []


def test_an_extension_asked_puts_the_promise_at_risk(by, stay):
    housing.agree_until(stay=stay, until=day(10), by=by)
    space = stay.occupancies.get().space
    housing.offer(person=make_person(by=by), space=space, starts_on=day(12), promised=True, by=by)
    housing.ask_extension(stay=stay, until=day(90), reason="Lease.", by=by)
    assert [risk.why for risk in ahead(by, TODAY).at_risk] == ["asked"]


# Pages


def url(name, stay):
    return reverse(f"housing:{name}", args=[stay.pk])


def text_of(response):
    return response.content.decode()


def test_the_coordinator_plans_resolves_and_takes_back(client, by, stay):
    client.force_login(by)
    client.post(url("exit_plan_set", stay), {"destination": "flatshare", "chance": "likely"})
    client.post(url("exit_blocker", stay), {"kind": "guarantee", "note": "CPAS"})
    shown = text_of(client.get(reverse("housing:exits")))
    assert "Flat share" in shown
    assert "likely" in shown
    assert "Rental guarantee" in shown
    blocker = ExitBlocker.objects.get()
    said = text_of(client.post(reverse("housing:blocker_resolve", args=[blocker.pk]), follow=True))
    assert reverse("housing:blocker_reopen", args=[blocker.pk]) in said
    assert by.name in said
    client.post(reverse("housing:blocker_reopen", args=[blocker.pk]))
    assert ExitBlocker.objects.open().exists()


def test_what_was_typed_comes_back_with_the_reason(client, by, stay):
    client.force_login(by)
    shown = text_of(client.post(url("exit_plan_set", stay), {"leaves_on": "2026-11-01", "note": "Keep this."}))
    assert "still to come" in shown
    assert "Keep this." in shown
    assert "already" not in shown
    client.post(url("exit_blocker", stay), {"kind": "income"})
    assert "This stands in the way already." in text_of(client.post(url("exit_blocker", stay), {"kind": "income"}))


@pytest.mark.parametrize("role", ["management", "psychologist", "educator"])
def test_others_read_and_change_nothing(client, by, stay, role):
    operations.note_blocker(stay=stay, kind="income", by=by)
    client.force_login(make_user(role, language="en"))
    shown = text_of(client.get(url("exit_plan", stay)))
    assert "Income" in shown
    assert "Noted by mistake" not in shown
    assert client.post(url("exit_plan_set", stay), {"chance": "sure"}).status_code == 404
    assert "Promise A1" not in text_of(client.get(reverse("housing:exits")))


def test_a_closed_file_is_nowhere_on_the_board(client, by, stay):
    colleague = make_user("educator", language="en")
    operations.set_exit_plan(stay=stay, destination="flatshare", leaves_on=day(80), by=by)
    housing.offer(
        person=make_person(by=by, chosen_name="Wout"), space=stay.occupancies.get().space,
        starts_on=stay.agreed_until, promised=True, by=by,
    )  # fmt: skip
    people.close_file(person=stay.person, user=colleague, reason="Family.", by=make_user("management"))
    client.force_login(colleague)
    shown = text_of(client.get(reverse("housing:exits")))
    assert "Salomé" not in shown
    assert "Wout" in shown
    assert "Somebody" in shown
    assert client.get(url("exit_plan", stay)).status_code == 404


FILTERS = [
    ("programme=post", {"Post"}),
    ("within=late", {"Late"}),
    ("within=30", {"Late", "Soon"}),
    ("plan=none", {"Late", "Post"}),
    ("plan=post", {"Soon"}),
    ("plan=out", {"Far"}),
    ("chance=unlikely", {"Far"}),
    ("blocked=any", {"Far"}),
    ("blocked=no", {"Late", "Post", "Soon"}),
    ("blocked=health", {"Far"}),
    ("blocked=income", set()),
]


@pytest.mark.parametrize(("query", "names"), FILTERS)
def test_filters_in_the_address(client, by, query, names):
    stays = {}
    for name, ends in (("Late", -1), ("Soon", 20), ("Far", 60)):
        person = make_person(by=by, chosen_name=name)
        stays[name] = make_stay(person, make_space(name), by=by, on=day(-20), agreed_until=day(ends))
    make_stay(make_person(by=by, chosen_name="Post"), make_space("P1", programme="post"), by=by)
    operations.set_exit_plan(stay=stays["Soon"], destination="post_shelter_here", by=by)
    operations.set_exit_plan(stay=stays["Far"], destination="flatshare", chance="unlikely", by=by)
    operations.note_blocker(stay=stays["Far"], kind="health", by=by)
    client.force_login(by)
    response = client.get(f"{reverse('housing:exits')}?{query}")
    assert {row.stay.person.chosen_name for row in response.context["rows"]} == names


def test_sorted_by_the_planned_day_else_the_agreed_one(client, by):
    for name, ends in (("First", 5), ("Second", 50), ("Third", 40)):
        person = make_person(by=by, chosen_name=name)
        stay = make_stay(person, make_space(name), by=by, on=day(-20), agreed_until=day(ends))
        if name == "Second":
            operations.set_exit_plan(stay=stay, leaves_on=day(30), by=by)
    client.force_login(by)
    rows = client.get(reverse("housing:exits")).context["rows"]
    assert [row.stay.person.chosen_name for row in rows] == ["First", "Second", "Third"]
    assert [row.leaves_sooner for row in rows] == [False, True, False]


def test_empty_says_what_to_do(client, by):
    client.force_login(by)
    assert "Nobody stays here now" in text_of(client.get(reverse("housing:exits")))
    assert "Nobody waits for a space." in text_of(client.get(reverse("housing:exits")))


def fill(count, by):
    for number in range(count):
        space = make_space(f"{count}-{number}", unit=f"Flat {count}-{number % 9}")
        person = make_person(by=by, chosen_name=f"Resident {number}")
        stay = make_stay(person, space, by=by, on=day(-(number % 80)), agreed_until=day(number % 60 + 1))
        operations.set_exit_plan(stay=stay, destination="flatshare", chance="open", by=by)
        operations.note_blocker(stay=stay, kind="income", by=by)
        if number % 5 == 0:
            waits(by, f"Waiting {number}")


def test_the_board_asks_the_same_of_300_stays_as_of_31(client, by):
    client.force_login(by)

    def cost():
        # As the database does by itself a minute after such growth, but cannot before this test has ended: what it last
        # saw is the empty tables between tests, and a plan for those goes over all rows once for each of them.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE people_person, housing_stay, housing_exitplan, housing_occupancy, housing_space")
        client.get(reverse("housing:exits"))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("housing:exits")).status_code == 200
        return len(captured)

    fill(31, by)
    few = cost()
    fill(269, by)
    assert cost() == few <= 14


def test_a_promise_is_made_from_the_board(client, by):
    request = waits(by)
    make_space("A1")
    client.force_login(by)
    promise = f"{reverse('housing:give')}?request={request.reference}&amp;space=A1&amp;from=2026-11-26"
    assert promise in text_of(client.get(reverse("housing:exits")))
    assert client.get(promise.replace("&amp;", "&")).status_code == 200


def test_whoever_leaves_today_has_to_leave_first(by, stay):
    housing.agree_until(stay=stay, until=TODAY, by=by)
    assert numbers(by)["emergency"] == ([0, 1, 1, 1], 0)


def test_an_empty_blocker_is_said_at_the_top_and_its_address_leads_back(client, by, stay):
    client.force_login(by)
    said = text_of(client.post(url("exit_blocker", stay), {"kind": ""}))
    assert said.index("error-summary") < said.index('class="columns"')
    for name in ("exit_blocker", "exit_plan_set"):
        assert client.get(url(name, stay)).url == url("exit_plan", stay)
