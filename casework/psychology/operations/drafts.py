"""What was typed and not signed, when who typed it cannot open the follow-up any more."""

import logging

from casework.models import FollowUp
from refuge.encryption import CannotOpen

log = logging.getLogger(__name__)
# The fields that hold what was written: of two drafts both texts stand.
TEXTS = ("note", "text")


def can_open(user, followup) -> bool:
    return user.is_active and FollowUp.objects.visible_to(user).filter(pk=followup.pk).exists()


def waiting_for_signature(followup) -> bool:
    """Whether a note waits for somebody who can still sign it or throw it away. One whose writer is gone, or stands in
    no more, is nobody's to settle, and holds nothing up."""
    drafts = followup.drafts.filter(key="note").select_related("author")
    return any(can_open(draft.author, followup) for draft in drafts)


def take_over(followup, to) -> None:
    """The drafts of those who cannot open the locked follow-up any more are the successor's to sign or throw away.

    A draft is sealed for its row, so it opens for them as it did; where they have one of the same note, it gets the
    text of the other below its own.
    """
    for draft in followup.drafts.exclude(author=to).select_related("author").order_by("saved_at", "pk"):
        if can_open(draft.author, followup):
            continue
        own = followup.drafts.filter(author=to, key=draft.key).first()
        if own is None:
            draft.author = to
            draft.save(update_fields=["author"])
        else:
            _append(own, draft)


def _append(own, other) -> None:
    try:
        own.fields = _joined(own.fields or {}, other.fields or {})
    except CannotOpen:
        log.error("Drafts %s and %s cannot be joined: a key is not on the ring.", own.pk, other.pk)
        return
    own.save(update_fields=["fields", "saved_at"])
    other.delete()


def _joined(own: dict, other: dict) -> dict:
    texts = {name: _text(own, name) + _text(other, name) for name in TEXTS if name in own or name in other}
    return {**other, **own, **{name: ["\n\n".join(found)] for name, found in texts.items()}}


def _text(fields, name) -> list[str]:
    return [each for each in fields.get(name, []) if each.strip()]
