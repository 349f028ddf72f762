"""A volunteer's account: invited by e-mail, joined to the profile once taken up; and the private calendar feed."""

import secrets

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from refuge.accounts import operations as accounts
from refuge.accounts.models import Role
from refuge.accounts.models.invitation import digest_of
from refuge.operations import operation
from volunteers.models import HERE, CalendarFeed, Volunteer
from volunteers.operations.locking import locked, locked_volunteer


@operation
def invite_volunteer(*, volunteer, language="fr", by):
    """Mail the volunteer a link to an account with the role of volunteer alone. A second time, a new link: the
    earlier one stops working. Refused without an e-mail address, and once there is an account."""
    volunteer = locked_volunteer(volunteer, *HERE)
    if volunteer.user_id:
        raise ValidationError(_("This volunteer has an account already."), code="has_account")
    if not volunteer.email:
        raise ValidationError(_("Enter an e-mail address first."), code="no_email")
    standing = volunteer.invitation
    if standing and standing.state not in ("withdrawn", "accepted"):
        if standing.email == volunteer.email.lower():
            return accounts.resend_invitation(invitation=standing, by=by)
        accounts.withdraw_invitation(invitation=standing, by=by)
    invitation = accounts.invite(
        email=volunteer.email, name=volunteer.name, roles=[Role.VOLUNTEER], language=language, by=by
    )
    volunteer.invitation = invitation
    volunteer.save(update_fields=["invitation"])
    return invitation


def join_account(invitation, user) -> None:
    """The invitation was taken up: the profile it was for has its account."""
    for volunteer in Volunteer.objects.select_for_update(no_key=True).filter(invitation=invitation, user=None):
        volunteer.user = user
        volunteer.save(update_fields=["user"])


@operation
def join_own_account(*, volunteer, user, by) -> Volunteer:
    """Give the profile an account that stands already: a colleague who volunteers as well, or the demo."""
    volunteer = locked(volunteer)
    volunteer.user = user
    volunteer.save(update_fields=["user"])
    return volunteer


@operation
def open_feed(*, volunteer, by) -> str:
    """A new secret for the volunteer's calendar feed; it is told once. The earlier address stops working."""
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(volunteer=volunteer, defaults={"digest": digest_of(token)})
    return token


@operation
def close_feed(*, volunteer, by) -> None:
    """The address of the feed stops working at once."""
    CalendarFeed.objects.filter(volunteer=volunteer).delete()
