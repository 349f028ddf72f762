"""Between the call and the decision: who takes care of it, and what they find."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from intake.models import Request
from intake.models.choices import State
from intake.operations.contacting import mark_worked_on, tell_the_next
from intake.operations.locking import locked, locked_open
from refuge.operations import operation
from refuge.people.death import check_alive


@operation
def start_assessment(*, request, by) -> Request:
    """Take up a new request. It falls to `by` unless somebody has it already; started twice, nothing changes."""
    request = locked_open(request)
    check_alive(request.person)
    request.state = State.ASSESSING
    request.worker = request.worker or by
    request.save(update_fields=["state", "worker"])
    return request


@operation
def assess(*, request, by, **findings) -> Request:
    """Write down what the assessment found (fields of Request); a new request is under assessment from now on."""
    request = start_assessment(request=request, by=by)
    for field, value in findings.items():
        setattr(request, field, value)
    request.clean_fields(exclude={each.name for each in Request._meta.fields} - findings.keys())
    request.save(update_fields=list(findings))
    mark_worked_on(request)
    return request


@operation
def assign(*, request, worker, by) -> Request:
    """Give the request to a colleague who may read it, or with None to nobody."""
    request = locked(request)
    check_alive(request.person)
    if worker and not Request.objects.visible_to(worker).filter(pk=request.pk).exists():
        message = _("This colleague cannot open this request.")
        raise ValidationError({"worker": ValidationError(message, code="may_not_read")})
    if request.worker != worker:
        request.worker = worker
        request.save(update_fields=["worker"])
        tell_the_next(request)
    return request
