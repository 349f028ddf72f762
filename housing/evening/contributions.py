"""What the evening adds to the shared pages: navigation, the person page, audit, merging."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from housing.evening import alerts, parameters, policy
from housing.evening.rounds import DUTY_REASONS
from housing.models import Absence, Mark, SafetyAddition, SafetyEntry
from refuge.access import allows
from refuge.audit.registry import Subject, Tracked, add_subject, add_tracked, details, subjects
from refuge.people import registry as people
from refuge.people.merging import MergeRule, add_merge_rule
from refuge.registry import NavigationEntry, navigation

__all__ = ["alerts", "parameters", "policy"]

GROUP = _("Accommodation")
PRESENCE, SAFETY = "housing.view_presence", "housing.view_safety"
ENTRY = "housing.safetyentry"
ON_PERSON = 20


def of_person(request, person) -> dict:
    """The incidents about somebody, newest first."""
    entries = SafetyEntry.objects.visible_to(request.user).kept().with_danger().filter(person=person)
    return {
        "entries": list(entries.select_related("site", "person").order_by("-happened_on", "-id")[:ON_PERSON]),
        "may_add": allows(request.user, "housing.add_safety"),
    }


def entries_of(person):
    """What alerts can be about, of this person."""
    return SafetyEntry.objects.filter(person=person)


def name_entries(user, ids) -> dict:
    entries = SafetyEntry.objects.visible_to(user).kept().filter(pk__in=ids)
    return {each.pk: (each.get_type_display(), reverse("housing:safety_entry", args=[each.pk])) for each in entries}


def hidden_entries(user):
    """Those about somebody whose file is closed to `user`; all for who reads no log."""
    entries = SafetyEntry.objects.values("pk")
    if not allows(user, SAFETY):
        return entries
    return entries.filter(person__in=subjects["people.person"].hidden(user))


def find_entry(user, text):
    """An incident has no reference to be found by."""
    return None


def entry(label, name, icon, order, permission):
    navigation.add(NavigationEntry(label, f"housing:{name}", icon, permission, group=GROUP, order=order))


entry(_("Presence round"), "round", "list-checks", 31, "housing.mark_presence")
entry(_("Hand-over"), "handover", "notebook-pen", 31, "housing.view_handover")
entry(_("Safety log"), "safety", "siren", 34, SAFETY)
people.panels.add(people.Panel("incidents", _("Safety"), "housing/person_safety.html", SAFETY, of_person, order=75))
people.alert_subjects.append(entries_of)
details.update({"safety": _("Safety log"), **DUTY_REASONS})
add_subject(Subject(ENTRY, name_entries, hidden_entries, find_entry))
add_merge_rule(MergeRule(SafetyEntry, _("Safety log"), SAFETY))
ABSENCE_VALUES = ("kind", "starts_on", "ends_on", "freed_on", "returned_on")
SAFETY_VALUES = ("happened_on", "type", "is_acute", "withdrawn_at")
add_tracked(
    Tracked(Mark, _("Presence"), "stay__person_id", "people.person", dict.fromkeys(("night", "presence"), PRESENCE)),
    Tracked(Absence, _("Absence"), "stay__person_id", "people.person", dict.fromkeys(ABSENCE_VALUES, PRESENCE)),
    Tracked(SafetyEntry, _("Safety log"), "pgh_obj_id", ENTRY, dict.fromkeys(SAFETY_VALUES, SAFETY)),
    Tracked(SafetyAddition, _("Safety log"), "entry_id", ENTRY, {"ends_danger": SAFETY}),
)
