"""What was typed in this room and not signed comes back, to who typed it."""

import logging

from casework.models import FollowUpDraft
from refuge.encryption import CannotOpen
from refuge.questions import SOME_REFERENCE, SOMEBODY, read

log = logging.getLogger(__name__)


def draft_of(user, followup, key) -> FollowUpDraft | None:
    which = {SOMEBODY: followup.pk, SOME_REFERENCE: key}
    found = read("casework.draft", user, lambda: _draft_of_somebody(user), stand_ins=which)
    return found[0] if found else None


def _draft_of_somebody(user):
    return FollowUpDraft.objects.filter(followup=SOMEBODY, author=user, key=SOME_REFERENCE)


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
