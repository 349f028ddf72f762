"""The directory, and the page of one organisation."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from refuge.access import allows, page
from refuge.partners import forms, operations, rows
from refuge.partners.models import Organisation
from refuge.partners.suggestions import last_mark
from refuge.partners.views.about import data_of, organisation_of, page_of, say, show_form, step
from refuge.ui.lists import Listing

CHANGE = "partners.change"


@page("partners.view")
@require_safe
def directory(request):
    organisations = Organisation.objects.visible_to(request.user).annotate(mark=last_mark()).defer("note")
    listing = Listing(
        request, forms.DirectoryForm, organisations, {"name": "name_key"}, sort="name", kept="partners.list"
    )
    context = {"rows": rows.rows_for(listing.rows), "may_change": allows(request.user, CHANGE)}
    return listing.render("partners/list.html", context)


@page("partners.view")
@require_safe
def organisation(request, pk):
    record = organisation_of(request, pk)
    return render(request, "partners/organisation.html", rows.page_context(request.user, record))


@page(CHANGE)
@require_http_methods(["GET", "POST"])
def new(request):
    form = forms.OrganisationForm(
        data_of(request), initial={"name": request.GET.get("name", "")[:150].replace("\0", "")}
    )
    if request.method == "POST":
        record = form.apply(operations.add_organisation, by=request.user)
        if form.done:
            say(request, _("The organisation is in the directory."), reverse("partners:archive", args=[record.pk]))
            return redirect(page_of(record.pk))
    return show_form(request, form, title=_("New organisation"), back=reverse("partners:list"))


@page(CHANGE)
@require_http_methods(["GET", "POST"])
def edit(request, pk):
    record = organisation_of(request, pk)
    form = forms.OrganisationForm(data_of(request), instance=organisation_of(request, pk))
    if request.method == "POST":
        form.apply(operations.change_organisation, organisation=record, by=request.user)
        if form.done:
            say(request, _("The organisation is changed."))
            return redirect(page_of(pk))
    return show_form(request, form, title=_("Change the organisation"), back=page_of(pk), about=record)


@page(CHANGE)
@require_POST
def archive(request, pk):
    record = organisation_of(request, pk)
    undo = reverse("partners:unarchive", args=[pk])
    done = _("The organisation is archived.")
    return step(request, operations.archive_organisation, done=done, to=page_of(pk), undo=undo, organisation=record)


@page(CHANGE)
@require_POST
def unarchive(request, pk):
    record = organisation_of(request, pk)
    done = _("The organisation is in the directory again.")
    return step(request, operations.restore_organisation, done=done, to=page_of(pk), organisation=record)
