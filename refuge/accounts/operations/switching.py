"""Switching an account off and on, and taking a lost second factor away."""

from functools import partial

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from refuge.accounts import mails
from refuge.accounts.models import SecondFactorReset, User
from refuge.accounts.operations.roles import before_switch_off, end_grants, forget_roles, locked
from refuge.operations import operation


@operation
def switch_off(*, user: User, by: User) -> User:
    """End the person's access at once: roles, sessions, drafts, and whatever an app does beforehand.

    The account stays, so that what it wrote keeps its author. ValidationError for one's own account or while
    something is left to hand over; RuleBroken for the last management account.
    """
    if user.pk == by.pk:
        raise ValidationError(_("You cannot switch off your own account."), code="own")
    user = locked(user)
    for check in before_switch_off:
        check(user=user, by=by)
    end_grants(user.grants.unended())
    user.is_active, user.switched_off_at = False, timezone.now()
    user.save(update_fields=["is_active", "switched_off_at"])
    user.drafts.all().delete()
    end_sessions(user)
    return forget_roles(user)


@operation
def switch_on(*, user: User, by: User) -> User:
    """Let the person sign in again, with the password and second factor of before, and no role: give one."""
    user = locked(user)
    user.is_active, user.switched_off_at = True, None
    user.save(update_fields=["is_active", "switched_off_at"])
    return user


@operation
def reset_second_factor(*, user: User, by: User) -> None:
    """Take away every second factor of somebody who lost it; recorded, and told to them by e-mail.

    Their sessions end; at the next sign-in they set up a new one. ValidationError for oneself: whoever took over
    a session must not take off what protects it.
    """
    if user.pk == by.pk:
        raise ValidationError(_("Ask a colleague of the management to reset your second factor."), code="own")
    user = locked(user)
    Authenticator.objects.filter(user=user).delete()
    SecondFactorReset.objects.create(user=user, by=by)
    end_sessions(user)
    transaction.on_commit(partial(mails.send_security_notice, user, "second_factor_reset"))


def end_sessions(user: User) -> None:
    """Sign the person out everywhere."""
    sessions = UserSession.objects.filter(user=user)
    Session.objects.filter(session_key__in=sessions.values("session_key")).delete()
    sessions.delete()
