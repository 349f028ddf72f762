"""What casework shows of one person: the plan and the journal, and on Today what is to be done."""

from django import forms
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.forms import ReasonForm
from casework.models import Domain, GoalState, JournalNote, Plan, PlanCopy
from casework.reviews import with_due
from casework.rows import actions_of, as_page, domains_of, newest, notes_page, reviews_of
from intake.models.choices import State
from intake.reminders import is_of_a_minor
from refuge.access import allows
from refuge.people.models import Person
from refuge.questions import SOMEBODY, read
from refuge.ui.lists import ListForm

ON_TODAY = 6
ACTS = ("view_plan", "add", "change", "read_notes", "give_reason")


def may(user) -> dict:
    return {act: allows(user, f"casework.{act}") for act in ACTS}


def plan_context(request, plan) -> dict:
    """The plan by domain, how far it is, its reviews and the copies handed out. `plan` comes from `with_due`."""
    rights = may(request.user)
    of_plan = {SOMEBODY: plan.pk}
    copies = read("casework.plan_copies", None, _copies_of_somebody, stand_ins=of_plan) if rights["view_plan"] else []
    domains = domains_of(plan)
    states = [row.goal.state for domain in domains for row in domain.goals]
    return {
        "plan": plan,
        "domains": domains,
        "reached": states.count(GoalState.REACHED),
        "wanted": len(states) - states.count(GoalState.DROPPED),
        "reviews": reviews_of(plan, show=rights["view_plan"]),
        "copies": copies,
        "may": rights,
        "user_id": request.user.pk,
    }


def propose_upstream(request, decision):
    """Under a decision to support without accommodation: the plan that goes on, or a way to open one."""
    if decision.outcome != State.FOLLOWED or decision.is_revoked:
        return None
    person = decision.request.person
    plan = Plan.objects.visible_to(request.user).open().filter(person=person).first() if person else None
    first = not is_of_a_minor(decision.request)  # else the page proposes something more pressing
    return {"person": person, "plan": plan, "may_open": allows(request.user, "casework.add"), "is_first": first}


def plan_panel(request, person) -> dict:
    """The open plan, else how to open one; and the plans before it."""
    of_person = {SOMEBODY: person.pk}
    plans = read("casework.plans_of", request.user, lambda: _plans_of_somebody(request.user), stand_ins=of_person)
    current = next((plan for plan in plans if plan.is_open), None)
    shown = plan_context(request, current) if current else {"may": may(request.user)}
    return shown | {"earlier": [plan for plan in plans if not plan.is_open]}


def _plans_of_somebody(user):
    plans = Plan.objects.visible_to(user).filter(person=SOMEBODY).select_related("opened_by", "closed_by")
    return with_due(plans, timezone.localdate()).order_by("-opened_on", "-id")


def _copies_of_somebody():
    return PlanCopy.objects.filter(plan=SOMEBODY).kept().order_by("-made_on", "-id")


class JournalForm(ListForm):
    domain = forms.ChoiceField(label=_("Domain"), choices=[("", _("All domains")), *Domain.choices])


def journal_panel(request, person) -> dict:
    """The notes that the reader may read; for management how many there are, and the question for a reason."""
    rights = may(request.user)
    if not rights["read_notes"]:
        team_notes = JournalNote.objects.readable_by(request.user).filter(person=person)
        counts = team_notes.order_by().values("domain").annotate(number=Count("pk"))
        counts = [(Domain(row["domain"]).label, row["number"]) for row in counts]
        return {"may": rights, "counts": counts, "reason_form": ReasonForm()}
    user, form, after = request.user, JournalForm(request.GET), request.GET.get("after", "")
    domain = form.cleaned_data["domain"] if form.is_valid() else ""
    if after:
        page = notes_page(_journal(user, person, domain), after)
    else:
        of_person = {SOMEBODY: person.pk}
        first = read(
            "casework.journal", user, lambda: newest(_journal(user, SOMEBODY, domain)), domain, stand_ins=of_person
        )
        page = as_page(first)
    return {"may": rights, "journal_form": form, "page": page, "user_id": user.pk}


def _journal(user, person, domain):
    notes = JournalNote.objects.visible_to(user).filter(person=person)
    return notes.filter(domain=domain) if domain else notes


def to_do(request, record) -> dict:
    """My actions, late or due soon."""
    rows, number = actions_of(request.user, limit=ON_TODAY, soon=True)
    return {"actions": rows, "number": number}


def in_hand(request, member) -> dict | None:
    """On the team page of somebody who has people in charge."""
    number = Person.objects.standing().filter(worker=member).count()
    return {"number": number} if number else None
