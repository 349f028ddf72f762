"""Every operation on a request begins here, so that two people at once do one thing after the other."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from intake.models import Request


def locked(request) -> Request:
    """The request as it is now, locked until the operation ends."""
    return Request.objects.select_for_update(of=("self",)).get(pk=request.pk)


def locked_open(request) -> Request:
    """The same, refused when somebody has decided it in the meantime."""
    request = locked(request)
    if not request.is_open:
        raise ValidationError(
            _("This request has already been decided: %(state)s. Reopen it to go on."),
            code="already_decided",
            params={"state": request.get_state_display()},
        )
    return request


def locked_decided(request) -> Request:
    """The same, refused when there is no decision to take back."""
    request = locked(request)
    if request.is_open:
        raise ValidationError(_("This request is not decided."), code="not_decided")
    return request
