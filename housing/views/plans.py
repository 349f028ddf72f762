"""Giving a space: offer, promise, arrival; and what becomes of a plan."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from housing import operations
from housing.fitting import fitting
from housing.forms import ARRIVE, PROMISE, ArriveForm, GiveForm, WithdrawForm
from housing.models import Occupancy, Space, Stay
from housing.situations import proposed_on_arrival
from housing.views.common import day_of, from_board, in_dialog, opened, run, said, to_stay
from intake.models import Request
from intake.models.choices import UNDECIDED, State
from refuge.access import allows, get_visible, page
from refuge.people.models import AgeStatus, Person
from refuge.people.views.page import header_of
from refuge.questions import SOMEBODY, read

WAIT_FOR_A_SPACE = (*UNDECIDED, State.WAITING, State.ACCOMMODATED)


def about_plan(permission):
    """A page about one offer or promise, or what became of it."""

    def decorate(view):
        @page(permission)
        @from_board
        @wraps(view)
        def found(request, pk):
            plans = Occupancy.objects.select_related("person__worker", "space__unit", "request", "created_by")
            occupancy = get_visible(plans, request.user, pk=pk, kept="housing.plan")
            return opened(request, occupancy.person, view(request, occupancy))

        return found

    return decorate


@page("housing.record")
@from_board
@require_http_methods(["GET", "POST"])
def give(request):
    """Offer, promise or give a space: `?request=` or `?person=` says to whom, `?space=` which, `?from=` from when."""
    help_request = _visible(Request, request, "request")
    person = help_request.person if help_request else _visible(Person, request, "person")
    may_plan = allows(request.user, "housing.plan")
    options = {"user": request.user, "person": person, "may_plan": may_plan}
    known = proposed_on_arrival(request.user, person) if person else {}
    known |= {"ethos_entry": help_request.ethos} if help_request else {}
    form = GiveForm(request.POST or None, initial=known | _initial(request), **options)
    if request.method == "POST":
        given = form.apply(
            lambda **typed: _give(request, help_request or own_request(request.user, typed["person"]), **typed)
        )
        if form.done:
            return _onwards(request, given)
    age = person.age_status() if person else ""
    context = {
        "form": form,
        "person": person,
        "help_request": help_request,
        "age": age,
        "may_give": age in ("", AgeStatus.ADULT) or (may_plan and person.adult_from is not None),
        "fits": fitting(timezone.localdate()),
        "in_dialog": in_dialog(request),
    }
    return opened(request, person, render(request, "housing/give.html", context))


def own_request(user, person):
    """The request that a space given without naming one answers: the person's only one that still waits for a space."""
    asked = Request.objects.visible_to(user).filter(person=person, stays=None)
    asked = list(asked.filter(state__in=WAIT_FOR_A_SPACE)[:2])
    return asked[0] if len(asked) == 1 else None


def _visible(model, request, name):
    reference = request.GET.get(name, "")
    if "\0" in reference:
        raise Http404
    return get_visible(model, request.user, reference=reference) if reference else None


def _initial(request) -> dict:
    code, first_night = request.GET.get("space", ""), day_of(request, "from")
    space = None if "\0" in code else Space.objects.filter(code=code).first()
    return ({"space": space} if space else {}) | ({"starts_on": first_night} if first_night else {})


def _give(request, help_request, *, person, space, how, starts_on, agreed_until, exception="", **on_arrival):
    common = {"person": person, "space": space, "request": help_request, "agreed_until": agreed_until}
    if how == ARRIVE:
        _check_decided(request, help_request, person)
        to_confirm = not allows(request.user, "housing.confirm")
        return operations.arrive(
            by=request.user, on=starts_on, exception=exception, to_confirm=to_confirm, **on_arrival, **common
        )  # fmt: skip
    return operations.offer(by=request.user, starts_on=starts_on, promised=how == PROMISE, **common)


def _check_decided(request, help_request, person) -> None:
    """To give a space at once is to decide the request: not for whoever may only record arrivals. Of several requests
    none is taken for the one that is answered; then one of them has to be decided."""
    if allows(request.user, "intake.decide_request"):
        return
    if help_request:
        states = {help_request.state}
    else:
        waiting = Request.objects.filter(person=person, stays=None, state__in=WAIT_FOR_A_SPACE)
        states = set(waiting.values_list("state", flat=True))
    if states and State.ACCOMMODATED not in states:
        raise ValidationError(_("The coordinator decides on this request first."), code="not_decided")


def _onwards(request, given):
    if isinstance(given, Stay):
        said(request, _("The arrival is recorded."), "housing:undo_arrival", given.pk)
        return to_stay(given)
    said(request, _("The space is kept."), "housing:withdraw", given.pk)
    return redirect("housing:plan", given.pk)


@about_plan("housing.record")
@require_http_methods(["GET", "POST"])
def plan(request, occupancy):
    """The plan, and the arrival."""
    if occupancy.stay_id:
        return to_stay(occupancy.stay)
    known = proposed_on_arrival(request.user, occupancy.person)
    known |= {"ethos_entry": occupancy.request.ethos} if occupancy.request else {}
    form = ArriveForm(request.POST or None, person=occupancy.person, initial=known)
    if request.method == "POST":
        to_confirm = not allows(request.user, "housing.confirm")
        stay = form.apply(operations.arrive, occupancy=occupancy, by=request.user, to_confirm=to_confirm)
        if form.done:
            return _onwards(request, stay)
    context = {**header_of(occupancy.person), "plan": occupancy, "form": form, "there": _there(request, occupancy)}
    context["in_dialog"] = in_dialog(request)
    context["is_adult"] = occupancy.person.age_status() == AgeStatus.ADULT
    return render(
        request,
        "housing/plan.html",
        context | {"withdraw": WithdrawForm(), "may_plan": allows(request.user, "housing.plan")},
    )


def _there(request, plan):
    """Who is in the space of a plan now."""
    user = request.user
    there = read("housing.plan.there", user, lambda: _in_some_space(user), stand_ins={SOMEBODY: plan.space_id})
    return there[0] if there else None


def _in_some_space(user):
    return Occupancy.objects.current().filter(space=SOMEBODY).with_known(user).select_related("person")


@about_plan("housing.plan")
@require_POST
def accept(request, occupancy):
    run(request, operations.accept, _("The offer is a promise now."), occupancy=occupancy)
    return redirect("housing:plan", occupancy.pk)


@about_plan("housing.plan")
@require_POST
def withdraw(request, occupancy):
    form = WithdrawForm(request.POST if "because" in request.POST else {"because": "withdrawn"})
    form.apply(operations.withdraw_plan, occupancy=occupancy, by=request.user)
    if form.done:
        said(request, _("The space is free again."), "housing:restore", occupancy.pk)
    else:
        _tell(request, form)
    return redirect("housing:plan", occupancy.pk)


@about_plan("housing.plan")
@require_POST
def restore(request, occupancy):
    run(request, operations.restore_plan, _("The promise holds again."), occupancy=occupancy)
    return redirect("housing:plan", occupancy.pk)


def _tell(request, form) -> None:
    messages.error(request, " ".join(str(message) for _field, message in form.problems))
