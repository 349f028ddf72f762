"""A whole series from one of its activities on: changed, called off, held after all."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from refuge.access import page
from refuge.partners.views.about import data_of, say, show_form, step
from volunteers import operations
from volunteers.forms.activities import SeriesForm
from volunteers.models import Activity
from volunteers.views.activities import CHANGE, activity_of, page_of


@page(CHANGE)
@require_http_methods(["GET", "POST"])
def edit(request, pk):
    record = of_series(request, pk)
    form = SeriesForm(data_of(request), instance=of_series(request, pk))
    if request.method == "POST":
        form.apply(operations.change_series, activity=record, by=request.user)
        if form.done:
            say(request, _("The series is changed from here on. Who signed up is told."))
            return redirect(page_of(pk))
    note = _("This activity and all that follow in the series, each on its day. Everybody signed up is told once.")
    title = _("Change the series from here on")
    return show_form(request, form, title=title, back=page_of(pk), about=record, note=note)


@page(CHANGE)
@require_POST
def call_off(request, pk):
    undo = reverse("volunteers:series_restore", args=[pk])
    done = _("The series is called off from here on. Who signed up is told.")
    record = of_series(request, pk)
    return step(request, operations.call_off_series, done=done, to=page_of(pk), undo=undo, activity=record)


@page(CHANGE)
@require_POST
def restore(request, pk):
    record = of_series(request, pk)
    return step(request, operations.restore_series, done=_("The series will be held."), to=page_of(pk), activity=record)


def of_series(request, pk) -> Activity:
    record = activity_of(request, pk)
    if record.series_id is None:
        raise Http404
    return record
