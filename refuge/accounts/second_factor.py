"""Who needs a second factor; codes that open once, also when twenty requests bring one at the same moment."""

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from refuge.accounts.models import Role
from refuge.accounts.operations.second_factor import use_up
from refuge.accounts.parameters import VOLUNTEERS_NEED_SECOND_FACTOR
from refuge.parameters.registry import value_of


def has_second_factor(user) -> bool:
    """As read with the session, else asked now."""
    known = getattr(user, "has_second_factor", None)
    return Authenticator.objects.filter(user=user).exists() if known is None else known


def needs_set_up(user) -> bool:
    """Whether the house asks this person for a second factor that they do not have yet."""
    if not settings.MFA_REQUIRED or has_second_factor(user):
        return False
    if user.roles == {Role.VOLUNTEER}:
        return bool(value_of(VOLUNTEERS_NEED_SECOND_FACTOR.code, timezone.localdate()))
    return True


class OnceOnly:
    """For allauth's code forms."""

    def clean_code(self):
        code = super().clean_code()
        by_app = self.authenticator.type == Authenticator.Type.TOTP
        if by_app and not use_up(authenticator=self.authenticator, code=code):
            raise ValidationError(_("This code has been used already. Wait for the next one."), code="used")
        return code


class OnceOnlyAuthenticateForm(OnceOnly, AuthenticateForm):
    """At sign-in."""


class OnceOnlyReauthenticateForm(OnceOnly, ReauthenticateForm):
    """Before a sensitive page."""
