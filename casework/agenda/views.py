"""`/casework/agenda/`: the week or month of a worker, a young person or the house; and one appointment."""

from datetime import timedelta
from uuid import UUID

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework import operations
from casework.agenda.forms import (
    HOUSE,
    AgendaForm,
    AppointmentForm,
    AttendanceForm,
    CancelForm,
    DayForm,
    NewAppointmentForm,
)
from casework.agenda.window import Window, appointment_row
from casework.models import Appointment
from casework.views.acting import data_of, fill_in, press
from refuge.access import allows, get_visible, page, require
from refuge.audit.operations import log_opening
from refuge.days import start_of
from refuge.people.models import Person
from refuge.people.search import references
from refuge.people.views.page import header_of, person_of
from refuge.questions import SOME_DAYS, SOME_MOMENTS, SOMEBODY, read

FIRST_HOUR = 9
MOST = 300
# Whose agenda, beside one's own and the house's.
PERSON, COLLEAGUE = "person", "colleague"


def url_of(appointment) -> str:
    return reverse("casework:appointment", args=[appointment.pk])


@page("casework.view_plan")
@require_safe
def agenda(request):
    """Cancelled ones are left out. A young person's agenda is an opening of their file."""
    form = AgendaForm(request.GET, user=request.user)
    form.is_valid()
    person = _person(request, form.cleaned_data.get("person", ""))
    window = Window(form.day, form.cleaned_data.get("view", ""))
    appointments = _within(window, form.cleaned_data.get("whose", ""), person, request.user)
    context = {"form": form, "window": window, "about": person, "most": MOST if len(appointments) > MOST else 0}
    appointments = appointments[:MOST]
    if window.view:
        context["weeks"] = window.weeks_with(appointments)
    else:
        context["days"] = window.days_with(appointments)
    return render(request, "casework/agenda.html", context)


def _person(request, text):
    if not text.strip():
        return None
    found = Person.objects.visible_to(request.user).filter(reference__in=references(text.replace("\0", "").strip()))
    person = found.order_by("-reference").first()
    if person is None:
        raise Http404
    log_opening(request, person, detail="agenda")
    return person


def _within(window, whose, person, user) -> list:
    """The appointments of these days, one more than are shown. One query, in SQL that is kept but for days and ids."""
    which = {SOME_MOMENTS[0]: start_of(window.first), SOME_MOMENTS[1]: start_of(window.last + timedelta(days=1))}
    if person:
        sort, which[SOMEBODY] = PERSON, person.pk
    elif whose in ("", HOUSE):
        sort = whose
    else:
        sort, which[SOMEBODY] = COLLEAGUE, UUID(whose)
    return read("casework.agenda", user, lambda: _on_some_days(sort, user), sort, stand_ins=which)


def _on_some_days(sort, user):
    appointments = Appointment.objects.visible_to(user).standing().for_lists()
    appointments = appointments.between(SOME_DAYS[0], SOME_DAYS[1] - timedelta(days=1))
    if sort == PERSON:
        appointments = appointments.filter(person=SOMEBODY)
    elif sort == COLLEAGUE:
        appointments = appointments.of(SOMEBODY)
    elif sort != HOUSE:
        appointments = appointments.in_hands_of(user)
    return appointments[: MOST + 1]


@page("casework.add")
@require_http_methods(["GET", "POST"])
def new(request):
    """From the agenda: of the team, or of the file whose reference is typed."""
    initial = _initial(request) | {"kind": "team"}
    form = NewAppointmentForm(data_of(request), user=request.user, initial=initial)
    return _make(request, None, form)


@page("casework.add")
@require_http_methods(["GET", "POST"])
def new_for(request, reference):
    person = person_of(request, reference)
    form = AppointmentForm(data_of(request), user=request.user, initial=_initial(request))
    return _make(request, person, form, person=person)


def _make(request, about, form, **fixed):
    title, said = _("An appointment"), _("The appointment is in the agenda.")
    return fill_in(
        request, about, form, operations.make_appointment, title=title, said=said, back=url_of,
        undo=lambda made: reverse("casework:appointment_cancel", args=[made.pk]),
        cancel=reverse("casework:agenda"), **fixed,
    )  # fmt: skip


def _initial(request) -> dict:
    """On the day that the address names, in the morning; theirs who writes."""
    form = DayForm(request.GET)
    form.is_valid()
    begin = timezone.localtime().replace(hour=FIRST_HOUR, minute=0, second=0, microsecond=0)
    return {
        "starts_at": begin.replace(year=form.day.year, month=form.day.month, day=form.day.day),
        "worker": request.user,
    }


def appointment_of(request, pk) -> Appointment:
    related = ("person__worker", "worker", "accompanied_by", "organisation", "contact", "noted_by", "created_by")
    return get_visible(Appointment.objects.select_related(*related), request.user, pk=pk, kept="casework.appointment")


def _changeable(request, pk) -> Appointment:
    appointment = appointment_of(request, pk)
    require(request.user, "casework.change_appointment", appointment)
    return appointment


@page("casework.view_plan")
@require_safe
def appointment(request, pk):
    """Logged as an opening of the file it is about."""
    found = appointment_of(request, pk)
    if found.person:
        log_opening(request, found.person, detail="agenda")
    context = {
        "row": appointment_row(found),
        "appointment": found,
        "may_change": allows(request.user, "casework.change_appointment", found),
        "has_begun": timezone.localdate(found.starts_at) <= timezone.localdate(),
        "attendance_form": AttendanceForm(),
        "cancel_form": CancelForm(auto_id="cancel_%s"),
    }
    return render(
        request, "casework/appointment.html", {**(header_of(found.person) if found.person else {}), **context}
    )


@page("casework.add")
@require_http_methods(["GET", "POST"])
def change(request, pk):
    found = _changeable(request, pk)
    names = ("kind", "title", "starts_at", "minutes", "place", "worker", "accompanied_by", "organisation", "contact")
    now = {name: getattr(found, name) for name in names}
    form = AppointmentForm(data_of(request), user=request.user, appointment=found, initial=now)
    title, said = _("Change the appointment"), _("The appointment is changed.")
    return fill_in(
        request, found.person, form, operations.change_appointment,
        title=title, said=said, back=url_of(found), appointment=found,
    )  # fmt: skip


@page("casework.add")
@require_POST
def note(request, pk):
    """Attended, missed or excused, as the button says."""
    found = _changeable(request, pk)
    form = AttendanceForm(request.POST)
    if not form.is_valid():
        raise Http404
    undo = reverse("casework:appointment_again", args=[found.pk])
    said = _("What became of the appointment is noted.")
    return press(
        request, operations.note_attendance, said=said, back=url_of(found), undo=undo,
        appointment=found, **form.cleaned_data,
    )  # fmt: skip


@page("casework.add")
@require_POST
def cancel(request, pk):
    found = _changeable(request, pk)
    form = CancelForm(request.POST)
    why = form.cleaned_data["note"] if form.is_valid() else ""
    undo = reverse("casework:appointment_again", args=[found.pk])
    said = _("The appointment is cancelled.")
    return press(
        request, operations.cancel_appointment, said=said, back=url_of(found), undo=undo, appointment=found, note=why
    )


@page("casework.add")
@require_POST
def again(request, pk):
    found = _changeable(request, pk)
    said = _("The appointment is planned again.")
    return press(request, operations.plan_again, said=said, back=url_of(found), appointment=found)
