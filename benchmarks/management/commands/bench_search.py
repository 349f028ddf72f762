"""`manage.py bench_search N`: fill an empty installation with N made-up people and time the search among them."""

from django.core.management.base import BaseCommand, CommandError

from benchmarks.search import lines
from refuge.people.models import Person


class Command(BaseCommand):
    help = "Times the search among many made-up people; only in an empty installation. Prints a table and a plan."

    def add_arguments(self, parser):
        parser.add_argument("people", type=int)

    def handle(self, people, **options):
        if Person.objects.exists():
            raise CommandError("This installation holds people already: measure in an empty one.")
        self.stdout.write("\n".join(lines(people)))
