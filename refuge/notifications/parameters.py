"""The dated settings that alerts go by."""

from django.utils.translation import gettext_lazy as _

from refuge.parameters.registry import Parameter, declare

DIGEST_HOUR = declare(
    Parameter(
        code="notifications.digest_hour",
        label=_("Hour at which the daily digest is sent"),
        unit=_("o’clock"),
        value=8,
        source=_("Choice of the house"),
        certainty="L",
        maximum=23,
    )
)
MAIL_TRIES = declare(
    Parameter(
        code="notifications.mail_tries",
        label=_("How often a refused e-mail is tried before somebody has to look"),
        unit=_("times"),
        value=20,
        source=_("Choice of the house"),
        certainty="L",
        minimum=1,
        maximum=100,
    )
)
