"""The page of a stay, and what can be done with it."""

from functools import wraps

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from housing import operations
from housing.exits.rows import with_exit
from housing.forms import AgreeForm, DepartForm, ExtensionForm, MoveForm
from housing.models import Stay
from housing.operations.moves_undo import steps_back
from housing.policy import may
from housing.situations import proposed_at_departure
from housing.stays import stay_card
from housing.views.common import from_board, in_dialog, opened, run, said, to_stay
from intake.care import flags_of
from intake.models.flag import flags_raised
from refuge.access import allows, get_visible, page
from refuge.accounts import drafts
from refuge.people.views.page import header_of
from refuge.ui.undo import offer_undo


def about_stay(permission):
    """A page about one stay: the view gets the record, which 404 hides from whoever may not see it.
    Shown, it is an opening of the person's file, and logged."""

    def decorate(view):
        @page(permission)
        @from_board
        @wraps(view)
        def found(request, pk):
            stays = Stay.objects.select_related("person__worker", "request", "created_by")
            stay = get_visible(
                with_exit(stays.annotate(raised=flags_raised())), request.user, pk=pk, kept="housing.stay"
            )
            stay.person.standing_flags = flags_of(stay)
            return opened(request, stay.person, view(request, stay))

        return found

    return decorate


@about_stay("housing.view_stay")
@require_safe
def detail(request, stay):
    """The clock in words, the spaces slept in, extensions, and every act that the reader may do."""
    context = {**header_of(stay.person), **_card(stay), "may": may(request.user)}
    return render(request, "housing/stay.html", context)


def _card(stay) -> dict:
    """The card, and the header's word on the space without asking for it again."""
    card = stay_card(stay)
    if stay.is_open:
        stay.person.home = card["current"]
    return card


def form_page(request, stay, form, template, draft=""):
    context = {"stay": stay, "form": form, "draft": draft, "in_dialog": in_dialog(request)}
    return render(request, template, {**header_of(stay.person), **context})


@about_stay("housing.plan")
@require_http_methods(["GET", "POST"])
def agree(request, stay):
    """Another day to leave by. The message's way back posts the day that it was, in the address."""
    typed = request.GET if request.method == "POST" and "until" in request.GET else request.POST
    form, before = AgreeForm(typed or None, initial={"until": stay.agreed_until}), stay.agreed_until
    if request.method == "POST":
        form.apply(operations.agree_until, stay=stay, by=request.user)
        if form.done:
            offer_undo(request, _("The agreed date is saved."), f"{request.path}?until={before.isoformat()}")
            return to_stay(stay)
        if typed is request.GET:  # the way back came from a message: there is no form behind it to return to
            messages.error(request, " ".join(message for each in form.errors.values() for message in each))
            return to_stay(stay)
    return form_page(request, stay, form, "housing/agree.html")


@about_stay("housing.record")
@require_http_methods(["GET", "POST"])
def move(request, stay):
    """Another space. What an educator records waits for the coordinator's word."""
    form = MoveForm(request.POST or None, person=stay.person)
    if request.method == "POST":
        to_confirm = not allows(request.user, "housing.confirm")
        moved = form.apply(operations.move, stay=stay, by=request.user, to_confirm=to_confirm)
        if form.done:
            said(request, _("The move is recorded."), "housing:undo_move", moved.pk)
            return to_stay(moved)
    return form_page(request, stay, form, "housing/move.html")


@about_stay("housing.record")
@require_http_methods(["GET", "POST"])
def depart(request, stay):
    """The departure, with its note kept as a draft while it is being written."""
    draft = f"housing:depart:{stay.pk}"
    known = proposed_at_departure(request.user, stay) | (drafts.restore(request, draft) or {})
    form = DepartForm(request.POST or None, initial=known)
    if request.method == "POST":
        to_confirm = not allows(request.user, "housing.confirm")
        form.apply(operations.depart, stay=stay, by=request.user, to_confirm=to_confirm)
        if form.done:
            drafts.discard(request, draft)
            said(request, _("The departure is recorded."), "housing:undo_departure", stay.pk)
            return to_stay(stay)
    return form_page(request, stay, form, "housing/depart.html", draft)


@about_stay("housing.record")
@require_POST
def undo_move(request, stay):
    """The last change of space never was. A whole exchange is taken back by whoever may record one."""
    goes_on = next((before.stay for current, before in steps_back(stay) if current.stay_id == stay.pk), stay)
    rings = allows(request.user, "housing.plan")
    done = run(request, operations.undo_move, _("The change of space is taken back."), stay=stay, rings=rings)
    return to_stay(goes_on if done else stay)


@about_stay("housing.record")
@require_POST
def undo_departure(request, stay):
    run(request, operations.undo_departure, _("The departure is taken back: the stay goes on."), stay=stay)
    return to_stay(stay)


@about_stay("housing.record")
@require_POST
def undo_arrival(request, stay):
    if run(request, operations.undo_arrival, _("The arrival is taken back."), stay=stay):
        return redirect("people:person", stay.person.reference)
    return to_stay(stay)


@about_stay("housing.confirm")
@require_POST
def confirm(request, stay):
    for occupancy in stay.occupancies.filter(to_confirm=True):
        run(request, operations.confirm, _("Confirmed."), occupancy=occupancy)
    return to_stay(stay)


@about_stay("housing.ask_extension")
@require_http_methods(["GET", "POST"])
def extend(request, stay):
    """Ask for more time, with the sum before one's eyes."""
    draft = f"housing:extend:{stay.pk}"
    form = ExtensionForm(request.POST or None, initial=drafts.restore(request, draft))
    if request.method == "POST":
        extension = form.apply(operations.ask_extension, stay=stay, by=request.user)
        if form.done:
            drafts.discard(request, draft)
            said(request, _("The extension is asked for."), "housing:withdraw_extension", extension.pk)
            return to_stay(stay)
    context = {**header_of(stay.person), **_card(stay), "form": form, "draft": draft}
    context["in_dialog"] = in_dialog(request)
    return render(request, "housing/extend.html", context)
