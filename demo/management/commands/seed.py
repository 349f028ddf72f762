"""`manage.py seed --spaces N --years Y`: synthetic data at any size, for benchmarks."""

import time
from argparse import ArgumentTypeError

from django.core.management.base import BaseCommand, CommandError

from demo.seed import is_empty, seed


def positive(text: str) -> int:
    if not text.isdigit() or not int(text):
        raise ArgumentTypeError("a whole number above 0")
    return int(text)


class Command(BaseCommand):
    help = (
        "Fill an empty, migrated installation with made-up data: the same for the same size on the same day. "
        "The accounts are those of the demo, with the same printed password: not for real use."
    )

    def add_arguments(self, parser):
        parser.add_argument("--spaces", type=positive, default=31)
        parser.add_argument("--years", type=positive, default=2)

    def handle(self, *, spaces, years, **options):
        if not is_empty():
            raise CommandError(
                "This installation holds accounts, people or spaces already; seed only fills an empty one."
            )
        began = time.perf_counter()
        counts = seed(spaces, years)
        made = ", ".join(f"{count} {what}" for what, count in counts.items())
        self.stdout.write(f"{made} in {time.perf_counter() - began:.0f} s")
