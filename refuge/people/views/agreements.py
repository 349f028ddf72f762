"""Consents, and files closed to a colleague."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from refuge.access import page
from refuge.accounts.reauthentication import confirmed_lately
from refuge.people import forms, operations
from refuge.people.models import Because
from refuge.people.views.editing import data_of, edit, step
from refuge.people.views.page import person_of

GET_POST = ("GET", "POST")


@page("people.change_consents")
@require_http_methods(GET_POST)
def give_consent(request, reference):
    person = person_of(request, reference)
    form = forms.ConsentForm(data_of(request), initial={"given_on": timezone.localdate()})
    words = {"title": _("Consent"), "said": _("Consent recorded.")}
    return edit(request, person, form, operations.give_consent, **words, back="consents", person=person)


@page("people.change_consents")
@require_POST
def withdraw_consent(request, reference, pk):
    person = person_of(request, reference)
    consent = get_object_or_404(person.consents.current(), pk=pk)
    undo = ("people:consent_undo", consent.pk)
    return step(
        request,
        person,
        operations.withdraw_consent,
        said=_("Consent withdrawn."),
        back="consents",
        undo=undo,
        consent=consent,
    )


@page("people.change_consents")
@require_POST
def undo_withdrawal(request, reference, pk):
    person = person_of(request, reference)
    consent = get_object_or_404(person.consents, pk=pk)
    return step(
        request,
        person,
        operations.undo_withdrawal,
        said=_("The consent holds again."),
        back="consents",
        consent=consent,
    )


@page("people.change_consents")
@require_POST
def remove_consent(request, reference, pk):
    """Noted by mistake."""
    person = person_of(request, reference)
    consent = get_object_or_404(person.consents.current(), pk=pk)
    words = {"said": _("Consent taken off: it was noted by mistake."), "back": "consents"}
    undo = ("people:consent_restore", consent.pk)
    return step(request, person, operations.remove_consent, **words, undo=undo, consent=consent, because=Because.WRONG)


@page("people.change_consents")
@require_POST
def restore_consent(request, reference, pk):
    person = person_of(request, reference)
    consent = get_object_or_404(person.consents.taken_off(), pk=pk)
    said = _("The consent is back on the file.")
    return step(request, person, operations.restore_consent, said=said, back="consents", consent=consent)


@page("people.close_file")
@require_http_methods(GET_POST)
@confirmed_lately
def close_file(request, reference):
    person = person_of(request, reference)
    words = {"title": _("Close the file to a colleague"), "said": _("The file is closed to this colleague.")}
    note = _("For them the file no longer exists: not on any page, in any list or search. They are not told.")
    form = forms.ClosureForm(data_of(request), by=request.user)
    return edit(request, person, form, operations.close_file, **words, note=note, back="access", person=person)


@page("people.close_file")
@require_POST
def reopen_file(request, reference, pk):
    person = person_of(request, reference)
    closure = get_object_or_404(person.closures, pk=pk)
    return step(
        request,
        person,
        operations.reopen_file,
        said=_("The file is open to them again."),
        back="access",
        closure=closure,
    )
