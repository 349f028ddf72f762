"""Rule 7: what is recorded only grows, whoever tries; the keeper says what it did; management reads it all."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from refuge.audit import keeper, registry
from refuge.audit.history import Wanted, event_model, page_of
from refuge.audit.lines import lines_of
from refuge.audit.middleware import without_key
from refuge.audit.models import KeeperRun, Opening
from refuge.encryption import KeyRing, Sealed, key_ring
from refuge.people import operations
from refuge.people.models import Channel, Person, TeamAlert
from tests.factories import make_person, make_user
from tests.staff import make_staff_training

pytestmark = pytest.mark.django_db

ONLY_GROW = ("people_personevent", "people_channelevent", "accounts_userevent", "audit_opening", "audit_keeperrun")


@pytest.fixture
def coordinator():
    return make_user("coordinator", name="Camille")


@pytest.fixture
def management():
    return make_user("management", language="en")


@pytest.fixture
def person(coordinator):
    return make_person(by=coordinator, chosen_name="Salomé")


@pytest.fixture
def opening(person, management):
    page = f"/people/{person.reference}/"
    return Opening.objects.create(user=management, subject_label="people.person", subject_id=person.pk, page=page)


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


# The tables that only grow


@pytest.mark.parametrize("table", ONLY_GROW)
@pytest.mark.parametrize("statement", ["UPDATE {} SET {}", "DELETE FROM {}", "TRUNCATE {}", "TRUNCATE {} CASCADE"])
def test_plain_sql_by_the_owner_of_the_table_is_refused(person, table, statement):
    column = {"audit_opening": "page = ''", "audit_keeperrun": "reason = ''"}.get(table, "pgh_label = ''")
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        sql(statement.format(table, column))


@pytest.mark.parametrize("table", ONLY_GROW)
def test_every_such_table_has_its_guard_and_every_event_table_is_one(table):
    guarded = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'pgtrigger_keeper_only%'"
    with connection.cursor() as cursor:
        cursor.execute(guarded)
        tables = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT table_name FROM information_schema.columns WHERE column_name = 'pgh_obj_id'")
        events = {row[0] for row in cursor.fetchall()}
    assert table in tables
    assert events <= tables


def test_a_removed_parent_takes_no_history_with_it(person, coordinator):
    alert = operations.set_team_alert(person=person, kind="other", text="Dog", by=coordinator)
    pk = alert.pk
    alert.delete()
    told = TeamAlert.events.rel.related_model.objects.filter(pgh_obj_id=pk).values_list("pgh_label", flat=True)
    assert set(told) == {"insert", "delete"}


def test_nobody_becomes_the_keeper_by_name_of_a_setting(opening):
    sql("SET LOCAL refuge.keeper = 'on'")
    sql("SET LOCAL session_replication_role = 'origin'")
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        sql("DELETE FROM audit_opening")


# The keeper


def test_erasure_replaces_a_value_in_history_and_says_so(person, management):
    event = person.events.get()
    done = keeper.replace(
        model=type(event), changes={event.pk: {"chosen_name": "–"}}, reason="erasure asked for", by=management
    )
    event.refresh_from_db()
    run = KeeperRun.objects.get()
    assert (done, event.chosen_name) == (1, "–")
    assert (run.action, run.target, run.rows, run.reason) == ("replace", "people_personevent", 1, "erasure asked for")
    assert run.asked_by == management.pk


def test_a_history_value_is_encrypted_anew_and_still_opens(person, coordinator, monkeypatch):
    operations.add_channel(person=person, kind="phone", value="0470 12 34 56", by=coordinator)
    event = Channel.events.rel.related_model.objects.get()
    field, old = Channel._meta.get_field("value"), key_ring("data")
    ring = KeyRing("beef", {**old.keys, "beef": b"k" * 32}, old.index)
    monkeypatch.setattr("refuge.encryption.key_ring", lambda name: ring)
    sealed = ring.seal(event.value.encode(), field.place(event))
    keeper.replace(model=type(event), changes={event.pk: {"value": Sealed(sealed)}}, reason="new key")
    event = type(event).objects.get(pk=event.pk)
    assert bytes(event.__dict__["value"])[1:5] == b"beef"
    assert event.value == "+32470123456"


def test_retention_removes_rows_and_says_so(opening):
    assert keeper.remove(model=Opening, ids=[opening.pk], reason="ten years passed") == 1
    assert not Opening.objects.exists()
    assert KeeperRun.objects.get().action == "remove"


def test_a_keeper_run_that_finds_nothing_is_recorded_too():
    assert keeper.remove(model=Opening, ids=[0], reason="nothing there") == 0
    assert KeeperRun.objects.get().rows == 0


@pytest.mark.parametrize("act", [
    lambda pk: keeper.remove(model=Person, ids=[pk], reason="no"),
    lambda pk: keeper.replace(model=Person, changes={pk: {"chosen_name": "x"}}, reason="no"),
])  # fmt: skip
def test_the_keeper_refuses_an_ordinary_table(person, act):
    with pytest.raises(DatabaseError, match="not append-only"), transaction.atomic():
        act(person.pk)
    assert Person.objects.get().chosen_name == "Salomé"


def test_a_role_of_the_server_that_is_not_the_houses_cannot_call_the_keeper():
    with connection.cursor() as cursor:
        cursor.execute("SELECT oid::regprocedure::text FROM pg_proc WHERE proname = 'refuge_keep'")
        cursor.execute("SELECT has_function_privilege('pg_monitor', %s, 'EXECUTE')", cursor.fetchone())
        assert cursor.fetchone() == (False,)


def test_the_password_of_a_reset_link_does_not_stand_in_history():
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": "1f", "key": "d3x-4c0ffee"})
    assert "4c0ffee" not in without_key(path)
    assert without_key("/people/P-2026-0001/") == "/people/P-2026-0001/"


def test_the_keepers_own_record_cannot_be_reached_by_ordinary_means(opening):
    keeper.remove(model=Opening, ids=[opening.pk], reason="ten years passed")
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        KeeperRun.objects.all().delete()


# Flush


def test_the_database_itself_empties_only_a_test_database(person):
    """The name is asked of the server, so the function is tried in a database that has another name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('refuge_keep'::regproc)")
        definition = cursor.fetchone()[0]
        assert "current_database() NOT LIKE 'test\\_%'" in definition
        elsewhere = definition.replace("current_database()", "'refuge'::text").replace(
            "refuge_keep(", "pg_temp.elsewhere("
        )
        cursor.execute(elsewhere.replace("CREATE OR REPLACE FUNCTION public.", "CREATE OR REPLACE FUNCTION "))
        with pytest.raises(DatabaseError, match="only a test database"), transaction.atomic():
            cursor.execute("""SELECT pg_temp.elsewhere('flush', NULL, '["people_person"]', '', NULL)""")
    assert Person.objects.exists()


def test_the_command_refuses_outside_a_test_database_in_one_line(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "NAME", "refuge")
    with pytest.raises(CommandError) as refusal:
        call_command("flush", interactive=False)
    assert "\n" not in str(refusal.value)


@pytest.mark.django_db(transaction=True)
def test_a_test_database_is_emptied_whole(management):
    make_person(by=management)
    call_command("flush", interactive=False, verbosity=0)
    assert not Person.objects.exists()
    assert not Opening.objects.exists()
    assert KeeperRun.objects.get().action == "flush"


# The page


@pytest.mark.parametrize("role", ["coordinator", "psychologist", "educator", "logistics", "volunteers", "volunteer"])
def test_the_page_is_management_alone(client, role):
    client.force_login(make_user(role))
    assert client.get(reverse("audit:log")).status_code == 404


def test_the_page_tells_who_opened_and_who_changed(client, management, opening, person, coordinator):
    client.force_login(coordinator)
    client.post(reverse("people:rename", args=[person.reference]), {"chosen_name": "Sally", "pronouns": "elle"})
    client.force_login(management)
    page = client.get(reverse("audit:log")).content.decode()
    assert management.name in page
    assert "Camille" in page
    assert f"/people/{person.reference}/edit/name/" in page
    assert "chosen name" in page
    assert "pronouns : iel → elle" in page
    assert "Sally" not in page
    assert "Salomé" not in page


def test_intimate_values_and_numbers_are_told_by_their_fields_name_alone(client, management, person, coordinator):
    operations.set_intimate(person=person, health="Asthma", orientation=["gay"], by=coordinator)
    operations.add_channel(person=person, kind="phone", value="0470 12 34 56", note="Brother", by=coordinator)
    client.force_login(management)
    for page in (reverse("audit:log"), reverse("people:panel", args=[person.reference, "access"])):
        text = client.get(page).content.decode()
        assert "health notes" in text
        for secret in ("Asthma", "gay", "470123456", "0470 12", "Brother", "\\x01"):
            assert secret not in text


def test_what_belongs_to_a_file_closed_to_the_reader_is_not_told(client, person, opening, management):
    other = make_user("management")
    operations.close_file(person=person, user=management, reason="A cousin", by=other)
    client.force_login(management)
    assert person.reference not in client.get(reverse("audit:log")).content.decode()
    answer = client.get(reverse("audit:log"), {"file": person.reference}).content.decode()
    assert reverse("people:person", args=[person.reference]) not in answer
    rows = page_of(management, Wanted()).rows
    assert person.pk not in {row["subject"] for row in rows}


@pytest.fixture
def busy(person, opening, coordinator, management):
    """Two files, two readers, two days."""
    other = make_person(by=coordinator)
    reveal = {"user": coordinator, "subject_label": "people.person", "subject_id": other.pk, "page": "/x/"}
    Opening.objects.create(what="reveal", **reveal)
    return other


def wanted_rows(user, **wanted):
    return page_of(user, Wanted(**wanted)).rows


def test_the_list_is_narrowed_by_file_colleague_day_and_kind(busy, person, management, coordinator):
    assert {row["subject"] for row in wanted_rows(management, subject=person.pk)} == {person.pk}
    assert {row["user"] for row in wanted_rows(management, colleague=coordinator.pk)} == {coordinator.pk}
    assert {row["what"] for row in wanted_rows(management, kind="reveal")} == {"reveal"}
    assert {row["what"] for row in wanted_rows(management, kind="view")} == {"view"}
    assert not {row["source"] for row in wanted_rows(management, kind="change")} & {0}
    assert wanted_rows(management, day=timezone.localdate())
    assert wanted_rows(management, day=timezone.localdate() - timedelta(days=1)) == []


def test_filters_stand_in_the_address(client, busy, person, management):
    client.force_login(management)
    page = client.get(reverse("audit:log"), {"file": person.reference, "kind": "view"})
    assert [line.subject for line in page.context["lines"]] == [person.reference]
    unknown = client.get(reverse("audit:log"), {"file": "P-1999-0001"})
    assert unknown.context["lines"] == []


def test_the_list_goes_on_by_key_without_a_gap(person, management):
    for number in range(60):
        Opening.objects.create(user=management, subject_label="people.person", subject_id=person.pk, page=f"/{number}/")
    everything = [row["key"] for row in page_of(management, Wanted(), size=500).rows]
    read, place = [], ""
    while True:
        page = page_of(management, Wanted(), place, size=7)
        read += [row["key"] for row in page.rows]
        place = page.next
        if not place:
            break
    assert read == everything


def test_newest_first_is_answered_from_an_index_on_every_tracked_table():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes")
        indexes = {row[0] for row in cursor.fetchall()}
    tables = {event_model(table)._meta.db_table for table in registry.tracked}
    assert "people_personevent" in tables
    assert {f"{table}_newest" for table in tables} <= indexes


def test_a_place_that_cannot_be_read_is_the_first_page(opening, management):
    assert page_of(management, Wanted(), "nonsense").rows == page_of(management, Wanted()).rows


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_asks_the_same_few_questions_whatever_there_is(client, management, coordinator, count):
    for number in range(count):
        person = make_person(by=coordinator, chosen_name=str(number))
        operations.set_team_alert(person=person, kind="other", text="x", by=coordinator)
    client.force_login(management)
    client.get(reverse("audit:log"))
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("audit:log"))
    assert len(queries) <= 12


def test_a_line_says_the_change_in_the_readers_words(person, management, coordinator):
    operations.assign_worker(person=person, worker=coordinator, by=coordinator)
    (row, *_older) = page_of(management, Wanted(subject=person.pk, kind="change")).rows
    (line,) = lines_of(management, [row])
    assert [(field.before, field.now) for field in line.fields] == [("", "Camille")]


@pytest.mark.parametrize(
    ("language", "hours", "words"), [("fr", "7.50", "7,5"), ("nl", "7.25", "7,25"), ("en", "10", "10")]
)
def test_a_line_writes_a_number_as_the_reader_does(coordinator, management, language, hours, words):
    make_staff_training(coordinator, by=management, hours=Decimal(hours))
    with override(language):
        (line, *_older) = lines_of(management, page_of(management, Wanted(subject=coordinator.pk, kind="change")).rows)
    assert words in [field.now for field in line.fields]


@pytest.mark.parametrize(
    "query",
    [
        "day=9999-12-31", "day=0001-01-01", "after=0001-01-01T00:00:00%2B23:00_1_1",
        "after=9999-12-31T23:59:59-23:00_1_1", "after=2026-01-01T00:00:00_1_1",
        "after=2026-01-01T00:00:00%2B00:00_1_99999999999999999999999", "file=%00",
    ],
)  # fmt: skip
def test_no_address_breaks_the_page(client, management, opening, query):
    client.force_login(management)
    assert client.get(f"{reverse('audit:log')}?{query}").status_code == 200
