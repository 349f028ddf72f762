"""Looking at a document and taking it away: checked, logged, and never as a page of the house's own."""

import logging

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from refuge.access import allows, get_visible, page
from refuge.audit.operations import log_opening
from refuge.documents import registry
from refuge.documents.models import Document
from refuge.documents.panels import listed
from refuge.documents.parameters import first_step
from refuge.documents.rows import row_of
from refuge.encryption import CannotOpen
from refuge.people.views.editing import panel_url
from refuge.people.views.page import header_of

log = logging.getLogger(__name__)

LOOK = "document-look"
LONGEST_TEXT = 50_000
# Nothing in a file may run, load or send anything. A PDF is left out of the sandbox, in which browsers open no PDF:
# its type is fixed (nosniff), so it is never a page, and its viewer knows neither our cookies nor our pages.
SEALED_OFF = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
SANDBOX = f"sandbox; {SEALED_OFF}"


def document_of(request, pk) -> Document:
    return get_visible(_with_its_page, request.user, pk=pk, kept="documents.document")


def _with_its_page():
    return listed(Document.objects.kept()).select_related("person__worker", "uploaded_by")


@page("documents.open")
@require_safe
def document(request, pk):
    """The document with its preview; for htmx the preview alone, into the panel it was asked from."""
    shown = document_of(request, pk)
    context = {
        "row": row_of(shown, first_step()),
        "text": _text(shown) if shown.is_text else "",
        "back": back_of(shown),
        "may_change": allows(request.user, "documents.change", shown),
    }
    log_opening(request, shown.person or shown, detail="documents")
    if request.htmx.target == LOOK:
        return render(request, "documents/look.html", context)
    header = header_of(shown.person) if shown.person else {}
    return render(request, "documents/document.html", {**header, **context})


@page("documents.open")
@require_safe
def preview(request, pk):
    """The bytes of a picture or a PDF, for the page's <img> or <iframe>."""
    shown = document_of(request, pk)
    if not (shown.is_picture or shown.is_pdf):
        raise Http404
    log_opening(request, shown.person or shown, detail="document_preview")
    return _answer(shown, as_attachment=False)


@page("documents.open")
@require_safe
def download(request, pk):
    """The bytes as an attachment, under a name that names nobody."""
    shown = document_of(request, pk)
    log_opening(request, shown.person or shown, what="reveal", detail="document_download")
    try:
        return _answer(shown, as_attachment=True)
    except Http404:
        messages.error(request, _("This file cannot be opened: it is missing or damaged. Please tell management."))
        return redirect("documents:document", shown.pk)


def _answer(shown, *, as_attachment: bool) -> HttpResponse:
    response = HttpResponse(_bytes(shown), content_type=shown.content_type)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment, neutral_name(shown))
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    policy = SEALED_OFF if shown.is_pdf and not as_attachment else SANDBOX
    response.headers["Content-Security-Policy"] = policy
    return response


def neutral_name(shown) -> str:
    """A file name that names nobody: document-2026-11-23.pdf."""
    extension = shown.file_name.rpartition(".")[2].lower()
    return f"document-{shown.uploaded_at:%Y-%m-%d}.{extension}"


def _bytes(shown) -> bytes:
    try:
        return shown.read()
    except CannotOpen as error:
        log.error("The file of document %s is missing or damaged.", shown.pk)
        raise Http404 from error


def _text(shown) -> str:
    try:
        return shown.read()[:LONGEST_TEXT].decode("utf-8", "replace")
    except CannotOpen:
        log.error("The file of document %s is missing or damaged.", shown.pk)
        return ""


def back_of(document) -> str:
    """Where it came from: the record it is a paper of, else the person's panel."""
    if document.subject_label in registry.subjects:
        return registry.subjects[document.subject_label].page(document.subject_id)
    return panel_url(document.person, "documents") if document.person else "/"
