"""Keys: the list of sets, one with who had it, and handing out, taking back, losing."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from housing import operations
from housing.house_forms import BackForm, HandOutForm, KeySetForm, KeysForm
from housing.key_rows import loans_for, loans_late, loans_out
from housing.models import KeyLoan, KeySet, Space, Stay
from housing.views.common import run, said
from refuge.access import allows, get_visible, page
from refuge.people.models import of_open_file
from refuge.ui.lists import Listing

KEEP, HAND = "housing.keep_keys", "housing.hand_out_keys"


def residents_for(user):
    """Open stays of the residents whom `user` may know, logistics too: by chosen name and space alone."""
    return Stay.objects.open().filter(of_open_file(user)).with_space().select_related("person")


@page(KEEP)
@require_safe
def keys(request):
    """Every set, where it is, and first of all those still out after a departure."""
    listing = Listing(
        request, KeysForm, KeySet.objects.with_place, {"number": "number"}, sort="number", kept="housing.keys"
    )
    out = loans_out(request.user, listing.rows)
    rows = [(each, out.get(each.pk)) for each in listing.rows]
    return listing.render("housing/keys.html", {"rows": rows, "late": loans_late(request.user)})


@page(KEEP)
@require_safe
def key_set(request, pk):
    """One set and everybody who had it, as far as the reader may know."""
    found = get_object_or_404(KeySet.objects.with_place(), pk=pk)
    loans = list(loans_for(request.user).filter(key_set=found).order_by("-out_on", "-created_at")[:50])
    current = next((loan for loan in loans if loan.returned_on is None), None)
    context = {"keys": found, "loans": loans, "current": current, "may_view_stay": _reads(request)}
    return render(request, "housing/key_set.html", context)


def _reads(request):
    return allows(request.user, "housing.view_stay")


@page(KEEP)
@require_http_methods(["GET", "POST"])
def add(request):
    form = KeySetForm(request.POST or None)
    if request.method == "POST":
        made = form.apply(operations.add_key_set, by=request.user)
        if form.done:
            said(request, _("The set is entered."))
            return redirect("housing:key_set", made.pk)
    context = {"form": form, "form_title": _("A set of keys"), "back": reverse("housing:keys")}
    return render(request, "housing/house_form.html", context)


@page(HAND)
@require_http_methods(["GET", "POST"])
def hand_out(request):
    """`?set=` says which, `?stay=` or `?space=` to whom or for where."""
    residents = residents_for(request.user)
    form = HandOutForm(
        request.POST or None, user=request.user, residents=residents, initial=_initial(request, residents)
    )
    if request.method == "POST":
        loan = form.apply(operations.hand_out, by=request.user)
        if form.done:
            said(request, _("The keys are handed out."), "housing:loan_undo", loan.pk)
            return _back(request, loan)
    context = {"form": form, "form_title": _("Hand out keys"), "back": _home(request)}
    return render(request, "housing/house_form.html", context)


def _initial(request, residents) -> dict:
    try:
        chosen = {
            "key_set": KeySet.objects.filter(pk=request.GET["set"]).first() if "set" in request.GET else None,
            "stay": residents.filter(pk=request.GET["stay"]).first() if "stay" in request.GET else None,
        }
    except ValidationError as error:
        raise Http404 from error
    if chosen["stay"] and not chosen["key_set"]:
        chosen["key_set"] = _own_set(chosen["stay"].space_code)
    return {name: value for name, value in chosen.items() if value}


def _own_set(code):
    """A set of the resident's own space that is here."""
    space = Space.objects.filter(code=code).first()
    return KeySet.objects.at_home().filter(space=space).order_by("number").first() if space else None


def about_loan(permission):
    def decorate(view):
        @page(permission)
        def found(request, pk):
            loans = KeyLoan.objects.select_related("key_set__unit", "key_set__space", "stay")
            return view(request, get_visible(loans, request.user, pk=pk))

        return found

    return decorate


@about_loan(KEEP)
@require_http_methods(["GET", "POST"])
def back(request, loan):
    form = BackForm(request.POST or None)
    if request.method == "POST":
        form.apply(operations.take_back, loan=loan, by=request.user)
        if form.done:
            said(request, _("The keys are back."), "housing:loan_out_again", loan.pk)
            return _back(request, loan)
    context = {"form": form, "form_title": _("Keys back"), "back": _home(request)}
    return render(request, "housing/house_form.html", context)


@about_loan(KEEP)
@require_http_methods(["GET", "POST"])
def lost(request, loan):
    """Lost: then a ticket for the lock is proposed, filled in."""
    form = BackForm(request.POST or None)
    if request.method == "POST":
        form.apply(operations.report_lost, loan=loan, by=request.user)
        if form.done:
            said(
                request,
                _("The set is noted as lost. Does the lock have to be changed?"),
                "housing:loan_out_again",
                loan.pk,
            )
            if not allows(request.user, "housing.report_ticket"):
                return redirect("housing:keys")
            place = loan.key_set.place
            where = f"space={place.code}" if loan.key_set.space_id else f"unit={place.pk}"
            return redirect(f"{reverse('housing:report')}?{where}&lost=1")
    context = {"form": form, "form_title": _("Keys lost"), "back": _home(request)}
    return render(request, "housing/house_form.html", context)


@about_loan(KEEP)
@require_POST
def out_again(request, loan):
    run(request, operations.undo_back, _("The keys are out as before."), loan=loan)
    return redirect("housing:key_set", loan.key_set_id)


@about_loan(HAND)
@require_POST
def undo(request, loan):
    run(request, operations.undo_hand_out, _("The keys were not handed out."), loan=loan)
    return redirect(_home(request))


def on_set(operation, done):
    @page(KEEP)
    @require_POST
    def view(request, pk):
        found = get_object_or_404(KeySet, pk=pk)
        run(request, operation, done, key_set=found)
        return redirect("housing:key_set", found.pk)

    return view


def _home(request) -> str:
    return reverse("housing:keys") if allows(request.user, KEEP) else "/"


def _back(request, loan):
    """To the stay for whoever reads it, else to the list."""
    if loan.stay_id and _reads(request):
        return redirect("housing:stay", loan.stay_id)
    return redirect(_home(request))


retire = on_set(operations.retire_key_set, gettext_lazy("The set is out of use."))
reuse = on_set(operations.reuse_key_set, gettext_lazy("The set is in use again."))
