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
