"""Giving, lending and taking roles. Each grant is a row with its days, so that yesterday's rights stay known."""

from collections.abc import Callable
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from refuge.accounts.models import RoleGrant, User
from refuge.accounts.roles import reads_files
from refuge.operations import operation

# Each app appends `check(user=, by=)`: it hands over what the person has in hand, or raises ValidationError naming
# what must be handed over first. Called inside the transaction that switches the account off, or that takes away the
# last role which reads young people's files.
before_switch_off: list[Callable] = []


@operation
def change_roles(*, user: User, roles, by: User) -> User:
    """Make `roles` the roles held for good, from today on. Lent roles not named keep their days.

    ValidationError on `roles` if none is left, or while files are theirs that they could not open any more;
    RuleBroken if nobody would hold management any more.
    """
    user = locked(user)
    read = reads_files(user)
    wanted = set(roles)
    if not wanted:
        raise ValidationError({"roles": _("Choose at least one role. To take all away, switch the account off.")})
    held = {grant.role: grant for grant in user.grants.current().filter(ends_on__isnull=True)}
    new = wanted - set(held)
    end_grants(user.grants.filter(role__in=set(held) - wanted, ends_on__isnull=True))
    end_grants(user.grants.unended().filter(role__in=new))
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role, granted_by=by) for role in sorted(new))
    return checked_hands(forget_roles(user), read, by)


@operation
def lend_role(*, user: User, role: str, starts_on: date, ends_on: date, by: User) -> RoleGrant:
    """Lend a role for dated days; `ends_on` is the first day without it. It ends by itself.

    ValidationError beside the day that is wrong; RuleBroken if the role is held on one of those days already.
    """
    user = locked(user)
    if not user.is_active:
        raise ValidationError(_("This account is switched off."))
    if starts_on < timezone.localdate():
        raise ValidationError({"starts_on": _("A role cannot be lent for days that are past.")})
    if ends_on <= starts_on:
        raise ValidationError({"ends_on": _("The last day comes before the first.")})
    grant = RoleGrant.objects.create(user=user, role=role, starts_on=starts_on, ends_on=ends_on, granted_by=by)
    forget_roles(user)
    return grant


@operation
def end_role(*, grant: RoleGrant, by: User) -> None:
    """End one role today, or before it begins. RuleBroken if nobody would hold management any more; ValidationError
    while files are theirs that they could not open any more."""
    user = locked(grant.user)
    read = reads_files(user)
    end_grants(user.grants.filter(pk=grant.pk))
    checked_hands(forget_roles(user), read, by)


def checked_hands(user: User, read: bool, by: User) -> User:
    """The user, unless they `read` files until now, do not any more, and still have something in hand."""
    if read and not reads_files(user):
        for check in before_switch_off:
            check(user=user, by=by)
    return user


def locked(user: User) -> User:
    """The account as it is now, held until the operation ends: two changes of one person wait for each other."""
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)


def end_grants(grants) -> None:
    """Make today the first day without these; one that has not begun yet ends on the day it would begin."""
    grants.update(ends_on=Greatest(F("starts_on"), timezone.localdate()))


def forget_roles(user: User) -> User:
    user.__dict__.pop("roles", None)
    return user
