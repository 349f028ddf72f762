"""The safety log: the list, an entry, what is added to it."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from housing.evening.forms import AdditionForm, IncidentForm, SafetyForm
from housing.models import SafetyEntry
from housing.operations import safety as operations
from housing.views.common import run, said
from refuge.access import allows, get_visible, page
from refuge.accounts import drafts
from refuge.audit.operations import log_opening
from refuge.people.models import Person
from refuge.ui.lists import Listing

DRAFT = "housing:incident"


@page("housing.view_safety")
@require_safe
def log(request):
    listing = Listing(
        request, SafetyForm, lambda: _entries(request.user), {"day": "happened_on"}, sort="-day", kept="housing.safety"
    )
    return listing.render("housing/safety.html", {"may_add": allows(request.user, "housing.add_safety")})


def _entries(user):
    """With what a row shows: a person has many columns more, and what happened is not told here."""
    entries = SafetyEntry.objects.visible_to(user).kept().with_danger().select_related("site", "person")
    return entries.only("happened_on", "type", "is_acute", "site__alias", "person__chosen_name")


@page("housing.add_safety")
@require_http_methods(["GET", "POST"])
def new(request):
    """A new entry; `?person=` names the file it is about."""
    reference = request.GET.get("person", "")
    person = Person.objects.visible_to(request.user).filter(reference=reference).first() if reference else None
    form = IncidentForm(request.POST or None, user=request.user, person=person, initial=drafts.restore(request, DRAFT))
    if request.method == "POST":
        entry = form.apply(operations.note_incident, by=request.user)
        if form.done:
            drafts.discard(request, DRAFT)
            said(request, _("The incident is logged."), "housing:withdraw_incident", entry.pk)
            return redirect("housing:safety_entry", entry.pk)
    return render(request, "housing/safety_new.html", {"form": form, "draft": DRAFT})


@page("housing.view_safety")
@require_http_methods(["GET", "POST"])
def entry(request, pk):
    """One incident, and what was added to it. It tells of somebody: opening it is logged with their file."""
    found = SafetyEntry.objects.kept().with_danger().select_related("site", "person", "recorded_by")
    entry = get_visible(found, request.user, pk=pk)
    may_add = allows(request.user, "housing.add_safety")
    form = AdditionForm(request.POST or None, entry=entry) if may_add else None
    if request.method == "POST" and form:
        form.apply(operations.add_to_incident, entry=entry, by=request.user)
        if form.done:
            said(request, _("Added."))
            return redirect("housing:safety_entry", entry.pk)
    log_opening(request, entry.person or entry, detail="safety")
    additions = list(entry.additions.select_related("added_by").order_by("added_at"))
    may_withdraw = may_add and entry.recorded_by_id == request.user.pk and not additions
    context = {"entry": entry, "additions": additions, "form": form, "may_withdraw": may_withdraw}
    return render(request, "housing/safety_entry.html", context)


@page("housing.add_safety")
@require_POST
def withdraw(request, pk):
    entry = get_visible(SafetyEntry, request.user, pk=pk)
    if run(request, operations.withdraw_incident, _("The entry is taken back."), entry=entry):
        return redirect("housing:safety")
    return redirect("housing:safety_entry", entry.pk)


@page("housing.add_safety")
@require_POST
def restore(request, pk):
    """What was taken back by mistake, by whoever wrote it."""
    entry = get_visible(SafetyEntry.objects.filter(recorded_by=request.user), request.user, pk=pk)
    run(request, operations.restore_incident, _("The entry is in the log again."), entry=entry)
    return redirect("housing:safety")
