"""The dated settings that e-mails go by."""

from django.utils.translation import gettext_lazy as _

from refuge.parameters.registry import Parameter, declare

DISCARDED_DAYS = declare(
    Parameter(
        code="intake.mail_discarded_days",
        label=_("A discarded e-mail is erased after"),
        unit=_("days"),
        value=30,
        source=_("Choice of the house, to be confirmed"),
        certainty="L",
        minimum=1,
        maximum=730,
    )
)
WAITING_HOURS = declare(
    Parameter(
        code="intake.mail_waiting_hours",
        label=_("The coordinators are told of an e-mail not filed after"),
        unit=_("hours"),
        value=24,
        source=_("Choice of the house, to be confirmed"),
        certainty="L",
        minimum=1,
        maximum=720,
    )
)
