"""Building a report: figures of one moment, their drawings, the PDF; kept once, whoever is killed in between."""

import logging
import tomllib
from functools import cache

from django.conf import settings
from django.utils.dateparse import parse_datetime
from django.utils.translation import override

from refuge.alone import alone_with
from refuge.indicators import Period
from refuge.parameters.registry import value_of
from reports import operations
from reports.catalogue import TEMPLATES
from reports.figures import report_data
from reports.models import Report
from reports.parameters import SMALL_COUNT
from reports.pdf import checksum, pdf_of
from reports.protection import protect

log = logging.getLogger(__name__)


class Stopped(Exception):
    """Somebody cancelled the report while it was being built."""


def build(report_id) -> None:
    """Build the report if it waits to be built and nobody else is at it. Safe to call twice, at once, and again
    after a kill: the lock goes with the connection, and the edition is kept in one transaction."""
    with alone_with(f"reports.{report_id}") as alone:
        report = operations.begin(report_id) if alone else None
        if report is None:
            return
        try:
            make(report)
        except Stopped:
            log.info("Report %s was cancelled.", report_id)
        except Exception:
            log.exception("Report %s could not be built.", report_id)
            operations.fail(report_id)


def make(report: Report) -> None:
    limit = value_of(SMALL_COUNT.code, report.last)
    with override(report.language):
        data = report_data(TEMPLATES[report.template], Period(report.first, report.last))
        step(report, operations.COUNTED)
        protected = protect(data, limit)
        step(report, operations.DRAWN)
        pdf = pdf_of(protected, limit=limit, version=version())
    operations.finish(
        report.pk,
        pdf=pdf,
        sha256=checksum(pdf),
        figures=data,
        settings={SMALL_COUNT.code: limit},
        version=version(),
        counted_at=parse_datetime(data["counted_at"]),
    )


def step(report, progress) -> None:
    if not operations.advance(report.pk, progress):
        raise Stopped


@cache
def version() -> str:
    """The installed version of the house."""
    return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
