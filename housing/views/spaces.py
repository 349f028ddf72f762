"""Spaces: the list, one with its history, service and closures, and addresses."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from housing import operations
from housing import tonight as evening
from housing.forms import CloseForm, DayForm, ServiceForm, SiteForm, SpaceForm, UnitForm
from housing.models import Occupancy, ServicePeriod, Site, Space, SpaceClosure, Unit
from housing.models.choices import Status
from housing.policy import may
from housing.reserve import reserve_on
from housing.terms import Terms
from housing.views.common import day_of, run, said, to_space
from refuge.access import allows, page
from refuge.audit.operations import log_opening
from refuge.questions import SOME_REFERENCE, SOMEBODY, read
from refuge.ui.undo import offer_undo

HISTORY = 12  # of those who held it or are to come; whoever slept there stands in its history
ADDRESS_SECONDS = 120


def about_space(permission):
    def decorate(view):
        @page(permission)
        @wraps(view)
        def found(request, code):
            found = read("housing.space.of_code", None, _of_some_code, stand_ins={SOME_REFERENCE: code})
            if not found:
                raise Http404
            return view(request, found[0])

        return found

    return decorate


def _of_some_code():
    return Space.objects.filter(code=SOME_REFERENCE).select_related("unit__site")


@page("housing.view_board")
@require_safe
def spaces(request):
    """Every space by unit: what it is for, who is there, what is closed; and those out of service."""
    today = timezone.localdate()
    terms = Terms()
    in_service = evening.places(request.user, today, terms)
    out = read("housing.spaces.out", None, lambda: Space.objects.in_order().exclude(pk__in=_serving(today)), today)
    context = {
        "units": evening.by_unit(in_service),
        "out": out,
        "may": may(request.user),
        "summary": _summary(in_service),
        "empty_sites": read("housing.sites.empty", None, _empty_sites),
        "empty_units": read("housing.units.empty", None, _empty_units),
        "reserve": reserve_on(today, terms) if allows(request.user, "housing.view_reserve") else None,
    }
    return render(request, "housing/spaces.html", context)


def _empty_sites():
    return Site.objects.filter(units=None).order_by("alias")


def _empty_units():
    return Unit.objects.filter(spaces=None).select_related("site").order_by("site__alias", "name")


def _serving(day):
    return Space.objects.in_service(day).values("pk")


def _summary(places) -> dict:
    return {"capacity": len(places), "free": sum(1 for place in places if place.is_free)}


@about_space("housing.view_board")
@require_safe
def space(request, space):
    """One space: its service, closures, and who held it when, as far as the reader may know."""
    user, here = request.user, {SOMEBODY: space.pk}
    history = read("housing.space.history", user, lambda: _history(user, timezone.localdate()), stand_ins=here)
    context = {
        "space": space,
        "history": history[:HISTORY],
        "is_cut": len(history) > HISTORY,
        "closures": read("housing.space.closures", None, _closures, stand_ins=here),
        "periods": read("housing.space.periods", None, _periods, stand_ins=here),
        "today": timezone.localdate(),
        "may": may(request.user),
    }
    return render(request, "housing/space.html", context)


def _history(user, today):
    """Of some space, the last ones and one more, with what the page shows of them."""
    held = Occupancy.objects.filter(space=SOMEBODY).exclude(status=Status.CANCELLED).with_known(user).with_risk(today)
    shown = ("stay", "status", "starts_on", "ended_on", "agreed_until", "person__chosen_name")
    return held.select_related("person").only(*shown).order_by("-starts_on", "-created_at")[: HISTORY + 1]


def _periods():
    return ServicePeriod.objects.filter(space=SOMEBODY).order_by("-starts_on")


def _closures():
    return SpaceClosure.objects.filter(space=SOMEBODY).select_related("closed_by").order_by("-starts_on")


@about_space("housing.close_space")
@require_http_methods(["GET", "POST"])
def close(request, space):
    form = CloseForm(request.POST or None)
    if request.method == "POST":
        closure = form.apply(operations.close_space, space=space, by=request.user)
        if form.done:
            began = closure.starts_on < timezone.localdate()
            said(request, _("The space is closed."), "" if began else "housing:undo_closure", closure.pk)
            return to_space(space)
    return render(request, "housing/close.html", {"space": space, "form": form})


@page("housing.close_space")
@require_POST
def reopen(request, pk):
    """Open again from today."""
    closure = get_object_or_404(SpaceClosure.objects.select_related("space"), pk=pk)
    try:
        operations.reopen_space(closure=closure, on=timezone.localdate(), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return to_space(closure.space)
    back = reverse("housing:undo_reopening", args=[closure.pk]) + (
        f"?until={closure.ends_on}" if closure.ends_on else ""
    )
    offer_undo(request, _("The space is open again."), back)
    return to_space(closure.space)


@page("housing.close_space")
@require_POST
def undo_reopening(request, pk):
    """Closed as before: `?until=` says until when, if a day was known. Opened on the day it began, it is not there
    any more, and history says what it was."""
    closure = SpaceClosure.objects.select_related("space").filter(pk=pk).first()
    if closure:
        until = day_of(request, "until")
        run(request, operations.undo_reopening, _("The space is closed."), closure=closure, ends_on=until)
    else:
        closure = operations.removed_closure(pk)
        if closure is None:
            raise Http404
        run(request, operations.undo_removal, _("The space is closed."), closure=closure)
    return to_space(closure.space)


@page("housing.close_space")
@require_POST
def undo_closure(request, pk):
    """A closure entered by mistake never was."""
    closure = get_object_or_404(SpaceClosure.objects.select_related("space"), pk=pk)
    run(request, operations.reopen_space, _("The closure is taken back."), closure=closure, on=closure.starts_on)
    return to_space(closure.space)


@about_space("housing.manage_spaces")
@require_http_methods(["GET", "POST"])
def start_service(request, space):
    form = ServiceForm(request.POST or None)
    if request.method == "POST":
        form.apply(operations.put_in_service, space=space, by=request.user)
        if form.done:
            said(request, _("The space is in service."))
            return to_space(space)
    return render(request, "housing/service.html", {"space": space, "form": form, "starts": True})


@about_space("housing.manage_spaces")
@require_http_methods(["GET", "POST"])
def end_service(request, space):
    form = DayForm(request.POST or None)
    if request.method == "POST":
        form.apply(operations.end_service, space=space, by=request.user)
        if form.done:
            said(request, _("The space goes out of service."))
            return to_space(space)
    return render(request, "housing/service.html", {"space": space, "form": form})


def opening(form_class, operation, template_title, parent="", then=""):
    """A page that opens a site, a unit or a space.

    The address may name the `parent` that it stands in (`?site=`); what is opened leads to what stands in it, `then`:
    an empty house or flat is of no use yet.
    """

    @page("housing.manage_spaces")
    @require_http_methods(["GET", "POST"])
    def view(request):
        form = form_class(request.POST or None, initial={parent: request.GET.get(parent, "")} if parent else None)
        if request.method == "POST":
            opened = form.apply(operation, by=request.user)
            if form.done:
                said(request, _("Saved."))
                if not then:
                    return to_space(opened)
                return redirect(f"{reverse(f'housing:open_{then}')}?{template_title}={opened.pk}")
        return render(request, "housing/open.html", {"form": form, "heading": template_title})

    return view


@page("housing.view_address")
@require_POST
def address(request, pk):
    """The address of a site, shown once and logged. No browser keeps it, and it leaves the screen by itself."""
    site = get_object_or_404(Site, pk=pk)
    log_opening(request, site, what="reveal", detail="address")
    response = render(request, "housing/address.html", {"site": site})
    response.headers["Cache-Control"] = "no-store"
    response.headers["Refresh"] = f"{ADDRESS_SECONDS}; url={reverse('housing:spaces')}"
    return response


open_site = opening(SiteForm, operations.open_site, "site", then="unit")
open_unit = opening(UnitForm, operations.open_unit, "unit", parent="site", then="space")
open_space = opening(SpaceForm, operations.open_space, "space", parent="unit")
