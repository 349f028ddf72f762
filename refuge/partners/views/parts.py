"""Contacts, agreements, meetings and marks: one road for the four of them."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from refuge.access import get_visible, page
from refuge.partners import operations
from refuge.partners.parts import PARTS
from refuge.partners.views.about import data_of, organisation_of, page_of, say, show_form, step

CHANGE = "partners.change"


@page(CHANGE)
@require_http_methods(["GET", "POST"])
def add(request, pk, kind):
    record, part = organisation_of(request, pk), PARTS[kind]
    form = part.form(data_of(request))
    if request.method == "POST":
        made = form.apply(operations.add_part, kind=part.model, organisation=record, by=request.user)
        if form.done:
            say(request, part.saved, reverse("partners:part_remove", args=[kind, made.pk]))
            return redirect(page_of(pk))
    return show_form(request, form, title=part.title, back=page_of(pk), about=record)


@page(CHANGE)
@require_http_methods(["GET", "POST"])
def edit(request, kind, pk):
    part, record = PARTS[kind], _part_of(request, kind, pk)
    form = part.form(data_of(request), initial={name: getattr(record, name) for name in part.form.base_fields})
    back = page_of(record.organisation_id)
    if request.method == "POST":
        form.apply(operations.change_part, part=record, by=request.user)
        if form.done:
            say(request, part.saved)
            return redirect(back)
    return show_form(request, form, title=part.title, back=back, about=record.organisation)


@page(CHANGE)
@require_POST
def remove(request, kind, pk):
    record = _part_of(request, kind, pk)
    undo = reverse("partners:part_restore", args=[kind, pk])
    to = page_of(record.organisation_id)
    return step(request, operations.remove_part, done=PARTS[kind].removed, to=to, undo=undo, part=record)


@page(CHANGE)
@require_POST
def restore(request, kind, pk):
    record = _part_of(request, kind, pk)
    to = page_of(record.organisation_id)
    return step(request, operations.restore_part, done=_("It is back."), to=to, part=record)


def _part_of(request, kind, pk):
    return get_visible(PARTS[kind].model.objects.select_related("organisation"), request.user, pk=pk)
