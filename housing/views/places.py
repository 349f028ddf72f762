"""Houses and spaces over time: a space's history, capacity by house, and corrections."""

from datetime import date

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from housing import operations
from housing.capacity import capacity_of, first_year
from housing.house_forms import CapacityForm, SiteChangeForm, SpaceChangeForm, UnitChangeForm
from housing.models import Site, Unit
from housing.space_history import history_of
from housing.views.common import said, to_space
from housing.views.spaces import about_space
from refuge.access import allows, page

MOST_EVENTS = 300


@about_space("housing.view_board")
@require_safe
def history(request, space):
    """Everything on one line of time, of the people those whom the reader may know."""
    events = history_of(request.user, space)[:MOST_EVENTS]
    context = {"space": space, "events": events, "reads": allows(request.user, "housing.view_stay")}
    return render(request, "housing/space_history.html", context)


@page("housing.view_board")
@require_safe
def capacity(request):
    """Spaces in service by house and month; `?year=` says which."""
    this = timezone.localdate().year
    years = list(range(this, (first_year() or this) - 1, -1))
    form = CapacityForm(request.GET, years=years)
    year = form.cleaned_data["year"] if form.is_valid() and form.cleaned_data["year"] else this
    sites = capacity_of(year)
    totals = [sum(months[number].usable for _site, months in sites) for number in range(12)]
    months = [date(year, number, 1) for number in range(1, 13)]
    context = {"form": form, "years": years, "year": year, "sites": sites, "months": months, "totals": totals}
    return render(request, "housing/capacity.html", context)


@about_space("housing.manage_spaces")
@require_http_methods(["GET", "POST"])
def change_space(request, space):
    back = reverse("housing:space", args=[space.code])
    initial = {name: getattr(space, name) for name in SpaceChangeForm.base_fields}
    form = SpaceChangeForm(request.POST or None, initial=initial)
    if request.method == "POST":
        form.apply(operations.change_space, space=space, by=request.user)
        if form.done:
            said(request, _("Saved."))
            return to_space(space)
    return render(request, "housing/house_form.html", {"form": form, "form_title": _("Correct a space"), "back": back})


@page("housing.manage_spaces")
@require_http_methods(["GET", "POST"])
def change_site(request, pk):
    """Another name in use, another address. The address is not shown here: that is a step of its own, logged."""
    site = get_object_or_404(Site, pk=pk)
    form = SiteChangeForm(request.POST or None, initial={"alias": site.alias})
    if request.method == "POST":
        form.apply(_change_site, site=site, by=request.user)
        if form.done:
            said(request, _("Saved."))
            return redirect("housing:spaces")
    context = {"form": form, "form_title": _("Correct a house"), "back": reverse("housing:spaces")}
    return render(request, "housing/house_form.html", context)


@page("housing.manage_spaces")
@require_http_methods(["GET", "POST"])
def change_unit(request, pk):
    """Another name, or the house that the unit really stands in."""
    unit = get_object_or_404(Unit.objects.select_related("site"), pk=pk)
    form = UnitChangeForm(request.POST or None, initial={"name": unit.name, "site": unit.site_id})
    if request.method == "POST":
        form.apply(operations.change_unit, unit=unit, by=request.user)
        if form.done:
            said(request, _("Saved."))
            return redirect("housing:spaces")
    context = {"form": form, "form_title": _("Correct a unit"), "back": reverse("housing:spaces")}
    return render(request, "housing/house_form.html", context)


def _change_site(*, site, alias, address, by):
    return operations.change_site(site=site, alias=alias, address=address.strip() or None, by=by)
