"""`manage.py demo`: fill an empty installation with the demo shelter."""

import time
from datetime import datetime, timedelta

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from demo.builder import build
from demo.reports import build_reports
from refuge.accounts.models import User

BEFORE_MIDNIGHT = timedelta(minutes=2)


class Command(BaseCommand):
    help = "Fill an empty installation with the demo shelter: made-up people, the same every time, dated around today."

    def handle(self, **options):
        if User.objects.exists():
            raise CommandError("This installation has accounts already; the demo only fills an empty one.")
        time.sleep(seconds_to_wait(timezone.localtime()))
        with transaction.atomic():
            counts = build()
            counts["reports"] = len(build_reports(timezone.localdate()))
        self.stdout.write(", ".join(f"{count} {what}" for what, count in counts.items()))


def seconds_to_wait(now) -> float:
    """Until midnight where it is near: the demo is dated around today, and today must not end while it is made."""
    midnight = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), now.tzinfo)
    left = midnight - now
    return left.total_seconds() if left < BEFORE_MIDNIGHT else 0
