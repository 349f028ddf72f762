"""`manage.py demo`: fill an empty installation with the demo shelter."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from demo.builder import build
from demo.reports import build_reports
from refuge.accounts.models import User


class Command(BaseCommand):
    help = "Fill an empty installation with the demo shelter: made-up people, the same every time, dated around today."

    def handle(self, **options):
        if User.objects.exists():
            raise CommandError("This installation has accounts already; the demo only fills an empty one.")
        with transaction.atomic():
            counts = build()
            counts["reports"] = len(build_reports(timezone.localdate()))
        self.stdout.write(", ".join(f"{count} {what}" for what, count in counts.items()))
