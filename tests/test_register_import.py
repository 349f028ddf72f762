"""A register taken over: rows, and nothing else; once; and undone as if it had never been."""

import json
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from openpyxl import load_workbook

from housing import operations
from housing.models import Extension, ImportState, Occupancy, RegisterImport, Space, Stay, WaitingStay
from housing.operations import imports
from housing.register.reading import read
from housing.register.working import work
from intake.models import Decision, Request
from intake.models.choices import State
from refuge.accounts.models import User
from refuge.people import operations as people
from refuge.people.models import Channel, Person
from tests.register import FIRST, LATER, SMALL, day, early, late, small_register, workbook
from tests.staff import make_staff

pytestmark = pytest.mark.django_db

# What DESIGN.md sets apart when it says "nothing changes": history, logs, the outbox.
APART = ("event", "pghistory_", "audit_", "notifications_", "django_session", "housing_registerimport")


def everything() -> dict:
    """{table: its rows as one hash}, but for history and logs."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if not set_apart(name)]
        hashes = {}
        for table in tables:
            cursor.execute(
                f'SELECT count(*), md5(string_agg(row::text, chr(10) ORDER BY row::text)) FROM "{table}" row'
            )
            hashes[table] = cursor.fetchone()
    return hashes


def set_apart(table) -> bool:
    return any(table.startswith(mark) or table.endswith(mark) for mark in APART)


@pytest.fixture
def taken():
    return operations.take_over(reading=read(small_register()))


@pytest.fixture
def coordinator():
    return make_staff("coordinator")


@pytest.fixture
def manager():
    return make_staff("management")


def request_of(number) -> Request:
    """The request of a row of the small register, by the words that came with it."""
    return next(each for each in Request.objects.all() if f"numéro {number}\n" in f"{each.story}\n")


def waiting(number) -> WaitingStay:
    return WaitingStay.objects.get(number=number)


def test_people_requests_and_stays_are_there(taken):
    assert (Request.objects.count(), Person.objects.count()) == (SMALL["requests"], SMALL["people"])
    assert Stay.objects.count() == SMALL["stays"]
    assert WaitingStay.objects.count() == 4
    assert taken.state == ImportState.DONE


def test_a_person_is_known_by_the_surest_that_was_written(taken):
    lou = request_of("2024-0005").person
    assert (lou.chosen_name, lou.legal_name, lou.birth_date) == ("Lou", "Peeters", date(2000, 3, 1))
    assert lou.languages == ["fr", "ff"]
    assert lou.reference.startswith("P-2019-")
    assert lou.requests.count() == 3


def test_the_most_careful_of_all_that_was_said_of_a_telephone_counts(taken):
    channel = Channel.objects.get(person=request_of("2024-0005").person)
    assert channel.value == "+32470000001"
    assert (channel.may_call, channel.may_text, channel.may_voicemail) == ("no", "yes", "no")


def test_a_request_keeps_what_was_written(taken):
    request = request_of("2024-0005")
    assert (request.urgency, request.ethos, request.reasons) == ("tonight", "1", ["outing", "other"])
    assert "Chien ?" in request.reasons_words
    assert "Chien ?" not in request.story
    assert request.reference.startswith("R-2024-")


def test_decisions_are_signed_by_the_old_register(taken):
    decision = request_of("2024-0010").decision
    assert (decision.outcome, decision.space_was_free) == (State.DECLINED, "unsure")
    assert decision.decided_by.name == "Ancien registre"
    assert not User.objects.get(pk=decision.decided_by_id).is_active
    assert "Refus" in decision.reason


def test_a_decision_without_a_meaning_leaves_the_request_undecided(taken):
    assert request_of("2025-0013").state == State.ASSESSING


def test_stays_keep_their_nights_and_spaces(taken):
    stay = Stay.objects.get(request=request_of("2024-0005"))
    assert (stay.programme, stay.limit_on, stay.departed_on) == ("emergency", date(2024, 4, 11), date(2024, 4, 11))
    assert (stay.destination, stay.exit_type) == ("ais_svk", "unknown")
    occupancy = stay.occupancies.get()
    assert (occupancy.space.code, occupancy.starts_on, occupancy.ended_on) == ("A1", stay.arrived_on, stay.departed_on)
    assert Occupancy.objects.get(stay__request=request_of(1)).space is None


def test_who_has_not_left_is_there(taken):
    stay = Stay.objects.get(departed_on=None)
    assert (stay.programme, stay.agreed_until) == ("post", date(2025, 10, 3))
    assert stay.occupancies.get().status == "arrived"
    assert Space.objects.get(code="B2").programme == "post"


def test_an_early_return_goes_on_with_the_clock():
    facts = {"name": "Ana", "born": day("2000-01-01"), "decision": "Accueil", "space": "A1", "kind": "Urgence"}
    rows = [
        LATER,
        late("a", day("2024-01-01"), arrived=day("2024-01-01"), left=day("2024-02-01"), **facts),
        late("b", day("2024-02-10"), arrived=day("2024-02-10"), left=day("2024-03-01"), **facts),
    ]
    operations.take_over(reading=read(workbook({"2024": rows})))
    first, second = Stay.objects.order_by("arrived_on")
    assert (second.clock_from, second.previous, second.limit_on) == (date(2024, 1, 1), first, date(2024, 4, 1))


def test_a_second_run_changes_nothing(taken):
    before = everything()
    assert operations.take_over(reading=read(small_register())) is None
    assert everything() == before
    assert RegisterImport.objects.count() == 1


def test_rows_added_later_join_the_people_of_before():
    operations.take_over(reading=read(workbook({"2019": [FIRST, early(1, "05.01.19")]})))
    both = workbook({"2019": [FIRST, early(1, "05.01.19"), early(2, "07.01.19", "lou"), early(3, "08.01.19", "Fatou")]})
    operations.take_over(reading=read(both))
    assert Request.objects.count() == 3
    assert sorted(each.requests.count() for each in Person.objects.all()) == [1, 2]


def test_a_return_after_a_stay_of_the_house_goes_on_with_its_clock(taken):
    rows = [
        late("y", day("2025-03-01"), "Lou", day("2000-03-01"), "0470000001", "Accueil", space="B3", kind="Urgence",
             arrived=day("2025-03-01"), left=day("2025-03-09")),
    ]  # fmt: skip
    book = load_workbook(small_register())
    for row in rows:
        book["2025"].append(row)
    file = BytesIO()
    book.save(file)
    operations.take_over(reading=read(file))
    assert Stay.objects.get(arrived_on=date(2025, 3, 1)).clock_from == date(2025, 2, 1)


def test_what_the_house_knows_already_wins(taken, coordinator):
    rows = [
        LATER,
        late("x", day("2024-02-01"), "Ida", day("2000-01-01"), "0470000099", "Accueil", space="A1", kind="Urgence",
             arrived=day("2024-02-01"), left=day("2024-02-09")),
    ]  # fmt: skip
    operations.take_over(reading=read(workbook({"2024": rows})))
    assert waiting("x").reasons == [["house", "A1"]]


def test_undoing_leaves_every_table_as_it_was():
    before = everything()
    taken = operations.take_over(reading=read(small_register()))
    assert everything() != before
    assert operations.undo_import(register_import=taken) == []
    assert everything() == before
    again = operations.take_over(reading=read(small_register()))
    assert again.made == taken.made


def test_undoing_keeps_and_lists_what_somebody_has_worked_on(taken, coordinator):
    lou = request_of("2024-0005").person
    people.rename(person=lou, chosen_name="Loulou", pronouns="iel", by=coordinator)
    kept = operations.undo_import(register_import=taken, by=coordinator)
    assert kept == [lou.reference]
    assert Person.objects.count() == 1
    assert (lou.requests.count(), lou.stays.count(), Channel.objects.count()) == (3, 3, 1)
    assert Decision.objects.count() == 3
    assert set(Space.objects.values_list("code", flat=True)) == {"A1", "B3"}


def test_undoing_keeps_the_days_of_service_of_a_space_in_which_somebody_sleeps_or_slept(taken, coordinator):
    for person in Person.objects.filter(pk__in=Stay.objects.values("person")):
        people.rename(person=person, chosen_name=f"{person.chosen_name} B.", pronouns="", by=coordinator)
    assert Occupancy.objects.current().exists(), "somebody is there"
    operations.undo_import(register_import=taken, by=coordinator)
    used = Space.objects.filter(pk__in=Occupancy.objects.values("space"))
    assert set(Space.objects.all()) == set(used)
    assert set(used) == set(used.in_service(timezone.localdate()))


def test_undoing_keeps_who_something_hangs_on(taken, coordinator):
    cy = request_of("2024-0008").person
    people.add_channel(person=cy, kind="email", value="cy@demo.refuge.example", by=coordinator)
    assert operations.undo_import(register_import=taken, by=coordinator) == [cy.reference]


def test_an_overlong_stay_becomes_an_extension_that_management_approves(taken, manager):
    stay = operations.take_waiting_stay(waiting=waiting("2024-0006"), reason="Bail signé en août", by=manager)
    assert (stay.departed_on, stay.agreed_until) == (date(2024, 8, 1), date(2024, 8, 1))
    extension = Extension.objects.get(stay=stay)
    assert (extension.asked_by.name, extension.decided_by, extension.until) == (
        "Ancien registre", manager, date(2024, 8, 1),
    )  # fmt: skip
    with pytest.raises(ValidationError):
        operations.take_waiting_stay(waiting=waiting("2024-0006"), reason="Encore", by=manager)


def test_an_approval_needs_its_reason(taken, manager):
    with pytest.raises(ValidationError) as error:
        operations.take_waiting_stay(waiting=waiting("2024-0006"), reason=" ", by=manager)
    assert "reason" in error.value.error_dict
    assert Stay.objects.count() == SMALL["stays"]


def test_a_clash_is_named_and_can_go_without_its_space(taken, manager, coordinator):
    operations.take_waiting_stay(waiting=waiting("2024-0006"), reason="Bail", by=manager)
    with pytest.raises(ValidationError) as error:
        operations.take_waiting_stay(waiting=waiting("2024-0007"), by=coordinator)
    assert error.value.code == "in_the_way"
    stay = operations.take_waiting_stay(waiting=waiting("2024-0007"), without_space=True, by=coordinator)
    assert stay.occupancies.get().space is None


def test_nobody_of_unknown_age_is_taken_over_until_the_file_says_it(taken, coordinator):
    with pytest.raises(ValidationError) as error:
        operations.take_waiting_stay(waiting=waiting(4), by=coordinator)
    assert error.value.code == "age"
    known = {"birth_date": date(2000, 5, 5), "birth_year": None, "stated_age": None, "stated_on": None}
    people.change_identity(person=request_of(4).person, by=coordinator, **known)
    assert operations.take_waiting_stay(waiting=waiting(4), by=coordinator).arrived_on == date(2019, 3, 13)


def test_a_decision_on_a_stay_can_be_taken_back(taken, manager, coordinator):
    stay = operations.take_waiting_stay(waiting=waiting("2024-0006"), reason="Bail", by=manager)
    operations.wait_again(waiting=waiting("2024-0006"), by=manager)
    assert not Stay.objects.filter(pk=stay.pk).exists()
    operations.leave_out(waiting=waiting(4), by=coordinator)
    operations.wait_again(waiting=waiting(4), by=coordinator)
    assert WaitingStay.objects.waiting().count() == 4


# The command line


def run(path, *options) -> str:
    out = StringIO()
    call_command("import_register", str(path), *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "register.xlsx"
    path.write_bytes(small_register().getvalue())
    return path


def test_json_is_one_object_and_nothing_else(path):
    found = json.loads(run(path, "--json", "--dry-run"))
    assert {name: found[name] for name in SMALL} == SMALL
    assert set(found) == {*SMALL, "rejected", "left_out"}
    assert not Request.objects.exists()


def test_json_describes_the_workbook_whatever_the_database_holds(path):
    assert run(path, "--json") == run(path, "--json")


def test_the_terminal_tells_it_in_lines(path):
    assert "4 stays" in run(path)
    assert "Nothing is new" in run(path)


def test_a_bad_file_is_one_line(tmp_path):
    for name, content in (("absent.xlsx", None), ("broken.xlsx", b"x")):
        if content:
            (tmp_path / name).write_bytes(content)
        with pytest.raises(CommandError) as error:
            run(tmp_path / name)
        assert "\n" not in str(error.value)


# In a worker


@pytest.fixture
def uploaded(coordinator):
    content = small_register().getvalue()
    return operations.upload_register(content=content, file_name="registre.xlsx", by=coordinator)


def test_a_worker_reads_takes_over_and_undoes(uploaded, coordinator):
    work(uploaded.pk)
    uploaded.refresh_from_db()
    assert (uploaded.state, uploaded.found["new"]) == (ImportState.READ, SMALL["requests"])
    assert not Request.objects.exists()
    operations.start_import(register_import=uploaded, by=coordinator)
    work(uploaded.pk)
    work(uploaded.pk)
    assert Request.objects.count() == SMALL["requests"]
    assert not hasattr(RegisterImport.objects.get(pk=uploaded.pk), "file")
    operations.ask_undo_import(register_import=uploaded, by=coordinator)
    work(uploaded.pk)
    assert not Request.objects.exists()


def test_page_and_command_agree(uploaded, coordinator, path):
    found = json.loads(run(path, "--json", "--dry-run"))
    work(uploaded.pk)
    uploaded.refresh_from_db()
    assert {name: uploaded.found[name] for name in found} == found


def test_what_cannot_be_read_is_told_and_its_file_forgotten(coordinator):
    found = operations.upload_register(content=b"PK no workbook", file_name="x.xlsx", by=coordinator)
    work(found.pk)
    found.refresh_from_db()
    assert found.state == ImportState.REFUSED
    assert found.trouble
    assert not hasattr(found, "file")


def test_what_kills_its_worker_three_times_has_failed(uploaded):
    for _try in range(imports.MAX_TRIES):
        assert imports.begin_work(uploaded.pk)
    assert imports.begin_work(uploaded.pk) is None
    uploaded.refresh_from_db()
    assert uploaded.state == ImportState.FAILED


def test_the_workbook_is_kept_encrypted(uploaded):
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM housing_registerfile")
        assert bytes(cursor.fetchone()[0]).find(b"xl/workbook.xml") == -1


def test_an_import_says_when_it_was_done(taken):
    assert timezone.now() >= taken.finished_at
