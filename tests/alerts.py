"""Alerts for tests, given as the house gives them."""

import uuid
from collections import Counter
from contextlib import contextmanager
from unittest import mock

from django.utils.translation import gettext_lazy as _

from refuge.notifications import operations, registry
from refuge.notifications.models import Delivery
from refuge.notifications.registry import Kind

SUBJECT = ("test.thing", uuid.UUID(int=7))


@contextmanager
def two_kinds():
    """Two kinds for these tests alone: one for the coordinator to answer, one that comes in the digest."""
    with mock.patch.dict(registry.kinds):
        registry.declare(Kind("test.ends", _("A stay ends in %(days)s days"), frozenset({"coordinator"})))
        registry.declare(Kind("test.late", _("A stay is beyond its date"), digest=True))
        yield


def give(*people, kind="test.ends", subject=SUBJECT, **fields):
    return operations.notify(
        kind=kind, subject=subject, recipients=people, url="/alerts/", params={"days": 7}, **fields
    )


def outbox():
    return Counter(Delivery.objects.values_list("state", flat=True))


@contextmanager
def refusing(error):
    """A mail server that says no."""
    with mock.patch("django.core.mail.EmailMessage.send", side_effect=error):
        yield
