"""Two entries of one organisation: made one, and parted again."""

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from refuge.access import page
from refuge.partners import forms, operations
from refuge.partners.models import Merge
from refuge.partners.views.about import data_of, organisation_of, page_of, say, show_form, step

CHANGE = "partners.change"


@page(CHANGE)
@require_http_methods(["GET", "POST"])
def merge(request, pk):
    record = organisation_of(request, pk)
    form = forms.MergeForm(data_of(request), organisation=record)
    if request.method == "POST":
        made = form.apply(_merge, kept=record, by=request.user)
        if form.done:
            say(request, _("The two entries are one."), reverse("partners:part", args=[made.pk]))
            return redirect(page_of(pk))
    note = _("Contacts, agreements, meetings, marks and referrals of the other entry come here. It can be taken back.")
    return show_form(
        request, form, title=_("Merge a double entry"), back=page_of(pk), note=note, save=_("Merge"), about=record
    )


@page(CHANGE)
@require_POST
def part(request, pk):
    made = get_object_or_404(Merge.objects.select_related("kept", "gone"), pk=pk)
    done = _("The two entries are parted again.")
    return step(request, operations.part_organisations, done=done, to=page_of(made.gone_id), merge=made)


def _merge(*, other, kept, by):
    return operations.merge_organisations(kept=kept, gone=other, by=by)
