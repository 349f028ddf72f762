"""`manage.py send_stay_alerts [--on DATE]`: what beat runs every morning."""

from datetime import date

from django.core.management.base import BaseCommand
from django.utils import timezone

from housing.alerts import send_all


class Command(BaseCommand):
    help = "Give the alerts of stays, extensions, closures and promises. Run again for a day, it gives nothing twice."

    def add_arguments(self, parser):
        parser.add_argument("--on", type=date.fromisoformat, default=None, help="as if it were this day (YYYY-MM-DD)")

    def handle(self, *, on, **options):
        day = on or timezone.localdate()
        self.stdout.write(f"{day}: {send_all(day)} new alerts")
