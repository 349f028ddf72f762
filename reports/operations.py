"""Asking for a report, and every step until it is final."""

import logging
from datetime import date
from functools import partial

from celery import current_app
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError as BrokerAway

from refuge.alone import wait_for_turn
from refuge.indicators import Period
from refuge.operations import operation
from refuge.violations import RuleBroken
from reports.alerts import tell
from reports.content import content_of, tables_in, template_named
from reports.corrections import finals_like, hidden_before
from reports.models import Audience, Edition, Report, ReportFile, ReportTemplate, Span, State
from reports.sheets import checksum

log = logging.getLogger(__name__)

MAX_TRIES = 3
# What a build has done by then, in percent.
COUNTED, DRAWN, DONE = 40, 60, 100
# In months.
LENGTHS = {Span.YEAR: 12, Span.QUARTER: 3, Span.MONTH: 1}


@operation
def ask(*, template: str, first: date, last: date, language: str, by=None, build_here=False) -> Report:
    """Ask for a report, with its template as it stands now. A worker builds it, unless the caller does (`build_here`);
    the command line is nobody. RuleBroken for what must not leave the house: see `check_period` and `check_tables`."""
    found = template_named(template)
    if found is None:
        raise RuleBroken(_("There is no such report."), code="reports_unknown_template")
    content = content_of(found)
    edited = isinstance(found, ReportTemplate)
    check_period(content["audience"], found.span if edited else Span.YEAR, Period(first, last))
    report = Report(
        template=template,
        first=first,
        last=last,
        language=language,
        audience=content["audience"],
        funder=content["funder"] or template,
        name=content["title"] if edited else {},
        content=content,
        tables=tables_in(content),
        state=State.BUILDING,
        asked_by=by,
    )
    check_tables(report)
    report.save(force_insert=True)
    if not build_here:
        wake_after_commit(report)
    return report


def check_period(audience, span, period: Period) -> None:
    """RuleBroken for anything but a calendar year where a report leaves the house: two reports over overlapping
    periods could be subtracted from each other down to one person. Inside it: the template's own kind of period."""
    if audience != Audience.INTERNAL and not period.is_calendar_year:
        raise RuleBroken(
            _("A report for outside the house covers one calendar year, 1 January to 31 December."),
            code="reports_calendar_year",
        )
    months = LENGTHS[span]
    whole = period.first.day == 1 and period.end.day == 1 and (period.first.month - 1) % months == 0
    if not whole or (period.end.year - period.first.year) * 12 + period.end.month - period.first.month != months:
        raise RuleBroken(_("This report covers another kind of period."), code="reports_other_span")


def check_tables(report: Report) -> None:
    """RuleBroken where the same readers have a final report about the period with other tables: what one hides could be
    worked out from the other."""
    if report.audience != Audience.INTERNAL and finals_like(report).exclude(tables=report.tables).exists():
        raise RuleBroken(
            _("%(funder)s has a final report about this year with other tables. The two could be subtracted from each "
              "other: correct that report, or change its template from the next year on.") % {"funder": report.funder},
            code="reports_other_tables",
        )  # fmt: skip


def check_hidden(report: Report) -> None:
    """RuleBroken where a report to the same readers became final meanwhile and hides what this one shows."""
    edition = Edition.objects.filter(report=report).only("figures").first()
    shown = {tuple(each) for each in hidden_before(report)}
    if edition and shown - {tuple(each) for each in edition.figures.get("hidden", ())}:
        raise RuleBroken(
            _("Another report to the same readers became final and hides what this one shows. Build it again."),
            code="reports_built_before",
        )


@operation
def correct(*, report: Report, reason: str, by) -> Report:
    """Build a new version of a final report, with the same tables and words and the data of now. It says what changed
    and why; the earlier version stays. RuleBroken for one that is not final, or corrected already."""
    locked(report, State.FINAL)
    copied = ("template", "first", "last", "language", "audience", "funder", "name", "content", "tables")
    fields = {name: getattr(report, name) for name in copied}
    corrected = Report.objects.create(
        **fields,
        corrects=report,
        reason=reason.strip(),
        version=report.version + 1,
        state=State.BUILDING,
        asked_by=by,
    )
    wake_after_commit(corrected)
    return corrected


@operation
def cancel(*, report: Report, by) -> Report:
    """Stop a build. The worker notices at its next step; the report can be built again."""
    return move(report, State.BUILDING, State.DRAFT)


@operation
def retry(*, report: Report, by) -> Report:
    """Build again a report that failed or was cancelled, with the data of now."""
    report = move(report, (State.FAILED, State.DRAFT), State.BUILDING, tries=0)
    wake_after_commit(report)
    return report


@operation
def discard(*, report: Report, by) -> None:
    """Remove a report of which nothing was built."""
    locked(report, (State.FAILED, State.DRAFT)).delete()


@operation
def make_final(*, report: Report, by) -> Report:
    """Keep the report as it is, for good: the database refuses any change from now on. RuleBroken for one that was
    counted before its year was over, or that shows what another hides that became final since it was built."""
    wait_for_turn(f"reports.final.{report.audience}.{report.funder}.{report.first}.{report.last}")
    if report.is_early:
        raise RuleBroken(
            _("This report was made before its year was over. Build it again for the whole year."),
            code="reports_year_not_over",
        )
    check_tables(report)
    check_hidden(report)
    return move(report, State.READY, State.FINAL, finalised_by=by, finalised_at=timezone.now())


@operation
def begin(report_id) -> Report | None:
    """Count one more try; None if nothing is to be built. A build that killed its worker too often has failed."""
    report = Report.objects.select_for_update().filter(pk=report_id, state=State.BUILDING).first()
    if report is None:
        return None
    report.tries += 1
    report.progress = 0
    if report.tries > MAX_TRIES:
        report.state = State.FAILED
    report.save(update_fields=["tries", "progress", "state"])
    return report if report.state == State.BUILDING else None


@operation
def advance(report_id, progress: int) -> bool:
    """Say how far the build is; False if it is no longer wanted."""
    return bool(Report.objects.building().filter(pk=report_id).update(progress=progress))


@operation
def finish(report_id, *, files=(), **edition) -> Edition | None:
    """Keep what was built, once, and tell who asked for it: whoever comes second, or too late, keeps nothing and tells
    nobody. `files` are the same figures for a spreadsheet, by kind."""
    report = Report.objects.select_for_update().filter(pk=report_id, state=State.BUILDING).first()
    if report is None:
        return None
    report.state, report.progress = State.READY, DONE
    report.save(update_fields=["state", "progress"])
    tell(report)
    kept = dict(files)
    ReportFile.objects.bulk_create(
        ReportFile(report=report, kind=kind, content=data, sha256=checksum(data)) for kind, data in kept.items()
    )
    return Edition.objects.create(report=report, **edition)


@operation
def fail(report_id) -> None:
    """Mark the build as failed, for somebody to try again; who asked for it is told."""
    report = Report.objects.building().select_for_update(of=["self"]).filter(pk=report_id).first()
    if report is not None:
        report.state = State.FAILED
        report.save(update_fields=["state"])
        tell(report)


def move(report, before, after, **changes) -> Report:
    report = locked(report, before)
    for name, value in {"state": after, "progress": 0, **changes}.items():
        setattr(report, name, value)
    if after == State.FINAL:
        report.progress = DONE
    report.save()
    return report


def locked(report, states) -> Report:
    """The report, locked, if it is in one of `states`; two presses of a button do one thing."""
    report = Report.objects.select_for_update().get(pk=report.pk)
    if report.state not in ((states,) if isinstance(states, str) else states):
        raise RuleBroken(_("The report has moved on in the meantime."), code="reports_moved_on")
    return report


def wake_after_commit(report) -> None:
    transaction.on_commit(partial(wake, report.pk))


def wake(report_id) -> None:
    """Tell a worker. With the broker away nothing is lost: the sweeper finds the report within minutes."""
    try:
        current_app.send_task("reports.tasks.build_report", [str(report_id)])
    except (BrokerAway, OSError):
        log.warning("The broker is away; a report waits for it.")
