"""From an invitation to an account. Nobody gets an account without one, except in the demo and the tests."""

import secrets
from datetime import datetime, timedelta
from functools import partial

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from refuge.accounts import mails
from refuge.accounts.models import Invitation, RoleGrant, User
from refuge.accounts.models.invitation import digest_of
from refuge.accounts.parameters import INVITATION_DAYS
from refuge.operations import operation
from refuge.parameters.registry import value_of

# after_acceptance(invitation, user): what an app does once somebody has taken up an invitation.
after_acceptance: list = []


@operation
def create_account(*, email: str, name: str, roles, password: str | None = None, language="fr", by=None) -> User:
    """An account with its roles from today on. Its address counts as verified: somebody vouched for it."""
    user = User.objects.create_user(email, password, name=name, language=language)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role, granted_by=by) for role in roles)
    return user


@operation
def invite(*, email: str, name: str, roles, language: str = "fr", by: User | None) -> Invitation:
    """Invite somebody by e-mail, in their language. The mail leaves once this commits; if it is refused, the
    invitation stays, marked with the reason, and is tried again.

    An expired invitation to the same address makes room. ValidationError on `email` if there is an account.
    """
    email = email.strip().lower()
    if User.objects.filter(email__iexact=email).exists():
        raise ValidationError({"email": _("Somebody already has an account with this e-mail address.")})
    earlier = Invitation.objects.pending().filter(email__iexact=email).select_for_update(no_key=True)
    for expired in (each for each in earlier if each.is_expired):
        withdraw_invitation(invitation=expired, by=by)
    invitation = Invitation(email=email, name=name, roles=list(roles), language=language, invited_by=by)
    return _send_with_new_token(invitation)


@operation
def resend_invitation(*, invitation: Invitation, by: User | None) -> Invitation:
    """Send a new link, valid from now; the earlier link stops working. ValidationError once taken up or withdrawn."""
    return _send_with_new_token(_pending(invitation))


@operation
def retry_sending(*, invitation: Invitation, by: User | None = None) -> Invitation:
    """Mail a new link in place of one that was refused; it ends on the day the first would have ended.

    ValidationError if the mail has left meanwhile, or the invitation is not open any more.
    """
    invitation = _pending(invitation)
    if invitation.state != "refused":
        raise ValidationError(_("This invitation is no longer open."), code="closed")
    return _send_with_new_token(invitation, ends_at=invitation.expires_at)


@operation
def forget_invitations(*, ended_before: datetime, by: User | None = None) -> int:
    """Delete the invitations whose days ended before that moment; what became of them stays in history."""
    return Invitation.objects.filter(expires_at__lt=ended_before).delete()[0]


@operation
def withdraw_invitation(*, invitation: Invitation, by: User | None) -> Invitation:
    """The link stops working at once. ValidationError if it was already used."""
    invitation = _pending(invitation)
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    return invitation


@operation
def record_sending(*, invitation: Invitation, token: str, error: str) -> None:
    """Note that the mail left, or why it did not; ignored if a newer link has been made meanwhile."""
    outcome = {"send_error": error[:200]} if error else {"send_error": "", "sent_at": timezone.now()}
    Invitation.objects.filter(pk=invitation.pk, digest=digest_of(token)).update(**outcome)


@operation
def accept_invitation(*, token: str, password: str, name: str = "") -> User:
    """Make the account with the roles of the invitation and note it as taken up; the link works once.

    ValidationError if the link is not open any more, or on `password` if it is too weak.
    """
    invitation = Invitation.objects.open().select_for_update(no_key=True).filter(digest=digest_of(token)).first()
    if invitation is None:
        raise ValidationError(_("This invitation is no longer valid. Ask for a new one."), code="closed")
    name = name or invitation.name
    _check_password(password, User(email=invitation.email, name=name))
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    user = create_account(
        email=invitation.email,
        name=name,
        roles=invitation.roles,
        password=password,
        language=invitation.language,
        by=invitation.invited_by,
    )
    for follow in after_acceptance:
        follow(invitation, user)
    return user


def _check_password(password, user) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValidationError({"password": error.messages}) from error


def _pending(invitation) -> Invitation:
    found = Invitation.objects.pending().select_for_update(no_key=True, of=("self",)).filter(pk=invitation.pk).first()
    if found is None:
        raise ValidationError(_("This invitation is no longer open."), code="closed")
    return found


def _send_with_new_token(invitation, ends_at=None) -> Invitation:
    token = secrets.token_urlsafe(32)
    days = value_of(INVITATION_DAYS.code, timezone.localdate())
    invitation.digest = digest_of(token)
    invitation.expires_at = ends_at or timezone.now() + timedelta(days=days)
    invitation.sent_at, invitation.send_error = None, ""
    invitation.save()
    transaction.on_commit(partial(_send, invitation, token))
    return invitation


def _send(invitation, token) -> None:
    record_sending(invitation=invitation, token=token, error=mails.send_invitation(invitation, token))
    invitation.refresh_from_db(fields=["sent_at", "send_error"])
