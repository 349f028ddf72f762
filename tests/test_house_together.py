"""Living together: warnings from both sides, never a refusal, and only of what the reader may see."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from housing import operations
from housing.models import Conflict, LivingWishes
from housing.together import flat_for
from refuge.people import operations as people
from tests.factories import make_person, make_user
from tests.housing import make_space, make_stay

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make_user("coordinator", language="en")


@pytest.fixture
def two(by):
    """Salomé lives in the flat where Nour may come to live."""
    salome = make_person(by=by, chosen_name="Salomé", languages=["fr"])
    make_stay(salome, make_space("A1"), by=by)
    return make_person(by=by, chosen_name="Nour", languages=["fr"]), salome


@pytest.fixture
def signed_in(client):
    def sign_in(*roles):
        client.user = make_user(*roles, language="en")
        client.force_login(client.user)
        return client

    return sign_in


def day(number):
    return timezone.localdate() + timedelta(days=number)


def conflict_of(person, other, by, **fields):
    fields = {"reason": "A threat in March.", "ends_on": day(30)} | fields
    return operations.note_conflict(person=person, other=other, by=by, **fields)


def reasons(user, person, space) -> list:
    return [(warning.detail, warning.person) for warning in flat_for(user, person, space).warnings if warning.detail]


def test_a_conflict_warns_from_either_side_until_its_day(two, by, time_machine):
    nour, salome = two
    space, other = make_space("A2"), make_space("B1", unit="Flat B")
    conflict_of(nour, salome, by)
    assert reasons(by, nour, space) == [("A threat in March.", salome)]
    make_stay(nour, other, by=by)
    assert reasons(by, salome, other) == [("A threat in March.", nour)]
    assert reasons(by, nour, make_space("C1", unit="Flat C")) == []
    time_machine.move_to(timezone.now() + timedelta(days=30), tick=False)
    assert reasons(by, nour, space) == []


def test_it_warns_and_refuses_nothing(two, by):
    nour, salome = two
    conflict_of(nour, salome, by)
    assert make_stay(nour, make_space("A2"), by=by).is_open


@pytest.mark.parametrize("closed", ["the one who comes", "the one who is there"])
def test_of_a_file_closed_to_the_reader_no_word_is_in_a_warning(two, by, closed, signed_in):
    nour, salome = two
    space = make_space("A2")
    for each, wish in ((nour, "quiet"), (salome, "night_work")):
        operations.set_wishes(person=each, wishes=[wish], by=by)
    people.set_team_alert(person=salome, kind="allergy", text="Nuts", by=by)
    conflict_of(nour, salome, by)
    client = signed_in("coordinator")
    hidden = salome if closed == "the one who is there" else nour
    people.close_file(person=hidden, user=client.user, reason="Family.", by=make_user("management"))
    data = {"person": nour.reference, "space": space.pk}
    text = client.get(reverse("housing:flat"), data).content.decode()
    assert [word for word in ("Salomé", "March", "Nuts", "night") if word in text] == []
    if hidden == salome:
        assert "1 other person" in text
    assert Conflict.objects.visible_to(client.user).count() == 0


def test_wishes_that_clash_and_no_common_language_are_told(two, by):
    nour, salome = two
    operations.set_wishes(person=nour, wishes=["quiet", "smokes", "alone"], by=by)
    operations.set_wishes(person=salome, wishes=["late", "no_smoke"], by=by)
    people.change_identity(person=nour, languages=["ar"], by=by)
    people.set_team_alert(person=salome, kind="allergy", text="Cats", by=by)
    nour.refresh_from_db()
    flat = flat_for(by, nour, make_space("A2"))
    assert len(flat.warnings) == 5
    assert ("Cats", salome) in [(each.detail, each.person) for each in flat.warnings]
    assert [each.person for each in flat.sharing] == [salome]


def test_a_language_not_asked_is_not_a_language_lacking(two, by):
    nour, _salome = two
    people.change_identity(person=nour, languages=[], by=by)
    nour.refresh_from_db()
    assert flat_for(by, nour, make_space("A2")).warnings == []


def test_whoever_is_promised_a_space_shares_the_flat_too(two, by):
    nour, _salome = two
    coming = make_person(by=by, chosen_name="Kai")
    operations.offer(person=coming, space=make_space("A3"), starts_on=day(3), promised=True, by=by)
    assert [each.person for each in flat_for(by, nour, make_space("A2")).sharing][1:] == [coming]


def test_the_same_two_are_noted_once_and_nobody_with_themselves(two, by):
    nour, salome = two
    conflict = conflict_of(nour, salome, by)
    for person, other in ((salome, nour), (nour, nour)):
        with pytest.raises(ValidationError):
            conflict_of(person, other, by)
    operations.end_conflict(conflict=conflict, by=by)
    assert conflict_of(salome, nour, by)
    with pytest.raises(IntegrityError, match="housing_conflict_between_two"):
        Conflict.objects.create(first=nour, second=nour, reason="?", ends_on=day(3), noted_by=by)


def test_a_merge_moves_wishes_and_conflicts_of_both_sides_and_a_parting_brings_them_back(by):
    kept, twice, kai, lou = (make_person(by=by, chosen_name=name) for name in ("Nour", "Noor", "Kai", "Lou"))
    operations.set_wishes(person=kept, wishes=["quiet"], note="At night.", by=by)
    operations.set_wishes(person=twice, wishes=["no_pets"], note="Cats.", by=by)
    conflict_of(twice, kai, by)
    conflict_of(lou, twice, by)
    conflict_of(kept, twice, by, reason="Thought to be two.")
    merge = people.merge_people(kept=kept, absorbed=twice, reason="The same number.", by=by)
    seen = Conflict.objects.visible_to(by).of(kept)
    assert {each.other(kept) for each in seen} == {kai, lou}
    noted = LivingWishes.objects.get(person=kept)
    assert (noted.wishes, noted.note) == (["no_pets", "quiet"], "At night.\nCats.")
    people.part_people(merge=merge, by=by)
    assert {each.other(twice) for each in Conflict.objects.visible_to(by).of(twice)} == {kept, kai, lou}
    assert LivingWishes.objects.get(person=kept).wishes == ["quiet"]


def test_after_a_death_nothing_is_noted(two, by):
    nour, salome = two
    people.record_death(person=nour, source="A friend", by=by)
    for attempt in (
        lambda: operations.set_wishes(person=nour, wishes=[], by=by),
        lambda: conflict_of(salome, nour, by),
    ):
        with pytest.raises(ValidationError):
            attempt()


def test_no_plain_word_of_it_lies_in_the_database(two, by):
    nour, salome = two
    operations.set_wishes(person=nour, wishes=["night_work"], note="Quetzal", by=by)
    conflict_of(nour, salome, by, reason="Quetzal")
    with connection.cursor() as cursor:
        for table in ("livingwishes", "livingwishesevent", "conflict", "conflictevent"):
            cursor.execute(f"SELECT t::text FROM housing_{table} t")
            assert not [row for row in cursor.fetchall() if "Quetzal" in row[0] or "night_work" in row[0]]


def test_the_panel_is_written_by_who_accompanies_and_read_by_who_reads_the_file(two, by, signed_in):
    nour, salome = two
    client = signed_in("psychologist")
    data = {"other": salome.reference, "reason": "Ask me.", "ends_on": day(9).isoformat()}
    client.post(reverse("housing:conflict_new", args=[nour.reference]), data)
    client.post(reverse("housing:wishes", args=[nour.reference]), {"wishes": ["quiet"], "note": ""})
    panel = reverse("people:panel", args=[nour.reference, "together"])
    for role in ("management", "coordinator", "psychologist", "educator"):
        text = signed_in(role).get(panel).content.decode()
        assert "Ask me." in text
        assert "needs quiet" in text
    assert signed_in("logistics").get(panel).status_code == 404


def test_the_panel_and_the_warning_ask_the_same_in_a_full_flat(two, by, signed_in):
    nour, salome = two
    client, space = signed_in("coordinator"), make_space("A2")
    pages = [
        (reverse("people:panel", args=[salome.reference, "together"]), {}),
        (reverse("housing:flat"), {"person": nour.reference, "space": space.pk}),
    ]

    def asked():
        counts = []
        for address, data in pages:
            client.get(address, data)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address, data).status_code == 200
            counts.append(len(queries))
        return counts

    def fill(number):
        person = make_person(by=by, chosen_name=f"P{number}")
        make_stay(person, make_space(f"A{number}"), by=by)
        operations.set_wishes(person=person, wishes=["late"], by=by)
        people.set_team_alert(person=person, kind="allergy", text="Nuts", by=by)
        conflict_of(person, salome, by)

    fill(10)
    few = asked()
    for number in range(11, 21):
        fill(number)
    assert asked() == few
    assert few[0] <= 15
    assert few[1] <= 12
