"""The list of volunteers, the register, and the page of one of them."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from refuge.access import allows, get_visible, page
from refuge.partners.views.about import data_of, say, show_form
from refuge.ui.lists import Listing
from volunteers import operations, papers, rows
from volunteers.forms.volunteers import ProfileForm, RegisterForm, VolunteersForm
from volunteers.models import Engagement, Volunteer
from volunteers.spreadsheet import csv_answer

CHANGE = "volunteers.change"


@page("volunteers.view")
@require_safe
def directory(request):
    records = Volunteer.objects.visible_to(request.user).for_lists()
    listing = Listing(request, VolunteersForm, records, {"name": "name_key"}, sort="name", kept="volunteers.list")
    context = {"rows": rows.volunteer_rows(listing.rows), "may_change": allows(request.user, CHANGE)}
    return listing.render("volunteers/list.html", context)


@page("volunteers.view")
@require_safe
def register(request):
    """Who volunteered from when to when, as the Act of 3 July 2005 asks. Printed from the page, or as CSV."""
    records = Engagement.objects.filter(volunteer__in=Volunteer.objects.visible_to(request.user))
    records = records.select_related("volunteer").defer("reason")
    listing = Listing(request, RegisterForm, records, {"from": "starts_on"}, kept="volunteers.register")
    return listing.render("volunteers/register.html", {"query": request.GET.urlencode()})


@page("volunteers.view")
@require_safe
def register_file(request):
    records = Engagement.objects.filter(volunteer__in=Volunteer.objects.visible_to(request.user))
    form = RegisterForm(request.GET)
    records = form.filter(records) if form.is_valid() else records
    found = records.order_by("starts_on", "id").values_list("volunteer__name", "starts_on", "ends_on")
    return csv_answer("register.csv", [_("Name"), _("First day"), _("Last day")], found)


@page("volunteers.view")
@require_safe
def volunteer(request, pk):
    record = volunteer_of(request, pk)
    return render(request, "volunteers/volunteer.html", rows.volunteer_page(request.user, record))


@page(CHANGE)
@require_http_methods(["GET", "POST"])
def new(request):
    form = ProfileForm(data_of(request))
    if request.method == "POST":
        made = form.apply(operations.add_volunteer, by=request.user)
        if form.done:
            say(request, _("The candidate is entered."), reverse("volunteers:do", args=[made.pk, "decline"]))
            return redirect("volunteers:volunteer", made.pk)
    return show_form(request, form, title=_("New volunteer"), back=reverse("volunteers:list"))


@page(CHANGE)
@require_http_methods(["GET", "POST"])
def edit(request, pk):
    record = volunteer_of(request, pk)
    form = ProfileForm(data_of(request), instance=volunteer_of(request, pk))
    if request.method == "POST":
        form.apply(operations.change_volunteer, volunteer=record, by=request.user)
        if form.done:
            say(request, _("The profile is changed."))
            return redirect("volunteers:volunteer", pk)
    back = reverse("volunteers:volunteer", args=[pk])
    return show_form(request, form, title=_("Change the profile"), back=back, about=record)


@page("volunteers.view")
@require_safe
def agreement(request, pk):
    """As it was signed; before that, as it would be signed today."""
    record = volunteer_of(request, pk)
    text = record.agreement_text or papers.agreement_of(record, timezone.localdate(), record.agreement_until)
    return pdf_answer(papers.agreement_pdf(text), "agreement.pdf")


@page("volunteers.view_allowance")
@require_safe
def statement(request, pk, year):
    record = volunteer_of(request, pk)
    return pdf_answer(papers.statement_pdf(papers.statement_of(record, year)), f"statement-{year}.pdf")


def volunteer_of(request, pk) -> Volunteer:
    return get_visible(Volunteer.objects.select_related("invitation", "user"), request.user, pk=pk)


def pdf_answer(pdf: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Security-Policy": "sandbox"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
