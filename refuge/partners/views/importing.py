"""A list of partners: uploaded, looked at, entered, taken back."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from refuge.access import get_visible, page
from refuge.partners import forms, operations
from refuge.partners.choices import OrganisationType
from refuge.partners.models import ImportBatch
from refuge.partners.reading import PROBLEMS
from refuge.partners.views.about import say, show_form, step

CHANGE = "partners.change"
TONES = {"new": "well", "known": "plain", "rejected": "late"}


@page(CHANGE)
@require_http_methods(["GET", "POST"])
def start(request):
    form = forms.ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        batch = form.apply(operations.read_import, by=request.user)
        if form.done:
            return redirect("partners:import_preview", batch.pk)
    note = _("The list is shown to you first: nothing is entered before you say so.")
    context = {"title": _("Import a list"), "back": reverse("partners:list"), "note": note, "save": _("Read the list")}
    return show_form(request, form, **context, upload=True)


@page(CHANGE)
@require_safe
def preview(request, pk):
    batch = get_visible(ImportBatch, request.user, pk=pk)
    if batch.confirmed_at:
        return redirect("partners:list")
    words = {
        "new": pgettext("row of a list", "new"),
        "known": pgettext("row of a list", "known already"),
        "rejected": pgettext("row of a list", "rejected"),
    }
    types = dict(OrganisationType.choices)
    lines = [
        {
            **row,
            "word": words[row["state"]],
            "tone": TONES[row["state"]],
            "type": types.get(row["facts"]["type"], row["facts"]["type"]),
            "reasons": [PROBLEMS[code] for code in row["why"]],
        }
        for row in batch.rows
    ]
    counts = {state: sum(line["state"] == state for line in lines) for state in words}
    return render(request, "partners/import.html", {"batch": batch, "lines": lines, "counts": counts})


@page(CHANGE)
@require_POST
def confirm(request, pk):
    batch = get_visible(ImportBatch, request.user, pk=pk)
    if batch.confirmed_at is None:
        batch = operations.confirm_import(batch=batch, by=request.user)
        number = len(batch.made)
        done = ngettext("%(number)d organisation entered.", "%(number)d organisations entered.", number)
        say(request, done % {"number": number}, reverse("partners:import_undo", args=[pk]) if number else "")
    return redirect("partners:list")


@page(CHANGE)
@require_POST
def discard(request, pk):
    batch = get_visible(ImportBatch, request.user, pk=pk)
    to = reverse("partners:import")
    return step(request, operations.discard_import, done=_("Nothing was entered."), to=to, batch=batch)


@page(CHANGE)
@require_POST
def undo(request, pk):
    batch = get_visible(ImportBatch, request.user, pk=pk)
    gone = operations.undo_import(batch=batch, by=request.user)
    kept = len(batch.made) - gone
    messages.success(request, _("The import is taken back."))
    if kept:
        stays = ngettext("%(number)d stays: it was used since.", "%(number)d stay: they were used since.", kept)
        messages.info(request, stays % {"number": kept})
    return redirect("partners:list")
