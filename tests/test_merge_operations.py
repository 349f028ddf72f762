"""Merging two files and parting them again: nothing is lost, the safest answer wins."""

from datetime import date, timedelta
from itertools import chain

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation

from casework import operations as casework
from casework.models import Appointment, AsylumTrack, FollowUp, JournalNote, LifeMeasurement, Plan, RightStep
from casework.operations import asylum
from casework.psychology import operations as psychology
from housing import operations as housing
from housing.models import Conflict, EarlierCare, LivingWishes, Occupancy, SafetyEntry, Stay
from housing.operations import safety
from intake import operations as intake
from intake.models import AsylumFile, Inquiry, MinorFollowUp, Request, RiskFlag
from intake.operations import inquiries
from refuge.documents.models import Document
from refuge.partners import operations as partners
from refuge.partners.letter import letter_of
from refuge.partners.models import Referral
from refuge.people import operations
from refuge.people.merging import all_rules, references_to_person, rules
from refuge.people.models import Channel, Closure, Consent, Merge, MergeMove, OutsideContact, Person, TeamAlert
from refuge.people.models.rules import MERGED
from refuge.people.names import named_like
from refuge.people.search import people_found
from tests.documents import make_document
from tests.factories import make_minor, make_person, make_request, make_user
from tests.housing import make_space, make_stay
from tests.merging import merge, refusal, two_files
from tests.partners import make_organisation, make_referral
from tests.shop import lines_of, make_item
from tests.volunteers import make_activity
from volunteers import operations as volunteers
from volunteers.models import Presence, ShopEntry

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
MOVING = {
    Channel, OutsideContact, Consent, TeamAlert, Request, Inquiry, Stay, Occupancy, Plan, JournalNote, Document,
    Referral, RiskFlag, MinorFollowUp, AsylumFile, LivingWishes, Conflict, Appointment, AsylumTrack, Presence,
    SafetyEntry, FollowUp, LifeMeasurement, RightStep, ShopEntry, EarlierCare,
}  # fmt: skip


@pytest.fixture(autouse=True)
def english():
    """Refusals are read here in the words of the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def by():
    return make_user("coordinator")


@pytest.fixture
def two(by):
    return two_files(by)


def fill(person, by, space, *, gone_on=None, plan=True):
    """A row in every table that points at a person."""
    operations.add_channel(person=person, kind="phone", value="0470123456", may_call="yes", note="Evenings.", by=by)
    operations.add_channel(person=person, kind="email", value=f"{person.reference.lower()}@mail.example", by=by)
    operations.set_outside_contact(person=person, kind="school", knows_refuge="yes", by=by)
    operations.set_outside_contact(person=person, kind="other", detail=person.reference, by=by)
    operations.give_consent(person=person, purpose="sogi", how="spoken", by=by)
    operations.set_team_alert(person=person, kind="allergy", text="Nuts", by=by)
    operations.close_file(person=person, user=make_user("educator"), reason="Family.", by=make_user("management"))
    safety.note_incident(type="threat", what="He shouted.", person=person, by=by)
    operations.set_intimate(person=person, health=f"Notes of {person.reference}", by=by)
    request = make_request(person=person, by=by)
    stay = make_stay(person, space, by=by, request=request, on=TODAY() - timedelta(days=gone_on + 5 if gone_on else 2))
    if gone_on:
        day = TODAY() - timedelta(days=gone_on)
        housing.depart(stay=stay, on=day, destination="flatshare", exit_type="achieved", by=by)
    if plan:
        goal = casework.add_goal(
            plan=casework.open_plan(person=person, kind="residential", by=by), domain="housing", wording="A room", by=by
        )
        casework.add_action(goal=goal, text="Call", due_on=TODAY(), responsible=by, by=by)
    followed = psychology.open_follow_up(person=person, by=make_user("psychologist"))
    note = f"Said by {person.reference}"
    psychology.sign_session(followup=followed, held_on=TODAY(), attendance="attended", note=note, by=followed.opened_by)
    if not plan:
        psychology.close_follow_up(followup=followed, by=followed.opened_by)
    casework.write_note(person=person, domain="housing", text="For the worker.", audience="worker", by=by)
    casework.note_right(person=person, right="income", step="lacked", by=by)
    casework.note_right(person=person, right="income", step="asked", by=by)
    casework.measure_areas(person=person, moment="entry" if plan else "exit", levels={"housing": 3}, by=by)
    later = TODAY() + timedelta(days=9)
    casework.make_appointment(
        person=person, kind="talk", title="A talk", starts_at=timezone.now(), minutes=30, worker=by, by=by
    )
    intake.raise_flag(person=person, kind="family", level="watch", review_on=later, by=by)
    intake.keep_asylum_file(person=person, centre=f"Centre {person.reference}", by=by)
    track = asylum.open_track(person=person, kind=3, done_on=TODAY(), by=by)
    asylum.confirm_deadline(track=track, kind="appeal", notified_on=TODAY(), days=30, confirmed=True, by=by)
    if not plan:
        asylum.end_deadline(deadline=track.deadlines.get(), ending="met", by=by)
        asylum.close_track(track=track, outcome="refugee", by=by)
    make_referral(person, make_organisation(f"CPAS {person.reference}", by=by), by=by)
    make_document(person=person, by=by)
    housing.set_earlier_care(person=person, places=["youth_care"], by=by)
    housing.set_wishes(person=person, wishes=["quiet"], note=f"Asked for {person.reference}", by=by)
    housing.note_conflict(person=person, other=make_person(by=by), reason="Ask.", ends_on=later, by=by)
    asked = inquiries.note_inquiry(asker="police", about="A first name", by=by)
    inquiries.join_inquiry(inquiry=asked, person=person, by=by)
    volunteers.name_young_person(activity=make_activity(-1, by=by), person=person, by=by)
    item = make_item(stock=1, by=by)
    volunteers.hand_out(lines=lines_of(item, 1), person=person, by=by)
    return stay


def dump() -> dict:
    """Every row of every table as its application reads it: history, logs and the merges themselves apart."""
    left_out = {"pghistory", "audit", "notifications", "sessions"}
    return {
        (model._meta.label, row.pk): {each.attname: getattr(row, each.attname) for each in model._meta.concrete_fields}
        for model in apps.get_models()
        if model._meta.app_label not in left_out
        and not hasattr(model, "pgh_tracked_model")
        and model not in (Merge, MergeMove)
        and not model._meta.proxy
        for row in model._base_manager.all()
    }


@pytest.fixture
def full(two, by):
    fill(two[0], by, make_space("A1"))
    fill(two[1], by, make_space("A2"), gone_on=90, plan=False)
    return two


def test_every_table_that_points_at_people_says_how_it_moves():
    assert references_to_person() == rules.keys()
    assert [rule.model for rule in all_rules() if rule.moves and rule.model not in (Person, Closure)] != []
    assert {rule.model for rule in rules.values() if rule.moves} == MOVING | {Person, Closure}


def test_every_table_whose_rows_move_refuses_rows_of_a_merged_file():
    moving = [rule.model for rule in rules.values() if rule.moves and rule.model is not Person]
    assert [model for model in moving if MERGED not in {trigger.name for trigger in model._meta.triggers}] == []


def test_after_a_merge_and_a_parting_every_table_is_as_it_was(full, by):
    before = dump()
    done = merge(*full, by, chosen_name="absorbed", health="absorbed")
    assert dump() != before
    operations.part_people(merge=done, by=by)
    assert dump() == before


def test_everything_moves_but_what_says_the_same(full, by):
    kept, absorbed = full
    merge(kept, absorbed, by)
    left = {
        rule.key[0]: rule.of(absorbed).count() for rule in rules.values() if rule.moves and rule.of(absorbed).exists()
    }
    doubled = (
        "people.channel",
        "people.outsidecontact",
        "intake.riskflag",
        "intake.asylumfile",
        "housing.livingwishes",
        "housing.earliercare",
        "casework.rightstep",
    )
    assert left == dict.fromkeys(doubled, 1)
    assert kept.stays.count() == kept.requests.count() == kept.notes.count() == 2
    assert set(kept.closures.values_list("user", flat=True)) == set(
        chain(kept.closures.values_list("user", flat=True), absorbed.closures.values_list("user", flat=True))
    )
    assert kept.closures.count() == 2


def test_the_merged_file_is_found_by_all_its_names_and_references_and_is_one(two, by):
    kept, absorbed = two
    operations.rename(person=absorbed, chosen_name="Zéphyr", pronouns="il", by=by)
    operations.add_channel(person=absorbed, kind="phone", value="0499 11 22 33", by=by)
    merge(kept, absorbed, by)
    for text in ("Zephyr", "Noor", "Nour", absorbed.reference, kept.reference, "0499112233"):
        assert [person.pk for person in people_found(by, text, 5)] == [kept.pk], text
    assert list(named_like(by, "Zéphyr", 5)) == [kept.pk]
    assert Person.objects.visible_to(by).count() == 1


def test_values_are_taken_as_chosen_and_what_is_lacking_unasked(two, by):
    kept, absorbed = two
    operations.set_intimate(person=absorbed, orientation=["bi"], by=by)
    merge(kept, absorbed, by, chosen_name="absorbed")
    kept.refresh_from_db()
    assert (kept.chosen_name, kept.pronouns, kept.languages) == ("Noor", "iel", ["fr", "ar"])
    assert (kept.residence, kept.orientation, kept.legal_name) == ("permit", ["bi"], "Nora El Amrani")


def test_two_different_ages_must_be_chosen(two, by):
    kept, absorbed = two
    operations.change_identity(
        person=absorbed, birth_date=date(2006, 3, 1), birth_year=None, stated_age=None, stated_on=None, by=by
    )
    assert "age" in refusal(merge, kept, absorbed, by).error_dict
    assert not Merge.objects.exists()
    merge(kept, absorbed, by, age="absorbed")
    kept.refresh_from_db()
    assert (kept.birth_date, kept.birth_year) == (date(2006, 3, 1), None)


def test_a_value_changed_since_stays_when_the_files_are_parted(two, by):
    kept, absorbed = two
    done = merge(kept, absorbed, by, chosen_name="absorbed")
    operations.rename(person=kept, chosen_name="Noé", pronouns="il", by=by)
    operations.part_people(merge=done, by=by)
    kept.refresh_from_db()
    assert (kept.chosen_name, kept.residence) == ("Noé", "")


def test_the_safest_answer_about_one_number_wins(two, by):
    kept, absorbed = two
    own = operations.add_channel(
        person=kept, kind="phone", value="0470123456", may_call="yes", may_text="yes", only_after="18:00", by=by
    )
    operations.add_channel(
        person=absorbed, kind="phone", value="0470 12 34 56", may_call="no", monitored="yes", only_before="20:00",
        code_word="Marie", by=by,
    )  # fmt: skip
    done = merge(kept, absorbed, by)
    own.refresh_from_db()
    assert kept.channels.current().count() == 1
    assert (own.may_call, own.may_text, own.monitored, own.code_word) == ("no", "yes", "yes", "Marie")
    assert (own.only_after.hour, own.only_before.hour, own.never) == (18, 20, False)
    operations.part_people(merge=done, by=by)
    own.refresh_from_db()
    assert (own.may_call, own.monitored, own.code_word, own.only_before) == ("yes", "", "", None)


def test_no_hour_in_common_is_never(two, by):
    kept, absorbed = two
    for person, hours in ((kept, ("09:00", "12:00")), (absorbed, ("14:00", "18:00"))):
        operations.add_channel(
            person=person, kind="phone", value="0470123456", only_after=hours[0], only_before=hours[1], by=by
        )
    merge(kept, absorbed, by)
    assert kept.channels.get().never


def test_letters_are_held_where_two_names_were_to_be_used(two, by):
    for person, name in zip(two, ("Nora", "Noor"), strict=True):
        operations.set_outside_contact(
            person=person, kind="school", name_to_use=name, knows_orientation="no", knows_gender="yes",
            knows_refuge="yes", by=by,
        )  # fmt: skip
    merge(*two, by)
    assert two[0].outside_contacts.get().is_held


def same_contact(person, by, **answers):
    answers = {"knows_orientation": "yes", "knows_gender": "no", "knows_refuge": "yes", "name_to_use": "Nora"} | answers
    return operations.set_outside_contact(person=person, kind="cpas", detail="CPAS de Bruxelles", by=by, **answers)


@pytest.fixture
def doubled(two, by):
    """The same contact on both files, open on the absorbed one, where a referral goes by it."""
    kept, absorbed = two
    operations.set_intimate(person=absorbed, orientation=["bi"], by=by)
    referral = make_referral(
        absorbed, by=by, facts=["orientation", "refuge"], language="en",
        answers={"knows_orientation": "yes", "knows_gender": "no", "knows_refuge": "yes", "name_to_use": "Nora"},
    )  # fmt: skip
    return same_contact(kept, by, knows_orientation="no", knows_refuge="no"), referral


def test_a_letter_goes_by_the_careful_answers_after_a_merge_and_by_its_own_after_the_parting(two, doubled, by):
    careful, referral = doubled
    own = referral.outside
    done = merge(*two, by)
    referral.refresh_from_db()
    assert referral.outside == careful
    assert letter_of(referral, TODAY(), by)["facts"] == []
    with pytest.raises(ValidationError):
        partners.send_referral(referral=referral, by=by)
    operations.part_people(merge=done, by=by)
    referral.refresh_from_db()
    assert (referral.person, referral.outside) == (two[1], own)
    assert dict(letter_of(referral, TODAY(), by)["facts"]).keys() == {"Orientation", "Being supported by the Refuge"}


def test_a_referral_made_since_by_a_contact_that_leaves_is_named(two, by):
    kept, absorbed = two
    organisation = make_organisation("Het Huis", "lgbtqi", by=by)
    make_referral(absorbed, organisation, by=by)
    done = merge(kept, absorbed, by)
    make_referral(kept, organisation, need="work", by=by)
    assert "Het Huis" in " ".join(refusal(operations.part_people, merge=done, by=by).messages)


@pytest.mark.parametrize("table", ["referral", "contact"])
def test_the_database_keeps_a_referral_and_its_contact_in_one_file(two, by, table):
    referral = make_referral(two[0], by=by)
    rows = Referral.objects.filter(pk=referral.pk) if table == "referral" else OutsideContact.objects.all()
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="partners_outside_of_the_file"), transaction.atomic():
        rows.update(person=two[1])


def test_the_notes_of_two_flags_and_of_two_follow_ups_are_kept(by):
    minors, later = (make_minor(by=by), make_minor(by=by)), TODAY() + timedelta(days=9)
    for person, note in zip(minors, ("Seen at home.", "Threats by phone."), strict=True):
        intake.raise_flag(person=person, kind="family", level="watch", review_on=later, note=note, by=by)
        intake.follow_minor(person=person, worker=by, next_on=later, note=note, by=by)
    done = merge(*minors, by)
    for rows in (RiskFlag.objects, MinorFollowUp.objects):
        assert rows.get(person=minors[0]).note == "Seen at home.\nThreats by phone."
    operations.part_people(merge=done, by=by)
    assert RiskFlag.objects.get(person=minors[0]).note == "Seen at home."


@pytest.mark.parametrize("ends", [20, None])
def test_of_two_agreements_the_one_that_ends_last_is_taken_whole(two, by, ends):
    days = ({"agreement_ends_on": TODAY() + timedelta(days=5)}, {})
    days[1].update({"agreement_ends_on": TODAY() + timedelta(days=ends)} if ends else {})
    for person, place, end in zip(two, ("Region", "Dispatching"), days, strict=True):
        intake.keep_asylum_file(person=person, agreed_with=place, agreed_on=TODAY(), by=by, **end)
    merge(*two, by)
    taken = AsylumFile.objects.get(person=two[0])
    assert (taken.agreed_with, taken.agreement_ends_on) == ("Dispatching", days[1].get("agreement_ends_on"))
