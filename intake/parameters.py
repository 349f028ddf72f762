"""The dated settings that requests go by."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.parameters.registry import Parameter, declare, values_of

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
ANSWER_HOURS = declare(
    Parameter(
        code="intake.answer_hours",
        label=_("A call nobody answered stands out after"),
        unit=_("hours"),
        value=24,
        source=_("Choice of the house"),
        certainty="L",
        minimum=1,
        maximum=240,
    )
)
TARGET_HOURS = declare(
    Parameter(
        code="intake.target_hours",
        label=_("A call counts as answered in time within"),
        unit=_("hours"),
        value=48,
        source=_("Indicators of the annual report"),
        certainty="M",
        minimum=1,
        maximum=240,
    )
)
CATCH_UP_DAYS = declare(
    Parameter(
        code="intake.alert_catch_up",
        label=_("Alerts about calls are still given so long after their time"),
        unit=_("days"),
        value=7,
        source=_("Choice of the house"),
        certainty="L",
        minimum=1,
        maximum=60,
    )
)
FAILED_ATTEMPTS = declare(
    Parameter(
        code="intake.failed_attempts",
        label=_("Attempts in vain after which “unreachable” is proposed"),
        unit=_("attempts"),
        value=3,
        source=_("Choice of the house"),
        certainty="L",
        minimum=1,
        maximum=20,
    )
)
CONTACT_DAYS = declare(
    Parameter(
        code="intake.contact_days",
        label=_("Waiting list: contact again within"),
        unit=_("days"),
        value=14,
        source=_("Choice of the house"),
        certainty="L",
        minimum=1,
        maximum=180,
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
ON_PAGES = (UNDO_MINUTES, ANSWER_HOURS, FAILED_ATTEMPTS, CONTACT_DAYS)


def of_today(request) -> dict:
    """What the settings that pages go by are worth today, {code: value}; one query a page, whoever asks first."""
    if not hasattr(request, "intake_settings"):
        request.intake_settings = values_of([each.code for each in ON_PAGES], timezone.localdate())
    return request.intake_settings
