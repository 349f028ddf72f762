"""Drafts for forms: what was typed and not saved comes back.

A form page passes `restore(request, key)` as initial data and calls `discard(request, key)` after saving.
"""

import logging

from refuge.accounts import operations
from refuge.accounts.models import Draft
from refuge.encryption import CannotOpen
from refuge.questions import SOME_REFERENCE, SOMEBODY, read

log = logging.getLogger(__name__)

UNFINISHED = 5


def restore(request, key: str) -> dict | None:
    """The fields that this person left under `key`; None if there are none, or none that can be read.

    A field given once is a string, else a list.
    """
    which = {SOMEBODY: request.user.pk, SOME_REFERENCE: key}
    found = read("accounts.draft", None, _draft_of_somebody, stand_ins=which)
    if not found:
        return None
    draft = found[0]
    try:
        return _as_typed(draft.fields)
    except CannotOpen:
        log.error("Draft %s cannot be opened: its key is not on the ring.", draft.pk)
        return None


def _draft_of_somebody():
    return Draft.objects.filter(user=SOMEBODY, key=SOME_REFERENCE)[:1]


def _as_typed(fields: dict) -> dict:
    return {name: values[0] if len(values) == 1 else values for name, values in fields.items()}


def unfinished(request, prefix: str) -> list[tuple]:
    """(key, when it was last kept) of what this person left under keys that begin with `prefix`, the newest first."""
    kept = Draft.objects.filter(user=request.user, key__startswith=prefix).order_by("-saved_at")
    return list(kept.values_list("key", "saved_at")[:UNFINISHED])


def discard(request, key: str) -> None:
    operations.discard_draft(user=request.user, key=key)
