"""The usual ages: lists of files and of requests go by them, decisions too. Their codes are older than this file."""

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
