"""The decision: taken once, with a reason (rule 11); revoked when it was wrong, reopened when life went on."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.ages import check_space_allowed, needs_exception
from intake.models import Decision, Request
from intake.models.choices import GIVES_A_SPACE, REASON_OF, RefusalReason, State
from intake.operations.contacting import mark_worked_on, take_mark_back
from intake.operations.locking import locked_decided, locked_open
from intake.operations.minors import check_danger_assessed
from intake.registry import check_parting
from intake.reminders import TURNED_18
from refuge.notifications.operations import resolve, unresolve
from refuge.operations import operation
from refuge.people.death import check_alive


@operation
def decide(
    *, request, outcome, reason, by, exception="", refusal_reason="", space_was_free="", offered_instead=""
) -> Decision:
    """Decide the request; of two people at once the second is told.

    Nobody under 18 or of unknown age is given a space, nobody outside the usual ages without `exception`; for somebody
    under 18 the danger is assessed first. A refusal says whether a space was free and what was offered instead; one
    without `refusal_reason`, as in the old register, counts as not recorded. What only a refusal says is kept of no
    other outcome. Reminders of an eighteenth birthday are done with. After a death, `withdrawn` alone is possible.
    """
    request = locked_open(request)
    _check_reason(reason)
    if outcome != State.WITHDRAWN:
        check_alive(request.person)
    if outcome in GIVES_A_SPACE:
        check_space_allowed(request.person, exception)
    check_danger_assessed(request)
    decision = Decision.objects.create(
        request=request,
        outcome=outcome,
        reason=reason.strip(),
        decided_by=by,
        exception=exception.strip() if needs_exception(request.person) else "",
        **_of_refusal(outcome, refusal_reason, space_was_free, offered_instead),
    )
    _move(request, outcome, decision)
    mark_worked_on(request)
    resolve(subject=request, kinds=[TURNED_18])
    return decision


@operation
def revoke_decision(*, request, by) -> Decision:
    """Take back a decision made by mistake: it counts nowhere, and the request is under assessment again.
    What it answered is unanswered again, with its alerts.

    Refused while something rests on it, as a stay does (`before_parting`).
    """
    request = locked_decided(request)
    check_parting(request)
    decision = request.decision
    _move(request, State.ASSESSING, None)
    revoke(decision, by)
    alerts_again(request, decision)
    return decision


@operation
def reopen(*, request, by) -> Request:
    """Take up a decided request anew. Its earlier decision stays true and counted; refused while a stay rests on it."""
    request = locked_decided(request)
    check_alive(request.person)
    request = take_up(request, by)
    resolve(subject=request, kinds=[TURNED_18])
    return request


def take_up(request, by) -> Request:
    """The locked request is under assessment again, whoever it is about."""
    check_parting(request)
    request.worker = request.worker or by
    _move(request, State.ASSESSING, None)
    return request


def revoke(decision, by) -> None:
    decision.revoked_by, decision.revoked_at = by, timezone.now()
    decision.save(update_fields=["revoked_by", "revoked_at"])


def alerts_again(request, decision) -> None:
    """Those that the decision took off, which is taken back."""
    take_mark_back(request, decision)
    if not (request.person and request.person.has_died):
        unresolve(subject=request, since=decision.decided_at, kinds=[TURNED_18])


def _of_refusal(outcome, refusal_reason, space_was_free, offered_instead) -> dict:
    if outcome != State.DECLINED:
        return {"refusal_reason": REASON_OF.get(outcome, "")}
    return {
        "refusal_reason": refusal_reason or RefusalReason.UNRECORDED,
        "space_was_free": space_was_free,
        "offered_instead": offered_instead.strip(),
    }


def _check_reason(reason: str) -> None:
    if not reason.strip():
        message = _("A decision needs its reason in writing.")
        raise ValidationError({"reason": ValidationError(message, code="reason_needed")})


def _move(request, state, decision) -> None:
    request.state, request.decision = state, decision
    request.save(update_fields=["state", "decision", "worker"])
