"""Somebody asks after somebody: noted by whoever was asked, decided by management."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.inquiries import alerts
from intake.models import Inquiry
from intake.models.inquiry import Answer
from refuge.documents import operations as documents
from refuge.documents.models import Kind
from refuge.operations import operation
from refuge.parameters.operations import next_references
from refuge.people.operations.changing import change


@operation
def note_inquiry(*, by, paper=None, **facts) -> Inquiry:
    """Note that somebody asked (`facts` are fields of Inquiry), with the `paper` they showed. Whether there is a file
    of that person is not looked up. Police, Immigration Office and prosecutor are told to management at once."""
    inquiry = Inquiry(received_by=by, **facts)
    if inquiry.asked_at > timezone.now():
        message = _("This moment is still to come.")
        raise ValidationError({"asked_at": ValidationError(message, code="future")})
    inquiry.reference = next_references("I", timezone.localdate(inquiry.asked_at).year)[0]
    inquiry.clean_fields(exclude=["received_by", "person", "decided_by"])
    inquiry.save(force_insert=True)
    if paper:
        add_paper(inquiry=inquiry, file=paper, by=by)
    alerts.tell(inquiry)
    return inquiry


@operation
def add_paper(*, inquiry, file, by):
    """Keep a paper that was shown or sent."""
    try:
        return documents.add_document(file=file, kind=Kind.JUSTICE, subject=inquiry, by=by)
    except ValidationError as error:
        raise ValidationError({"paper": error.error_dict.get("file", error.messages)}) from error


@operation
def join_inquiry(*, inquiry, person, by) -> Inquiry:
    """Join it to the file it is about, or with None to none. Seen by those alone who may open the file."""
    inquiry = _locked(inquiry)
    change(inquiry, {"person": person})
    return inquiry


@operation
def decide_inquiry(*, inquiry, answer: str, reason: str, by, handed_over="") -> Inquiry:
    """Decide what is answered, once. Something is handed over on an accepted legal ground alone, and written down."""
    inquiry = _locked(inquiry)
    if inquiry.is_decided:
        raise ValidationError(_("This inquiry is decided already."), code="decided")
    hands_over = answer == Answer.HANDED_OVER
    _needs("reason", reason, _("A decision needs its reason in writing."))
    if hands_over:
        _needs("handed_over", handed_over, _("Write down what is handed over, and to whom."))
    change(inquiry, {
        "answer": answer, "decision_reason": reason, "ground_accepted": hands_over,
        "handed_over": handed_over if hands_over else "", "decided_by": by, "decided_at": timezone.now(),
    })  # fmt: skip
    alerts.end(inquiry)
    return inquiry


@operation
def revoke_inquiry_decision(*, inquiry, by) -> Inquiry:
    """Take a decision back: the inquiry is open again. That it was decided otherwise stays in the history."""
    inquiry = _locked(inquiry)
    if inquiry.is_decided:
        since = inquiry.decided_at
        nothing = {"ground_accepted": False, "handed_over": "", "decided_by": None, "decided_at": None}
        change(inquiry, {"answer": "", "decision_reason": "", **nothing})
        alerts.begin_again(inquiry, since)
    return inquiry


@operation
def withdraw_inquiry(*, inquiry, by) -> Inquiry:
    """Take back what was noted by mistake, until it is decided."""
    inquiry = _locked(inquiry)
    if inquiry.is_decided:
        raise ValidationError(_("This inquiry is decided already."), code="decided")
    if inquiry.removed_at is None:
        change(inquiry, {"removed_at": timezone.now()})
        alerts.end(inquiry)
    return inquiry


@operation
def restore_inquiry(*, inquiry, by) -> Inquiry:
    """Undo `withdraw_inquiry`."""
    inquiry = _locked(inquiry)
    if inquiry.removed_at:
        since = inquiry.removed_at
        change(inquiry, {"removed_at": None})
        alerts.begin_again(inquiry, since)
    return inquiry


def _needs(field: str, text: str, message) -> None:
    if not text.strip():
        raise ValidationError({field: ValidationError(message, code="needed")})


def _locked(inquiry) -> Inquiry:
    return Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry.pk)
