"""Noting an attempt to reach somebody, taking it back, and showing how an anonymous caller is called back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from intake import operations
from intake.attempts import draft_of
from intake.forms import ContactForm
from intake.rows import uses_of
from intake.views.about import about_request, to_page
from refuge.accounts import drafts
from refuge.audit.models import Opening
from refuge.audit.operations import log_opening
from refuge.ui.undo import offer_undo


@about_request("intake.note_contact")
@require_http_methods(["GET", "POST"])
def note(request, help_request):
    """What came of an attempt; the page of the request holds the same form, and a refusal comes back here."""
    draft = draft_of(help_request)
    form = ContactForm(request.POST or None, initial=drafts.restore(request, draft))
    if request.method == "POST":
        attempt = form.apply(operations.note_contact, request=help_request, by=request.user)
        if form.done:
            drafts.discard(request, draft)
            undo_url = reverse("intake:contact_undo", args=[help_request.reference, attempt.pk])
            offer_undo(request, _("Noted: %(result)s.") % {"result": attempt.get_result_display()}, undo_url)
            return to_page(help_request)
    return render(request, "intake/contact_note.html", {"record": help_request, "form": form, "draft": draft})


@about_request("intake.note_contact")
@require_POST
def undo(request, help_request, pk):
    """Take back what was noted by mistake; what speaks against it is said on the page of the request."""
    attempt = get_object_or_404(help_request.attempts, pk=pk)
    try:
        operations.undo_contact(attempt=attempt, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The note is removed."))
    return to_page(help_request)


@about_request("intake.view_request")
@require_POST
def show_call_back(request, help_request):
    """How to call an anonymous caller back. POST, because it is logged; without htmx a page shows it once."""
    if help_request.person_id or not help_request.call_back:
        raise Http404
    log_opening(request, help_request, what=Opening.What.REVEAL, detail="call_back")
    context = {"record": help_request, "uses": uses_of(help_request), "revealed": True}
    template = "intake/call_back.html" if request.htmx else "intake/call_back_page.html"
    return render(request, template, context)
