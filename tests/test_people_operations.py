"""What staff do with a file: the rows it leaves, and what is refused."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from refuge.people import operations
from refuge.people.models import Channel, Person, PersonName, of_open_file
from refuge.violations import RuleBroken
from tests.factories import make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return make_user("coordinator")


@pytest.fixture
def person(coordinator):
    return make_person(by=coordinator, chosen_name="Salomé", pronouns="elle")


def test_a_file_gets_the_next_reference_of_its_year(coordinator):
    first, second = make_person(by=coordinator), make_person(by=coordinator)
    year = timezone.localdate().year
    assert first.reference.startswith(f"P-{year}-")
    assert int(second.reference[-4:]) == int(first.reference[-4:]) + 1


def test_a_file_from_last_year_is_numbered_in_that_year(coordinator):
    assert make_person(by=coordinator, created_at=timezone.now() - timedelta(days=800)).reference[2:6] != str(
        timezone.localdate().year
    )


def test_a_file_needs_a_name(coordinator):
    with pytest.raises(ValidationError) as refusal:
        make_person(by=coordinator, chosen_name="   ")
    assert "chosen_name" in refusal.value.error_dict
    assert not Person.objects.exists()


def test_two_sorts_of_age_at_once_are_refused_in_words(coordinator):
    with pytest.raises(RuleBroken) as refusal:
        make_person(by=coordinator, birth_year=2005, birth_date=date(2005, 1, 1))
    assert refusal.value.code == "people_one_sort_of_age"


def test_the_database_itself_refuses_an_implausible_age(person):
    with pytest.raises(IntegrityError, match="people_age_plausible"), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(birth_year=None, stated_age=7, stated_on=date(2026, 1, 1))


def test_a_former_name_still_finds_the_file(person, coordinator):
    operations.rename(person=person, chosen_name="Sally", pronouns="iel", by=coordinator)
    names = PersonName.objects.filter(person=person).values_list("text", "kind", "current")
    assert set(names) == {("Salomé", "chosen", False), ("Sally", "chosen", True)}


def test_a_name_taken_up_again_is_current_again(person, coordinator):
    for name in ("Sally", "Salomé"):
        operations.rename(person=person, chosen_name=name, pronouns="", by=coordinator)
    assert person.names.get(current=True).text == "Salomé"


def test_names_follow_a_change_made_with_plain_sql(person):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET legal_name = 'Sophie Martin' WHERE id = %s", [person.pk])
    assert person.names.filter(kind="legal", current=True).get().text == "Sophie Martin"


def test_a_change_of_age_moves_the_day_of_majority(person, coordinator):
    changed = operations.change_identity(person=person, birth_year=None, birth_date=date(2009, 5, 1), by=coordinator)
    assert changed.adult_from == date(2027, 5, 1)


def test_identity_takes_no_other_field(person, coordinator):
    with pytest.raises(TypeError):
        operations.change_identity(person=person, chosen_name="X", by=coordinator)


def test_saving_an_unchanged_answer_is_no_change(person, coordinator):
    for _ in range(2):
        operations.set_intimate(person=person, orientation=["queer"], health="Asthma", by=coordinator)
    assert person.events.count() == 2
    operations.set_intimate(person=person, orientation=["queer"], health="Asthma, inhaler", by=coordinator)
    before, after = person.events.order_by("-pgh_id")[:2][::-1]
    assert bytes(before.__dict__["orientation"]) == bytes(after.__dict__["orientation"])
    assert (before.health, after.health) == ("Asthma", "Asthma, inhaler")


@pytest.mark.parametrize("written", ["0470 12 34 56", "0470/12.34.56", "+32 470 12 34 56", "0032470123456"])
def test_a_number_is_kept_in_one_spelling(person, coordinator, written):
    assert operations.add_channel(person=person, kind="phone", value=written, by=coordinator).value == "+32470123456"


@pytest.mark.parametrize(("kind", "value"), [("phone", "nope"), ("phone", "12"), ("email", "a@b"), ("address", " ")])
def test_what_is_no_number_is_refused_beside_its_field(person, coordinator, kind, value):
    with pytest.raises(ValidationError) as refusal:
        operations.add_channel(person=person, kind=kind, value=value, by=coordinator)
    assert "value" in refusal.value.error_dict


def test_a_changed_number_is_found_by_its_new_index(person, coordinator):
    channel = operations.add_channel(person=person, kind="phone", value="0470 12 34 56", by=coordinator)
    old = bytes(channel.value_index)
    operations.change_channel(channel=channel, value="0471 00 00 00", may_call="yes", by=coordinator)
    channel = Channel.objects.get(pk=channel.pk)
    assert channel.value == "+32471000000"
    assert bytes(channel.value_index) != old


def test_a_removed_channel_comes_back(person, coordinator):
    channel = operations.add_channel(person=person, kind="phone", value="0470 12 34 56", by=coordinator)
    operations.remove_channel(channel=channel, by=coordinator)
    assert not person.channels.current().exists()
    operations.restore_channel(channel=channel, by=coordinator)
    assert person.channels.current().get() == channel


def test_letters_are_held_until_all_three_questions_have_an_answer(person, coordinator):
    contact = operations.set_outside_contact(person=person, kind="school", knows_orientation="no", by=coordinator)
    assert contact.is_held
    assert contact.answered_on is None
    contact = operations.set_outside_contact(
        person=person, contact=contact, knows_gender="no", knows_refuge="yes", by=coordinator
    )
    assert not contact.is_held
    assert contact.answered_on == timezone.localdate()


def test_a_consent_is_withdrawn_once_and_can_be_taken_back(person, coordinator):
    consent = operations.give_consent(person=person, purpose="sharing", how="signed", by=coordinator)
    operations.withdraw_consent(consent=consent, by=coordinator)
    first = consent.withdrawn_at
    operations.withdraw_consent(consent=consent, by=coordinator)
    assert consent.withdrawn_at == first
    operations.undo_withdrawal(consent=consent, by=coordinator)
    assert person.consents.standing().get() == consent


def test_a_consent_of_tomorrow_is_refused(person, coordinator):
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ValidationError):
        operations.give_consent(person=person, purpose="photo", how="signed", given_on=tomorrow, by=coordinator)


def test_a_closed_file_does_not_exist_for_that_colleague_alone(person):
    management, educator, other = make_user("management"), make_user("educator"), make_user("educator")
    closure = operations.close_file(person=person, user=educator, reason="Lived in the same flat", by=management)
    assert not Person.objects.visible_to(educator).exists()
    assert Person.objects.visible_to(other).get() == person
    operations.reopen_file(closure=closure, by=management)
    operations.close_file(person=person, user=other, reason="A cousin", by=management)
    assert Person.objects.visible_to(educator).get() == person
    assert not Person.objects.visible_to(other).exists()


@pytest.mark.parametrize("role", ["coordinator", "educator", "logistics", "volunteer"])
def test_the_condition_on_records_names_the_files_that_open_and_no_record_without_a_file(coordinator, role):
    reader, management = make_user(role), make_user("management")
    opened, closed, kept, absorbed = (make_person(by=coordinator) for _each in range(4))
    operations.close_file(person=closed, user=reader, reason="A cousin", by=management)
    operations.merge_people(kept=kept, absorbed=absorbed, by=coordinator, reason="The same")
    names_a_file = Person.objects.filter(of_open_file(reader, "pk"))
    assert set(names_a_file) == set(Person.objects.visible_to(reader))
    assert set(names_a_file) == ({opened, kept} if role in ("coordinator", "educator") else set())
    leads_to_one = Person.objects.filter(of_open_file(reader, "merged_into"))
    assert set(leads_to_one) == ({absorbed} if role in ("coordinator", "educator") else set())


def test_a_file_is_closed_to_nobody_twice_nor_to_oneself_nor_to_who_is_in_charge(person, coordinator):
    management, educator = make_user("management"), make_user("educator")
    operations.close_file(person=person, user=educator, reason="A cousin", by=management)
    with pytest.raises(RuleBroken) as refusal:
        operations.close_file(person=person, user=educator, reason="Again", by=management)
    assert refusal.value.code == "people_closed_once"
    operations.assign_worker(person=person, worker=coordinator, by=coordinator)
    for user in (management, coordinator):
        with pytest.raises(ValidationError):
            operations.close_file(person=person, user=user, reason="A cousin", by=management)


def test_nobody_is_put_in_charge_of_a_file_they_cannot_open(person, coordinator):
    for colleague in (make_user("logistics"), make_user("volunteer")):
        with pytest.raises(ValidationError):
            operations.assign_worker(person=person, worker=colleague, by=coordinator)


@pytest.mark.parametrize("role", ["logistics", "volunteers", "volunteer"])
def test_roles_that_read_no_files_see_nobody(person, role):
    assert not Person.objects.visible_to(make_user(role)).exists()


def test_a_team_alert_ends_and_comes_back(person, coordinator):
    alert = operations.set_team_alert(person=person, kind="allergy", text="Peanuts", by=coordinator)
    operations.end_team_alert(alert=alert, by=coordinator)
    assert not person.team_alerts.standing().exists()
    operations.restore_team_alert(alert=alert, by=coordinator)
    assert person.team_alerts.standing().get().text == "Peanuts"


def test_an_empty_alert_is_refused(person, coordinator):
    with pytest.raises(ValidationError):
        operations.set_team_alert(person=person, kind="other", text="  ", by=coordinator)
