"""Writing: a draft while it is typed, one signature, and additions afterwards."""

import json

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import FollowUpDraft, FollowUpSession, SessionAddition
from casework.models.psychology import Attended
from casework.models.psychology.rules import CHECK_MISSING
from casework.operations.plans import check_not_to_come
from casework.psychology.operations.locking import locked, locked_open, refused
from refuge import violations
from refuge.accounts.operations.own import DRAFT_BYTES
from refuge.operations import operation
from refuge.people.death import check_alive

NOTE, ADDITION = "note", "add-"


def addition_key(session) -> str:
    return f"{ADDITION}{session.pk}"


@operation
def save_draft(*, followup, key, fields, by) -> FollowUpDraft:
    """Keep what `by` is typing, sealed, in place of what was kept under `key`. ValidationError over 200 kB.

    Refused once the follow-up is closed or the person has died, but for an addition: a page left open would leave a
    draft that nobody can sign.
    """
    if len(json.dumps(fields, ensure_ascii=False).encode()) > DRAFT_BYTES:
        raise ValidationError(_("This text is too long to be kept as a draft."), code="size")
    if not key.startswith(ADDITION):
        followup = locked_open(followup)
    own = {"followup": followup, "author": by, "key": key}
    return FollowUpDraft.objects.update_or_create(**own, defaults={"fields": fields})[0]


@operation
def discard_draft(*, followup, key, by) -> bool:
    """Throw it away for good; False if there was none."""
    return bool(FollowUpDraft.objects.filter(followup=followup, author=by, key=key).delete()[0])


@operation
def sign_session(
    *,
    followup,
    held_on,
    attendance,
    by,
    note="",
    modality="",
    minutes=None,
    interpreter="",
    next_on=None,
    signed_at=None,
) -> FollowUpSession:
    """Store a session with its note, signed and locked; the draft is gone. A missed one needs no note. `signed_at` is
    now, but for a past that is made up.

    Refused while a safety check is missing: of two at once, the database holds it.
    """
    followup = locked_open(followup)
    check_not_to_come(held_on, "held_on")
    if attendance == Attended.ATTENDED and not note.strip():
        raise refused("note", _("A session that was held has a note."), "note_needed")
    if followup.scores.filter(signed_at__isnull=True).exists():
        raise ValidationError(violations.said(CHECK_MISSING), code=CHECK_MISSING)
    details = {
        "modality": modality, "minutes": minutes, "interpreter": interpreter.strip(),
        "next_on": next_on.isoformat() if next_on else None,
    }  # fmt: skip
    session = FollowUpSession.objects.create(
        followup=followup, held_on=held_on, attendance=attendance, note=note.strip(), details=details, signed_by=by,
        signed_at=signed_at or timezone.now(),
    )  # fmt: skip
    discard_draft(followup=followup, key=NOTE, by=by)
    return session


@operation
def add_to_session(*, session, text, by) -> SessionAddition:
    """Add to a signed note; what stands stays. Possible in a closed follow-up too."""
    followup = locked(session.followup)
    check_alive(followup.person)
    if not text.strip():
        raise refused("text", _("An addition needs words."), "empty")
    addition = SessionAddition.objects.create(session=session, text=text.strip(), written_by=by)
    discard_draft(followup=followup, key=addition_key(session), by=by)
    return addition
