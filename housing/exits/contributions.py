"""What the exit-first board adds to the shared pages: navigation, the page of a stay, the timeline, audit."""

from django.db.models import CharField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from housing.exits import policy
from housing.exits.rows import plan_of
from housing.models import CountNight, Destination, ExitBlocker, ExitPlan
from housing.models.exits import Blocker
from refuge.access import allows
from refuge.audit.registry import Subject, Tracked, add_subject, add_tracked
from refuge.exports import Page, pages
from refuge.people import registry as people
from refuge.registry import NavigationEntry, SlotPart, navigation, slots

__all__ = ["policy"]

VIEW, COUNT = "housing.view_exits", "housing.count_night"


def exit_of_stay(request, stay) -> dict | None:
    """On the page of a stay that goes on: where to, and what blocks it; both came with the stay."""
    if not stay.is_open:
        return None
    return {"stay": stay, "plan": plan_of(stay), "blockers": [Blocker(kind).label for kind in stay.blocking]}


def plans(user, person):
    row = people.timeline_row(
        "housing.exit_plan", at="changed_at", fact="destination", note=Cast("stay_id", CharField()),
        actor="changed_by_id",
    )  # fmt: skip
    return ExitPlan.objects.visible_to(user).filter(stay__person=person).annotate(**row)


def describe_plan(entry) -> dict:
    where = Destination(entry["fact"]).label if entry["fact"] else str(_("not known yet"))
    return {"title": str(_("Exit planned")), "detail": where, "url": _page(entry)}


def resolved(user, person):
    row = people.timeline_row(
        "housing.exit_blocker", at="resolved_at", fact="kind", note=Cast("stay_id", CharField()),
        actor="resolved_by_id",
    )  # fmt: skip
    found = ExitBlocker.objects.visible_to(user).filter(stay__person=person, resolved_at__isnull=False)
    return found.annotate(**row)


def describe_resolved(entry) -> dict:
    title = str(_("No longer in the way of the exit"))
    return {"title": title, "detail": Blocker(entry["fact"]).label, "url": _page(entry), "tone": "well"}


def _page(entry) -> str:
    return reverse("housing:exit_plan", args=[entry["note"]])


def name_counts(user, ids) -> dict:
    counts = CountNight.objects.visible_to(user).filter(pk__in=ids)
    return {each.pk: (str(_("Count night")), reverse("housing:count_night")) for each in counts}


def hidden_counts(user):
    return CountNight.objects.none().values("pk") if allows(user, COUNT) else CountNight.objects.values("pk")


def find_count(user, text):
    """A count has no reference to be found by."""
    return None


navigation.add(
    NavigationEntry(_("Count night"), "housing:count_night", "moon-star", COUNT, group=_("Reports"), order=84)
)
pages.add(
    Page(
        _("Count night"),
        "housing:count_night",
        COUNT,
        hint=_("Residents at 23:59 by ETHOS Light, age and residence status, without names"),
    )
)
navigation.add(
    NavigationEntry(_("Exits"), "housing:exits", "door-open", VIEW, group=_("Accommodation"), order=32)
)  # fmt: skip
slots["housing.stay"].add(SlotPart("housing/stay_exit.html", VIEW, exit_of_stay, order=5))
people.timeline.add(people.TimelineSource("housing.exit_plan", plans, describe_plan, VIEW))
people.timeline.add(people.TimelineSource("housing.exit_blocker", resolved, describe_resolved, VIEW))
add_subject(Subject("housing.countnight", name_counts, hidden_counts, find_count))
add_tracked(
    Tracked(CountNight, _("Count night"), "pgh_obj_id", "housing.countnight",
            dict.fromkeys(("night", "kind", "is_exact"), COUNT)),
    Tracked(ExitPlan, _("Exit plan"), "stay__person_id", "people.person",
            dict.fromkeys(("destination", "leaves_on", "chance"), VIEW)),
    Tracked(ExitBlocker, _("Stands in the way of the exit"), "stay__person_id", "people.person",
            dict.fromkeys(("kind", "resolved_at"), VIEW)),
)  # fmt: skip
