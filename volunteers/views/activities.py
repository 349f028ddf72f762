"""Activities: the list, the calendar of a month, the page of one, planning and calling off."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from refuge.access import allows, get_visible, page
from refuge.partners.views.about import data_of, say, show_form, step
from refuge.people.choices import labels
from refuge.people.models import Person
from refuge.questions import kept
from refuge.ui.lists import Listing
from volunteers import months, operations, rows
from volunteers.forms.activities import (
    ActivitiesForm,
    ActivityForm,
    AttendanceForm,
    NameForm,
    NewActivityForm,
    OutcomeForm,
    SignUpForm,
)
from volunteers.forms.awareness import AwarenessForm
from volunteers.models import Activity, Kind, Presence, SignUp, Skill
from volunteers.words import euros

CHANGE = "volunteers.change_activity"
NAMES = "volunteers.see_names"


@page("volunteers.view_activity")
@require_safe
def activities(request):
    # What is to come depends on the hour: the SQL is not kept, but what it is put together from.
    records = kept("volunteers.activities", request.user, lambda: _with_counts(request.user)).all()
    over = request.GET.get("time") == "past"
    sort = "-day" if over else "day"
    listing = Listing(request, ActivitiesForm, records, {"day": "starts_at"}, sort=sort)
    context = {"rows": rows.activity_rows(listing.rows), "may_change": allows(request.user, CHANGE)}
    return listing.render("volunteers/activities.html", context)


def _with_counts(user):
    return Activity.objects.visible_to(user).with_counts().defer("feedback", "description")


@page("volunteers.view_activity")
@require_safe
def calendar(request):
    month = months.month_of(request.GET.get("month"))
    records = Activity.objects.visible_to(request.user).standing().with_counts().defer("feedback", "description")
    context = months.month_page(month, records)
    return render(request, "volunteers/calendar.html", {**context, "may_change": allows(request.user, CHANGE)})


@page("volunteers.view_activity")
@require_safe
def activity(request, pk):
    record = activity_of(request, pk)
    signups = record.signups.select_related("volunteer", "replaces__volunteer").in_order()
    context = {
        "activity": record,
        "row": rows.activity_row(record),
        "shifts": rows.shift_rows(signups),
        "skills": labels(Skill.choices, record.skills),
        "costs": euros(record.cost_cents) if record.cost_cents is not None else "",
        "may_change": allows(request.user, CHANGE),
        "may_open": allows(request.user, "volunteers.view"),
        **named(request, record),
    }
    return render(request, "volunteers/activity.html", context)


def named(request, record) -> dict:
    """The chosen names of the young people who were there, for who may know it; their files open on their own."""
    if not allows(request.user, NAMES, record):
        return {}
    presences = record.presences.visible_to(request.user).select_related("person").order_by("person__chosen_name")
    return {"presences": list(presences), "may_name": True}


@page(CHANGE)
@require_http_methods(["GET", "POST"])
def new(request):
    form = NewActivityForm(data_of(request))
    if request.method == "POST":
        made = form.apply(operations.add_activity, by=request.user)
        if form.done:
            say(request, _("The activity is planned."), reverse("volunteers:call_off", args=[made.pk]))
            return redirect("volunteers:activity", made.pk)
    return show_form(request, form, title=_("New activity"), back=reverse("volunteers:activities"))


@page(CHANGE)
@require_http_methods(["GET", "POST"])
def edit(request, pk):
    record = activity_of(request, pk)
    form = form_of(record)(data_of(request), instance=record)
    return _by_form(
        request,
        pk,
        form,
        operations.change_activity,
        title=_("Change the activity"),
        done=_("The activity is changed."),
    )


def form_of(record) -> type:
    """Of an awareness action, the form asks for whom it is too."""
    return AwarenessForm if record.kind == Kind.AWARENESS else ActivityForm


@page(CHANGE)
@require_http_methods(["GET", "POST"])
def outcome(request, pk):
    form = OutcomeForm(data_of(request), instance=activity_of(request, pk))
    return _by_form(request, pk, form, operations.tell_outcome, title=_("What became of it"), done=_("It is noted."))


@page(CHANGE)
@require_http_methods(["GET", "POST"])
def sign_up(request, pk):
    form = SignUpForm(data_of(request), activity=activity_of(request, pk))
    return _by_form(request, pk, form, operations.sign_up, title=_("Sign a volunteer up"), done=_("Signed up."))


@page(CHANGE)
@require_http_methods(["GET", "POST"])
def attendance(request, pk):
    """Everybody with a place in one sweep, there unless told otherwise."""
    record = activity_of(request, pk)
    signups = list(record.signups.with_place().select_related("volunteer").in_order())
    form = AttendanceForm(data_of(request), activity=record, signups=signups)
    if request.method == "POST" and form.is_valid():
        form.apply(lambda **_said: operations.note_attendance(activity=record, by=request.user, **form.answers))
        if form.done:
            say(request, _("Attendance is noted."), reverse("volunteers:attendance_undo", args=[pk]))
            return redirect("volunteers:activity", pk)
    context = {"form": form, "activity": record, "when": rows.when(record), "lines": _lines(form, signups)}
    return render(request, "volunteers/attendance.html", context)


def _lines(form, signups) -> list:
    return [(form[f"attended_{each.pk}"], form[f"hours_{each.pk}"]) for each in signups]


@page(CHANGE)
@require_POST
def attendance_undo(request, pk):
    record = activity_of(request, pk)
    done = _("Attendance is taken back.")
    return step(request, operations.undo_attendance, done=done, to=page_of(pk), activity=record)


@page(CHANGE)
@require_POST
def call_off(request, pk):
    undo = reverse("volunteers:restore", args=[pk])
    done = _("Called off. Who had a place is told.")
    return step(request, operations.call_off, done=done, to=page_of(pk), undo=undo, activity=activity_of(request, pk))


@page(CHANGE)
@require_POST
def restore(request, pk):
    done = _("It will be held.")
    return step(request, operations.restore_activity, done=done, to=page_of(pk), activity=activity_of(request, pk))


@page(CHANGE)
@require_POST
def give_back(request, pk):
    record = signup_of(request, pk)
    done = _("Given back. Who waited first has the place.")
    undo = reverse("volunteers:sign_up_again", args=[pk])
    to = page_of(record.activity_id)
    return step(request, operations.give_back, done=done, to=to, undo=undo, signup=record)


@page(CHANGE)
@require_POST
def sign_up_again(request, pk):
    record = signup_of(request, pk)
    to = page_of(record.activity_id)
    about = {"activity": record.activity, "volunteer": record.volunteer}
    return step(request, operations.sign_up, done=_("Signed up again, as the last."), to=to, **about)


@page(CHANGE)
@require_http_methods(["GET", "POST"])
def replace(request, pk):
    record = signup_of(request, pk)
    form = SignUpForm(data_of(request), activity=record.activity)
    back = page_of(record.activity_id)
    if request.method == "POST":
        form.apply(operations.replace, signup=record, by=request.user)
        if form.done:
            say(request, _("The place is taken over."))
            return redirect(back)
    return show_form(request, form, title=_("Who takes the place over?"), back=back, about=record.volunteer)


@page("volunteers.name_young")
@require_http_methods(["GET", "POST"])
def name(request, pk):
    record = nameable(request, pk)
    form = NameForm(data_of(request), user=request.user)
    if request.method == "POST":
        form.apply(operations.name_young_person, activity=record, by=request.user)
        if form.done:
            say(request, _("The name is on the list."))
            return redirect(page_of(pk))
    note = _("Volunteers and their coordinator see the number alone.")
    return show_form(request, form, title=_("A young person who was there"), back=page_of(pk), about=record, note=note)


@page("volunteers.name_young")
@require_POST
def unname(request, pk):
    record = get_visible(Presence.objects.select_related("activity"), request.user, pk=pk)
    nameable(request, record.activity_id)
    to = page_of(record.activity_id)
    undo = reverse("volunteers:name_again", args=[record.activity_id, record.person_id])
    return step(request, operations.take_name_off, done=_("The name is taken off."), to=to, undo=undo, presence=record)


@page("volunteers.name_young")
@require_POST
def name_again(request, pk, person):
    record, person = nameable(request, pk), get_visible(Person, request.user, pk=person)
    about = {"activity": record, "person": person}
    return step(request, operations.name_young_person, done=_("The name is back."), to=page_of(pk), **about)


def nameable(request, pk) -> Activity:
    """An activity whose names this reader may know."""
    record = activity_of(request, pk)
    if not allows(request.user, NAMES, record):
        raise Http404
    return record


def activity_of(request, pk) -> Activity:
    return get_visible(Activity.objects.with_counts().select_related("partner", "series"), request.user, pk=pk)


def signup_of(request, pk) -> SignUp:
    return get_visible(SignUp.objects.select_related("activity", "volunteer"), request.user, pk=pk)


def page_of(pk) -> str:
    return reverse("volunteers:activity", args=[pk])


def _by_form(request, pk, form, operation, *, title, done):
    record = activity_of(request, pk)
    if request.method == "POST":
        form.apply(operation, activity=record, by=request.user)
        if form.done:
            say(request, done)
            return redirect(page_of(pk))
    return show_form(request, form, title=title, back=page_of(pk), about=record)
