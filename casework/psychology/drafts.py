"""What was typed in this room and not signed comes back, to who typed it."""

import logging

from casework.models import FollowUpDraft
from refuge.encryption import CannotOpen

log = logging.getLogger(__name__)


def draft_of(user, followup, key) -> FollowUpDraft | None:
    return FollowUpDraft.objects.filter(followup=followup, author=user, key=key).first()


def restore(user, followup, key) -> dict | None:
    """The fields left under `key`, as a form takes them; None if there are none, or none that can be opened."""
    draft = draft_of(user, followup, key)
    if draft is None:
        return None
    try:
        fields = draft.fields
    except CannotOpen:
        log.error("Draft %s cannot be opened: its key is not on the ring.", draft.pk)
        return None
    return {name: values[0] if len(values) == 1 else values for name, values in (fields or {}).items()}
