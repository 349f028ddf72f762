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
        began_on = timezone.localdate()
        try:
            counts = fill()
        except Exception:
            if timezone.localdate() == began_on:
                raise
            counts = fill()  # midnight fell into it, and "today" was two days
        self.stdout.write(", ".join(f"{count} {what}" for what, count in counts.items()))


@transaction.atomic
def fill() -> dict[str, int]:
    counts = build()
    counts["reports"] = len(build_reports(timezone.localdate()))
    return counts
