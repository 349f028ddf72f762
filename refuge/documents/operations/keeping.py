"""A document is kept, described, removed and put back. Its bytes never change: a better copy is another document."""

import hashlib
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.documents import alerts
from refuge.documents.content import check
from refuge.documents.models import Document
from refuge.encryption import key_ring
from refuge.operations import operation
from refuge.people.death import check_alive
from refuge.people.operations.changing import change
from refuge.people.operations.file import locked as locked_file


@operation
def add_document(
    *, file, kind, by, person=None, subject=None, title="", issued_on=None, expires_on=None, renews=None
) -> Document:
    """Check `file` (name, size, read()) and keep it sealed, for a person's file or for the record `subject`.

    Refused: what is not what it says (see `content.check`), and the same file twice for one person. `renews` is the
    document that this one takes the place of; its alerts end. If the transaction fails, the sealed file is swept.
    """
    try:
        checked = check(file)
    except ValidationError as error:
        raise ValidationError({"file": error}) from error
    if person is not None:
        person = locked_file(person)  # of two at once, the second sees the first
        check_alive(person)
    document = Document(
        person=person, kind=kind, issued_on=issued_on, expires_on=expires_on, renews=_renewable(renews, person),
        uploaded_by=by, content_type=checked.content_type, size=len(checked.data), digest=digest_of(checked.data),
    )  # fmt: skip
    document.file_name = checked.name
    document.title = title.strip() or PurePath(checked.name).stem
    if subject is not None:
        document.subject_label, document.subject_id = subject._meta.label_lower, subject.pk
    _check(document)
    document.keep(checked.data)
    document.save(force_insert=True)
    if renews:
        alerts.end(renews)
    return document


@operation
def describe_document(*, document, by, **words) -> Document:
    """Change kind, title, day of issue or end. Another end has alerts of its own."""
    document = _locked(document)
    check_alive(document.person)
    _check_days(words.get("issued_on", document.issued_on), words.get("expires_on", document.expires_on))
    before = document.expires_on
    change(document, words)
    if document.expires_on != before:
        alerts.end(document)
    return document


@operation
def remove_document(*, document, by) -> Document:
    """Take it off the file. The bytes stay until the row is deleted, so that `restore_document` can put it back. What
    it took the place of is told of again. Possible after a death too."""
    document = _locked(document)
    if document.removed_at is None:
        change(document, {"removed_at": timezone.now()})
        alerts.end(document)
        if _is_renewed_by_it(document):
            alerts.begin_again(document.renews, document.uploaded_at)
    return document


@operation
def restore_document(*, document, by) -> Document:
    """Undo `remove_document`."""
    document = _locked(document)
    if document.removed_at:
        since = document.removed_at
        change(document, {"removed_at": None})
        alerts.begin_again(document, since)
        if document.renews:
            alerts.end(document.renews)
    return document


def digest_of(data: bytes) -> bytes:
    """The same 32 bytes for the same content, telling nothing of it without the key."""
    return key_ring("data").blind(hashlib.sha256(data).hexdigest(), "documents.document.content")


def _check(document) -> None:
    _check_days(document.issued_on, document.expires_on)
    document.clean_fields(exclude=["person", "renews", "uploaded_by", "digest", "stored_as"])
    same = Document.objects.kept().filter(person=document.person_id, digest=document.digest)
    if document.person_id and same.exists():
        message = _("This document is on the file already.")
        raise ValidationError({"file": ValidationError(message, code="already_there")})


def _check_days(issued_on, expires_on) -> None:
    if issued_on and issued_on > timezone.localdate():
        raise ValidationError({"issued_on": ValidationError(_("This day is still to come."), code="future")})
    if issued_on and expires_on and expires_on < issued_on:
        message = _("The end lies before the day of issue.")
        raise ValidationError({"expires_on": ValidationError(message, code="before_issue")})


def _renewable(document, person):
    """`renews` as given, if it is a document of the same person."""
    if document and (person is None or document.person_id != person.pk):
        raise ValidationError(_("This document belongs to another file."), code="other_file")
    return document


def _is_renewed_by_it(document) -> bool:
    """Whether it took the place of a document that is kept, and nothing else does."""
    renewed = document.renews
    return bool(renewed and not renewed.removed_at and not renewed.renewals.kept().exists())


def _locked(document) -> Document:
    return Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
