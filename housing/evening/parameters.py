"""The dated settings of the evening."""

from django.utils.translation import gettext_lazy as _

from refuge.parameters.registry import Parameter, declare

ABSENT_NIGHTS = declare(
    Parameter(
        code="housing.absent_nights",
        label=_("Coordinators are told of an absence after"),
        unit=_("nights running"),
        value=3,
        source=_("Choice of the house, to be confirmed"),
        certainty="L",
        minimum=1,
        maximum=30,
    )
)
LATE_DAYS = declare(
    Parameter(
        code="housing.round_late_days",
        label=_("Round: a mark kept on a phone without network is taken up to"),
        unit=_("days after the night"),
        value=3,
        source=_("Choice of the house"),
        certainty="L",
        maximum=14,
    )
)
HANDOVER_DAYS = declare(
    Parameter(
        code="housing.handover_days",
        label=_("Night hand-over: notes and read receipts are erased after"),
        unit=_("days"),
        value=30,
        source=_("Choice of the house"),
        certainty="M",
        minimum=7,
        maximum=366,
    )
)
