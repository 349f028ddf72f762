"""Maintenance: the list of repairs, one of them, and what is done with it. Nobody's name but colleagues' is on them."""

from functools import wraps

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from housing import operations
from housing.house_forms import (
    CommentForm,
    CostForm,
    PhotoForm,
    ReportForm,
    TicketCloseForm,
    TicketForm,
    TicketsForm,
    place_key,
)
from housing.models import Site, Space, Ticket, TicketCost, Unit
from housing.models.maintenance import Priority, TicketState
from housing.views.common import run, said
from refuge.access import allows, get_visible, page
from refuge.documents.models import Document
from refuge.documents.views.serving import SANDBOX
from refuge.encryption import CannotOpen
from refuge.ui.lists import Listing

REPORT, WORK = "housing.report_ticket", "housing.work_on_tickets"
TONES = {Priority.URGENT: "late", Priority.SOON: "soon", Priority.WHENEVER: "plain"}
STATE_TONES = {
    TicketState.REPORTED: "accent",
    TicketState.PLANNED: "calm",
    TicketState.UNDER_WAY: "calm",
    TicketState.DONE: "well",
    TicketState.CANCELLED: "plain",
}
# What each state offers next, the likeliest first.
NEXT = {
    TicketState.REPORTED: (TicketState.PLANNED, TicketState.UNDER_WAY, TicketState.DONE, TicketState.CANCELLED),
    TicketState.PLANNED: (TicketState.UNDER_WAY, TicketState.DONE, TicketState.CANCELLED),
    TicketState.UNDER_WAY: (TicketState.DONE, TicketState.PLANNED, TicketState.CANCELLED),
    TicketState.DONE: (TicketState.UNDER_WAY,),
    TicketState.CANCELLED: (TicketState.REPORTED,),
}


def about_ticket(permission):
    def decorate(view):
        @page(permission)
        @wraps(view)
        def found(request, pk):
            tickets = Ticket.objects.with_place().select_related("assigned_to", "reported_by")
            return view(request, get_visible(tickets, request.user, pk=pk))

        return found

    return decorate


def row_of(ticket, today) -> dict:
    return {
        "ticket": ticket,
        "tone": TONES[ticket.priority],
        "state_tone": STATE_TONES[ticket.state],
        "overdue": ticket.is_overdue(today),
    }


def _tickets(user):
    return Ticket.objects.visible_to(user).with_place().select_related("assigned_to")


@page(REPORT)
@require_safe
def maintenance(request):
    """What is to be repaired, the most pressing first."""
    columns = {"priority": "priority", "reported": "reported_at"}
    options = {"sort": "priority", "form_kwargs": {"user": request.user}, "kept": "housing.tickets"}
    listing = Listing(request, TicketsForm, lambda: _tickets(request.user), columns, **options)
    today = timezone.localdate()
    return listing.render("housing/maintenance.html", {"rows": [row_of(each, today) for each in listing.rows]})


@page(REPORT)
@require_http_methods(["GET", "POST"])
def report(request):
    """A new repair: `?space=` a code, `?unit=` or `?site=` an id say where."""
    options = {"may_close": allows(request.user, "housing.close_space")}
    if request.method == "POST":
        form = ReportForm(request.POST, request.FILES, **options)
        ticket = form.apply(operations.report_ticket, by=request.user)
        if form.done:
            said(request, _("The repair is reported."))
            return to_ticket(ticket)
    else:
        form = ReportForm(initial=_initial(request), **options)
    context = {"form": form, "form_title": _("Report a repair"), "back": reverse("housing:maintenance")}
    return render(request, "housing/house_form.html", context)


def _initial(request) -> dict:
    place = _place_of(request)
    what = _("Change the lock: a set of keys is lost") if "lost" in request.GET else ""
    priority = Priority.URGENT if what else Priority.SOON
    return {"what": what, "priority": priority, **({"place": place_key(place)} if place else {})}


def _place_of(request):
    for model, field in ((Space, "code"), (Unit, "pk"), (Site, "pk")):
        asked = request.GET.get(model.__name__.lower(), "")
        if asked and "\0" not in asked:
            try:
                return model.objects.filter(**{field: asked}).first()
            except (ValueError, TypeError) as error:
                raise Http404 from error
    return None


@about_ticket(REPORT)
@require_safe
def ticket(request, ticket):
    """One repair: where, what, photos, what was said, what it cost, what is closed for it."""
    costs = list(ticket.costs.standing().select_related("noted_by").order_by("paid_on", "pk"))
    today = timezone.localdate()
    closures = list(ticket.closures.select_related("space").order_by("starts_on", "space__code"))
    context = {
        **row_of(ticket, today),
        "photos": Document.objects.kept().of_record(ticket).order_by("uploaded_at"),
        "comments": ticket.comments.select_related("written_by").order_by("written_at"),
        "costs": costs,
        "spent": sum(cost.amount for cost in costs),
        "closures": closures,
        "still_closed": [each for each in closures if each.ends_on is None or each.ends_on > today],
        "next_states": [(state, state.label) for state in NEXT[TicketState(ticket.state)]],
        "may_work": allows(request.user, WORK),
        "may_close": allows(request.user, "housing.close_space"),
        "comment_form": CommentForm(),
        "cost_form": CostForm(),
        "photo_form": PhotoForm(),
    }
    return render(request, "housing/ticket.html", context)


@about_ticket(WORK)
@require_http_methods(["GET", "POST"])
def change(request, ticket):
    names = ("what", "part", "priority", "details", "due_on", "assigned_to")
    form = TicketForm(request.POST or None, initial={name: getattr(ticket, name) for name in names})
    return _form(request, ticket, form, operations.change_ticket, _("Change the repair"))


@about_ticket(REPORT)
@require_http_methods(["GET", "POST"])
def comment(request, ticket):
    return _form(request, ticket, CommentForm(request.POST or None), operations.comment_ticket, _("A comment"))


@about_ticket(WORK)
@require_http_methods(["GET", "POST"])
def cost(request, ticket):
    return _form(request, ticket, CostForm(request.POST or None), operations.add_cost, _("A cost"))


@about_ticket(REPORT)
@require_http_methods(["GET", "POST"])
def photo(request, ticket):
    form = PhotoForm(request.POST, request.FILES) if request.method == "POST" else PhotoForm()
    return _form(request, ticket, form, operations.add_photo, _("A photo"))


@about_ticket("housing.close_space")
@require_http_methods(["GET", "POST"])
def close(request, ticket):
    form = TicketCloseForm(request.POST or None)
    return _form(request, ticket, form, operations.close_for_ticket, _("Close for this repair"))


def _form(request, ticket, form, operation, title):
    if request.method == "POST":
        form.apply(operation, ticket=ticket, by=request.user)
        if form.done:
            said(request, _("Saved."))
            return to_ticket(ticket)
    back = reverse("housing:ticket", args=[ticket.pk])
    return render(request, "housing/house_form.html", {"form": form, "form_title": title, "back": back})


@about_ticket(WORK)
@require_POST
def move(request, ticket):
    """Where it stands from now on."""
    state = request.POST.get("state")
    if state not in TicketState.values:
        raise Http404
    run(request, operations.move_ticket, _("The repair is noted so."), ticket=ticket, state=state)
    return to_ticket(ticket)


def on_cost(operation, done, undo=""):
    @page(WORK)
    @require_POST
    def view(request, pk):
        cost = get_visible(TicketCost, request.user, pk=pk)
        operation(cost=cost, by=request.user)
        said(request, done, undo, cost.pk)
        return to_ticket(cost.ticket)

    return view


@page(REPORT)
@require_safe
def picture(request, pk):
    """The picture itself, for the page's <img>. Of a repair it is: of no file of anybody."""
    tickets = Ticket.objects.visible_to(request.user).values("pk")
    photos = Document.objects.kept().filter(subject_label=Ticket._meta.label_lower, subject_id__in=tickets)
    found = get_object_or_404(photos, pk=pk)
    try:
        response = HttpResponse(found.read(), content_type=found.content_type)
    except CannotOpen as error:
        raise Http404 from error
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "no-store"
    return response


def to_ticket(ticket):
    return redirect("housing:ticket", ticket.pk)


remove_cost = on_cost(operations.remove_cost, gettext_lazy("The cost is taken off."), "housing:cost_restore")
restore_cost = on_cost(operations.restore_cost, gettext_lazy("The cost is back."))
