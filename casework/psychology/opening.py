"""Who opened a follow-up, and when: a log that is read in this room alone, since the house's log would tell of it."""

from casework.models import FollowUpOpening


def log_opening(request, followup) -> None:
    """Called once a page."""
    FollowUpOpening.objects.create(followup=followup, user=request.user)


def openings_of(followup, limit=30) -> list:
    return list(followup.openings.select_related("user").order_by("-at", "-id")[:limit])
