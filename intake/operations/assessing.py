"""Between the call and the decision: who takes care of it, and what they find."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models import Assessment, Request
from intake.models.choices import State
from intake.operations.contacting import mark_worked_on, tell_the_next
from intake.operations.locking import locked, locked_open
from refuge.operations import operation
from refuge.people.death import check_alive

BEYOND = ("domains", "perpetrators", "complaint", "reported")


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
    """Write down what the assessment found: fields of Request, and those of Assessment that BEYOND names. A new
    request is under assessment from now on; a main reason that is none of the reasons is refused."""
    request = start_assessment(request=request, by=by)
    beyond = {name: findings.pop(name) for name in BEYOND if name in findings}
    for field, value in findings.items():
        setattr(request, field, value)
    request.clean_fields(exclude={each.name for each in Request._meta.fields} - findings.keys())
    _check_main_reason(request)
    request.save(update_fields=list(findings))
    if beyond:
        _keep(request, beyond, by)
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


def _check_main_reason(request) -> None:
    if request.main_reason and request.main_reason not in request.reasons:
        message = _("The main reason is one of the reasons chosen.")
        raise ValidationError({"main_reason": ValidationError(message, code="not_a_reason")})


def _keep(request, beyond, by) -> None:
    assessment = Assessment.objects.filter(request=request).first() or Assessment(request=request)
    for field, value in beyond.items():
        setattr(assessment, field, value)
    assessment.assessed_by, assessment.assessed_at = by, timezone.now()
    assessment.save()
