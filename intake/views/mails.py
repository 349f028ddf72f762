"""E-mails brought in: the list, one with its proposals, and what becomes of it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.forms.mails import AgreementForm, BringInForm, DiscardForm, MailCallForm, MailsForm
from intake.mail.proposals import initial_of, proposals_of
from intake.models import IncomingMail
from intake.operations import mails as operations
from refuge.access import allows, get_visible, page
from refuge.accounts import drafts
from refuge.audit.operations import log_opening
from refuge.documents.panels import of_record
from refuge.people.choices import PRONOUNS
from refuge.ui.lists import Listing
from refuge.ui.undo import offer_undo

WORK = "intake.work_on_mail"
DRAFT = "intake:mail"


@page("intake.view_mail")
@require_safe
def mails(request):
    sort = "-added" if request.GET.get("state") else "added"
    listing = Listing(
        request, MailsForm, lambda: IncomingMail.objects.visible_to(request.user).for_lists(), {"added": "added_at"},
        sort=sort, kept="intake.mails", keeps=("state",),
    )  # fmt: skip
    return listing.render("intake/mails.html", {"may_work": allows(request.user, WORK)})


@page(WORK)
@require_http_methods(["GET", "POST"])
def bring_in(request):
    """Whether the young person knows and agrees, then the e-mail."""
    posted = request.method == "POST"
    form = BringInForm(request.POST, request.FILES) if posted else BringInForm(initial=drafts.restore(request, DRAFT))
    if posted:
        mail = form.apply(operations.bring_in, by=request.user)
        if form.done:
            drafts.discard(request, DRAFT)
            messages.success(request, _("The e-mail is kept, encrypted. Nothing is filed yet: look at it first."))
            return redirect("intake:mail", mail.pk)
    return render(request, "intake/mail_new.html", {"form": form, "draft": DRAFT})


@page("intake.view_mail")
@require_safe
def mail(request, pk):
    record = mail_of(request, pk)
    _log(request, record)
    answers = {"person_knows": record.person_knows, "person_agrees": record.person_agrees}
    context = {
        "record": record,
        "proposals": proposals_of(record.text, record.sender) if record.is_new else [],
        "attachments": of_record(request.user, record),
        "agreement_form": AgreementForm(initial=answers),
        "discard_form": DiscardForm(auto_id="discard_%s"),
        "may_work": allows(request.user, WORK),
    }
    return render(request, "intake/mail.html", context)


@page(WORK)
@require_POST
def agreement(request, pk):
    form = AgreementForm(request.POST)
    record = mail_of(request, pk)
    form.apply(operations.set_agreement, mail=record, by=request.user)
    if form.done:
        messages.success(request, _("Saved."))
    else:
        messages.error(request, " ".join(message for _field, message in form.problems))
    return redirect("intake:mail", pk)


@page(WORK)
@require_http_methods(["GET", "POST"])
def file(request, pk):
    """The call form, filled in with what was recognised, beside the text it was read from. Filed as it is sent."""
    record = mail_of(request, pk)
    if not record.is_new:
        return redirect("intake:mail", pk)
    proposals = proposals_of(record.text, record.sender)
    draft = f"intake:mail:{record.pk}"
    initial = initial_of(proposals, agreed=record.is_agreed) | {"received_at": record.sent_at or record.added_at}
    initial |= drafts.restore(request, draft) or {}
    form = MailCallForm(request.POST or None, user=request.user, mail=record, initial=initial)
    if request.method == "POST":
        noted = form.apply(operations.file_mail, mail=record, by=request.user)
        if form.done:
            drafts.discard(request, draft)
            said = _("The e-mail is filed as %(ref)s.") % {"ref": noted.reference}
            offer_undo(request, said, reverse("intake:mail_unfile", args=[pk]))
            return redirect("intake:detail", noted.reference)
    _log(request, record)
    context = {"record": record, "form": form, "draft": draft, "proposals": proposals, "pronouns": PRONOUNS}
    return render(request, "intake/mail_file.html", context)


@page(WORK)
@require_POST
def unfile(request, pk):
    return _step(request, pk, operations.unfile_mail, _("The call is removed; the e-mail waits again."))


@page(WORK)
@require_POST
def discard(request, pk):
    """With its reason, and a way back."""
    record = mail_of(request, pk)
    form = DiscardForm(request.POST)
    form.apply(operations.discard_mail, mail=record, by=request.user)
    if not form.done:
        messages.error(request, " ".join(message for _field, message in form.problems))
        return redirect("intake:mail", pk)
    offer_undo(request, _("The e-mail is discarded."), reverse("intake:mail_restore", args=[pk]))
    return redirect("intake:mails")


@page(WORK)
@require_POST
def restore(request, pk):
    return _step(request, pk, operations.take_up_again, _("The e-mail waits again."))


def mail_of(request, pk) -> IncomingMail:
    return get_visible(_with_its_request, request.user, pk=pk, kept="intake.mail")


def _with_its_request():
    return IncomingMail.objects.select_related("request__person", "added_by", "settled_by")


def _log(request, record) -> None:
    """To read an e-mail about somebody is to open their file, where there is one."""
    person = record.request.person if record.request else None
    log_opening(request, person or record, detail="mail")


def _step(request, pk, operation, said):
    try:
        operation(mail=mail_of(request, pk), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said)
    return redirect("intake:mail", pk)
