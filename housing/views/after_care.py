"""After-care: the contacts that are due, and what each came to."""

from functools import wraps

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from housing import operations
from housing.after_care import chip_of, to_list
from housing.after_care_forms import AGAIN, AfterCareForm, ContactForm
from housing.models import AfterCare, AfterCareTry, Outcome
from housing.views.common import opened, run, said
from housing.views.stays import about_stay
from refuge.access import allows, get_visible, page
from refuge.accounts import drafts
from refuge.people.views.page import header_of
from refuge.ui.lists import Listing

VIEW, RECORD = "housing.view_after_care", "housing.record_after_care"


def about_contact(permission):
    """A page about one contact: an opening of the person's file where it is shown."""

    def decorate(view):
        @page(permission)
        @wraps(view)
        def found(request, pk):
            contacts = AfterCare.objects.select_related("stay__person__worker", "done_by")
            contact = get_visible(contacts, request.user, pk=pk)
            return opened(request, contact.stay.person, view(request, contact))

        return found

    return decorate


@page(VIEW)
@require_safe
def due_list(request):
    """What is to be made now, the longest due first; other contacts by the filters."""
    today = timezone.localdate()
    listing = Listing(
        request, AfterCareForm, lambda: to_list(AfterCare.objects.visible_to(request.user)),
        {"day": "next_on", "due": "due_on"}, sort="day", form_kwargs={"user": request.user, "today": today},
        kept="housing.after_care", keeps=("show", "outcome", "mine"),
    )  # fmt: skip
    rows = [(contact, chip_of(contact, today)) for contact in listing.rows]
    context = {"rows": rows, "may_record": allows(request.user, RECORD), "today": today}
    return listing.render("housing/after_care.html", context)


@about_contact(RECORD)
@require_http_methods(["GET", "POST"])
def contact(request, contact):
    """One contact: the stay it follows, the tries so far, and what it comes to."""
    draft = f"housing:after_care:{contact.pk}"
    form = ContactForm(request.POST or None, contact=contact, initial=drafts.restore(request, draft) or {})
    if request.method == "POST":
        noted = form.apply(_note, contact=contact, by=request.user)
        if form.done:
            drafts.discard(request, draft)
            return _noted(request, contact, noted)
    is_open = AfterCare.objects.open().filter(pk=contact.pk).exists()
    person = contact.stay.person
    context = {**header_of(person), "contact": contact, "stay": contact.stay, "form": form, "draft": draft}
    context |= {"tries": list(contact.tries.select_related("tried_by").order_by("-recorded_at")), "may_give": is_open}
    return render(request, "housing/after_care_contact.html", context)


def _note(*, contact, by, outcome, on, lives, next_on, note):
    if outcome == AGAIN:
        return operations.note_try(contact=contact, on=on, next_on=next_on, note=note, by=by)
    return operations.note_contact(contact=contact, outcome=outcome, on=on, lives=lives, note=note, by=by)


def _noted(request, contact, noted):
    if isinstance(noted, AfterCareTry):
        said(request, _("The try is noted; the contact is due again then."), "housing:after_care_undo_try", noted.pk)
    else:
        said(request, _("The contact is noted."), "housing:after_care_undo", contact.pk)
        if noted.outcome == Outcome.NOT_HOUSED:
            messages.warning(request, _("Not housed any more: a new call for help can be logged from the file."))
    return _to_panel(contact.stay.person)


@about_contact(RECORD)
@require_POST
def undo(request, contact):
    run(request, operations.undo_contact, _("The contact is to be made again."), contact=contact)
    return _to_panel(contact.stay.person)


@page(RECORD)
@require_POST
def undo_try(request, pk):
    tried = AfterCareTry.objects.select_related("contact__stay__person").filter(pk=pk)
    found = get_visible(AfterCare.objects.filter(tries__in=tried), request.user)
    run(request, operations.undo_try, _("The try is taken back."), tried=tried.get())
    return _to_panel(found.stay.person)


@about_stay(RECORD)
@require_POST
def plan(request, stay):
    """The contacts of a departure that came in otherwise: the old register."""
    if stay.is_open:
        messages.error(request, _("After-care begins with the departure."))
    else:
        run(request, operations.plan_contacts, _("The contacts that can still be made are planned."), stay=stay)
    return _to_panel(stay.person)


def _to_panel(person):
    return redirect("people:panel", person.reference, "after-care")
