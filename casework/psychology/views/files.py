"""Papers of a follow-up: opened by who reads the follow-up, never as a page of the house's own."""

import logging

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework.models import FollowUpFile
from casework.psychology import operations
from casework.psychology.forms import FileForm
from casework.psychology.opening import log_opening
from casework.psychology.views.acting import GET_POST, followup_of, press, record_of, say, url_of
from refuge.access import page
from refuge.documents.views.serving import LONGEST_TEXT, SANDBOX, SEALED_OFF
from refuge.encryption import CannotOpen
from refuge.people.views.page import header_of

log = logging.getLogger(__name__)


@page("casework.psychology")
@require_http_methods(GET_POST)
def add(request, pk):
    followup = followup_of(request, pk)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if request.method == "POST":
        kept = form.apply(operations.add_file, followup=followup, by=request.user)
        if form.done:
            say(request, _("The paper is kept, encrypted."), reverse("casework:followup_file_remove", args=[kept.pk]))
            return redirect(url_of(followup))
    log_opening(request, followup)
    context = {"form": form, "form_title": _("A paper"), "followup": followup, "back": url_of(followup)}
    context["note"] = _("Read in this room alone, unlike the documents of the file.")
    return render(
        request, "casework/psychology/form.html", {**header_of(followup.person), **context, "is_upload": True}
    )


def _kept(request, pk, removed=False) -> FollowUpFile:
    return record_of(request, FollowUpFile.objects.filter(removed_at__isnull=not removed).defer("content"), pk)


@page("casework.psychology")
@require_safe
def file(request, pk):
    """The paper with its preview."""
    shown = _kept(request, pk)
    log_opening(request, shown.followup)
    text = _bytes(shown)[:LONGEST_TEXT].decode("utf-8", "replace") if shown.is_text else ""
    context = {"file": shown, "text": text, "followup": shown.followup, "back": url_of(shown.followup)}
    return render(request, "casework/psychology/file.html", {**header_of(shown.followup.person), **context})


@page("casework.psychology")
@require_safe
def preview(request, pk):
    """The bytes of a picture or a PDF, for the page's <img> or <iframe>."""
    shown = _kept(request, pk)
    if not (shown.is_picture or shown.is_pdf):
        raise Http404
    return _answer(shown, as_attachment=False)


@page("casework.psychology")
@require_safe
def download(request, pk):
    """As an attachment, under a name that names nobody."""
    shown = _kept(request, pk)
    log_opening(request, shown.followup)
    return _answer(shown, as_attachment=True)


def _answer(shown, *, as_attachment: bool) -> HttpResponse:
    response = HttpResponse(_bytes(shown), content_type=shown.content_type)
    extension = shown.about["name"].rpartition(".")[2].lower()
    name = f"document-{shown.added_at:%Y-%m-%d}.{extension}"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment, name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = SEALED_OFF if shown.is_pdf and not as_attachment else SANDBOX
    return response


def _bytes(shown) -> bytes:
    try:
        return shown.content
    except CannotOpen as error:
        log.error("Paper %s of a follow-up cannot be opened: its key is not on the ring.", shown.pk)
        raise Http404 from error


@page("casework.psychology")
@require_POST
def remove(request, pk):
    shown = _kept(request, pk)
    undo = reverse("casework:followup_file_restore", args=[shown.pk])
    said = _("The paper is taken off.")
    return press(request, operations.remove_file, said=said, back=url_of(shown.followup), undo=undo, file=shown)


@page("casework.psychology")
@require_POST
def restore(request, pk):
    shown = _kept(request, pk, removed=True)
    said = _("The paper is back.")
    return press(request, operations.restore_file, said=said, back=url_of(shown.followup), file=shown)
