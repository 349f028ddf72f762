"""What requests tell on the timeline of the person page: the call, and what was decided."""

from django.urls import reverse
from django.utils.translation import gettext as _

from intake.models import Decision, Request, RiskFlag
from intake.models.choices import State
from intake.rows import STATE_TONES
from refuge.people.registry import timeline_row


def calls(user, person):
    requests = Request.objects.visible_to(user).filter(person=person)
    return requests.annotate(**timeline_row("intake.call", at="received_at", fact="reference", actor="received_by_id"))


def describe_call(entry) -> dict:
    return {"title": _("Call noted"), "detail": entry["fact"], "url": _page(entry["fact"])}


def decisions(user, person):
    """Those that count: a decision taken back is told on the request's own page alone."""
    requests = Request.objects.visible_to(user).filter(person=person)
    standing = Decision.objects.filter(request__in=requests, revoked_at__isnull=True)
    facts = {"fact": "outcome", "note": "request__reference"}
    return standing.annotate(**timeline_row("intake.decision", at="decided_at", actor="decided_by_id", **facts))


def describe_decision(entry) -> dict:
    state = State(entry["fact"])
    title = _("Request decided: %(outcome)s") % {"outcome": state.label}
    return {
        "title": title,
        "detail": entry["note"],
        "url": _page(entry["note"]),
        "tone": STATE_TONES.get(state, "plain"),
    }


def flags(user, person):
    rows = RiskFlag.objects.visible_to(user).filter(person=person)
    facts = {"fact": "kind", "note": "person__reference"}
    return rows.annotate(**timeline_row("intake.flag", at="set_at", actor="set_by_id", **facts))


def describe_flag(entry) -> dict:
    return {
        "title": _("Risk flag raised"),
        "detail": RiskFlag.Kind(entry["fact"]).label,
        "url": reverse("intake:flags", args=[entry["note"]]),
    }


def _page(reference) -> str:
    return reverse("intake:detail", args=[reference])
