"""The dated settings that documents go by."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.parameters.registry import Parameter, declare, value_of

ALERT_DAYS = declare(
    Parameter(
        code="documents.alert_days",
        label=_("A document’s end is told beforehand"),
        unit=_("days before"),
        value=[60, 30, 7, 0],
        source=_("Choice of the house, to be confirmed"),
        certainty="L",
        minimum=0,
        maximum=365,
    )
)


def first_step() -> int:
    """How many days before its end a document is first told of, as of today."""
    return max(value_of(ALERT_DAYS.code, timezone.localdate()))
