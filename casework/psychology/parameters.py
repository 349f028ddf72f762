"""The dated settings of the psychologist's room."""

from django.utils.translation import gettext_lazy as _

from refuge.parameters.registry import Parameter, declare

CHECK_HOURS = declare(
    Parameter(
        code="casework.safety_check_hours",
        label=_("A safety check that a questionnaire asks for is recorded within"),
        unit=_("hours"),
        value=24,
        source=_("Choice of the house"),
        certainty="L",
        minimum=1,
        maximum=24 * 7,
    )
)
REVIEW_DAYS = declare(
    Parameter(
        code="casework.flag_review_days",
        label=_("A risk noted by the psychologist is proposed to be looked at again after"),
        unit=_("days"),
        value=14,
        source=_("Choice of the house"),
        certainty="L",
        minimum=1,
        maximum=366,
    )
)
