"""Inserting what the apps declare, setting a new value, giving out references."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from refuge.operations import operation
from refuge.parameters.kinds import check
from refuge.parameters.models import ParameterValue, ReferenceCounter
from refuge.parameters.registry import declared, forget


def insert_declared() -> None:
    """Insert the declared values of each parameter that has none. After a flush they come back."""
    known = set(ParameterValue.objects.values_list("code", flat=True))
    ParameterValue.objects.bulk_create(
        ParameterValue(code=p.code, value=value, valid_from=valid_from, source=p.source)
        for p in declared.values()
        if p.code not in known
        for valid_from, value in p.values
    )


@operation
def set_value(*, code: str, value, valid_from: date, source: str = "", by) -> ParameterValue:
    """Give the parameter a new value from a day on. What was counted with the earlier value stays.

    ValidationError on `value` for another type or beyond the limits, on `valid_from` for a day in a year that is
    over: its figures are out of the house. RuleBroken if a value already begins on that day.
    """
    check(declared[code], value)
    if valid_from.year < timezone.localdate().year:
        raise ValidationError({"valid_from": _("That year is over: its figures stay as they were counted.")})
    forget()
    return ParameterValue.objects.create(code=code, value=value, valid_from=valid_from, source=source, set_by=by)


@operation
def withdraw_value(*, value: ParameterValue, by) -> None:
    """Take back a value whose first day is still to come. ValidationError once it counts."""
    if value.valid_from <= timezone.localdate():
        raise ValidationError(_("This value counts already. Set a new one instead."))
    forget()
    value.delete()


def next_references(series: str, year: int, count: int = 1) -> list[str]:
    """The next `count` references of a series, as P-2026-0042. Call inside the operation that uses them: the
    counter's row stays locked until it commits, so numbers follow each other without a gap."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO parameters_referencecounter AS counter (series, year, last) VALUES (%s, %s, %s)
            ON CONFLICT (series, year) DO UPDATE SET last = counter.last + excluded.last
            RETURNING last
            """,
            [series, year, count],
        )
        last = cursor.fetchone()[0]
    return [f"{series}-{year}-{number:04}" for number in range(last - count + 1, last + 1)]


def give_back_references(series: str, year: int, count: int, last: str) -> None:
    """Undo `next_references` where `last`, the last of the `count` it gave, is still the newest of its series: so a
    number is never used twice. Else the numbers stay taken."""
    newest = ReferenceCounter.objects.filter(series=series, year=year, last=int(last.rsplit("-", 1)[1]))
    if not newest.filter(last=count).delete()[0]:
        newest.update(last=F("last") - count)
