"""Tells the database who is at work and from which page, so that its history can say so."""

import pghistory.middleware
from django.urls import Resolver404, resolve

# Addresses that are a key themselves: whoever reads one can use it.
ADDRESSES_WITH_KEYS = {"invitation": "token", "account_reset_password_from_key": "key", "account_confirm_email": "key"}


class HistoryMiddleware(pghistory.middleware.HistoryMiddleware):
    """Adds nothing but the user's id and the path: a query string may hold what somebody searched for."""

    def get_context(self, request):
        return {**super().get_context(request), "url": without_key(request.path)}


def without_key(path: str) -> str:
    """The path with a dash in the place of the key it carries, if it does."""
    try:
        match = resolve(path)
    except Resolver404:
        return path
    key = match.kwargs.get(ADDRESSES_WITH_KEYS.get(match.url_name))
    return path.replace(key, "–") if key else path
