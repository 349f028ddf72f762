"""The dated settings that stays go by."""

from django.utils.translation import gettext_lazy as _

from refuge.parameters.registry import Parameter, declare

EMERGENCY_MONTHS = declare(
    Parameter(
        code="housing.emergency_months",
        label=_("Emergency stay: at most"),
        unit=_("calendar months"),
        value=3,
        source="refugeopvanghuis.be",
        certainty="H",
        minimum=1,
        maximum=24,
    )
)
POST_SHELTER_MONTHS = declare(
    Parameter(
        code="housing.post_shelter_months",
        label=_("Post-shelter stay: agreed at first for"),
        unit=_("calendar months"),
        value=12,
        source=_("Choice of the house, to be confirmed"),
        certainty="L",
        minimum=1,
        maximum=60,
    )
)
READMISSION_NIGHTS = declare(
    Parameter(
        code="housing.readmission_nights",
        label=_("The emergency clock starts anew after an absence of"),
        unit=_("nights"),
        value=30,
        source=_("Choice of the house, to be confirmed"),
        certainty="L",
        maximum=366,
    )
)
CEILING_MONTHS = declare(
    Parameter(
        code="housing.ceiling_months",
        label=_("Emergency stay with extensions: at most"),
        unit=_("calendar months"),
        value=6,
        source=_("Choice of the house, to be confirmed"),
        certainty="L",
        minimum=1,
        maximum=36,
    )
)
CEILING_WINDOW_MONTHS = declare(
    Parameter(
        code="housing.ceiling_window_months",
        label=_("Emergency stay with extensions: counted over"),
        unit=_("calendar months"),
        value=12,
        source=_("Choice of the house, to be confirmed"),
        certainty="L",
        minimum=1,
        maximum=60,
    )
)
ENDING_DAYS = declare(
    Parameter(
        code="housing.ending_days",
        label=_("An end is near when it is at most"),
        unit=_("days away"),
        value=14,
        source=_("Choice of the house"),
        certainty="M",
        maximum=90,
    )
)
SHORT_STAY_DAYS = declare(
    Parameter(
        code="housing.short_stay_days",
        label=_("Reports: a stay of at most three months is one of at most"),
        unit=_("days"),
        value=92,
        source=_("Three calendar months are 92 days at most"),
        certainty="M",
        minimum=1,
        maximum=366,
    )
)
ALERT_DAYS = declare(
    Parameter(
        code="housing.alert_days",
        label=_("Stay that ends: told so many days before (below zero: after) the day to leave"),
        unit=_("days"),
        value=[30, 14, 7, 1, 0, -1, -2, -3],
        source=_("Choice of the house"),
        certainty="L",
        minimum=-30,
        maximum=120,
    )
)
ALERT_MANAGEMENT_DAYS = declare(
    Parameter(
        code="housing.alert_management_days",
        label=_("Stay that ends: management is told from"),
        unit=_("days before"),
        value=7,
        source=_("Choice of the house"),
        certainty="L",
        maximum=120,
    )
)
ALERT_CATCH_UP = declare(
    Parameter(
        code="housing.alert_catch_up",
        label=_("Stay that ends: an alert that was missed is given up to"),
        unit=_("days later"),
        value=6,
        source=_("Choice of the house"),
        certainty="L",
        maximum=30,
    )
)
EXTENSION_REMINDER_DAYS = declare(
    Parameter(
        code="housing.extension_reminder_days",
        label=_("Extension that waits: management is reminded every"),
        unit=_("days"),
        value=3,
        source=_("Choice of the house"),
        certainty="L",
        minimum=1,
        maximum=60,
    )
)
CLOSURE_ALERT_DAYS = declare(
    Parameter(
        code="housing.closure_alert_days",
        label=_("Closure that ends: told before the space is open again"),
        unit=_("days before"),
        value=3,
        source=_("Choice of the house"),
        certainty="L",
        minimum=1,
        maximum=60,
    )
)
PROMISE_RISK_DAYS = declare(
    Parameter(
        code="housing.promise_risk_days",
        label=_("Promise at risk: told when its first night is at most"),
        unit=_("days away"),
        value=14,
        source=_("Choice of the house"),
        certainty="L",
        maximum=120,
    )
)
AFTER_CARE_MONTHS = declare(
    Parameter(
        code="housing.after_care_months",
        label=_("After-care: contacts so many months after a departure"),
        unit=_("calendar months"),
        value=[1, 3, 6, 12],
        source=_("Choice of the house, to be confirmed"),
        certainty="L",
        minimum=1,
        maximum=60,
    )
)
AFTER_CARE_EARLY_DAYS = declare(
    Parameter(
        code="housing.after_care_early_days",
        label=_("After-care: a contact may be made before it is due, by at most"),
        unit=_("days"),
        value=30,
        source=_("Choice of the house, to be confirmed"),
        certainty="L",
        maximum=366,
    )
)
LEND_NIGHTS = declare(
    Parameter(
        code="housing.lend_nights",
        label=_("A reserved space may be lent when free of asylum seekers for"),
        unit=_("nights"),
        value=14,
        source=_("Choice of the house, to be confirmed"),
        certainty="L",
        maximum=366,
    )
)
WORKBOOK_DAYS = declare(
    Parameter(
        code="housing.workbook_days",
        label=_("Old register: a workbook that nobody takes over is forgotten after"),
        unit=_("days"),
        value=30,
        source=_("Choice of the house"),
        certainty="L",
        minimum=1,
        maximum=366,
    )
)
READMISSION_MONTHS = declare(
    Parameter(
        code="housing.readmission_months",
        label=_("Reports: a readmission is an arrival after a departure within"),
        unit=_("calendar months"),
        value=12,
        source=_("Usual among reception homes"),
        certainty="M",
        minimum=1,
        maximum=60,
    )
)
YEARLY_COSTS = declare(
    Parameter(
        code="housing.yearly_costs",
        label=_("Costs of accommodation in a year; 0: not known"),
        unit=_("euros a year"),
        value=0,
        source=_("The house’s accounts"),
        certainty="L",
        maximum=100_000_000,
    )
)
STILL_HOUSED_MONTHS = declare(
    Parameter(
        code="housing.still_housed_months",
        label=_("Reports: “still housed” is asked after"),
        unit=_("calendar months"),
        value=6,
        source=_("Usual among reception homes"),
        certainty="M",
        minimum=1,
        maximum=60,
    )
)
COUNT_NIGHT_SMALL = declare(
    Parameter(
        code="housing.count_night_small",
        label=_("Count night: counts of people below this are hidden"),
        unit=_("persons"),
        value=5,
        source=_("OECD glossary of statistical terms, 7010"),
        certainty="M",
        minimum=1,
        maximum=50,
    )
)
