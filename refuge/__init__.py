"""The foundation: what every app of the house stands on. It imports none of them."""

from refuge.celery import app as celery_app

__all__ = ["celery_app"]
