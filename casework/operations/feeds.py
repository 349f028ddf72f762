"""The private address of a worker's calendar: made, replaced, revoked."""

import secrets

from django.utils import timezone

from casework.models import CalendarFeed
from refuge.accounts.models.invitation import digest_of
from refuge.operations import operation


@operation
def make_feed(*, user, by) -> str:
    """The secret of a new address, told this once: only its digest is kept. The address before it opens no more."""
    _revoke(user)
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.create(user=user, digest=digest_of(token))
    return token


@operation
def revoke_feed(*, user, by) -> int:
    """No calendar reads this person's appointments any more. How many addresses were revoked: one or none."""
    return _revoke(user)


def _revoke(user) -> int:
    return CalendarFeed.objects.filter(user=user, revoked_at__isnull=True).update(revoked_at=timezone.now())
