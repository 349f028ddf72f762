"""The person page: the header, and one panel at an address of its own."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from refuge.access import get_visible, page
from refuge.audit.operations import log_opening
from refuge.people.cards import ChannelCard
from refuge.people.models import Person, TeamAlert
from refuge.people.registry import panels
from refuge.questions import SOMEBODY, read

BODY = "file-body"


def person_of(request, reference) -> Person:
    """The file behind an address, or Http404 where it is not there for this reader."""
    return get_visible(Person.objects.select_related("worker"), request.user, reference=reference, kept="people.file")


def header_of(person) -> dict:
    """What stands above every page of the person."""
    return {"person": person, "alerts": read("people.alerts", None, _alerts, stand_ins={SOMEBODY: person.pk})}


def _alerts():
    return TeamAlert.objects.filter(person=SOMEBODY).standing().order_by("since")


@page("people.view_file")
@require_GET
def panel(request, reference, key="overview"):
    try:
        person = person_of(request, reference)
    except Http404:
        return _moved(request, reference, key)
    shown = panels.shown_to(request.user)
    panel = next((each for each in shown if each.key == key), None)
    if panel is None:
        raise Http404
    log_opening(request, person, detail=key)
    context = {**header_of(person), "panel": panel, "panels": shown, **panel.context(request, person)}
    return render(request, "people/body.html" if request.htmx.target == BODY else "people/detail.html", context)


def _moved(request, reference, key):
    """Where the address of a file that went into another one leads, for who may open that one."""
    merged = get_object_or_404(Person.objects.visible_to(request.user), absorbed__reference=reference)
    messages.info(request, _("%(reference)s has gone into this file.") % {"reference": reference})
    return redirect("people:panel", merged.reference, key)


@page("people.view_identity")
@require_POST
def show_channel(request, reference, pk):
    """The number behind the dots. POST, because it is logged; without htmx the contact panel shows it once."""
    person = person_of(request, reference)
    card = ChannelCard(get_object_or_404(person.channels.current(), pk=pk))
    log_opening(request, person, what="reveal", detail="channel")
    if request.htmx:
        return render(request, "people/channel_value.html", {"person": person, "card": card, "revealed": True})
    context = {**header_of(person), "card": card, "label": card.title, "value": card.shown}
    return render(request, "people/revealed.html", context)


@page("people.view_identity")
@require_POST
def show_legal_name(request, reference):
    person = person_of(request, reference)
    log_opening(request, person, what="reveal", detail="legal_name")
    if request.htmx:
        return HttpResponse(format_html('<span class="private">{}</span>', person.legal_name))
    label = person._meta.get_field("legal_name").verbose_name
    return render(request, "people/revealed.html", {**header_of(person), "label": label, "value": person.legal_name})
