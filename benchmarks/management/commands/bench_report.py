"""`manage.py bench_report`: build a long annual report and a large workbook, beside what they are made with."""

from django.core.management.base import BaseCommand

from benchmarks.paper import lines


class Command(BaseCommand):
    help = "Times a report of forty pages and a workbook of 100,000 cells in an installation of made-up data."

    def handle(self, **options):
        self.stdout.write("\n".join(lines()))
