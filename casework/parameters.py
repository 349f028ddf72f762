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
REMINDER_HOURS = declare(
    Parameter(
        code="casework.reminder_hours",
        label=_("An appointment is brought to mind this long before"),
        unit=_("hours"),
        value=24,
        source=_("Choice of the house"),
        certainty="L",
        minimum=1,
        maximum=24 * 14,
    )
)
AMEND_HOURS = declare(
    Parameter(
        code="casework.amend_hours",
        label=_("A journal note can be changed by its author for"),
        unit=_("hours"),
        value=24,
        source=_("Choice of the house"),
        certainty="L",
        maximum=24 * 7,
    )
)
SILENT_DAYS = declare(
    Parameter(
        code="casework.silent_days",
        label=_("A file counts as silent after so long without contact"),
        unit=_("days"),
        value=14,
        source=_("Choice of the house"),
        certainty="L",
        minimum=1,
        maximum=366,
    )
)
ENDING_DAYS = declare(
    Parameter(
        code="casework.ending_days",
        label=_("Stays and papers that end stand in the caseload this long before"),
        unit=_("days"),
        value=30,
        source=_("Choice of the house"),
        certainty="L",
        maximum=366,
    )
)
FIRST_REVIEW_WEEKS = declare(
    Parameter(
        code="casework.first_review_weeks",
        label=_("First review of a plan after its opening"),
        unit=_("weeks"),
        value=4,
        source=_("Choice of the house"),
        certainty="M",
        minimum=1,
        maximum=52,
    )
)
SECOND_REVIEW_WEEKS = declare(
    Parameter(
        code="casework.second_review_weeks",
        label=_("Second review of a plan after its opening"),
        unit=_("weeks"),
        value=8,
        source=_("Choice of the house"),
        certainty="M",
        minimum=1,
        maximum=104,
    )
)
REVIEW_ALERT_DAYS = declare(
    Parameter(
        code="casework.review_alert_days",
        label=_("A review of a plan alerts before its day"),
        unit=_("days"),
        value=3,
        source=_("Choice of the house"),
        certainty="L",
        maximum=60,
    )
)
FEED_DAYS = declare(
    Parameter(
        code="casework.feed_days_back",
        label=_("A calendar feed goes back"),
        unit=_("days"),
        value=30,
        source=_("Choice of the house"),
        certainty="L",
        maximum=366,
    )
)
AREAS_ENTRY_DAYS = declare(
    Parameter(
        code="casework.areas_entry_days",
        label=_("Life areas are gone through this long after the beginning"),
        unit=_("days"),
        value=7,
        source=_("Choice of the house"),
        certainty="L",
        maximum=60,
    )
)
AREAS_WEEKS = declare(
    Parameter(
        code="casework.areas_weeks",
        label=_("Life areas are gone through a second time after"),
        unit=_("weeks"),
        value=4,
        source=_("Choice of the house"),
        certainty="M",
        minimum=1,
        maximum=52,
    )
)
AREAS_AFTER_MONTHS = declare(
    Parameter(
        code="casework.areas_after_months",
        label=_("Life areas are gone through once more after the exit, after"),
        unit=_("months"),
        value=6,
        source=_("Choice of the house"),
        certainty="M",
        minimum=1,
        maximum=24,
    )
)
AREAS_LATE_DAYS = declare(
    Parameter(
        code="casework.areas_late_days",
        label=_("Life areas of somebody who has left stay to be done for"),
        unit=_("days"),
        value=90,
        source=_("Choice of the house"),
        certainty="L",
        maximum=366,
    )
)
PLAN_STAY_DAYS = declare(
    Parameter(
        code="casework.plan_stay_days",
        label=_("Figures ask for a signed plan of stays longer than"),
        unit=_("days"),
        value=14,
        source=_("Choice of the house"),
        certainty="M",
        maximum=366,
    )
)
PLAN_SIGNED_DAYS = declare(
    Parameter(
        code="casework.plan_signed_days",
        label=_("Figures ask that a plan is signed, after the arrival, within"),
        unit=_("days"),
        value=21,
        source=_("Choice of the house"),
        certainty="M",
        maximum=366,
    )
)
