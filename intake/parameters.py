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
REVIEW_DAYS = declare(
    Parameter(
        code="intake.flag_review_days",
        label=_("Risk flag: proposed to be looked at again after"),
        unit=_("days"),
        value=14,
        source=_("Choice of the house"),
        certainty="L",
        minimum=1,
        maximum=366,
    )
)
REMIND_DAYS = declare(
    Parameter(
        code="intake.remind_days",
        label=_("Reminders of intake: one that was missed is given up to"),
        unit=_("days later"),
        value=30,
        source=_("Choice of the house"),
        certainty="L",
        maximum=366,
    )
)
AGREEMENT_DAYS = declare(
    Parameter(
        code="intake.agreement_days",
        label=_("Agreement on an applicant’s reception that ends: told so many days before"),
        unit=_("days"),
        value=[30, 7, 0],
        source=_("Choice of the house"),
        certainty="L",
        minimum=0,
        maximum=120,
    )
)
