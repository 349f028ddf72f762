"""The dated settings that reports go by."""

from django.utils.translation import gettext_lazy as _

from refuge.parameters.registry import Parameter, declare

SMALL_COUNT = declare(
    Parameter(
        code="reports.small_count",
        label=_("Reports for funders: counts of people below this are hidden"),
        unit=_("persons"),
        value=5,
        source=_("OECD glossary of statistical terms, 7010"),
        certainty="M",
        minimum=1,
        maximum=50,
    )
)
SMALL_COUNT_PUBLIC = declare(
    Parameter(
        code="reports.small_count_public",
        label=_("Reports for the public: counts of people below this are hidden"),
        unit=_("persons"),
        value=10,
        source=_("UK Longitudinal Linkage Collaboration, statistical disclosure control"),
        certainty="M",
        minimum=1,
        maximum=50,
    )
)

PUBLIC_ROUNDING = declare(
    Parameter(
        code="reports.public_rounding",
        label=_("Website counters: rounded to multiples of"),
        unit=_("units"),
        value=5,
        source=_("OECD glossary of statistical terms, 6898"),
        certainty="M",
        minimum=5,
        maximum=100,
    )
)


def _start(code, label):
    return declare(
        Parameter(
            code=f"reports.public_start_{code}",
            label=label,
            unit=_("units"),
            value=0,
            source=_("The house, for the time before its register"),
            certainty="L",
            minimum=0,
            maximum=100_000,
        )
    )


# What had been counted before anything was recorded here; the counters of the website begin from it.
PUBLIC_START = {
    "accommodated": _start("accommodated", _("Website counters: young people accommodated before the records begin")),
    "supported": _start("supported", _("Website counters: young people supported before the records begin")),
    "requests_processed": _start("requests", _("Website counters: requests processed before the records begin")),
}

DEADLINE_DAYS = declare(
    Parameter(
        code="reports.deadline_days",
        label=_("A funder’s deadline is announced so many days ahead"),
        unit=_("days"),
        value=30,
        source=_("The house’s own choice"),
        certainty="L",
        minimum=1,
        maximum=180,
    )
)
CORRECTED_MONTHS = declare(
    Parameter(
        code="reports.corrected_months",
        label=_("Monthly statements correct the months before, so many of them"),
        unit=_("months"),
        value=12,
        source=_("The house’s own choice"),
        certainty="L",
        minimum=1,
        maximum=60,
    )
)
EXPORT_DAYS = declare(
    Parameter(
        code="reports.export_days",
        label=_("Exports are deleted after so many days"),
        unit=_("days"),
        value=2,
        source=_("The house’s own choice"),
        certainty="L",
        minimum=1,
        maximum=14,
    )
)
