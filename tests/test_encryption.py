"""What is encrypted stays so: in the table, in the history, in another row; and a number can still be found."""

import json
from pathlib import Path

import pytest
from django.core.exceptions import FieldError
from django.db import connection, transaction

from refuge import encryption
from refuge.accounts.models import Draft
from refuge.encryption import CannotOpen, KeyRing, key_ring
from refuge.people import operations
from refuge.people.models import Channel, Person
from tests.factories import make_person, make_user

pytestmark = pytest.mark.django_db

PHONE = "+32470123456"


@pytest.fixture
def coordinator():
    return make_user("coordinator")


@pytest.fixture
def person(coordinator):
    person = make_person(by=coordinator)
    values = {"orientation": ["lesbian"], "orientation_words": "plutôt lesbienne", "health": "asthme sévère"}
    return operations.set_intimate(person=person, gender_words="femme trans", **values, by=coordinator)


@pytest.fixture
def channel(person, coordinator):
    return operations.add_channel(person=person, kind="phone", value=PHONE, code_word="Sarah", by=coordinator)


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else None


def test_what_was_saved_is_read_back(person, channel):
    person, channel = Person.objects.get(pk=person.pk), Channel.objects.get(pk=channel.pk)
    assert (person.orientation, person.health) == (["lesbian"], "asthme sévère")
    assert (channel.value, channel.code_word, channel.note) == (PHONE, "Sarah", "")


def test_no_table_holds_the_plain_text(person, channel):
    """Every row of every table, history included, as a dump would write it."""
    secrets = ["470123456", "lesbi", "asthme", "femme trans", "Sarah"]
    secrets += [word.encode().hex() for word in secrets]
    tables = sql("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
    for (table,) in tables:
        for (row,) in sql(f'SELECT t::text FROM "{table}" t'):
            assert not [secret for secret in secrets if secret in row], table


def test_a_value_moved_to_another_row_does_not_open(person, coordinator):
    other = make_person(by=coordinator)
    sql("UPDATE people_person SET health = (SELECT health FROM people_person WHERE id = %s) WHERE id = %s",
        person.pk, other.pk)  # fmt: skip
    with pytest.raises(CannotOpen):
        Person.objects.get(pk=other.pk).health  # noqa: B018 reading is what opens it


def test_a_value_moved_to_another_field_does_not_open(person):
    sql("UPDATE people_person SET health = orientation_words WHERE id = %s", person.pk)
    with pytest.raises(CannotOpen):
        Person.objects.get(pk=person.pk).health  # noqa: B018


def test_a_value_moved_to_another_table_does_not_open(person, channel):
    sql("UPDATE people_channel SET note = (SELECT health FROM people_person WHERE id = %s)", person.pk)
    with pytest.raises(CannotOpen):
        Channel.objects.get(pk=channel.pk).note  # noqa: B018


def test_a_value_with_one_bit_changed_does_not_open(person):
    sql("UPDATE people_person SET health = set_bit(health, length(health) * 8 - 1, "
        "1 - get_bit(health, length(health) * 8 - 1)) WHERE id = %s", person.pk)  # fmt: skip
    with pytest.raises(CannotOpen):
        Person.objects.get(pk=person.pk).health  # noqa: B018


def test_a_bulk_update_of_an_encrypted_field_is_refused(person):
    with pytest.raises(FieldError), transaction.atomic():
        Person.objects.update(health="plain")
    assert Person.objects.get(pk=person.pk).health == "asthme sévère"


@pytest.mark.parametrize("lookup", ["health", "health__contains", "health__gt", "health__in"])
def test_an_encrypted_field_cannot_be_searched(lookup):
    with pytest.raises((FieldError, TypeError)):
        list(Person.objects.filter(**{lookup: "asthme"}))


def test_rows_made_in_bulk_are_encrypted_too(person, coordinator):
    made = Channel.objects.bulk_create([Channel(person=person, kind="phone", value=PHONE, created_by=coordinator)])
    assert PHONE.encode() not in bytes(sql("SELECT value FROM people_channel WHERE id = %s", made[0].pk)[0][0])
    assert Channel.objects.get(pk=made[0].pk).value == PHONE


def test_a_history_row_opens_as_the_row_it_tells_of(person, coordinator):
    operations.set_intimate(person=person, health="mieux", by=coordinator)
    told = [event.health for event in person.events.order_by("pgh_id")]
    assert told == ["", "asthme sévère", "mieux"]


def test_the_same_text_never_looks_the_same_twice(person, coordinator):
    for _ in range(2):
        operations.add_channel(person=person, kind="other", value="same", by=coordinator)
    first, second = sql("SELECT value FROM people_channel")
    assert bytes(first[0]) != bytes(second[0])


def test_a_number_is_found_by_its_blind_index_and_by_no_other_number(channel):
    field = Channel._meta.get_field("value_index")
    assert Channel.objects.get(value_index=field.index(PHONE)) == channel
    assert not Channel.objects.filter(value_index=field.index("+32470123457")).exists()


def test_the_index_needs_the_key():
    ring = key_ring("data")
    stranger = KeyRing(ring.current, ring.keys, b"x" * 32)
    assert ring.blind(PHONE, "people.channel.value") != stranger.blind(PHONE, "people.channel.value")


def test_a_new_key_seals_and_the_old_one_still_opens(person, coordinator, tmp_path, settings):
    path = tmp_path / "data.json"
    old = json.loads(Path(settings.KEY_RINGS["data"]).read_text())
    new = {**old, "current": "beef", "keys": {**old["keys"], "beef": next(iter(old["keys"].values()))}}
    path.write_text(json.dumps(new))
    settings.KEY_RINGS = {**settings.KEY_RINGS, "data": str(path)}
    encryption.key_ring.cache_clear()
    try:
        operations.set_intimate(person=person, gender_words="autrement dit", by=coordinator)
        person = Person.objects.get(pk=person.pk)
        assert (person.gender_words, person.health) == ("autrement dit", "asthme sévère")
        assert bytes(sql("SELECT gender_words FROM people_person")[0][0])[1:5] == b"beef"
    finally:
        encryption.key_ring.cache_clear()


def test_a_value_whose_key_is_gone_says_so(person, monkeypatch):
    ring = key_ring("data")
    monkeypatch.setattr(encryption, "key_ring", lambda name: KeyRing("beef", {"beef": b"k" * 32}, ring.index))
    with pytest.raises(CannotOpen):
        Person.objects.get(pk=person.pk).health  # noqa: B018


def test_a_draft_is_encrypted(coordinator):
    draft = Draft.objects.create(user=coordinator, key="intake:new", fields={"story": "mis à la porte"})
    assert b"porte" not in bytes(sql("SELECT fields FROM accounts_draft")[0][0])
    assert Draft.objects.get(pk=draft.pk).fields == {"story": "mis à la porte"}


def test_a_list_that_does_not_show_a_value_does_not_open_it(person, monkeypatch):
    monkeypatch.setattr(encryption.EncryptedTextField, "unseal", lambda *args: pytest.fail("opened"))
    assert [each.chosen_name for each in Person.objects.all()] == ["Nour"]
