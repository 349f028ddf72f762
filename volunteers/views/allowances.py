"""What is paid back: the year of everybody, the year of one volunteer, the lists."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from refuge.access import get_visible, page
from refuge.partners.views.about import data_of, say, show_form, step
from volunteers import operations, years
from volunteers.forms.allowances import AllowanceForm, PaymentForm, YearForm
from volunteers.models import Allowance
from volunteers.spreadsheet import csv_answer
from volunteers.views.volunteers import volunteer_of
from volunteers.words import euros

VIEW, CHANGE = "volunteers.view_allowance", "volunteers.change"


@page(VIEW)
@require_safe
def allowances(request):
    form = YearForm(request.GET)
    return _overview(request, (form.is_valid() and form.cleaned_data["year"]) or timezone.localdate().year)


def _overview(request, year, payment=None):
    """The year of everybody; `payment` is a form that was not accepted."""
    past = years.past_a_ceiling()
    context = {"form": YearForm({"year": year}), "payment": payment or PaymentForm(past=past), "past": past}
    return render(request, "volunteers/allowances.html", context | years.overview(year))


@page(VIEW)
@require_safe
def of_volunteer(request, pk, year):
    record = volunteer_of(request, pk)
    return render(request, "volunteers/allowances_of.html", years.of_volunteer(record, year))


@page(CHANGE)
@require_http_methods(["GET", "POST"])
def new(request, pk):
    record = volunteer_of(request, pk)
    year = timezone.localdate().year
    form = AllowanceForm(data_of(request), initial={"cost": record.allowance or None})
    if request.method == "POST":
        made = form.apply(operations.add_allowance, volunteer=record, by=request.user)
        if form.done:
            say(request, _("%(amount)s is entered.") % {"amount": euros(made.cents)}, _undo(made))
            return redirect("volunteers:allowances_of", pk, made.day.year)
    note = years.left_in_words(record, year)
    back = reverse("volunteers:allowances_of", args=[pk, year])
    return show_form(request, form, title=_("An amount to pay back"), back=back, about=record, note=note)


@page(CHANGE)
@require_POST
def remove(request, pk):
    record = allowance_of(request, pk)
    undo = reverse("volunteers:allowance_restore", args=[pk])
    done = _("The amount is removed.")
    return step(request, operations.remove_allowance, done=done, to=_page(record), undo=undo, allowance=record)


@page(CHANGE)
@require_POST
def restore(request, pk):
    record = allowance_of(request, pk)
    done = _("The amount is back.")
    return step(request, operations.restore_allowance, done=done, to=_page(record), allowance=record)


@page(CHANGE)
@require_POST
def pay(request):
    """All that is to pay, as the payment list shows it; what lies past a ceiling is asked about."""
    form, to = PaymentForm(request.POST, past=years.past_a_ceiling()), reverse("volunteers:allowances")
    if not form.is_valid():
        return _overview(request, timezone.localdate().year, form)
    paid_on = form.cleaned_data["paid_on"]
    undo = reverse("volunteers:unpay", args=[paid_on.isoformat()])
    amounts = list(Allowance.objects.visible_to(request.user).to_pay())
    done = _("Noted as paid.")
    return step(request, operations.pay, done=done, to=to, undo=undo, allowances=amounts, paid_on=paid_on)


@page(CHANGE)
@require_POST
def unpay(request, day):
    to = reverse("volunteers:allowances")
    return step(request, operations.take_payment_back, done=_("They are to pay again."), to=to, paid_on=day)


@page(VIEW)
@require_safe
def nominative(request, year):
    """Who was paid how much on which day, as the Act asks to be kept."""
    rows = Allowance.objects.of_year(year).select_related("volunteer").order_by("volunteer__name_key", "day", "id")
    header = [
        _("Name"),
        _("Day"),
        _("Kind"),
        _("Kilometres"),
        _("Amount (€)"),
        _("Paid by another organisation"),
        _("Paid on"),
    ]
    return csv_answer(f"nominative-{year}.csv", header, [years.nominative_row(each) for each in rows])


@page(VIEW)
@require_safe
def payments(request):
    """One line a volunteer: name, account, sum."""
    header = [_("Name"), _("Bank account (IBAN)"), _("Amount (€)")]
    return csv_answer("payments.csv", header, years.payment_rows())


def allowance_of(request, pk) -> Allowance:
    return get_visible(Allowance.objects.select_related("volunteer"), request.user, pk=pk)


def _page(record) -> str:
    return reverse("volunteers:allowances_of", args=[record.volunteer_id, record.day.year])


def _undo(record) -> str:
    return reverse("volunteers:allowance_remove", args=[record.pk])
