"""Accounts for tests, and signing in as one without the cost of hashing a password."""

import re
from datetime import date
from decimal import Decimal
from itertools import count

from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from refuge.accounts import operations
from refuge.accounts.models import StaffTraining, StaffWork

_numbers = count(1)

# What the form of an invitation sends.
INVITED = {"name": "Lou Janssens", "email": "lou@refuge.example", "roles": ["educator"], "language": "nl"}


def make_staff(*roles, **fields):
    """Somebody holding `roles` from today on."""
    number = next(_numbers)
    fields = {"email": f"staff{number}@refuge.example", "name": f"Staff {number}"} | fields
    return operations.create_account(roles=roles, **fields)


def make_staff_work(user=None, *, by=None, **facts):
    """Full time as an educator since the first day of 2025."""
    facts = {"function": "education", "share": Decimal(1), "starts_on": date(2025, 1, 1)} | facts
    user = user or make_staff("educator")
    return operations.add_to_colleague(kind=StaffWork, user=user, by=by or user, **facts)


def make_staff_training(user=None, *, by=None, **facts):
    facts = {"subject": "First aid", "hours": Decimal("7.5"), "held_on": timezone.localdate()} | facts
    user = user or make_staff("educator")
    return operations.add_to_colleague(kind=StaffTraining, user=user, by=by or user, **facts)


def sign_in(client, user, *, just_now=True):
    """Sign `user` in; with `just_now` the session counts as having proved who it is."""
    client.force_login(user)
    if just_now:
        request = HttpRequest()
        request.session = client.session
        record_authentication(request, user, "password")
        request.session.save()
    return client


SAMPLES = ("00000000-0000-4000-8000-000000000000", "1", "x", "P-2026-0001", "R-2026-0001", "2026-01-31", "2026",
           "contact", "extract")  # fmt: skip
FILLED_BY_HAND = {
    r"^drafts/(?P<key>[A-Za-z0-9:_-]{1,120})/$": "drafts/x/",
    r"^drafts/(?P<key>[A-Za-z0-9:_-]{1,120})/discard/$": "drafts/x/discard/",
    r"^confirm-email/(?P<key>[-:\w]+)/$": "confirm-email/x/",
    r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "password/reset/key/1-x/",
}


def every_address():
    """(name, path) of each address of the house and its packages, with made-up arguments."""
    for pattern, prefix in _patterns(get_resolver().url_patterns, ""):
        yield pattern.name, prefix


def _patterns(patterns, prefix):
    for each in patterns:
        path = prefix + _filled(each.pattern)
        if isinstance(each, URLPattern):
            yield each, f"/{path}"
        else:
            yield from _patterns(each.url_patterns, path)


def _filled(pattern):
    """A path that the pattern matches."""
    if not hasattr(pattern, "_route"):
        return FILLED_BY_HAND.get(pattern.regex.pattern, pattern.regex.pattern.strip("^$"))
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: _sample(pattern.converters[found[1]]), pattern._route)


def _sample(converter):
    return next(sample for sample in SAMPLES if re.fullmatch(converter.regex, sample))
