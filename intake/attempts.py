"""What the page of a request shows of the attempts to reach somebody."""

from datetime import timedelta

from django.utils import timezone

from intake.forms import ContactForm
from intake.models import ContactAttempt
from intake.models.choices import State
from intake.models.contact import Result
from intake.parameters import FAILED_ATTEMPTS, UNDO_MINUTES, of_today
from refuge.access import allows
from refuge.people.cards import channel_cards
from refuge.questions import SOMEBODY, read

TONES = {Result.REACHED: "well", Result.CALL_BACK: "soon", Result.NOTE: "plain", Result.WRONG_NUMBER: "late"}
SHOWN = 50


def draft_of(record) -> str:
    return f"intake:contact:{record.pk}"


def of_request(request, record) -> dict:
    """The attempts, newest first, with the form for the next one for those who may note it."""
    may_note = allows(request.user, "intake.note_contact")
    return {
        "attempts": _lines(request, attempts_of(record)),
        "contact_form": ContactForm() if may_note else None,
        "unreachable": unreachable_address(request, record),
    }


def attempts_of(record) -> list:
    return read("intake.request.attempts", None, _attempts_of_some_request, stand_ins={SOMEBODY: record.pk})


def _attempts_of_some_request():
    return ContactAttempt.objects.filter(request=SOMEBODY).select_related("noted_by").newest_first()[:SHOWN]


def unreachable_address(request, record) -> str:
    """The page that proposes "unreachable" after too many attempts in vain; "" before, and for who cannot decide."""
    if not record.failed_attempts or not allows(request.user, "intake.decide_request"):
        return ""
    if record.failed_attempts < of_today(request)[FAILED_ATTEMPTS.code]:
        return ""
    return {State.WAITING: "leave"}.get(record.state, "decide" if record.is_open else "")


def reach(request, record) -> dict:
    """The safe-contact card: each way to reach the person with its warnings; the number opens by a step of its own."""
    return {"channels": channel_cards(record.person) if record.person else []}


def _lines(request, attempts) -> list[dict]:
    """Each with its tone, and whether the reader may still undo it."""
    recent = timezone.now() - timedelta(minutes=UNDO_MINUTES.maximum)
    own = {each.pk for each in attempts if each.noted_by_id == request.user.pk and each.noted_at > recent}
    minutes = of_today(request)[UNDO_MINUTES.code] if own else 0
    since = timezone.now() - timedelta(minutes=minutes)
    return [
        {
            "attempt": each,
            "tone": TONES.get(each.result, "plain"),
            "can_undo": each.pk in own and each.noted_at > since,
        }
        for each in attempts
    ]
