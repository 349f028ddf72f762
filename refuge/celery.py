"""Celery for the house: late acknowledgement, so that a killed worker's task is done again by the next one."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "refuge.settings")

app = Celery("refuge")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
