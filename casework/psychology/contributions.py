"""What the psychologist's room adds to shared pages: little. Nothing of it stands in search, on the timeline, in the
agenda or on the audit pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.models import FollowUp, SafetyPlan
from casework.models.psychology.safety_plan import CONDITIONS
from casework.psychology import alerts, indicators, merging, parameters, policy
from casework.psychology.rows import rows_of
from casework.psychology.views.follow_ups import cards_of
from refuge.audit.registry import Tracked, add_tracked, details
from refuge.people import registry as people
from refuge.questions import read
from refuge.registry import NavigationEntry, SlotPart, navigation, slots

__all__ = ["alerts", "indicators", "merging", "parameters", "policy"]

ON_TODAY, LOOKED_AT = 6, 50


def on_today(request, record) -> dict | None:
    """One's own follow-ups, each a click away from writing: what is due first."""
    rows = rows_of(request.user, read("casework.open_followups", request.user, lambda: _open(request.user)))
    rows.sort(key=lambda row: not row.due)
    return {"rows": rows[:ON_TODAY], "number": len(rows)} if rows else None


def _open(user):
    own = FollowUp.objects.visible_to(user).open().with_due(user).select_related("person")
    shown = ("psychologist", "person__reference", "person__chosen_name", "person__pronouns")
    return own.only(*shown).order_by("-opened_on", "-id")[:LOOKED_AT]


navigation.add(
    NavigationEntry(
        label=_("Psychology"), url_name="casework:followups", icon="lock-keyhole",
        permission="casework.psychology_page", group=pgettext_lazy("navigation", "Support"), order=42,
    )
)  # fmt: skip
slots["today.main"].add(SlotPart("casework/psychology/today.html", "casework.psychology", on_today, order=5))
slots["person.overview.side"].add(
    SlotPart("casework/psychology/person_cards.html", "casework.view_safety_plan", cards_of, order=10)
)
people.alert_subjects.append(alerts.subjects_of)
details.update({"safety_plan": _("Safety plan")})
add_tracked(
    Tracked(
        SafetyPlan, _("Safety plan"), "alert__person_id", "people.person",
        dict.fromkeys(CONDITIONS, "casework.view_safety_plan"),
    )
)  # fmt: skip
