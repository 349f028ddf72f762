"""What beat does for accounts. Each task may run twice, late, or after having been killed."""

import logging
from datetime import timedelta

from allauth.usersessions.models import UserSession
from celery import shared_task
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from refuge.accounts import operations
from refuge.accounts.models import Draft, Invitation
from refuge.accounts.parameters import DRAFT_DAYS
from refuge.parameters.registry import value_of

log = logging.getLogger(__name__)

INVITATIONS_KEPT = timedelta(days=90)  # after their end, so that the team page can still say what became of them


@shared_task
def forget_what_has_expired() -> dict:
    """Delete sessions, drafts, invitations and counters of log-in attempts that are past their time."""
    now = timezone.now()
    days = value_of(DRAFT_DAYS.code, timezone.localdate())
    forgotten = {
        "sessions": Session.objects.filter(expire_date__lt=now).delete()[0],
        "drafts": Draft.objects.filter(saved_at__lt=now - timedelta(days=days)).delete()[0],
        "invitations": operations.forget_invitations(ended_before=now - INVITATIONS_KEPT),
        "cache": _forget_cache(now),
    }
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    log.info("Forgotten: %s", forgotten)
    return forgotten


@shared_task
def send_refused_invitations_again() -> int:
    """Try once more to mail the invitations whose e-mail was refused, each with a new link; how many were tried."""
    return sum([_tried_again(invitation) for invitation in Invitation.objects.refused_by_mail()])


def _tried_again(invitation) -> bool:
    """Whether it was still to be sent: somebody may have withdrawn it since the list was made."""
    try:
        operations.retry_sending(invitation=invitation)
    except ValidationError as error:
        log.info("Invitation %s is not sent again: %s", invitation.pk, error.code)
        return False
    return True


def _forget_cache(now) -> int:
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(cache._table)
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now])  # noqa: S608
        return cursor.rowcount
