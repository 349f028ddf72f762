"""The dated settings that requests go by."""

from django.utils.translation import gettext_lazy as _

from refuge.parameters.registry import Parameter, declare

AGE_FROM = declare(
    Parameter(
        code="intake.age_from",
        label=_("Usual ages: from"),
        unit=_("years"),
        value=18,
        source="refugeopvanghuis.be",
        certainty="H",
        maximum=60,
    )
)
AGE_TO = declare(
    Parameter(
        code="intake.age_to",
        label=_("Usual ages: up to and including"),
        unit=_("years"),
        value=25,
        source="refugeopvanghuis.be",
        certainty="H",
        maximum=60,
    )
)
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
