"""`/casework/`: my people and what I have to do for them; for management every plan's state and counts."""

from django.db.models import F, Func
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from casework.agenda.panels import todays
from casework.agenda.window import appointment_row
from casework.caseload import attention
from casework.forms import CaseloadForm
from casework.models import Plan
from casework.rows import actions_of, due_words, without_plan
from refuge.access import allows, page
from refuge.questions import read
from refuge.ui.lists import Listing

COLUMNS = {"opened": "opened_on", "name": "sort_name"}
# What a row of the list shows of a plan and its file.
SHOWN = (
    "pk", "kind", "opened_on", "closed_on", "person__chosen_name", "person__pronouns", "person__worker__name",
    "goals_open", "goals_reached", "actions_late", "next_due",
)  # fmt: skip
ACTIONS = 8
PEOPLE = 10


@page("casework.view_states")
@require_safe
def caseload(request):
    listing = Listing(
        request,
        CaseloadForm,
        lambda: _plans_of(request.user),
        COLUMNS,
        sort="-opened",
        form_kwargs={"user": request.user},
        kept="casework.caseload",
    )
    goals = _("in progress: %(open)s · reached: %(reached)s")
    today = timezone.localdate()
    rows = [_row(plan, goals, today) for plan in listing.rows]
    return listing.render("casework/caseload.html", {"rows": rows, **_mine(request)})


def _plans_of(user):
    plans = Plan.objects.visible_to(user).with_counts()
    # É sorts as E: the database's own order puts it after Z.
    plans = plans.annotate(sort_name=Func(Lower(F("person__chosen_name")), function="unaccent"))
    return plans.values_list(*SHOWN, named=True)


def _row(plan, goals, today) -> tuple:
    """A plan, its goals in words, and how soon something is due; nothing where nothing is to be done."""
    counted = {"open": plan.goals_open, "reached": plan.goals_reached}
    return plan, goals % counted, due_words(plan.next_due, today) if plan.next_due else None


def _mine(request) -> dict:
    """What stands above the list, for who accompanies; a filter asks for the list alone."""
    if request.htmx.target == "results" or not allows(request.user, "casework.view_plan"):
        return {}
    actions, number = actions_of(request.user, limit=ACTIONS)
    people = read("casework.without_plan", request.user, lambda: without_plan(request.user)[: PEOPLE + 1])
    matters, more_matters = attention(request.user)
    return {
        "actions": actions,
        "number": number,
        "people": people[:PEOPLE],
        "more_people": len(people) > PEOPLE,
        "matters": matters,
        "more_matters": more_matters,
        "appointments": [appointment_row(each) for each in todays(request.user, ACTIONS)],
    }
