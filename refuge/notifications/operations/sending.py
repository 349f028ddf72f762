"""Sending what waits in the outbox: one e-mail a transaction, so that a kill leaves at most one in doubt.

A row is taken with SKIP LOCKED: whoever else sends at the same time takes another. Killed after the mail server
said yes and before the row says so, the e-mail goes a second time under the same Message-ID.
"""

import logging
from collections import Counter
from datetime import timedelta
from enum import Enum

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from refuge.accounts import mails
from refuge.accounts.models import User
from refuge.notifications.models import Delivery
from refuge.notifications.parameters import MAIL_TRIES
from refuge.notifications.registry import kinds
from refuge.operations import operation
from refuge.parameters.registry import value_of

log = logging.getLogger(__name__)


class Outcome(Enum):
    """What became of the e-mail whose turn it was."""

    SENT = "sent"
    REFUSED = "refused"
    DROPPED = "dropped"


LONGEST_WAIT = timedelta(hours=6)


@operation
def send_next() -> Outcome | None:
    """Send, or try to, the e-mail that waits longest; None if none is due."""
    waiting = Delivery.objects.due().filter(digest=False).select_related("alert__recipient")
    delivery = waiting.order_by("next_try_at", "id").select_for_update(of=("self",), skip_locked=True).first()
    if delivery is None:
        return None
    if not _is_needed(delivery):
        return _drop([delivery])
    return _settle([delivery], _send("alert", delivery.alert.recipient, delivery.message_id, {}))


@operation
def send_next_digest() -> Outcome | None:
    """Send one person everything due in their digest, as one e-mail; None if nobody's is due.

    The person is locked, so that two senders do not make two e-mails of one digest.
    """
    due = Delivery.objects.due().filter(digest=True)
    people = User.objects.filter(pk__in=due.values("alert__recipient")).order_by("pk")
    user = people.select_for_update(no_key=True, skip_locked=True).first()
    if user is None:
        return None
    rows = due.filter(alert__recipient=user).select_related("alert__recipient").order_by("id")
    rows = list(rows.select_for_update(of=("self",)))
    needed = [row for row in rows if _is_needed(row)]
    dropped = _drop([row for row in rows if row not in needed])
    if not needed:
        return dropped
    return _settle(needed, _send("digest", user, needed[0].message_id, {"lines": _lines(needed, user.language)}))


@operation
def try_all_again(*, by) -> int:
    """Try every refused e-mail again from now on, those given up as well. Returns how many."""
    again = {"state": Delivery.State.WAITING, "tries": 1, "next_try_at": timezone.now(), "settled_at": None}
    return Delivery.objects.refused().update(**again)


def _is_needed(delivery) -> bool:
    """Not once it is dealt with, its reader has left, or has seen it; a digest's line stays until it is dealt with."""
    alert, kind = delivery.alert, kinds.get(delivery.alert.kind)
    told_daily = kind is not None and kind.digest
    return bool(alert.recipient.is_active and not alert.resolved_at and (told_daily or not alert.read_at))


def _lines(deliveries, language) -> list[tuple[str, int]]:
    """Titles in the reader's language, each with how often."""
    with translation.override(language):
        return list(Counter(delivery.alert.title for delivery in deliveries).items())


def _send(name, user, message_id, context) -> str:
    """Why it was refused, or nothing. No error of one e-mail may hold up those that wait behind it."""
    link = settings.SITE_URL + reverse("notifications:alerts")
    try:
        mail = mails.message(name, user.email, user.language, {"link": link, **context})
        mail.extra_headers["Message-ID"] = message_id
        return mails.deliver(mail)
    except Exception as error:
        log.exception("An alert's e-mail could not be written.")
        return type(error).__name__


def _settle(deliveries, refusal: str) -> Outcome:
    for delivery in deliveries:
        if refusal:
            _put_back(delivery, refusal)
        else:
            delivery.state, delivery.settled_at = Delivery.State.SENT, timezone.now()
        delivery.save()
    return Outcome.REFUSED if refusal else Outcome.SENT


def _put_back(delivery, refusal) -> None:
    """Keep it for a later try: after 2 minutes, 4, 8, … up to six hours; given up after as many as the parameter
    says, until somebody looks."""
    now = timezone.now()
    delivery.tries += 1
    delivery.last_error = refusal[:300]
    delivery.next_try_at = now + min(timedelta(minutes=2 ** min(delivery.tries, 10)), LONGEST_WAIT)
    if delivery.tries >= value_of(MAIL_TRIES.code, timezone.localdate()):
        delivery.state, delivery.settled_at = Delivery.State.FAILED, now


def _drop(deliveries) -> Outcome:
    pks = [delivery.pk for delivery in deliveries]
    Delivery.objects.filter(pk__in=pks).update(state=Delivery.State.DROPPED, settled_at=timezone.now())
    return Outcome.DROPPED
