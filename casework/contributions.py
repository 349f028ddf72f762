"""What casework adds to the shared pages: navigation, Today, the person page, the team and audit pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework import indicators, merging, panels, parameters, policy
from casework.forms import Reason
from casework.models import Action, Goal, JournalNote, Plan
from casework.operations import check_nothing_in_hand
from casework.timeline import SOURCES
from refuge.accounts.operations.switching import before_switch_off
from refuge.audit.registry import Tracked, add_tracked, details
from refuge.people import registry as people
from refuge.registry import NavigationEntry, SlotPart, navigation, slots

__all__ = ["indicators", "merging", "parameters", "policy"]

STATES, PLAN, NOTES = "casework.view_states", "casework.view_plan", "casework.read_notes"
SUBJECT = "people.person"

navigation.add(
    NavigationEntry(
        label=_("Caseload"),
        url_name="casework:caseload",
        icon="compass",
        permission=STATES,
        group=pgettext_lazy("navigation", "Support"),
        order=40,
    )
)
slots["today.main"].add(SlotPart("casework/today_actions.html", PLAN, panels.to_do, order=20))
slots["intake.decision"].add(SlotPart("casework/decision_plan.html", STATES, panels.propose_upstream))
slots["person.actions"].add(SlotPart("casework/person_note.html", "casework.add"))
slots["team.member"].add(SlotPart("casework/in_hand.html", "casework.hand_over", panels.in_hand))
people.panels.add(people.Panel("plan", _("Plan"), "casework/person_plan.html", STATES, panels.plan_panel, order=30))
people.panels.add(
    people.Panel("journal", _("Journal"), "casework/person_journal.html", STATES, panels.journal_panel, order=35)
)
for source in SOURCES:
    people.timeline.add(source)
before_switch_off.append(check_nothing_in_hand)

details.update({"plan": _("Plan"), "journal": _("Journal")})
details.update({f"journal:{reason.value}": reason.label for reason in Reason})
add_tracked(
    Tracked(Plan, _("Support plan"), "person_id", SUBJECT, dict.fromkeys(("kind", "opened_on", "closed_on"), STATES)),
    Tracked(
        Goal, _("Goal"), "plan__person_id", SUBJECT,
        dict.fromkeys(("domain", "state", "ended_on", "removed_at"), STATES),
    ),
    Tracked(
        Action, _("Action"), "goal__plan__person_id", SUBJECT,
        dict.fromkeys(("due_on", "done_at", "removed_at"), STATES),
    ),
    Tracked(
        JournalNote, _("Journal note"), "person_id", SUBJECT,
        dict.fromkeys(("domain", "happened_on"), NOTES), JournalNote.objects.kept_from,
    ),
)  # fmt: skip
