"""What casework adds to the shared pages: navigation, Today, the person page, the team and audit pages."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework import (
    counted,
    counted_support,
    indicators,
    indicators_asylum,
    indicators_outcome,
    indicators_support,
    merging,
    panels,
    parameters,
    policy,
    reminders,
    reviews,
)
from casework.agenda import panels as agenda
from casework.areas import panels as areas
from casework.asylum import alerts as asylum_alerts
from casework.asylum import panels as asylum
from casework.covering import stand_ins_of
from casework.forms import Reason
from casework.models import (
    Action,
    Appointment,
    AsylumDeadline,
    AsylumStep,
    AsylumTask,
    AsylumTrack,
    CalendarFeed,
    Cover,
    Goal,
    JournalNote,
    LifeMeasurement,
    NoteAddition,
    Plan,
    PlanCopy,
    PlanReview,
    RightStep,
)
from casework.operations import check_nothing_in_hand
from casework.psychology import contributions as psychology
from casework.rights import views as rights
from casework.rights.rows import income_by_rights
from casework.timeline import SOURCES
from housing import situations
from intake.registry import due_sources
from refuge.accounts.operations.switching import before_switch_off
from refuge.audit.registry import Tracked, add_tracked, details
from refuge.partners import registry as partners
from refuge.people import registry as people
from refuge.registry import NavigationEntry, SlotPart, navigation, slots

__all__ = [
    "counted",
    "counted_support",
    "indicators",
    "indicators_asylum",
    "indicators_outcome",
    "indicators_support",
    "merging",
    "parameters",
    "policy",
    "psychology",
]

STATES, PLAN, NOTES = "casework.view_states", "casework.view_plan", "casework.read_notes"
VIEW = PLAN
SUBJECT = "people.person"
ASYLUM = asylum.VIEW


def additions_kept_from(user) -> Q:
    """What was added to a note is kept from whom the note is kept from."""
    return Q(note__in=JournalNote.objects.filter(JournalNote.objects.kept_from(user)))


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
navigation.add(
    NavigationEntry(
        label=_("Agenda"),
        url_name="casework:agenda",
        icon="calendar-days",
        permission=VIEW,
        group=pgettext_lazy("navigation", "Support"),
        order=41,
    )
)
for label, url_name, permission in (
    (_("Asylum"), "casework:asylum", ASYLUM),
    (_("Asylum"), "casework:asylum_tracks", "casework.only_asylum_status"),
    (_("Asylum: my tasks"), "casework:asylum_tasks", "casework.only_asylum_tasks"),
):
    group = pgettext_lazy("navigation", "Support")
    navigation.add(NavigationEntry(label, url_name, "scale", permission, group, order=42))
slots["housing.handover"].add(SlotPart("casework/handover_appointments.html", VIEW, agenda.of_night))
slots["today.main"].add(SlotPart("casework/today_appointments.html", VIEW, agenda.today, order=15))
slots["today.main"].add(SlotPart("casework/today_actions.html", PLAN, panels.to_do, order=20))
slots["intake.decision"].add(SlotPart("casework/decision_plan.html", STATES, panels.propose_upstream))
slots["person.actions"].add(SlotPart("casework/person_note.html", "casework.add"))
slots["team.member"].add(SlotPart("casework/in_hand.html", "casework.hand_over", panels.in_hand))
people.panels.add(people.Panel("plan", _("Plan"), "casework/person_plan.html", STATES, panels.plan_panel, order=30))
people.panels.add(
    people.Panel("journal", _("Journal"), "casework/person_journal.html", STATES, panels.journal_panel, order=35)
)
people.panels.add(
    people.Panel("agenda", _("Appointments"), "casework/person_agenda.html", VIEW, agenda.of_person, order=37)
)
people.panels.add(
    people.Panel("asylum", _("Asylum"), "casework/person_asylum.html", asylum.STATUS, asylum.of_person, order=39)
)
people.panels.add(
    people.Panel("areas", _("Life areas"), "casework/person_areas.html", areas.VIEW, areas.areas_panel, order=36)
)
due_sources.append(asylum.DUE)
people.panels.add(
    people.Panel("rights", _("Rights"), "casework/person_rights.html", rights.VIEW, rights.rights_panel, order=38)
)
people.stand_ins.append(stand_ins_of)
people.alert_subjects.extend([reminders.subjects_of, reviews.subjects_of, asylum_alerts.subjects_of])
for source in (*SOURCES, agenda.SOURCE, areas.SOURCE, rights.SOURCE, asylum.SOURCE):
    people.timeline.add(source)
before_switch_off.append(check_nothing_in_hand)

details.update({"plan": _("Plan"), "journal": _("Journal"), "agenda": _("Appointments"), "asylum": _("Asylum")})
details.update({"areas": _("Life areas"), "rights": _("Rights")})
details.update({"plan_copy": _("copy of a plan")})
details.update({f"journal:{reason.value}": reason.label for reason in Reason})
situations.hints.append(income_by_rights)
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
    Tracked(NoteAddition, _("Addition to a note"), "note__person_id", SUBJECT, {}, additions_kept_from),
    Tracked(
        Appointment, _("Appointment"), "person_id", SUBJECT,
        dict.fromkeys(("kind", "starts_at", "ends_at", "attendance"), VIEW),
    ),
    Tracked(
        PlanReview, _("Review of a plan"), "plan__person_id", SUBJECT,
        dict.fromkeys(("kind", "held_on", "removed_at"), STATES),
    ),
    Tracked(
        PlanCopy, _("Copy of a plan"), "plan__person_id", SUBJECT,
        dict.fromkeys(("made_on", "given_on", "signed_on", "removed_at"), STATES),
    ),
    Tracked(
        LifeMeasurement, _("Life areas"), "person_id", SUBJECT,
        dict.fromkeys(("moment", "held_on", "removed_at"), areas.VIEW),
    ),
    Tracked(
        RightStep, _("Right"), "person_id", SUBJECT,
        dict.fromkeys(("right", "step", "happened_on", "removed_at"), rights.VIEW),
    ),
    Tracked(
        Cover, _("Holiday"), "away_id", "accounts.user",
        dict.fromkeys(("colleague", "starts_on", "ends_on", "ended_at"), "casework.cover_others"),
    ),
    Tracked(
        AsylumTrack, _("Asylum procedure"), "person_id", SUBJECT, dict.fromkeys(("opened_on", "closed_on"), ASYLUM)
    ),
    Tracked(
        AsylumStep, _("Step of an asylum procedure"), "track__person_id", SUBJECT,
        dict.fromkeys(("kind", "planned_on", "done_on", "removed_at"), ASYLUM),
    ),
    Tracked(
        AsylumDeadline, _("Deadline of an asylum procedure"), "track__person_id", SUBJECT,
        dict.fromkeys(("kind", "notified_on", "days", "due_on", "ending", "removed_at"), ASYLUM),
    ),
    Tracked(
        AsylumTask, _("Task of an asylum procedure"), "track__person_id", SUBJECT,
        dict.fromkeys(("due_on", "done_at", "removed_at"), ASYLUM),
    ),
    Tracked(CalendarFeed, _("Calendar feed"), "user_id", "accounts.user"),
)  # fmt: skip
partners.hanging += [(Appointment, "organisation"), (RightStep, "organisation")]
