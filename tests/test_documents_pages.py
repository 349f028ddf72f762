"""Documents as each role meets them: the panel, the preview, the download, what is logged."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from refuge.audit.models import Opening
from refuge.documents import storage
from refuge.documents.content import LARGEST
from refuge.documents.models import Document
from tests.documents import SENTINEL, a_pdf, a_picture, an_archive, make_document
from tests.factories import make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DOCUMENTS_ROOT = tmp_path / "documents"


@pytest.fixture
def signed_in(client):
    def sign_in(*roles):
        client.user = make_user(*roles, language="en")
        client.force_login(client.user)
        return client

    return sign_in


def panel_of(person) -> str:
    return reverse("people:panel", args=[person.reference, "documents"])


def upload(client, person, file, **fields):
    data = {"file": file, "kind": "letter", **fields}
    return client.post(reverse("documents:new", args=[person.reference]), data)


def code_of(response) -> str:
    """Why the file was refused, said beside its field."""
    (error,) = response.context["form"].errors.as_data()["file"]
    return error.code


def address(name, document) -> str:
    return reverse(f"documents:{name}", args=[document.pk])


@pytest.mark.parametrize(
    ("role", "sees"),
    [("coordinator", {"theirs", "mine"}), ("psychologist", {"theirs", "mine"}), ("educator", {"mine"})],
)
def test_who_reads_all_documents_and_who_their_own_alone(role, sees, signed_in):
    client, person = signed_in(role), make_person()
    kept = {
        "theirs": make_document(person=person, title="theirs"),
        "mine": make_document(person=person, title="mine", by=client.user, file=a_picture()),
    }
    shown = client.get(panel_of(person)).content.decode()
    assert {title for title in kept if f">{title}</a>" in shown} == sees
    assert {title for title in kept if client.get(address("download", kept[title])).status_code == 200} == sees


def test_no_page_of_the_panel_leaves_out_what_came_at_the_same_moment(signed_in):
    client, person = signed_in("coordinator"), make_person()
    ids = {make_document(person=person, file=a_pdf(words=b"%d" % number)).pk for number in range(30)}
    Document.objects.update(uploaded_at=timezone.now())
    first = client.get(panel_of(person)).content.decode()
    after = sorted(pk for pk in ids if f"after={pk}" in first)
    second = client.get(panel_of(person), {"after": after[0]}).content.decode()
    assert {pk for pk in ids for page in (first, second) if f"/{pk}/" in page} == ids


@pytest.mark.parametrize("role", ["management", "logistics", "volunteers", "volunteer"])
def test_others_find_no_document_anywhere(role, signed_in):
    client, person = signed_in(role), make_person()
    document = make_document(person=person)
    assert client.get(panel_of(person)).status_code == 404
    assert {client.get(address(name, document)).status_code for name in ("document", "preview", "download")} == {404}
    overview = client.get(reverse("people:person", args=[person.reference]))
    assert "documents" not in overview.content.decode()


def test_an_upload_is_kept_and_can_be_undone_and_put_back(signed_in):
    client, person = signed_in("coordinator"), make_person()
    response = upload(client, person, a_pdf("decision.pdf"), expires_on="2027-01-31")
    document = Document.objects.get()
    assert response.url == panel_of(person)
    assert (document.title, document.kind, str(document.expires_on)) == ("decision", "letter", "2027-01-31")
    assert address("remove", document) in client.get(panel_of(person)).content.decode()
    client.post(address("remove", document))
    assert "decision</a>" not in client.get(panel_of(person)).content.decode()
    assert client.get(address("download", document)).status_code == 404
    client.post(address("restore", document))
    assert "decision</a>" in client.get(panel_of(person)).content.decode()


def test_a_refused_file_says_why_beside_its_field_and_keeps_what_was_typed(signed_in):
    client, person = signed_in("educator"), make_person()
    no_pdf = BytesIO(b"<html>")
    no_pdf.name = "letter.pdf"
    response = upload(client, person, no_pdf, title="From the school")
    assert code_of(response) == "mismatch"
    assert "not what its name says" in response.content.decode()
    assert "From the school" in response.content.decode()
    large = BytesIO(b"%PDF-" + b"0" * (LARGEST + 2**20))
    large.name = "large.pdf"
    assert code_of(upload(client, person, large)) == "too_large"
    assert not Document.objects.exists()


def test_a_download_is_an_attachment_that_runs_nothing_and_names_nobody(signed_in):
    client = signed_in("coordinator")
    document = make_document(person=make_person(), file=a_pdf("nour-el-amrani.pdf"))
    response = client.get(address("download", document))
    assert SENTINEL.decode() in PdfReader(BytesIO(response.content)).pages[0].extract_text()
    assert response["Content-Disposition"].startswith("attachment")
    assert "nour" not in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


def test_pictures_and_pdf_are_previewed_and_nothing_else(signed_in):
    client, person = signed_in("coordinator"), make_person()
    picture, pdf = make_document(person=person, file=a_picture()), make_document(person=person)
    word = make_document(person=person, file=an_archive("a.docx", {"word/document.xml": "x"}))
    assert client.get(address("preview", picture))["Content-Security-Policy"].startswith("sandbox")
    shown = client.get(address("preview", pdf))
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert shown["Content-Disposition"].startswith("inline")
    assert client.get(address("preview", word)).status_code == 404
    assert "<img" in client.get(address("document", picture)).content.decode()
    assert "<iframe" in client.get(address("document", pdf)).content.decode()
    assert "has no preview" in client.get(address("document", word)).content.decode()


def test_looking_and_downloading_are_logged(signed_in):
    client, person = signed_in("psychologist"), make_person()
    document = make_document(person=person)
    for name in ("document", "preview", "download"):
        client.get(address(name, document))
    logged = Opening.objects.filter(user=client.user, subject_id=person.pk).order_by("id")
    assert list(logged.values_list("what", "detail")) == [
        ("view", "documents"), ("view", "document_preview"), ("reveal", "document_download"),
    ]  # fmt: skip


def test_a_missing_file_is_a_message_not_an_error(signed_in):
    client = signed_in("coordinator")
    document = make_document(person=make_person())
    storage.remove(document.stored_as)
    response = client.get(address("download", document), follow=True)
    assert "missing or damaged" in response.content.decode()
    assert client.get(address("preview", document)).status_code == 404


def test_the_renewed_document_takes_the_place_of_the_old_one(signed_in):
    client, person = signed_in("coordinator"), make_person()
    old = make_document(person=person, kind="residence", title="Card A", expires_on="2026-11-30")
    page = client.get(f"{reverse('documents:new', args=[person.reference])}?renews={old.pk}")
    assert page.context["form"].initial == {"kind": "residence", "title": "Card A"}
    upload(client, person, a_picture(), kind="residence")
    renew = f"{reverse('documents:new', args=[person.reference])}?renews={old.pk}"
    client.post(renew, {"file": a_picture("new.png"), "kind": "residence"})
    assert "renewed" in client.get(panel_of(person)).content.decode()
    assert client.get(f"{renew[:-3]}xyz").status_code == 404


def test_the_panel_filters_by_kind_and_by_what_ends(signed_in):
    client, person = signed_in("coordinator"), make_person()
    make_document(person=person, kind="school", title="Enrolment")
    make_document(person=person, kind="residence", title="Card A", expires_on="2026-01-31", file=a_picture())
    assert b"Card A" not in client.get(panel_of(person) + "?kind=school").content
    ending = client.get(panel_of(person) + "?ending=on").content
    assert b"Card A" in ending
    assert b"Enrolment" not in ending


def test_an_educator_changes_their_own_alone(signed_in):
    client, person = signed_in("educator"), make_person()
    own = make_document(person=person, by=client.user)
    client.post(address("describe", own), {"kind": "school", "title": "Enrolment"})
    own.refresh_from_db()
    assert (own.kind, own.title) == ("school", "Enrolment")
    other = make_document(person=person, file=a_picture())
    assert client.post(address("remove", other)).status_code == 404


def test_the_panel_asks_as_much_for_ten_times_the_documents(signed_in):
    client, person = signed_in("coordinator"), make_person()
    asked = []
    for number in (2, 20):
        for _each in range(number):
            make_document(person=person, file=a_pdf(words=f"{number} {_each}".encode()), expires_on="2027-01-31")
        with CaptureQueriesContext(connection) as queries:
            client.get(panel_of(person))
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 15


def test_an_upload_waits_in_memory_alone(signed_in, monkeypatch, tmp_path):
    """Django's own handler would write a large file in plain text to a temporary folder."""
    client, person = signed_in("coordinator"), make_person()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    assert upload(client, person, a_pdf(words=SENTINEL + b"0" * (4 * 2**20))).status_code == 302
