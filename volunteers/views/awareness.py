"""Awareness and advocacy: the list of actions with what they reached, and planning one. Each has its page among the
activities."""

from functools import partial

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from refuge.access import allows, page
from refuge.partners.views.about import data_of, say, show_form
from refuge.ui.lists import Listing
from volunteers import awareness, operations
from volunteers.forms.awareness import AwarenessListForm, NewAwarenessForm
from volunteers.models import Kind
from volunteers.spreadsheet import csv_answer
from volunteers.views.activities import CHANGE

VIEW = "volunteers.view_activity"


@page(VIEW)
@require_safe
def actions(request):
    user = request.user
    records = partial(awareness.listed, user)
    listing = Listing(request, AwarenessListForm, records, {"day": "starts_at"}, kept="volunteers.awareness")
    context = {
        "rows": awareness.action_rows(listing.rows),
        "sums": awareness.sums(listing.records) if listing.form.active else awareness.sums_of_all(user),
        "query": request.GET.urlencode(),
        "may_change": allows(user, CHANGE),
    }
    return listing.render("volunteers/awareness.html", context)


@page(VIEW)
@require_safe
def actions_file(request):
    records = awareness.actions().visible_to(request.user)
    form = AwarenessListForm(request.GET)
    records = form.filter(records) if form.is_valid() else records
    head = [
        _("Day"), _("Title"), _("Public"), _("Level"), _("Partner"), _("Projects"), _("People reached"),
        _("Volunteers"),
    ]  # fmt: skip
    return csv_answer("awareness.csv", head, awareness.table(records.standing()))


@page(CHANGE)
@require_http_methods(["GET", "POST"])
def new(request):
    form = NewAwarenessForm(data_of(request))
    if request.method == "POST":
        made = form.apply(operations.add_activity, kind=Kind.AWARENESS, by=request.user)
        if form.done:
            say(request, _("The action is planned."), reverse("volunteers:call_off", args=[made.pk]))
            return redirect("volunteers:activity", made.pk)
    return show_form(request, form, title=_("New awareness action"), back=reverse("volunteers:awareness"))
