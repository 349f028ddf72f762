"""Building exports: figures with definitions, or rows under pseudonyms. Asked, built once, gone after some days."""

import hmac
import logging
import secrets
from base64 import b32encode
from collections import Counter
from datetime import timedelta

from celery import current_app
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from kombu.exceptions import OperationalError as BrokerAway

from refuge.access import allows
from refuge.alone import alone_with
from refuge.exports import row_exports
from refuge.indicators import Period
from refuge.operations import operation
from refuge.parameters.registry import value_of
from refuge.violations import RuleBroken
from reports import sheets
from reports.building import version
from reports.figures import allowed, indicator_data, one_moment
from reports.models.export import FIGURES, Export, ExportState
from reports.parameters import EXPORT_DAYS, SMALL_COUNT
from reports.pdf import page_of
from reports.showing import guarded

log = logging.getLogger(__name__)

MAX_TRIES = 3


def sources_for(user) -> dict:
    """{code: row export} of what `user` may export."""
    return {each.code: each for each in row_exports.shown_to(user)}


@operation
def ask_export(*, kind: str, format: str, first, last, language: str, by, confirmed=False) -> Export:
    """Ask for a file. RuleBroken for rows of which some stand alone, unless that was read (`confirmed`)."""
    if kind != FIGURES and kind not in sources_for(by):
        raise RuleBroken(_("There is no such export."), code="reports_unknown_export")
    if kind != FIGURES and not confirmed and rare_rows(kind, Period(first, last), by):
        raise RuleBroken(_("Some rows are rare: read the warning first."), code="reports_rare_rows")
    export = Export.objects.create(kind=kind, format=format, first=first, last=last, language=language, asked_by=by)
    transaction.on_commit(lambda: wake(export.pk))
    return export


def wake(export_id) -> None:
    """Tell a worker. With the broker away nothing is lost: the sweeper finds the export within minutes."""
    try:
        current_app.send_task("reports.tasks.build_export", [str(export_id)])
    except (BrokerAway, OSError):
        log.warning("The broker is away; an export waits for it.")


def rare_rows(kind: str, period: Period, user) -> int:
    """How many rows share what may tell who somebody is with fewer others than the threshold."""
    source = sources_for(user)[kind]
    tells = [number for number, column in enumerate(source.columns) if column.tells]
    combinations = Counter(tuple(values[number] for number in tells) for _person, values in source.rows(period))
    least = value_of(SMALL_COUNT.code, period.last)
    return sum(times for times in combinations.values() if times < least)


def build_export(export_id) -> None:
    """Build the file if it waits to be built and nobody else is at it; safe to call twice, and again after a kill."""
    with alone_with(f"reports.export.{export_id}") as alone:
        export = begin(export_id) if alone else None
        if export is None:
            return
        try:
            with override(export.language):
                content = content_of(export)
        except Exception:
            log.exception("Export %s could not be built.", export_id)
            finish(export_id, state=ExportState.FAILED)
        else:
            finish(export_id, state=ExportState.READY, content=content)


@operation
def begin(export_id) -> Export | None:
    export = Export.objects.building().select_for_update(of=["self"]).filter(pk=export_id).first()
    if export is None:
        return None
    export.tries += 1
    if export.tries > MAX_TRIES:
        export.state = ExportState.FAILED
    export.save(update_fields=["tries", "state"])
    return export if export.state == ExportState.BUILDING else None


@operation
def finish(export_id, *, state, content=b"") -> None:
    """Keep what was built, once; whoever comes second, or after it was deleted, keeps nothing."""
    export = Export.objects.building().select_for_update(of=["self"]).filter(pk=export_id).first()
    if export is not None:
        export.state, export.content = state, content
        export.save(update_fields=["state", "content"])


@operation
def delete_export(*, export: Export, by=None) -> Export:
    """Delete the file; that it was made stays."""
    export = Export.objects.select_for_update(of=["self"]).get(pk=export.pk)
    export.state, export.content = ExportState.DELETED, b""
    export.save(update_fields=["state", "content"])
    return export


def delete_old_exports(now=None) -> int:
    """Delete the files that are older than the house allows; returns how many."""
    now = now or timezone.now()
    limit = now - timedelta(days=value_of(EXPORT_DAYS.code, timezone.localdate(now)))
    old = Export.objects.filter(asked_at__lt=limit).exclude(state=ExportState.DELETED)
    for export in old:
        delete_export(export=export)
    return len(old)


def content_of(export: Export) -> bytes:
    period = Period(export.first, export.last)
    if export.kind == FIGURES:
        page = figures_page(export.asked_by, period)
        return sheets.xlsx_of(page) if export.format == "xlsx" else sheets.csv_of(page)
    source = sources_for(export.asked_by).get(export.kind)
    if source is None:  # a role was lost meanwhile
        raise PermissionError("no longer allowed")
    rows = pseudonymised(source, period)
    if export.format == "csv":
        return sheets.csv_text(rows)
    widths = [18] * (len(source.columns) + 1)
    return sheets.workbook([(str(source.name), rows, widths)], timezone.now())


def figures_page(user, period: Period) -> dict:
    """Every figure `user` may see but those for the house alone, which a file would carry out of it; what they may not
    read in a file is hidden as on the pages."""
    if not allows(user, "reports.export"):
        raise PermissionError("no longer allowed")
    with one_moment():
        counted_at = timezone.now()
        figures = [guarded_data(each, user, period) for each in allowed(user) if not each.inside]
    data = {
        "audience": "internal",
        "title": _("Figures"),
        "introduction": "",
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "nights_until": period.nights_end.isoformat(),
        "counted_at": counted_at.isoformat(),
        "sections": [{"title": "", "indicators": figures}],
    }
    return page_of(data, 0, version(), drawn=False)


def guarded_data(indicator, user, period) -> dict:
    data = indicator_data(indicator, period)
    return {**data, "breakdowns": [guarded(indicator, each, user, period) for each in data["breakdowns"]]}


def pseudonymised(source, period: Period):
    """The rows under a heading, each person by a pseudonym of this export alone: the key is forgotten with it."""
    key = secrets.token_bytes(32)
    yield [_("Pseudonym"), *(str(column.name) for column in source.columns)]
    for person, values in source.rows(period):
        yield [pseudonym(key, person), *(str(each) if not isinstance(each, int) else each for each in values)]


def pseudonym(key: bytes, person) -> str:
    """Twelve letters; of nobody known, others each time."""
    about = str(person).encode() if person else secrets.token_bytes(16)
    return b32encode(hmac.digest(key, about, "sha256")).decode()[:12]
