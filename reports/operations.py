"""Asking for a report, and every step until it is final."""

import logging
from datetime import date
from functools import partial

from celery import current_app
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError as BrokerAway

from refuge.indicators import Period
from refuge.operations import operation
from refuge.violations import RuleBroken
from reports.catalogue import TEMPLATES
from reports.models import Edition, Report, State

log = logging.getLogger(__name__)

MAX_TRIES = 3
# What a build has done by then, in percent.
COUNTED, DRAWN, DONE = 40, 60, 100


@operation
def ask(*, template: str, first: date, last: date, language: str, by=None, build_here=False) -> Report:
    """Ask for a report. A worker builds it, unless the caller does (`build_here`); the command line is nobody."""
    check_template(template, first, last)
    report = Report.objects.create(
        template=template, first=first, last=last, language=language, state=State.BUILDING, asked_by=by
    )
    if not build_here:
        wake_after_commit(report)
    return report


def check_template(template, first, last) -> None:
    """Raise RuleBroken for a report that does not exist, or one over anything but a calendar year: two reports over
    overlapping periods could be subtracted from each other down to one person."""
    if template not in TEMPLATES:
        raise RuleBroken(_("There is no such report."), code="reports_unknown_template")
    if not Period(first, last).is_calendar_year:
        raise RuleBroken(
            _("A report for outside the house covers one calendar year, 1 January to 31 December."),
            code="reports_calendar_year",
        )


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
    counted before its year was over."""
    if report.is_internal:
        raise RuleBroken(
            _("This report was made before its year was over. Build it again for the whole year."),
            code="reports_year_not_over",
        )
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
def finish(report_id, **edition) -> Edition | None:
    """Keep what was built, once: whoever comes second, or too late, keeps nothing."""
    report = Report.objects.select_for_update().filter(pk=report_id, state=State.BUILDING).first()
    if report is None:
        return None
    report.state, report.progress = State.READY, DONE
    report.save(update_fields=["state", "progress"])
    return Edition.objects.create(report=report, **edition)


@operation
def fail(report_id) -> None:
    """Mark the build as failed, for somebody to try again."""
    Report.objects.building().filter(pk=report_id).update(state=State.FAILED)


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
