"""The dated settings of this room."""

from django.utils.translation import gettext_lazy as _

from refuge.parameters.registry import Parameter, declare

INVITATION_DAYS = declare(
    Parameter("accounts.invitation_days", _("An invitation can be taken up for"), _("days"), 7, minimum=1, maximum=60)
)
DRAFT_DAYS = declare(
    Parameter("accounts.draft_days", _("A draft nobody saved is kept for"), _("days"), 30, minimum=1, maximum=365)
)
VOLUNTEERS_NEED_SECOND_FACTOR = declare(
    Parameter(
        "accounts.volunteers_need_second_factor",
        _("Somebody who is only a volunteer must have a second factor"),
        "",
        False,
        minimum=None,
    )
)
