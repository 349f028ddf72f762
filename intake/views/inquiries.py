"""Inquiries: noting that somebody asks after somebody, the list, one of them, and management's decision.

No page here looks anybody up: what is said and shown is the same for known and unknown people.
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.forms import AttachForm
from intake.forms.inquiries import DecideInquiryForm, InquiriesForm, InquiryForm, PaperForm
from intake.inquiries.sentences import SENTENCES
from intake.models import Inquiry
from intake.operations import inquiries as operations
from refuge.access import allows, get_visible, page
from refuge.audit.operations import log_opening
from refuge.documents.panels import of_record
from refuge.ui.lists import Listing
from refuge.ui.undo import offer_undo

VIEW, NOTE, DECIDE = "intake.view_inquiry", "intake.note_inquiry", "intake.decide_inquiry"


@page(VIEW)
@require_safe
def inquiries(request):
    sort = "-asked" if request.GET.get("state") else "asked"
    listing = Listing(
        request, InquiriesForm, lambda: Inquiry.objects.visible_to(request.user).kept().for_lists(),
        {"asked": "asked_at"}, sort=sort, kept="intake.inquiries", keeps=("state", "asker"),
    )  # fmt: skip
    return listing.render("intake/inquiries.html", {"may_note": allows(request.user, NOTE)})


@page(NOTE)
@require_http_methods(["GET", "POST"])
def new(request):
    """The sentence first, then who asked."""
    posted = request.method == "POST"
    form = InquiryForm(request.POST, request.FILES) if posted else InquiryForm()
    if posted:
        noted = form.apply(operations.note_inquiry, by=request.user)
        if form.done:
            said = _("The inquiry is noted as %(ref)s; management decides.") % {"ref": noted.reference}
            offer_undo(request, said, reverse("intake:inquiry_withdraw", args=[noted.pk]))
            return redirect("intake:inquiry", noted.pk)
    return render(request, "intake/inquiry_new.html", {"form": form, "sentences": SENTENCES})


@page(VIEW)
@require_safe
def inquiry(request, pk):
    record = inquiry_of(request, pk)
    log_opening(request, record.person or record, detail="inquiry")
    may_note, may_decide = allows(request.user, NOTE), allows(request.user, DECIDE)
    context = {
        "record": record,
        "papers": of_record(request.user, record),
        "sentences": SENTENCES,
        "paper_form": PaperForm(),
        "join_form": AttachForm(user=request.user, auto_id="join_%s"),
        "decide_form": DecideInquiryForm() if may_decide and not record.is_decided else None,
        "may_note": may_note,
        "may_decide": may_decide,
    }
    return render(request, "intake/inquiry.html", context)


@page(VIEW)
@require_POST
def paper(request, pk):
    """One more paper, brought by the asker or sent afterwards."""
    record, form = inquiry_of(request, pk), PaperForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["paper"]
        _run(request, _("The paper is kept, encrypted."), operations.add_paper, inquiry=record, file=file)
    else:
        messages.error(request, " ".join(message for _field, message in form.problems))
    return redirect("intake:inquiry", pk)


@page(NOTE)
@require_POST
def join(request, pk):
    """Join it to a file by its reference, or part it; who may not open the file sees the inquiry no more."""
    record, form = inquiry_of(request, pk), AttachForm(request.POST, user=request.user)
    if "part" in request.POST:
        _run(request, _("Saved."), operations.join_inquiry, inquiry=record, person=None)
    elif form.is_valid():
        person = form.cleaned_data["person"]
        _run(request, _("Saved."), operations.join_inquiry, inquiry=record, person=person)
    else:
        messages.error(request, " ".join(message for _field, message in form.problems))
    return redirect("intake:inquiry", pk)


@page(DECIDE)
@require_http_methods(["GET", "POST"])
def decide(request, pk):
    """Management's answer. Opened anew after a refusal, its address leads back to the inquiry."""
    if request.method == "GET":
        return redirect("intake:inquiry", pk)
    record, form = inquiry_of(request, pk), DecideInquiryForm(request.POST)
    form.apply(operations.decide_inquiry, inquiry=record, by=request.user)
    if form.done:
        offer_undo(request, _("Decided."), reverse("intake:inquiry_revoke", args=[pk]))
        return redirect("intake:inquiry", pk)
    log_opening(request, record.person or record, detail="inquiry")
    context = {"record": record, "papers": of_record(request.user, record), "sentences": SENTENCES}
    return render(request, "intake/inquiry.html", context | {"decide_form": form, "may_decide": True})


@page(DECIDE)
@require_POST
def revoke(request, pk):
    record = inquiry_of(request, pk)
    _run(request, _("The decision is taken back."), operations.revoke_inquiry_decision, inquiry=record)
    return redirect("intake:inquiry", pk)


@page(NOTE)
@require_POST
def withdraw(request, pk):
    record = inquiry_of(request, pk)
    if _run(request, "", operations.withdraw_inquiry, inquiry=record):
        offer_undo(request, _("The inquiry is taken back."), reverse("intake:inquiry_restore", args=[pk]))
        return redirect("intake:inquiries")
    return redirect("intake:inquiry", pk)


@page(NOTE)
@require_POST
def restore(request, pk):
    record = get_visible(Inquiry.objects.filter(removed_at__isnull=False), request.user, pk=pk)
    _run(request, _("The inquiry is back."), operations.restore_inquiry, inquiry=record)
    return redirect("intake:inquiry", pk)


def inquiry_of(request, pk) -> Inquiry:
    return get_visible(_with_its_file, request.user, pk=pk, kept="intake.inquiry")


def _with_its_file():
    return Inquiry.objects.kept().select_related("person", "received_by", "decided_by")


def _run(request, said, operation, **arguments) -> bool:
    """Run the operation and say so; what it refuses is said instead."""
    try:
        operation(by=request.user, **arguments)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    if said:
        messages.success(request, said)
    return True
