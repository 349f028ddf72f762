"""`manage.py build_report annual --from 2026-01-01 --to 2026-12-31`: what the report page queues, done at once."""

from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from reports import building, operations
from reports.catalogue import TEMPLATES
from reports.models import LANGUAGES, Report, State


class Command(BaseCommand):
    help = "Build a report of a calendar year, keep it, and print its address and checksum."

    def add_arguments(self, parser):
        parser.add_argument("template", choices=sorted(TEMPLATES))
        parser.add_argument("--from", dest="first", type=date.fromisoformat, required=True, metavar="DATE")
        parser.add_argument("--to", dest="last", type=date.fromisoformat, required=True, metavar="DATE")
        parser.add_argument("--language", choices=[code for code, _name in LANGUAGES], default="fr")
        parser.add_argument("--output", type=Path, help="also write the PDF to this file")

    def handle(self, *, template, first, last, language, output, **options):
        report = self.built(template, first, last, language)
        if output:
            output.write_bytes(report.edition.pdf)
            self.stdout.write(str(output))
        self.stdout.write(reverse("reports:download", args=[report.pk]))
        self.stdout.write(f"sha256 {report.edition.sha256}")

    def built(self, template, first, last, language) -> Report:
        """The report, built here: no worker needs to be up."""
        asked = {"template": template, "first": first, "last": last, "language": language}
        try:
            report = operations.ask(**asked, build_here=True)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        building.build(report.pk)
        report = Report.objects.get(pk=report.pk)
        if report.state != State.READY:
            raise CommandError(f"The report was not built: {report.get_state_display()}.")
        return report
