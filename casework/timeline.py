"""What casework tells on the timeline of the person page: plans, goals reached, and that a note was written."""

from django.db.models import F, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from casework.models import Domain, Goal, GoalState, JournalNote, NoteKind, Plan, PlanKind
from refuge.people.registry import TimelineSource, timeline_row

STATES, NOTES = "casework.view_states", "casework.read_notes"


def opened(user, person):
    row = timeline_row("plan.opened", at="opened_on", fact="kind", note=F("id"), actor="opened_by_id")
    return Plan.objects.visible_to(user).filter(person=person).annotate(**row)


def closed(user, person):
    row = timeline_row("plan.closed", at="closed_on", fact="kind", note=F("id"), actor="closed_by_id")
    return Plan.objects.visible_to(user).filter(person=person, closed_on__isnull=False).annotate(**row)


def reached(user, person):
    row = timeline_row("goal.reached", at="ended_on", fact="domain", note=F("plan_id"))
    goals = Goal.objects.visible_to(user).filter(plan__person=person, state=GoalState.REACHED)
    return goals.annotate(**row)


def notes(user, person):
    fact = Concat("kind", Value(" "), "domain")
    row = timeline_row("note", at="happened_on", fact=fact, note=F("person__reference"), actor="author_id")
    return JournalNote.objects.visible_to(user).filter(person=person).annotate(**row)


def about_plan(row) -> dict:
    title = _("Plan opened") if row["kind"] == "plan.opened" else _("Plan closed")
    return {"title": title, "detail": PlanKind(row["fact"]).label, "url": _plan(row), "tone": "accent"}


def about_goal(row) -> dict:
    return {"title": _("Goal reached"), "detail": Domain(row["fact"]).label, "url": _plan(row), "tone": "well"}


def about_note(row) -> dict:
    kind, domain = row["fact"].split(" ")
    title = _("Note · %(domain)s") % {"domain": Domain(domain).label}
    return {
        "title": title,
        "detail": NoteKind(kind).label,
        "url": reverse("people:panel", args=[row["note"], "journal"]),
    }


def _plan(row) -> str:
    return reverse("casework:plan", args=[row["note"]])


SOURCES = (
    TimelineSource("plan.opened", opened, about_plan, STATES),
    TimelineSource("plan.closed", closed, about_plan, STATES),
    TimelineSource("goal.reached", reached, about_goal, STATES),
    TimelineSource("note", notes, about_note, NOTES),
)
