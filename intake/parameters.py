"""The dated settings that requests go by."""

from django.utils.translation import gettext_lazy as _

from refuge.parameters.registry import Parameter, declare

UNDO_MINUTES = declare(
    Parameter(
        code="intake.undo_minutes",
        label=_("Time in which a noted call can be undone"),
        unit=_("minutes"),
        value=15,
        source=_("Choice of the house"),
        certainty="L",
        maximum=120,
    )
)
