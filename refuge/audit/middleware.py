"""Tells the database who is at work and from which page, so that its history can say so."""

import pghistory.middleware


class HistoryMiddleware(pghistory.middleware.HistoryMiddleware):
    """Adds nothing but the user's id and the path: a query string may hold what somebody searched for."""
