"""The directory: finding, marking, merging and parting, importing."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from openpyxl import Workbook

from casework import operations as casework
from refuge.notifications.models import Alert
from refuge.parameters.models import ParameterValue
from refuge.partners import operations, reading
from refuge.partners.alerts import send_partner_alerts
from refuge.partners.models import Agreement, Contact, ImportBatch, Meeting, Merge, Organisation, SafetyMark
from refuge.violations import RuleBroken
from tests.factories import make_person, make_user
from tests.partners import csv_file, make_organisation, make_sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make_user("coordinator")


@pytest.fixture
def cpas(by):
    return make_organisation("CPAS de Bruxelles", abbreviation="CPAS BXL", by=by)


def names(text):
    return [each.name for each in Organisation.objects.current().found_by(text).best_first(text)]


# Finding


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("cp", "CPAS de Bruxelles"),
        ("CP", "CPAS de Bruxelles"),
        ("éc", "École du Parc"),
        ("ec", "École du Parc"),
        ("tr", "Trefpunt Regenboogkade"),
        ("re", "Trefpunt Regenboogkade"),
        ("regenbogkade", "Trefpunt Regenboogkade"),
    ],
)
def test_two_keystrokes_find_an_organisation(cpas, by, typed, first):
    make_organisation("École du Parc", "school", by=by)
    make_organisation("Trefpunt Regenboogkade", "lgbtqi", by=by)
    assert names(typed)[0] == first
    assert "CPAS de Bruxelles" not in names("zz")


def test_an_abbreviation_stands_before_a_word_further_on(by):
    make_organisation("Amis du SAJ", "social", by=by)
    make_organisation("Service de l’aide à la jeunesse", "saj", abbreviation="SAJ", by=by)
    assert names("sa") == ["Service de l’aide à la jeunesse", "Amis du SAJ"]


def test_signs_of_a_pattern_are_letters_like_others(cpas):
    assert names("%") == names("_") == []


# Names


def test_a_name_stands_once_in_the_directory(cpas, by):
    with pytest.raises(RuleBroken) as refusal:
        make_organisation("cpas de BRUXELLES", by=by)
    assert refusal.value.code == "partners_name_once"
    operations.archive_organisation(organisation=cpas, by=by)
    make_organisation("CPAS de Bruxelles", by=by)
    with pytest.raises(RuleBroken) as refusal:
        operations.restore_organisation(organisation=cpas, by=by)
    assert refusal.value.code == "partners_name_once"


def test_a_phone_is_kept_as_it_is_dialled_and_a_wrong_one_refused(by):
    assert make_organisation("A", phone="+32499990101", by=by).phone == "0499 99 01 01"
    with pytest.raises(ValidationError) as refusal:
        make_organisation("B", phone="no number", by=by)
    assert "phone" in refusal.value.error_dict


def test_the_database_itself_refuses_an_organisation_without_a_name(cpas):
    with pytest.raises(IntegrityError, match="partners_named"), transaction.atomic():
        Organisation.objects.filter(pk=cpas.pk).update(name="  ")


# What hangs on one


def test_a_mark_is_dated_signed_and_its_signers_alone(cpas, by):
    today = timezone.localdate()
    mark = operations.add_part(kind=SafetyMark, organisation=cpas, felt_safe="no", marked_on=today, by=by)
    assert (mark.created_by, mark.marked_on) == (by, today)
    with pytest.raises(ValidationError) as refusal:
        operations.change_part(part=mark, felt_safe="yes", by=make_user("educator"))
    assert refusal.value.code == "not_signed_by_you"
    with pytest.raises(ValidationError) as refusal:
        operations.add_part(
            kind=SafetyMark, organisation=cpas, felt_safe="no", marked_on=today + timedelta(days=1), by=by
        )
    assert "marked_on" in refusal.value.error_dict


def test_what_is_taken_off_can_be_put_back(cpas, by):
    contact = operations.add_part(kind=Contact, organisation=cpas, name="Mieke", by=by)
    operations.remove_part(part=contact, by=by)
    assert not cpas.contacts.current().exists()
    operations.restore_part(part=contact, by=by)
    assert cpas.contacts.current().get() == contact


def test_an_agreement_in_the_wrong_order_is_refused_by_the_database(cpas, by):
    today = timezone.localdate()
    with pytest.raises(RuleBroken) as refusal:
        operations.add_part(
            kind=Agreement, organisation=cpas, subject="A", starts_on=today, ends_on=today - timedelta(days=1), by=by
        )
    assert refusal.value.code == "partners_agreement_in_order"


def test_the_end_of_an_agreement_is_told_once_and_anew_when_it_moves(cpas, by):
    today, manager = timezone.localdate(), make_user("management")
    agreement = operations.add_part(
        kind=Agreement, organisation=cpas, subject="A", starts_on=today, ends_on=today + timedelta(days=60), by=by
    )
    assert send_partner_alerts(today - timedelta(days=1)) == 0
    assert send_partner_alerts(today) == 2
    assert send_partner_alerts(today + timedelta(days=1)) == 0
    alert = Alert.objects.get(recipient=manager)
    assert "60" in alert.title
    operations.remove_part(part=agreement, by=by)
    assert not Alert.objects.open().exists()
    operations.restore_part(part=agreement, by=by)
    assert Alert.objects.open().count() == 2
    operations.change_part(part=agreement, ends_on=today + timedelta(days=400), by=by)
    assert not Alert.objects.open().exists()
    assert send_partner_alerts(today + timedelta(days=340)) == 2


# Merging and parting


def test_two_entries_merge_by_a_ledger_and_part_again(cpas, by):
    twice, today = make_organisation("CPAS Brussel", by=by), timezone.localdate()
    contact = operations.add_part(kind=Contact, organisation=twice, name="Mieke", by=by)
    operations.add_part(kind=Meeting, organisation=twice, held_on=today, by=by)
    referral = make_sent(make_person(), twice, by=by)
    merge = operations.merge_organisations(kept=cpas, gone=twice, by=by)
    assert (cpas.contacts.get(), cpas.referrals.get()) == (contact, referral)
    assert (cpas.meetings.count(), twice.meetings.count()) == (1, 0)
    assert list(Organisation.objects.current()) == [cpas]

    since = operations.add_part(kind=Contact, organisation=cpas, name="Joris", by=by)
    operations.part_organisations(merge=merge, by=by)
    assert (twice.contacts.get(), twice.referrals.get(), cpas.contacts.get()) == (contact, referral, since)
    assert set(Organisation.objects.current()) == {cpas, twice}
    with pytest.raises(ValidationError) as refusal:
        operations.part_organisations(merge=merge, by=by)
    assert refusal.value.code == "parted"


def test_an_appointment_goes_along_and_comes_back_and_so_does_one_made_since_with_a_contact(cpas, by):
    twice, now = make_organisation("CPAS Brussel", by=by), timezone.now()
    contact = operations.add_part(kind=Contact, organisation=twice, name="Mieke", by=by)

    def appointment(organisation, **more):
        return casework.make_appointment(
            person=None, kind="meeting", title="A talk", starts_at=now, minutes=30, worker=by, by=by,
            organisation=organisation, **more,
        )  # fmt: skip

    there, other = appointment(twice, contact=contact), appointment(cpas)
    merge = operations.merge_organisations(kept=cpas, gone=twice, by=by)
    contact.refresh_from_db()
    since, with_contact = appointment(cpas), appointment(cpas, contact=contact)

    def where():
        rows = [there, other, since, with_contact]
        for row in rows:
            row.refresh_from_db()
        return [row.organisation for row in rows]

    assert where() == [cpas] * 4
    operations.part_organisations(merge=merge, by=by)
    assert where() == [twice, cpas, cpas, twice]


def test_merges_of_entries_are_taken_back_in_the_opposite_order(cpas, by):
    second, third = make_organisation("CPAS bis", by=by), make_organisation("CPAS ter", by=by)
    contact = operations.add_part(kind=Contact, organisation=third, name="Mieke", by=by)
    first_merge = operations.merge_organisations(kept=second, gone=third, by=by)
    later = operations.merge_organisations(kept=cpas, gone=second, by=by)
    with pytest.raises(ValidationError) as refusal:
        operations.part_organisations(merge=first_merge, by=by)
    assert refusal.value.code == "later_merge"
    operations.part_organisations(merge=later, by=by)
    operations.part_organisations(merge=first_merge, by=by)
    assert third.contacts.get() == contact


def test_what_cannot_be_merged_is_refused_and_nothing_moves(cpas, by):
    with pytest.raises(ValidationError):
        operations.merge_organisations(kept=cpas, gone=cpas, by=by)
    twice, person = make_organisation("CPAS Brussel", by=by), make_person()
    make_sent(person, cpas, by=by)
    make_sent(person, twice, by=by)
    with pytest.raises(RuleBroken) as refusal:
        operations.merge_organisations(kept=cpas, gone=twice, by=by)
    assert refusal.value.code == "partners_referral_once"
    assert (cpas.referrals.count(), twice.referrals.count(), Merge.objects.count()) == (1, 1, 0)


def test_one_merged_away_is_not_put_back_but_parted(cpas, by):
    twice = make_organisation("CPAS Brussel", by=by)
    operations.merge_organisations(kept=cpas, gone=twice, by=by)
    with pytest.raises(ValidationError) as refusal:
        operations.restore_organisation(organisation=twice, by=by)
    assert refusal.value.code == "merged"


# Importing

LIST = """Nom;Sigle;Type;Services;Langues;Téléphone;E-mail;Site
CPAS de BRUXELLES;;CPAS;;;;;
Accueil du Nord;ADN;Logement;Logement durable, Papiers;français, nl;0499 99 31 01;adn@demo.refuge.example;adn.example
;;CPAS;;;;;
Sans numéro;;CPAS;;;pas un numéro;pas une adresse;
Formule;;=1+1;;;;;
Formule égale;=cmd();;;;;;
Accueil du nord;;;;;;;
"""


def test_a_list_is_shown_first_then_entered_and_taken_back(cpas, by):
    batch = operations.read_import(file=csv_file(LIST), by=by)
    assert Organisation.objects.count() == 1
    said = [(row["state"], row["why"]) for row in batch.rows]
    assert said == [
        ("known", []),
        ("new", []),
        ("rejected", ["no_name"]),
        ("rejected", ["email", "phone"]),
        ("rejected", ["type"]),
        ("new", []),
        ("known", []),
    ]
    batch = operations.confirm_import(batch=batch, by=by)
    entered = Organisation.objects.get(name="Accueil du Nord")
    assert (entered.type, entered.services, entered.languages) == (
        "housing",
        ["housing", "administrative"],
        ["fr", "nl"],
    )
    assert (entered.phone, entered.website) == ("0499 99 31 01", "https://adn.example")
    assert Organisation.objects.get(name="Formule égale").abbreviation == "=cmd()"
    assert ImportBatch.objects.get().rows == []

    operations.add_part(kind=Contact, organisation=entered, name="Mieke", by=by)
    assert operations.undo_import(batch=batch, by=by) == 1
    assert {each.name for each in Organisation.objects.current()} == {"CPAS de Bruxelles", "Accueil du Nord"}


def test_one_entered_meanwhile_is_left_out(by):
    batch = operations.read_import(file=csv_file("name\nAccueil du Nord\nLe Sud\n"), by=by)
    make_organisation("ACCUEIL DU NORD", by=by)
    assert len(operations.confirm_import(batch=batch, by=by).made) == 1
    with pytest.raises(ValidationError):
        operations.confirm_import(batch=batch, by=by)


def workbook(rows) -> SimpleUploadedFile:
    book, content = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(content)
    return SimpleUploadedFile("partners.xlsx", content.getvalue())


def test_a_workbook_is_read_and_its_formulas_are_text(by):
    file = workbook([["Name", "Area"], ["Het Huis", '=HYPERLINK("http://x","y")'], [None, None], ["De Kade", 1070]])
    rows = operations.read_import(file=file, by=by).rows
    assert [(row["facts"]["name"], row["facts"]["area"]) for row in rows] == [
        ("Het Huis", '=HYPERLINK("http://x","y")'),
        ("De Kade", "1070"),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no_names"),
        (b"name\n", "empty"),
        (b"a;b\n1;2\n", "no_names"),
        (b"PK\x03\x04 no workbook", "unreadable"),
        (b"\xd0\xcf\x11\xe0 locked", "locked"),
        (b"na\0me\nx\n", "unreadable"),
        (b"name\n" + b"x\n" * (3 * 1024 * 1024), "too_large"),
        (b"name\na\nb\nc\nd\n", "too_many"),
    ],
)
def test_what_is_no_list_is_told_so_and_nothing_is_kept(by, content, code):
    ParameterValue.objects.filter(code="partners.import_rows").update(value=3)
    with pytest.raises(ValidationError) as refusal:
        operations.read_import(file=SimpleUploadedFile("x.csv", content), by=by)
    assert refusal.value.error_dict["file"][0].code == code
    assert not ImportBatch.objects.exists()


def test_a_workbook_that_unpacks_to_too_much_is_refused(by, monkeypatch):
    monkeypatch.setattr(reading, "MAX_UNPACKED", 100)
    with pytest.raises(ValidationError) as refusal:
        operations.read_import(file=workbook([["Name"], ["Het Huis"]]), by=by)
    assert refusal.value.error_dict["file"][0].code == "too_large"
