"""Leaving the waiting list with a reason, and coming back onto it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from intake.ages import check_space_allowed
from intake.models import Decision
from intake.models.choices import State
from intake.operations.deciding import alerts_again, decide, revoke, take_up
from intake.operations.locking import locked_decided
from intake.registry import check_parting
from refuge.operations import operation
from refuge.people.death import check_alive


@operation
def leave_waiting_list(*, request, outcome, reason, by, **more) -> Decision:
    """Decide anew on a request that waits: its time on the list stays counted, the new decision has its own reason.

    Refused while a space is promised on it. Being accommodated needs no such step: the arrival decides. Whoever has
    died is withdrawn from the list.
    """
    request = locked_decided(request)
    _check_waits(request)
    take_up(request, by)
    check_parting(request)
    return decide(request=request, outcome=outcome, reason=reason, by=by, **more)


@operation
def return_to_waiting_list(*, request, by) -> None:
    """Take back a departure from the list made by mistake: the request waits as before, from the same day,
    with the alerts of before. Refused to whom no space could be given now, as in a decision."""
    request = locked_decided(request)
    check_alive(request.person)
    check_parting(request)
    mistaken, before = request.decision, _decision_before(request)
    check_space_allowed(request.person, before.exception)
    request.state, request.decision = State.WAITING, before
    request.save(update_fields=["state", "decision"])
    revoke(mistaken, by)
    alerts_again(request, mistaken)


def _check_waits(request) -> None:
    if request.state != State.WAITING:
        raise ValidationError(
            _("This request does not wait any more: %(state)s."),
            code="not_waiting",
            params={"state": request.get_state_display()},
        )


def _decision_before(request) -> Decision:
    """The standing decision before the last one, which must have put the request onto the list."""
    standing = request.decisions.filter(revoked_at__isnull=True).exclude(pk=request.decision_id)
    before = standing.order_by("-decided_at").first()
    if before is None or before.outcome != State.WAITING:
        raise ValidationError(_("This request was not on the waiting list before."), code="not_waiting_before")
    return before
