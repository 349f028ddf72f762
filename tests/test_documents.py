"""Documents at rest: sealed, bound to their row, checked for what they are, deleted with it, told of before their
end."""

import os
import time
from datetime import timedelta
from io import BytesIO
from threading import Barrier, Thread

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from PIL import Image

from refuge.documents import alerts, operations, storage
from refuge.documents.content import LARGEST, check
from refuge.documents.models import Document
from refuge.documents.tasks import sweep
from refuge.encryption import CannotOpen
from refuge.notifications.models import Alert
from refuge.people.operations import assign_worker, close_file
from tests.documents import SENTINEL, a_pdf, a_picture, an_archive, make_document
from tests.factories import make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DOCUMENTS_ROOT = tmp_path / "documents"


def files():
    return [path for path in settings.DOCUMENTS_ROOT.rglob("*") if path.is_file()]


def refused(file) -> str:
    """The code with which a file is refused."""
    with pytest.raises(ValidationError) as error:
        check(file)
    return error.value.code


# At rest


def test_no_plain_byte_lies_on_disk_and_names_tell_nothing():
    document = make_document(person=make_person(), title="Asylum decision", file=a_pdf("karim-asylum.pdf"))
    (file,) = files()
    assert SENTINEL in document.read()
    assert SENTINEL not in file.read_bytes()
    assert "karim" not in str(file)
    assert str(document.pk) not in str(file)
    assert oct(file.stat().st_mode)[-3:] == "600"


def test_title_and_file_name_are_sealed_in_the_database():
    document = make_document(person=make_person(), title="Asylum decision")
    row = Document.objects.filter(pk=document.pk).values().get()
    event = document.events.values().get()
    assert all(b"Asylum" not in bytes(held["title"]) for held in (row, event))
    assert all(b"decision" not in bytes(held["file_name"]) for held in (row, event))


def test_a_file_put_in_another_documents_place_does_not_open():
    mine, other = make_document(person=make_person()), make_document(person=make_person(), file=a_picture())
    theirs = storage.write(b"of the other one", other.pk)
    Document.objects.filter(pk=mine.pk).update(stored_as=theirs)
    with pytest.raises(CannotOpen):
        Document.objects.get(pk=mine.pk).read()


def test_a_changed_and_a_missing_file_do_not_open():
    document = make_document(person=make_person())
    (file,) = files()
    sealed = bytearray(file.read_bytes())
    sealed[-1] ^= 1
    file.write_bytes(sealed)
    with pytest.raises(CannotOpen):
        document.read()
    file.unlink()
    with pytest.raises(CannotOpen):
        document.read()


def test_the_same_content_is_told_by_its_digest_and_refused_twice_on_a_file():
    person = make_person()
    make_document(person=person)
    with pytest.raises(ValidationError) as error:
        make_document(person=person)
    assert error.value.error_dict["file"][0].code == "already_there"
    assert Document.objects.count() == len(files()) == 1
    assert make_document(person=make_person()).pk


@pytest.mark.django_db(transaction=True)
def test_a_deleted_row_takes_its_file_and_a_deletion_taken_back_leaves_it():
    document = make_document(person=make_person())
    with transaction.atomic():
        Document.objects.filter(pk=document.pk).delete()
        transaction.set_rollback(True)
    assert len(files()) == 1
    Document.objects.filter(pk=document.pk).delete()
    assert files() == []


def test_a_file_without_a_row_is_swept_when_it_is_old_and_no_other():
    kept, lost = make_document(person=make_person()), storage.write(b"of an upload that failed", "no row")
    assert sweep() == 0
    for file in files():
        os.utime(file, times=(time.time() - 2 * 86_400,) * 2)
    assert sweep() == 1
    assert kept.read()
    with pytest.raises(CannotOpen):
        storage.read(lost, "no row")


# What a file is


def test_each_format_is_taken_for_what_it_is():
    office = "application/vnd.openxmlformats-officedocument"
    taken = [
        check(a_pdf("A.PDF")), check(a_picture("a.jpg")), check(a_picture("a.png")), check(a_picture("a.webp")),
        check(an_archive("a.docx", {"word/document.xml": "x"})), check(an_archive("a.xlsx", {"xl/workbook.xml": "x"})),
        check(an_archive("a.odt", {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "x"})),
        check(ContentFile("Déjà vu\n".encode(), name="a.txt")),
        check(ContentFile(b"From: a@b.example\r\nSubject: x\r\n\r\nHello", name="a.eml")),
    ]  # fmt: skip
    assert [each.content_type for each in taken] == [
        "application/pdf", "image/jpeg", "image/png", "image/webp", f"{office}.wordprocessingml.document",
        f"{office}.spreadsheetml.sheet", "application/vnd.oasis.opendocument.text", "text/plain", "message/rfc822",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (ContentFile(b"<html><script>alert(1)</script>", name="a.pdf"), "mismatch"),
        (ContentFile(b"%PDF-1.4 cut off", name="a.pdf"), "mismatch"),
        (a_picture("a.jpg", format="PNG"), "mismatch"),
        (ContentFile(b"MZ\x90\0", name="a.txt"), "mismatch"),
        (ContentFile(b"no headers at all", name="a.eml"), "mismatch"),
        (an_archive("a.docx", {"xl/workbook.xml": "x"}), "mismatch"),
        (an_archive("a.odt", {"mimetype": "application/epub+zip", "content.xml": "x"}), "mismatch"),
        (ContentFile(b"PK\x03\x04 no archive", name="a.docx"), "mismatch"),
        (an_archive("a.docx", {"word/document.xml": "x", "word/vbaProject.bin": "x"}), "macros"),
        (ContentFile(b"<svg onload=alert(1)>", name="a.svg"), "unknown"),
        (ContentFile(b"x", name="a.exe"), "unknown"),
        (ContentFile(b"x", name="nameless"), "unknown"),
        (ContentFile(b"", name="a.pdf"), "empty"),
        (a_picture("big.png", size=(8000, 6300)), "too_many_pixels"),
        (ContentFile(a_picture(size=(600, 400)).read()[:-300], name="torn.jpg"), "damaged"),
    ],
)
def test_what_is_not_what_it_says_is_refused(file, code):
    assert refused(file) == code


def test_26_mb_are_refused_and_nothing_is_kept():
    assert refused(ContentFile(b"%PDF-" + b"0" * (LARGEST + 2**20), name="a.pdf")) == "too_large"
    with pytest.raises(ValidationError):
        make_document(person=make_person(), file=ContentFile(b"0" * (LARGEST + 1), name="a.pdf"))
    assert files() == []


def test_an_archive_that_unpacks_to_far_too_much_is_refused():
    bomb = an_archive("a.docx", {"word/document.xml": b"0" * (201 * 2**20)})
    assert bomb.size < 2**20
    assert refused(bomb) == "bomb"
    assert refused(an_archive("a.docx", {f"word/{number}": "x" for number in range(2001)})) == "bomb"


def test_pictures_lose_where_and_with_what_they_were_taken():
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Quetzalcoatlus camera", 6
    given = a_picture(exif=exif.tobytes(), size=(60, 40))
    assert b"Quetzalcoatlus" in given.read()
    given.seek(0)
    kept = check(given).data
    picture = Image.open(BytesIO(kept))
    assert b"Quetzalcoatlus" not in kept
    assert not picture.getexif()
    assert picture.size == (40, 60)  # turned upright before the turn is forgotten


def test_what_hides_behind_a_picture_is_gone():
    given = ContentFile(a_picture("a.png").read() + b"<script>Quetzalcoatlus</script>", name="a.png")
    assert b"Quetzalcoatlus" not in check(given).data


# What the database holds


@pytest.mark.parametrize(
    "broken",
    [
        {"person": None},
        {"size": 0},
        {"size": LARGEST + 1},
        {"issued_on": timezone.localdate(), "expires_on": timezone.localdate() - timedelta(days=1)},
    ],
)
def test_the_database_refuses_what_no_form_lets_through(broken):
    document = make_document(person=make_person())
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**broken)


# Its end


def told():
    open_alerts = Alert.objects.open().filter(kind="documents.expires").order_by("due_on")
    return list(open_alerts.values_list("params", "due_on"))


def test_an_end_is_told_step_by_step_and_each_step_once():
    today, coordinator = timezone.localdate(), make_user("coordinator")
    ends = today + timedelta(days=40)
    make_document(person=make_person(by=coordinator), by=coordinator, expires_on=ends)
    assert alerts.tell(today) == 1
    assert alerts.tell(today + timedelta(days=1)) == 0
    assert alerts.tell(today + timedelta(days=10)) == 1
    assert told() == [({"on": str(ends)}, ends - timedelta(days=60)), ({"on": str(ends)}, ends - timedelta(days=30))]


def test_a_far_end_and_one_that_was_over_when_it_came_are_not_told():
    today, person = timezone.localdate(), make_person()
    make_document(person=person, expires_on=today + timedelta(days=61))
    make_document(person=person, expires_on=today - timedelta(days=1), file=a_picture())
    assert alerts.tell(today) == 0


def test_a_renewal_a_removal_and_another_end_take_the_alert_off():
    today, coordinator = timezone.localdate(), make_user("coordinator")
    person, soon = make_person(by=coordinator), today + timedelta(days=5)
    old = make_document(person=person, by=coordinator, expires_on=soon)
    alerts.tell(today)
    operations.remove_document(document=old, by=coordinator)
    assert told() == []
    operations.restore_document(document=old, by=coordinator)
    assert len(told()) == 1
    operations.describe_document(document=old, expires_on=soon + timedelta(days=1), by=coordinator)
    assert told() == []
    alerts.tell(today)
    make_document(person=person, by=coordinator, file=a_picture(), renews=old)
    assert told() == []
    assert alerts.tell(today) == 0


def test_a_renewal_taken_off_again_leaves_the_alert_of_what_it_renewed():
    today, coordinator = timezone.localdate(), make_user("coordinator")
    person = make_person(by=coordinator)
    old = make_document(person=person, by=coordinator, expires_on=today + timedelta(days=5))
    alerts.tell(today)
    renewal = make_document(person=person, by=coordinator, file=a_picture(), renews=old)
    operations.remove_document(document=renewal, by=coordinator)
    assert len(told()) == 1
    operations.restore_document(document=renewal, by=coordinator)
    assert told() == []


@pytest.mark.django_db(transaction=True)
def test_two_clicks_keep_one_document():
    by, outcomes = make_user("coordinator"), []
    person, start = make_person(by=by), Barrier(2)

    def upload():
        start.wait()
        try:
            make_document(person=person, by=by)
            outcomes.append("kept")
        except ValidationError as error:
            outcomes.append(error.error_dict["file"][0].code)
        finally:
            connection.close()

    clicks = [Thread(target=upload) for _ in range(2)]
    for click in clicks:
        click.start()
    for click in clicks:
        click.join()
    assert sorted(outcomes) == ["already_there", "kept"]


def test_an_end_is_told_to_nobody_who_may_not_open_the_document():
    today = timezone.localdate()
    closed, educator, coordinator = make_user("coordinator"), make_user("educator"), make_user("coordinator")
    person = make_person(by=coordinator)
    close_file(person=person, user=closed, reason="Family.", by=make_user("management"))
    assign_worker(person=person, worker=educator, by=coordinator)
    make_document(person=person, by=coordinator, expires_on=today)
    alerts.tell(today)
    assert [alert.recipient for alert in Alert.objects.filter(kind="documents.expires")] == [coordinator]


def test_a_renewal_of_another_files_document_is_refused():
    old = make_document(person=make_person())
    with pytest.raises(ValidationError) as error:
        make_document(person=make_person(), renews=old)
    assert error.value.code == "other_file"


@pytest.mark.parametrize(
    ("days", "code"),
    [({"issued_on": 1}, "future"), ({"issued_on": -1, "expires_on": -2}, "before_issue")],
)
def test_impossible_days_are_refused_beside_their_field(days, code):
    given = {name: timezone.localdate() + timedelta(days=number) for name, number in days.items()}
    with pytest.raises(ValidationError) as error:
        make_document(person=make_person(), **given)
    assert [each.code for errors in error.value.error_dict.values() for each in errors] == [code]
