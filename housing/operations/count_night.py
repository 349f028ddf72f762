"""The count of a night leaves the house."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.models import CountNight
from refuge.operations import operation


@operation
def take_count(*, night, kind, by, is_exact=False) -> CountNight:
    """Note who takes the count of a night and how. Refused for a night that is not over: somebody may still come."""
    if night >= timezone.localdate():
        message = _("This night is not over yet: give one that is.")
        raise ValidationError({"night": ValidationError(message, code="not_over")})
    return CountNight.objects.create(night=night, kind=kind, is_exact=is_exact, taken_by=by)
