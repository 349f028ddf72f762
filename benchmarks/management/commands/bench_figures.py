"""`manage.py bench_figures N`: copy requests until there are N, and time all indicators of last year."""

from django.core.management.base import BaseCommand

from benchmarks.counting import lines


class Command(BaseCommand):
    help = "Times all figures of a year in a seeded installation of made-up data, whose requests it multiplies."

    def add_arguments(self, parser):
        parser.add_argument("requests", type=int)

    def handle(self, requests, **options):
        self.stdout.write("\n".join(lines(requests)))
