"""Adding a document, describing it, taking it off and putting it back."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from refuge.access import get_visible, page, require
from refuge.audit.operations import log_opening
from refuge.documents import operations
from refuge.documents.forms import AddForm, DescribeForm
from refuge.documents.models import Document
from refuge.documents.views.serving import back_of
from refuge.people.views.editing import panel_url
from refuge.people.views.page import header_of, person_of
from refuge.ui.undo import offer_undo


@page("documents.add")
@require_http_methods(["GET", "POST"])
def add(request, reference):
    """A new document; with `?renews=` the one that takes the place of another."""
    person = person_of(request, reference)
    old = _renewed(request, person)
    initial = {"kind": old.kind, "title": old.title} if old else None
    posted = request.method == "POST"
    form = AddForm(request.POST, request.FILES) if posted else AddForm(initial=initial)
    if posted:
        kept = form.apply(operations.add_document, person=person, renews=old, by=request.user)
        if form.done:
            offer_undo(request, _("The document is kept, encrypted."), reverse("documents:remove", args=[kept.pk]))
            return redirect(panel_url(person, "documents"))
    log_opening(request, person, detail="edit")
    title = _("The renewed document") if old else _("A document")
    context = {"form": form, "form_title": title, "back": panel_url(person, "documents")}
    return render(request, "documents/form.html", {**header_of(person), **context})


@page("documents.open")
@require_http_methods(["GET", "POST"])
def describe(request, pk):
    document = changeable(request, pk)
    form = DescribeForm(request.POST if request.method == "POST" else None, about=document)
    back = reverse("documents:document", args=[document.pk])
    if request.method == "POST":
        form.apply(operations.describe_document, document=document, by=request.user)
        if form.done:
            messages.success(request, _("Saved."))
            return redirect(back)
    header = header_of(document.person) if document.person else {}
    log_opening(request, document.person or document, detail="edit")
    context = {"form": form, "form_title": _("Describe the document"), "back": back}
    return render(request, "documents/form.html", {**header, **context})


@page("documents.open")
@require_POST
def remove(request, pk):
    document = changeable(request, pk)
    operations.remove_document(document=document, by=request.user)
    undo = reverse("documents:restore", args=[document.pk])
    offer_undo(request, _("The document is taken off."), undo)
    return redirect(back_of(document))


@page("documents.open")
@require_POST
def restore(request, pk):
    document = changeable(request, pk, removed=True)
    operations.restore_document(document=document, by=request.user)
    messages.success(request, _("The document is back."))
    return redirect(back_of(document))


def changeable(request, pk, *, removed=False) -> Document:
    """The document, if this reader may change it: whoever works with all of them, and who uploaded it."""
    kept = "documents.removed" if removed else "documents.changeable"
    document = get_visible(partial(_with_person, removed), request.user, pk=pk, kept=kept)
    require(request.user, "documents.change", document)
    return document


def _with_person(removed):
    return Document.objects.filter(removed_at__isnull=not removed).select_related("person__worker")


def _renewed(request, person):
    """The document that `?renews=` names, if it is one of this person's."""
    pk = request.GET.get("renews", "")
    if not pk:
        return None
    try:
        return get_visible(Document.objects.kept().filter(person=person), request.user, pk=pk)
    except ValidationError as error:
        raise Http404 from error
