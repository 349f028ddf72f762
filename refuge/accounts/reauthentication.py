"""Sensitive steps ask for the password again when the session is older than an hour."""

from functools import wraps

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.utils import timezone

SECONDS = 3600


def proved_lately(request) -> bool:
    """Whether this session proved who it is within the hour, at sign-in or since."""
    records = get_authentication_records(request, request.user)
    return bool(records) and timezone.now().timestamp() - records[-1]["at"] < SECONDS


def confirmed_lately(view):
    """Ask for the password or second factor before a change, where that is long ago. What was sent is not lost:
    django-allauth keeps it and takes it up after the confirmation. Reading the page needs none."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if request.method == "POST" and not proved_lately(request):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return checked
