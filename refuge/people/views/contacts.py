"""Safe contact and who knows."""

from copy import copy

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from refuge.access import page
from refuge.audit.operations import log_opening
from refuge.people import forms, operations
from refuge.people.cards import ChannelCard, OutsideCard
from refuge.people.merge_forms import RemovalForm
from refuge.people.views.editing import data_of, edit, step
from refuge.people.views.page import person_of

GET_POST = ("GET", "POST")
CHANGE = "people.change_identity"


@page(CHANGE)
@require_http_methods(GET_POST)
def add_channel(request, reference):
    person = person_of(request, reference)
    words = {"title": _("A way to reach them"), "said": _("Safe contact added.")}
    form = forms.ChannelForm(data_of(request))
    return edit(request, person, form, operations.add_channel, **words, back="contact", person=person)


@page(CHANGE)
@require_http_methods(GET_POST)
def change_channel(request, reference, pk):
    """The form holds the number, so opening it is logged as having it shown."""
    person = person_of(request, reference)
    channel = get_object_or_404(person.channels.current(), pk=pk)
    log_opening(request, person, what="reveal", detail="channel")
    words = {"title": _("A way to reach them"), "said": _("Safe contact changed.")}
    form = forms.ChannelForm(data_of(request), instance=copy(channel))
    return edit(request, person, form, operations.change_channel, **words, back="contact", channel=channel)


@page(CHANGE)
@require_http_methods(GET_POST)
def remove_channel(request, reference, pk):
    person = person_of(request, reference)
    channel = get_object_or_404(person.channels.current(), pk=pk)
    words = {"title": _("Take off the file"), "said": _("Safe contact removed.")}
    words |= {"note": ChannelCard(channel).title, "undo": ("people:channel_restore", channel.pk), "back": "contact"}
    return edit(request, person, RemovalForm(data_of(request)), operations.remove_channel, **words, channel=channel)


@page(CHANGE)
@require_POST
def restore_channel(request, reference, pk):
    person = person_of(request, reference)
    channel = get_object_or_404(person.channels, pk=pk)
    return step(
        request, person, operations.restore_channel, said=_("Safe contact is back."), back="contact", channel=channel
    )


@page(CHANGE)
@require_http_methods(GET_POST)
def add_outside(request, reference):
    return _set_outside(request, person_of(request, reference), None)


@page(CHANGE)
@require_http_methods(GET_POST)
def change_outside(request, reference, pk):
    person = person_of(request, reference)
    return _set_outside(request, person, get_object_or_404(person.outside_contacts.current(), pk=pk))


def _set_outside(request, person, contact):
    form = forms.OutsideContactForm(data_of(request), instance=copy(contact))
    words = {"title": _("What may be said to them"), "said": _("Answers saved.")}
    note = _("Ask each of the three questions. While one has no answer, letters to this contact are held back.")
    fixed = {"person": person, "contact": contact}
    return edit(request, person, form, operations.set_outside_contact, **words, note=note, back="who-knows", **fixed)


@page(CHANGE)
@require_http_methods(GET_POST)
def remove_outside(request, reference, pk):
    person = person_of(request, reference)
    contact = get_object_or_404(person.outside_contacts.current(), pk=pk)
    words = {"title": _("Take off the file"), "said": _("Contact removed.")}
    words |= {"note": OutsideCard(contact).title, "undo": ("people:outside_restore", contact.pk), "back": "who-knows"}
    form = RemovalForm(data_of(request))
    return edit(request, person, form, operations.remove_outside_contact, **words, contact=contact)


@page(CHANGE)
@require_POST
def restore_outside(request, reference, pk):
    person = person_of(request, reference)
    contact = get_object_or_404(person.outside_contacts, pk=pk)
    return step(
        request,
        person,
        operations.restore_outside_contact,
        said=_("Contact is back."),
        back="who-knows",
        contact=contact,
    )
