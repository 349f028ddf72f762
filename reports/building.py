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
from reports import operations, sheets
from reports.catalogue import TEMPLATES
from reports.content import content_of, report_data
from reports.corrections import changes_since, hidden_before
from reports.models import Audience, Report
from reports.parameters import SMALL_COUNT, SMALL_COUNT_PUBLIC
from reports.pdf import checksum, page_of, pdf_of
from reports.protection import hidden_in, protect

log = logging.getLogger(__name__)

THRESHOLDS = {Audience.FUNDER: SMALL_COUNT, Audience.PUBLIC: SMALL_COUNT_PUBLIC}


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
    thresholds = thresholds_of(report.audience, report.last)
    limit = next(iter(thresholds.values()), 0)
    content = report.content or content_of(TEMPLATES[report.template])
    with override(report.language):
        data = report_data(content, Period(report.first, report.last))
        step(report, operations.COUNTED)
        guard = value_of(SMALL_COUNT.code, report.last)
        protected = protect(data, limit, before=hidden_before(report), guard=guard)
        protected["changes"] = changes_since(report, protected)
        protected["reason"] = report.reason
        protected["edition"] = report.version
        step(report, operations.DRAWN)
        pdf = pdf_of(protected, limit=limit, version=version())
        page = page_of(protected, limit, version(), drawn=False)
        files = {"xlsx": sheets.xlsx_of(page), "csv": sheets.csv_of(page)}
    kept = {name: protected[name] for name in ("changes", "reason", "edition")}
    operations.finish(
        report.pk,
        pdf=pdf,
        sha256=checksum(pdf),
        figures={**data, **kept, "hidden": hidden_in(protected)},
        settings=thresholds,
        version=version(),
        counted_at=parse_datetime(data["counted_at"]),
        files=files,
    )


def thresholds_of(audience: str, day) -> dict:
    """{parameter: what it is worth on that day} of what is hidden from this audience; nothing inside the house
    but what only some may read in a file (`protect`)."""
    parameter = THRESHOLDS.get(audience)
    return {parameter.code: value_of(parameter.code, day)} if parameter else {}


def step(report, progress) -> None:
    if not operations.advance(report.pk, progress):
        raise Stopped


@cache
def version() -> str:
    """The installed version of the house."""
    return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
