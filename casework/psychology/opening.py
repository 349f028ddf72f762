"""Who opened a follow-up, and when: a log that is read in this room alone, since the house's log would tell of it."""

from casework.models import FollowUpOpening
from refuge.questions import SOMEBODY, ask


def log_opening(request, followup) -> None:
    """Called once a page."""
    FollowUpOpening.objects.create(followup=followup, user=request.user)


def openings_of(followup, limit=30) -> list:
    """(name, when) of each, the newest first."""
    return ask(
        "casework.openings", None, lambda: _openings_of_somebody(limit), limit, stand_ins={SOMEBODY: followup.pk}
    )


def _openings_of_somebody(limit):
    newest = FollowUpOpening.objects.filter(followup=SOMEBODY).order_by("-at", "-id")
    return newest.values_list("user__name", "at")[:limit]
