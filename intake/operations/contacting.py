"""Attempts to reach somebody and notes of what was said; what follows for the request they are about."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models import ContactAttempt
from intake.models.choices import PROMISING
from intake.models.contact import REACHING, Result, Way
from intake.operations.locking import locked
from intake.parameters import UNDO_MINUTES
from intake.registry import CALL_BACK_MISSED, UNANSWERED
from refuge.notifications.operations import resolve, unresolve
from refuge.operations import operation
from refuge.parameters.registry import value_of
from refuge.people.death import check_alive


@operation
def note_contact(
    *, request, result, by, way=Way.PHONE, at=None, call_back_at=None, note=""
) -> ContactAttempt:  # fmt: skip
    """Note an attempt to reach somebody, now unless told, or with the result "note" what has to be added.

    An attempt answers the call and keeps the last promise to call back, so that their alerts go; `call_back_at` is
    the next promise. A note does neither.
    """
    request = locked(request)
    check_alive(request.person)
    attempt = ContactAttempt(
        request=request, way=way, result=result, at=at or timezone.now(), call_back_at=call_back_at, note=note.strip(),
        noted_by=by,
    )  # fmt: skip
    _check(attempt)
    attempt.clean_fields(exclude=["request", "noted_by"])
    kept = promise_of(request)
    attempt.save(force_insert=True)
    if result != Result.NOTE:
        _reckon(request)
        resolve(subject=request, kinds=[UNANSWERED])
        resolve(subject=kept, kinds=[CALL_BACK_MISSED])
    return attempt


@operation
def undo_contact(*, attempt, by) -> None:
    """Remove what was noted by mistake: by its author, within minutes. Later a note corrects it."""
    request = locked(attempt.request)
    check_alive(request.person)
    _check_undo(attempt, by)
    noted_at = attempt.noted_at
    resolve(subject=attempt, kinds=[CALL_BACK_MISSED])
    attempt.delete()
    _reckon(request)
    if not request.answered_at:
        unresolve(subject=request, since=noted_at, kinds=[UNANSWERED])
    unresolve(subject=promise_of(request), since=noted_at, kinds=[CALL_BACK_MISSED])


def mark_worked_on(request) -> None:
    """An assessment or a decision answers a call that nobody answered before; the request is locked already."""
    if not request.worked_on_at:
        request.worked_on_at = timezone.now()
        request.answered_at = request.answered_at or request.worked_on_at
        request.save(update_fields=["worked_on_at", "answered_at"])
    resolve(subject=request, kinds=[UNANSWERED])
    if request.state not in PROMISING:
        resolve(subject=promise_of(request), kinds=[CALL_BACK_MISSED])


def take_mark_back(request, decision) -> None:
    """`decision` is taken back: a call that nothing else has answered is unanswered again, and the alerts that it took
    off are back; none about somebody who has died."""
    since = decision.decided_at
    if request.worked_on_at and request.worked_on_at >= since:
        request.worked_on_at = None
        request.save(update_fields=["worked_on_at"])
        _reckon(request)
    if request.person and request.person.has_died:
        return
    if not request.answered_at:
        unresolve(subject=request, since=since, kinds=[UNANSWERED])
    if request.state in PROMISING:
        unresolve(subject=promise_of(request), since=since, kinds=[CALL_BACK_MISSED])


def tell_the_next(request) -> None:
    """The request has another worker: its alerts leave the list of the one before; the next round tells the new one."""
    resolve(subject=request, kinds=[UNANSWERED])
    resolve(subject=promise_of(request), kinds=[CALL_BACK_MISSED])


def promise_of(request):
    """What made the promise that stands, and is the subject of its alert: an attempt, or the call itself."""
    return request.attempts.filter(call_back_at=request.call_back_due).order_by("at").last() or request


def _reckon(request) -> None:
    """Tell from the attempts that stand what lists and alerts ask about."""
    attempts = list(request.attempts.exclude(result=Result.NOTE).order_by("at", "noted_at"))
    reached = [place for place, each in enumerate(attempts) if each.result in REACHING]
    first = [attempts[0].at] if attempts else []
    request.answered_at = min(filter(None, [*first, request.worked_on_at]), default=None)
    request.contacted_at = attempts[-1].at if attempts else None
    request.reached_at = attempts[reached[-1]].at if reached else None
    request.failed_attempts = len(attempts) - (reached[-1] + 1 if reached else 0)
    request.call_back_due = attempts[-1].call_back_at if attempts else request.call_back_by
    fields = ["answered_at", "contacted_at", "reached_at", "failed_attempts", "call_back_due"]
    request.save(update_fields=fields)


def _check(attempt) -> None:
    if attempt.at > timezone.now() + timedelta(minutes=1):
        raise ValidationError({"at": ValidationError(_("This moment lies in the future."), code="future")})
    if attempt.at < attempt.request.received_at:
        message = _("This moment lies before the call that it answers.")
        raise ValidationError({"at": ValidationError(message, code="before_the_call")})
    if attempt.result == Result.NOTE and not attempt.note:
        raise ValidationError({"note": ValidationError(_("Write the note."), code="empty")})
    promised = attempt.result == Result.CALL_BACK
    if promised and not attempt.call_back_at:
        raise ValidationError({"call_back_at": ValidationError(_("Say when you will call back."), code="no_time")})
    if attempt.call_back_at and not promised:
        message = _("A time to call back goes with the result “call back promised”.")
        raise ValidationError({"result": ValidationError(message, code="no_promise")})
    if promised and attempt.call_back_at <= attempt.at:
        message = _("A promise to call back lies after the call.")
        raise ValidationError({"call_back_at": ValidationError(message, code="past")})


def _check_undo(attempt, by) -> None:
    minutes = value_of(UNDO_MINUTES.code, timezone.localdate())
    if attempt.noted_by_id != by.pk:
        raise ValidationError(_("Only who noted it can undo it."), code="not_author")
    if timezone.now() - attempt.noted_at > timedelta(minutes=minutes):
        message = _("This can be undone within %(minutes)s minutes. Add a note that corrects it.")
        raise ValidationError(message, code="too_late", params={"minutes": minutes})
