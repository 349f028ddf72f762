"""Finding a file: by a name however it is spelled, by a reference, by a number in any format."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from refuge.people import operations
from refuge.people.names import named_like
from refuge.people.search import find, references
from tests.factories import make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return make_user("coordinator")


@pytest.fixture
def person(coordinator):
    person = make_person(by=coordinator, chosen_name="Zoé", legal_name="Théodore Van den Berghe", birth_year=2004)
    operations.add_channel(person=person, kind="phone", value="0470 12 34 56", by=coordinator)
    operations.add_channel(person=person, kind="email", value="Zoe.Test@example.org", by=coordinator)
    for name in ("Adam", "Imane", "Kofi"):
        make_person(by=coordinator, chosen_name=name)
    return person


def urls(user, text):
    return [hit.url for hit in find(user, text, limit=10)]


@pytest.mark.parametrize(
    "text", ["Zoé", "zoe", "ZOE", "Zoë", "zo", "Théodore", "theodore", "van den berghe", "teodore"]
)
def test_a_name_is_found_without_accents_case_or_perfect_spelling(person, coordinator, text):
    assert urls(coordinator, text) == [reverse("people:person", args=[person.reference])]


@pytest.mark.parametrize(
    ("written", "searched"),
    [("Mohamed", "Mouhammad"), ("Nour", "Noor"), ("Yasmine", "Jasmine"), ("Ismaël", "ismail"), ("Élodie", "Elody")],
)
def test_spellings_of_one_name_find_each_other(coordinator, written, searched):
    person = make_person(by=coordinator, chosen_name=written)
    assert urls(coordinator, searched) == [reverse("people:person", args=[person.reference])]


def test_a_name_of_one_consonant_is_not_like_every_other(coordinator):
    for name in ("Léa", "Lio"):
        make_person(by=coordinator, chosen_name=name)
    assert urls(coordinator, "Lou") == []


def test_the_nearest_spelling_comes_first_and_no_more_are_found_than_asked(coordinator):
    others = [make_person(by=coordinator, chosen_name="Samira") for _ in range(2)]
    sams = [make_person(by=coordinator, chosen_name="Sam") for _ in range(3)]
    scores = named_like(coordinator, "sam", 4)
    assert list(scores)[:3] == sorted(person.pk for person in sams)
    assert list(scores)[3] == min(person.pk for person in others)
    assert len(set(scores.values())) == 2
    assert list(named_like(coordinator, "sam", 2)) == sorted(person.pk for person in sams)[:2]


def test_who_bears_two_names_that_are_like_it_is_found_once_by_the_nearer(coordinator):
    person = make_person(by=coordinator, chosen_name="Samira")
    operations.rename(person=person, chosen_name="Sam", pronouns="", by=coordinator)
    alone = make_person(by=coordinator, chosen_name="Sam")
    scores = named_like(coordinator, "sam", 5)
    assert scores[person.pk] == scores[alone.pk]
    assert len(scores) == 2


def test_who_has_several_spellings_of_a_name_crowds_nobody_out(coordinator):
    """Who comes first by id is the one with many names."""
    first, second = sorted((make_person(by=coordinator) for _ in range(2)), key=lambda person: person.pk)
    for name in ("Noor Hadad", "Noor Haddadd", "Lea", "Léa", "LÉA"):
        operations.rename(person=first, chosen_name=name, pronouns="", by=coordinator)
    for name in ("Noor Haddadi", "Léa"):
        operations.rename(person=second, chosen_name=name, pronouns="", by=coordinator)
    assert set(named_like(coordinator, "Léa", 2)) == {first.pk, second.pk}
    assert set(named_like(coordinator, "Noor Hadad", 2)) == {first.pk, second.pk}


@pytest.mark.parametrize("text", ["0470123456", "0470/12.34.56", "+32 470 12 34 56", "0032 470 123 456"])
def test_a_phone_is_found_in_any_format(person, coordinator, text):
    assert urls(coordinator, text) == [reverse("people:person", args=[person.reference])]


def test_an_address_is_found_in_any_case_and_no_part_of_one_finds_anybody(person, coordinator):
    assert urls(coordinator, "zoe.TEST@example.org") == [reverse("people:person", args=[person.reference])]
    assert urls(coordinator, "test@example.org") == []
    assert urls(coordinator, "047012345") == []


def test_a_reference_is_found_in_full_or_by_its_number(person, coordinator):
    number = int(person.reference[-4:])
    for text in (person.reference, person.reference.lower(), f"{person.reference[2:6]}-{number}", str(number)):
        assert reverse("people:person", args=[person.reference]) in urls(coordinator, text)


def test_a_number_alone_means_every_year(coordinator):
    assert "P-2026-0042" in references("42")
    assert "P-2025-0042" in references("0042")
    assert references("P-2025-42") == ["P-2025-0042"]
    assert references("Zoé") == []


def test_a_former_name_finds_the_file_and_is_not_shown(person, coordinator):
    operations.rename(person=person, chosen_name="Sacha", pronouns="iel", by=coordinator)
    (hit,) = find(coordinator, "Zoé", limit=10)
    assert hit.title == "Sacha"
    assert "Zo" not in f"{hit.detail}{hit.chip}"


def test_a_legal_name_finds_the_file_and_is_not_shown(person, coordinator):
    (hit,) = find(coordinator, "Théodore", limit=10)
    assert (hit.title, "Théodore" in hit.detail) == ("Zoé", False)


def test_the_nearest_name_comes_first(coordinator):
    for name in ("Samira", "Samir", "Sam", "Samuel"):
        make_person(by=coordinator, chosen_name=name)
    assert find(coordinator, "Sam", limit=10)[0].title == "Sam"
    assert find(coordinator, "samir", limit=10)[0].title == "Samir"


def test_two_short_names_with_one_consonant_are_not_taken_for_each_other(coordinator):
    make_person(by=coordinator, chosen_name="Lou")
    assert urls(coordinator, "Léa") == []


def test_nobody_finds_a_file_that_is_closed_to_them(person):
    educator = make_user("educator")
    operations.close_file(person=person, user=educator, reason="A cousin", by=make_user("management"))
    for text in ("Zoé", person.reference, "0470 12 34 56", "Théodore"):
        assert urls(educator, text) == []


@pytest.mark.parametrize("role", ["logistics", "volunteers", "volunteer"])
def test_the_search_page_tells_nothing_to_who_reads_no_files(client, person, role):
    client.force_login(make_user(role))
    page = client.post(reverse("search"), {"q": "Zoé"})
    assert person.reference not in page.content.decode()


def test_the_search_page_shows_the_file(client, person, coordinator):
    client.force_login(coordinator)
    page = client.post(reverse("search"), {"q": "zoe"}).content.decode()
    assert "Zoé" in page
    assert person.reference in page


@pytest.mark.parametrize("text", ["Zoé", "0470123456", "P-2026-0001", "42"])
def test_a_search_asks_few_questions(person, coordinator, text):
    coordinator.roles  # noqa: B018 read once a request, whatever is searched
    with CaptureQueriesContext(connection) as queries:
        find(coordinator, text, limit=10)
    assert len(queries) <= 3


@pytest.mark.parametrize(
    "text", ["%", "_", "'", "\\", "ab\x01c", "a\x00b", "😀😀", "a" * 100, "'; DROP TABLE people_person; --"]
)
def test_any_text_can_be_searched(person, coordinator, text):
    assert isinstance(find(coordinator, text, limit=10), list)


def test_names_are_looked_up_in_the_index(person, coordinator):
    """The planner may scan a handful of rows; told not to, it must be able to use both indexes."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT person_id FROM people_personname "
            "WHERE folded %> refuge_fold('zoe') OR sound = refuge_sound('zoe')"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "people_name_folded" in plan
    assert "people_name_sound" in plan
