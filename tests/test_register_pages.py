"""The import page: what each role sees and does, what a bad upload is told, what a decision on a stay leads to."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from housing import operations, tasks
from housing.models import RegisterImport, Stay, WaitingStay
from housing.register.reading import read
from housing.register.working import work
from intake.models import Request
from refuge.people import operations as people
from tests.register import SMALL, small_register
from tests.staff import make_staff

pytestmark = pytest.mark.django_db

IMPORTS = reverse("register:imports")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def coordinator(client):
    user = make_staff("coordinator")
    client.force_login(user)
    return user


@pytest.fixture
def management(client):
    user = make_staff("management")
    client.force_login(user)
    return user


def upload(client, content, name="registre.xlsx"):
    return client.post(IMPORTS, {"workbook": SimpleUploadedFile(name, content, XLSX)})


@pytest.fixture
def uploaded(client, coordinator):
    response = upload(client, small_register().getvalue())
    found = RegisterImport.objects.get()
    assert response.url == reverse("register:import", args=[found.pk])
    work(found.pk)
    return found


def page_of(client, found):
    return client.get(reverse("register:import", args=[found.pk])).content.decode()


def test_a_preview_says_what_would_be_made(client, uploaded):
    shown = page_of(client, uploaded)
    assert f"Reprendre {SMALL['requests']} demandes" in shown
    assert "jour de l’appel illisible" in shown
    assert "Séjours qui attendraient une décision" in shown


def test_from_upload_to_undo(client, uploaded):
    client.post(reverse("register:start", args=[uploaded.pk]))
    work(uploaded.pk)
    assert "Annuler l’import" in page_of(client, uploaded)
    assert Stay.objects.count() == SMALL["stays"]
    client.post(reverse("register:undo", args=[uploaded.pk]))
    work(uploaded.pk)
    assert not Stay.objects.exists()


def test_while_a_worker_is_at_it_the_page_asks_again(client, coordinator):
    upload(client, small_register().getvalue())
    found = RegisterImport.objects.get()
    part = client.get(reverse("register:import", args=[found.pk]), headers={"HX-Request": "true"}).content.decode()
    assert "load delay:2s" in part
    assert "<html" not in part


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"not a workbook", "registre.xlsx", "abîmé"),
        (b"", "registre.xlsx", "vide"),
        (small_register().getvalue(), "registre.csv", ".xlsx"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"), "r.xlsx", "mot de passe"),
    ],
)
def test_a_bad_upload_is_told_beside_the_field(client, coordinator, content, name, told):
    response = upload(client, content, name)
    assert response.status_code == 200
    assert told in " ".join(response.context["form"].errors["workbook"])
    assert not RegisterImport.objects.exists()


def test_a_file_of_300_mb_is_told_its_size(client, coordinator, monkeypatch):
    monkeypatch.setattr("housing.register.workbook.LARGEST", 5000)
    response = upload(client, small_register().getvalue())
    assert "Au plus" in response.context["form"].errors["workbook"][0]


def test_a_workbook_of_which_nothing_was_taken_over_can_be_forgotten(client, uploaded):
    client.post(reverse("register:discard", args=[uploaded.pk]))
    assert not RegisterImport.objects.exists()


def test_the_rejected_rows_come_back_as_a_workbook(client, uploaded):
    answer = client.get(reverse("register:rejected", args=[uploaded.pk]))
    sheet = load_workbook(BytesIO(answer.content))["2019"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "N°"
    assert rows[1][:3] == ("3", "demain", "Sam")
    assert "illisible" in rows[1][-1]


@pytest.fixture
def taken():
    return operations.take_over(reading=read(small_register()))


def test_management_approves_what_was_longer_and_sees_no_upload(client, management, taken):
    assert "Lire le classeur" not in client.get(IMPORTS).content.decode()
    assert upload(client, small_register().getvalue()).status_code == 404
    overlong = WaitingStay.objects.get(number="2024-0006")
    address = reverse("register:take", args=[overlong.pk])
    assert client.post(address, {"reason": ""}).context["form"].errors
    assert client.post(address, {"reason": "Bail signé"}).url == reverse("register:import", args=[taken.pk])
    assert Stay.objects.count() == SMALL["stays"] + 1


def test_the_coordinator_decides_the_rest(client, coordinator, taken):
    overlong, clash = (WaitingStay.objects.get(number=number) for number in ("2024-0006", "2024-0007"))
    assert client.get(reverse("register:take", args=[overlong.pk])).status_code == 404
    assert client.post(reverse("register:leave", args=[overlong.pk])).status_code == 404
    client.post(reverse("register:leave", args=[clash.pk]))
    assert WaitingStay.objects.waiting().count() == 3
    client.post(reverse("register:wait_again", args=[clash.pk]))
    assert WaitingStay.objects.waiting().count() == 4
    client.post(reverse("register:take", args=[clash.pk]), {"without_space": "on"})
    assert Stay.objects.count() == SMALL["stays"] + 1


def test_constant_queries(client, coordinator, taken, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        page_of(client, taken)
    with django_assert_max_num_queries(12):
        client.get(IMPORTS)


def test_the_requests_taken_over_have_their_pages_and_their_row_in_the_inbox(client, coordinator, taken):
    assert client.get(reverse("intake:inbox"), {"state": "all"}).status_code == 200
    assert {each.urgency for each in Request.objects.waiting()} == {""}
    for name in ("intake:waiting", "housing:exits"):
        assert client.get(reverse(name)).status_code == 200
    for request in Request.objects.all():
        assert client.get(reverse("intake:detail", args=[request.reference])).status_code == 200
        assert client.get(reverse("people:person", args=[request.person.reference])).status_code == 200


def test_reasons_of_the_register_are_read_by_those_who_read_reasons(client, taken):
    request = next(each for each in Request.objects.all() if "Outing" in each.reasons_words)
    pages = {}
    for role in ("coordinator", "management"):
        client.force_login(make_staff(role))
        pages[role] = client.get(reverse("intake:detail", args=[request.reference])).content.decode()
    assert "Outing forcé" in pages["coordinator"]
    assert "Outing" not in pages["management"]


def test_an_undone_import_names_what_stays_to_those_who_may_open_it(client, coordinator, taken):
    person = Request.objects.order_by("reference").first().person
    people.rename(person=person, chosen_name="Renamed", pronouns="", by=coordinator)
    operations.undo_import(register_import=taken, by=coordinator)
    assert person.reference in page_of(client, taken)
    people.close_file(person=person, user=coordinator, reason="Family", by=make_staff("management"))
    assert person.reference not in page_of(client, taken)


def test_a_workbook_that_nobody_takes_over_is_forgotten(uploaded):
    RegisterImport.objects.update(asked_at=timezone.now() - timedelta(days=40))
    assert tasks.forget_workbooks()
    assert not RegisterImport.objects.exists()
