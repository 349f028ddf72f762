"""The dated settings that casework goes by."""

from django.utils.translation import gettext_lazy as _

from refuge.parameters.registry import Parameter, declare

DUE_SOON_DAYS = declare(
    Parameter(
        code="casework.due_soon_days",
        label=_("How many days ahead an action stands on the Today page"),
        unit=_("days"),
        value=7,
        source=_("Choice of the house"),
        certainty="L",
        maximum=60,
    )
)
