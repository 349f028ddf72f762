"""The house agreement: by chosen name, in a language of theirs, kept word for word, signed, without an address."""

import base64
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from housing import operations
from housing.agreement import agreement_pdf
from housing.models import HouseAgreement, HouseRules, Site
from refuge.audit.models import Opening
from refuge.documents.models import Document
from refuge.people import operations as people
from tests.documents import a_pdf, a_picture
from tests.factories import make_person, make_user
from tests.house_things import make_rules
from tests.housing import make_space, make_stay

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DOCUMENTS_ROOT = tmp_path / "documents"


@pytest.fixture
def by():
    return make_user("coordinator")


@pytest.fixture
def stay(by):
    make_rules(text="Quiet from ten.")
    person = make_person(by=by, chosen_name="Salomé", legal_name="Quetzal Legal", languages=["nl", "fr"])
    stay = make_stay(person, make_space("A1", site="Nord"), by=by)
    operations.change_site(site=Site.objects.get(), alias="Nord", address="Rue du Secret 4", by=by)
    return stay


@pytest.fixture
def signed_in(client):
    def sign_in(*roles):
        client.user = make_user(*roles, language="en")
        client.force_login(client.user)
        return client

    return sign_in


def day(number):
    return timezone.localdate() + timedelta(days=number)


def prepared(stay, by, **fields):
    return operations.prepare_agreement(stay=stay, language=fields.pop("language", "nl"), by=by, **fields)


def words_of(agreement) -> str:
    reader = PdfReader(BytesIO(agreement_pdf(agreement)))
    return " ".join(page.extract_text() for page in reader.pages)


def code_of(function, **kwargs) -> str:
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        function(**kwargs)
    error = refused.value
    return error.code if hasattr(error, "code") else next(iter(error.error_dict.values()))[0].code


def drawing() -> str:
    return "data:image/png;base64," + base64.b64encode(a_picture("signature.png").read()).decode()


def test_the_paper_has_the_chosen_name_the_alias_and_the_rules_and_no_address(stay, by):
    words = words_of(prepared(stay, by))
    assert "Salomé" in words
    assert "A1 · Nord" in words
    assert "Quiet from ten. (nl)" in words
    assert "Huishoudelijk" in words or "huishoudelijk" in words.lower()
    assert "Secret" not in words
    assert "Quetzal" not in words


def test_the_legal_name_stands_in_it_for_a_reason_alone_and_that_is_logged(stay, signed_in):
    client = signed_in("coordinator")
    data = {"language": "fr", "legal_name_reason": "For the municipality."}
    client.post(reverse("housing:agreement_new", args=[stay.pk]), data)
    agreement = HouseAgreement.objects.get()
    assert "Quetzal Legal" in words_of(agreement)
    assert Opening.objects.filter(what="reveal", detail="legal_name", subject_id=stay.person_id).count() == 1
    client.get(reverse("housing:agreement_paper", args=[agreement.pk]))
    assert Opening.objects.filter(what="reveal", detail="legal_name", subject_id=stay.person_id).count() == 2
    for name in ("agreement", "agreement_sign"):
        assert "Quetzal Legal" in client.get(reverse(f"housing:{name}", args=[agreement.pk])).content.decode()
    assert Opening.objects.filter(what="reveal", detail="legal_name", subject_id=stay.person_id).count() == 4


def test_the_language_is_the_persons_where_it_is_on_offer(stay, by, signed_in):
    client, address = signed_in("educator"), reverse("housing:agreement_new", args=[stay.pk])
    assert client.get(address).context["form"].initial["language"] == "nl"
    people.change_identity(person=stay.person, languages=["ar"], by=by)
    form = client.get(address).context["form"]
    assert form.initial["language"] is None
    assert form.fields["language"].help_text


def test_what_was_put_before_them_does_not_change_with_the_file(stay, by):
    agreement = prepared(stay, by)
    people.rename(person=stay.person, chosen_name="Sam", pronouns="", by=by)
    HouseRules.objects.update(text_nl="Another wording.")
    words = words_of(HouseAgreement.objects.get(pk=agreement.pk))
    assert "Salomé" in words
    assert "Another" not in words


def test_no_plain_word_of_it_lies_in_the_database(stay, by):
    prepared(stay, by, legal_name_reason="Secret reason")
    with connection.cursor() as cursor:
        for table in ("housing_houseagreement", "housing_houseagreementevent"):
            cursor.execute(f"SELECT t::text FROM {table} t")
            assert not [row for row in cursor.fetchall() if "Salom" in row[0] or "Secret" in row[0]]


def test_drawn_on_screen_the_signature_is_a_sealed_picture_and_on_the_paper(stay, signed_in):
    client = signed_in("educator")
    agreement = prepared(stay, client.user)
    data = {"signature": drawing(), "agreed": "on"}
    client.post(reverse("housing:agreement_sign", args=[agreement.pk]), data)
    agreement.refresh_from_db()
    assert (agreement.signed_on, agreement.signed_how, agreement.witness) == (day(0), "drawn", client.user)
    assert Document.objects.get().subject_id == agreement.pk
    pages = PdfReader(BytesIO(agreement_pdf(agreement))).pages
    assert sum(len(page.images) for page in pages) == 1


def test_a_name_typed_and_a_tick_are_as_good(stay, signed_in):
    client = signed_in("educator")
    agreement = prepared(stay, client.user)
    address = reverse("housing:agreement_sign", args=[agreement.pk])
    assert client.post(address, {"name": "Salomé"}).status_code == 200  # without the tick: asked again
    client.post(address, {"name": "Salomé", "agreed": "on"})
    agreement.refresh_from_db()
    assert agreement.signed_how == "typed"
    assert "Salomé" in words_of(agreement)


@pytest.mark.parametrize(
    "signature", ["", "data:image/png;base64,####", "data:text/html;base64,PGI+", "data:image/png;base64,PGI+"]
)
def test_what_is_no_signature_signs_nothing(stay, by, signature):
    agreement = prepared(stay, by)
    code_of(operations.sign_on_screen, agreement=agreement, signature=signature, by=by)
    assert not HouseAgreement.objects.get(pk=agreement.pk).is_signed


def test_on_paper_with_its_scan_and_taken_back(stay, by):
    agreement = operations.sign_on_paper(agreement=prepared(stay, by), on=day(0), scan=a_pdf(), by=by)
    assert Document.objects.kept().visible_to(by).of_record(agreement).count() == 1
    assert code_of(operations.withdraw_agreement, agreement=agreement, by=by) == "signed"
    operations.unsign_agreement(agreement=agreement, by=by)
    assert not Document.objects.kept().of_record(agreement).exists()
    assert operations.withdraw_agreement(agreement=agreement, by=by).withdrawn_at


def test_one_waits_for_its_signature_at_a_time(stay, by):
    prepared(stay, by)
    assert code_of(prepared, stay=stay, by=by) == "housing_agreement_stands_once"


def test_rules_change_by_versions_and_a_version_agreed_to_stays(stay, by, signed_in):
    agreement, manager = prepared(stay, by), make_user("management")
    later = make_rules(day(3), by=manager)
    assert code_of(make_rules, valid_from=day(-1)) == "past"
    assert code_of(operations.withdraw_rules, rules=agreement.rules, by=manager) == "in_use"
    operations.withdraw_rules(rules=later, by=manager)
    assert HouseRules.objects.get() == agreement.rules


def test_without_rules_or_after_a_departure_none_is_prepared(by):
    stay = make_stay(make_person(), make_space("A1"))
    assert code_of(prepared, stay=stay, by=by) == "no_rules"
    make_rules()
    operations.depart(stay=stay, destination="flatshare", exit_type="achieved", by=by)
    assert code_of(prepared, stay=stay, by=by) == "departed"


def test_after_a_death_nothing_is_signed(stay, by):
    agreement = prepared(stay, by)
    people.record_death(person=stay.person, source="A friend", by=by)
    assert code_of(operations.sign_on_paper, agreement=agreement, on=day(0), by=by) == "deceased"


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("signed_on = current_date", "housing_agreement_signed_whole"),
        ("text = NULL", "housing_agreement_says_something"),
    ],
)
def test_the_database_keeps_what_an_agreement_is(stay, by, change, rule):
    prepared(stay, by)
    with pytest.raises(IntegrityError, match=rule), connection.cursor() as cursor:
        cursor.execute(f"UPDATE housing_houseagreement SET {change}")


def test_the_page_of_the_stay_says_where_it_stands(stay, by, signed_in):
    client, address = signed_in("coordinator"), reverse("housing:stay", args=[stay.pk])
    assert "Not prepared yet" in client.get(address).content.decode()
    agreement = prepared(stay, by)
    assert "Prepared, to be signed" in client.get(address).content.decode()
    operations.sign_on_paper(agreement=agreement, on=day(0), by=by)
    assert "signed on paper" in client.get(address).content.decode()


def test_the_paper_is_tagged_for_readers(stay, by):
    paper = PdfReader(BytesIO(agreement_pdf(prepared(stay, by))))
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert paper.trailer["/Root"]["/Lang"] == "nl-BE"
