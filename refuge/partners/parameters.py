"""The dated settings that partners and referrals go by."""

from django.utils.translation import gettext_lazy as _

from refuge.parameters.registry import Parameter, declare

HOUSE = {"source": _("Choice of the house"), "certainty": "L"}

ANSWER_DAYS = declare(
    Parameter(
        code="partners.answer_days",
        label=_("An answer to a referral is late after"),
        unit=_("days"),
        value=14,
        minimum=1,
        maximum=365,
        **HOUSE,
    )
)
AGREEMENT_ALERT_DAYS = declare(
    Parameter(
        code="partners.agreement_alert_days",
        label=_("The end of an agreement with a partner is told before it, by"),
        unit=_("days"),
        value=60,
        minimum=1,
        maximum=730,
        **HOUSE,
    )
)
WORKED_MONTHS = declare(
    Parameter(
        code="partners.worked_months",
        label=_("A referral tells where the next one works for"),
        unit=_("months"),
        value=24,
        minimum=1,
        maximum=120,
        **HOUSE,
    )
)
IMPORT_ROWS = declare(
    Parameter(
        code="partners.import_rows",
        label=_("Rows that a list of partners may have"),
        unit=_("rows"),
        value=2000,
        minimum=1,
        maximum=20_000,
        **HOUSE,
    )
)
