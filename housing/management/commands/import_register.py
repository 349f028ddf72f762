import json
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from housing.operations import take_over
from housing.register.reading import read
from housing.register.telling import lines_of


class Command(BaseCommand):
    help = "Take over the old register, a workbook with a sheet a year. What the import page runs."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only say what would be taken over")
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")

    def handle(self, *, file, dry_run, **options):
        try:
            with file.open("rb") as workbook:
                reading = read(workbook)
            done = None if dry_run else take_over(reading=reading)
        except OSError as error:
            raise CommandError(f"{file.name} cannot be opened: {error.strerror}.") from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        if options["json"]:
            self.stdout.write(json.dumps(reading.as_json(), ensure_ascii=False))
            return
        for line in lines_of(reading):
            self.stdout.write(line)
        self.stdout.write(outcome(dry_run, done))


def outcome(dry_run, done) -> str:
    if dry_run:
        return "Nothing was written: this was a dry run."
    if done is None:
        return "Nothing is new: all of it was taken over before."
    waiting = done.waiting_stays.count()
    return f"Taken over. Stays that wait for a decision: {waiting}, see /intake/import/."
