"""A partner's e-mail is brought in, filed as a call for help, or discarded. Nothing is filed unseen."""

import hashlib

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from intake.mail import alerts
from intake.mail.reading import Mail
from intake.models import IncomingMail, Request
from intake.models.mail import MailState, Told
from intake.operations.calls import log_call, undo_log_call
from refuge.documents import operations as documents
from refuge.documents.models import Kind
from refuge.encryption import key_ring
from refuge.operations import operation
from refuge.people import operations as people
from refuge.people.death import check_alive
from refuge.people.operations.changing import change

# What is not written down of somebody who has not agreed: they stay without a file.
OF_THE_PERSON = ("person", "chosen_name", "pronouns", "age", "languages", "ethos", "speaks_freely")


@operation
def bring_in(*, mail: Mail, person_knows: str, person_agrees: str, by) -> IncomingMail:
    """Keep an e-mail as it was read, encrypted, its attachments as documents. What an attachment is not allowed to be
    is left out, and said. RuleBroken `intake_mail_once` if it is here already."""
    if not mail.text.strip():
        raise ValidationError(_("This e-mail has no text."), code="no_text")
    kept = IncomingMail(
        person_knows=person_knows, person_agrees=_agreement(person_knows, person_agrees), sender=mail.sender,
        subject=mail.subject, sent_at=mail.sent_at, text=mail.text, digest=_digest_of(mail), added_by=by,
    )  # fmt: skip
    kept.clean_fields(exclude=["added_by", "digest"])
    kept.left_out = mail.left_out or None
    kept.save(force_insert=True)
    left_out = [*mail.left_out, *_keep_attachments(kept, mail, by)]
    if left_out != mail.left_out:
        change(kept, {"left_out": left_out})
    return kept


@operation
def set_agreement(*, mail, person_knows: str, person_agrees: str, by) -> IncomingMail:
    """What the service says now of whether the young person knows and agrees. Also once it is filed: the service may
    have asked since, and then the call may be joined to a file."""
    mail = _locked(mail)
    if mail.state == MailState.DISCARDED:
        raise _settled(mail)
    if mail.request:
        check_alive(mail.request.person)
    change(mail, {"person_knows": person_knows, "person_agrees": _agreement(person_knows, person_agrees)})
    return mail


@operation
def file_mail(*, mail, by, languages=(), **facts) -> Request:
    """Note the e-mail as a call for help (`facts` as of `log_call`), by somebody who has seen it.

    Without the young person's agreement the call stays without a file: what would tell who they are is refused, and
    the service is who can be reached. The attachments show on the request's file, whichever it is.
    """
    mail = _locked_new(mail)
    if not mail.is_agreed:
        _check_least(facts, languages)
    request = log_call(by=by, **facts)
    if request.opened_file and languages:
        request.person = people.change_identity(person=request.person, languages=list(languages), by=by)
    _settle(mail, by, {"state": MailState.FILED, "request": request})
    return request


@operation
def unfile_mail(*, mail, by) -> IncomingMail:
    """Undo `file_mail`: the call is removed under the rules of `undo_log_call`, and the e-mail waits again."""
    mail = _locked(mail)
    if mail.state != MailState.FILED:
        raise ValidationError(_("This e-mail is not filed."), code="not_filed")
    request = mail.request
    _back_to_new(mail)
    undo_log_call(request=request, by=by)
    return mail


@operation
def discard_mail(*, mail, reason: str, by) -> IncomingMail:
    """Put it away with a reason; it is erased after a while (parameter `intake.mail_discarded_days`)."""
    mail = _locked_new(mail)
    if not reason.strip():
        message = _("Say why it is discarded.")
        raise ValidationError({"reason": ValidationError(message, code="reason_needed")})
    _settle(mail, by, {"state": MailState.DISCARDED, "discard_reason": reason})
    return mail


@operation
def take_up_again(*, mail, by) -> IncomingMail:
    """Undo `discard_mail`. Refused when the same e-mail was brought in again since."""
    mail = _locked(mail)
    if mail.state != MailState.DISCARDED:
        raise ValidationError(_("This e-mail is not discarded."), code="not_discarded")
    _back_to_new(mail)
    return mail


def _agreement(knows: str, agrees: str) -> str:
    """Whoever does not know of it cannot have agreed."""
    if agrees == Told.YES and knows != Told.YES:
        message = _("Whoever does not know of it cannot have agreed.")
        raise ValidationError({"person_agrees": ValidationError(message, code="agrees_unknowing")})
    return agrees


def _digest_of(mail: Mail) -> bytes:
    content = hashlib.sha256(f"{mail.sender}\0{mail.subject}\0{mail.sent_at}\0{mail.text}".encode()).hexdigest()
    return key_ring("data").blind(content, "intake.incomingmail.content")


def _keep_attachments(kept, mail: Mail, by) -> list:
    """What could not be kept: [{"name", "reason"}]."""
    left_out = []
    for file in mail.attachments:
        try:
            documents.add_document(file=file, kind=Kind.EMAIL, subject=kept, by=by)
        except ValidationError as error:
            left_out.append({"name": file.name, "reason": " ".join(error.messages)})
    return left_out


def _check_least(facts: dict, languages) -> None:
    told = [name for name in OF_THE_PERSON if _says_something(facts.get(name))]
    if told or languages:
        message = _("The young person has not agreed: write nothing that tells who they are.")
        raise ValidationError(message, code="not_agreed")


def _says_something(value) -> bool:
    return any(value.values()) if isinstance(value, dict) else bool(value)


def _settle(mail, by, values: dict) -> None:
    change(mail, values | {"settled_by": by, "settled_at": timezone.now()})
    alerts.end(mail)


def _back_to_new(mail) -> None:
    since = mail.settled_at
    nothing = {"request": None, "discard_reason": "", "settled_by": None, "settled_at": None}
    change(mail, {"state": MailState.NEW} | nothing)
    alerts.begin_again(mail, since)


def _locked(mail) -> IncomingMail:
    return IncomingMail.objects.select_for_update(of=("self",)).get(pk=mail.pk)


def _locked_new(mail) -> IncomingMail:
    mail = _locked(mail)
    if not mail.is_new:
        raise _settled(mail)
    return mail


def _settled(mail) -> ValidationError:
    message = _("This e-mail is settled already: %(state)s.")
    return ValidationError(message, code="settled", params={"state": mail.get_state_display()})
