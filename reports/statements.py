"""Monthly statements to one party: what a month holds, what changed in the months before, and sending it once."""

from datetime import date

from dateutil.relativedelta import relativedelta
from django.utils import timezone
from django.utils.translation import gettext as _

from refuge.alone import wait_for_turn
from refuge.exports import Statement
from refuge.operations import operation
from refuge.parameters.registry import value_of
from refuge.violations import RuleBroken
from reports.models.export import IssuedStatement
from reports.parameters import CORRECTED_MONTHS

MONTH = relativedelta(months=1)


def lines_of(statement: Statement, month: date) -> list[dict]:
    """The month's lines, then the corrections of months that were sent before it: of the last ones, and of numbers
    that a file still has. Of who was erased nothing is said again, nor taken back."""
    held = statement.count(month, month + MONTH)
    lines = [line(month, number, nights) for number, nights in sorted(held.items())]
    said = said_before(statement, month)
    known = statement.known({number for numbers in said.values() for number in numbers})
    since = month - MONTH * value_of(CORRECTED_MONTHS.code, month)
    for earlier in sorted(each for each in said if each >= since):
        now = statement.count(earlier, earlier + MONTH)
        for number in sorted(said[earlier].keys() & known | now.keys()):
            difference = now.get(number, 0) - said[earlier].get(number, 0)
            if difference:
                lines.append(line(earlier, number, difference, correction=True))
    return lines


def line(month, number, nights, correction=False) -> dict:
    return {"month": f"{month:%Y-%m}", "number": number, "nights": nights, "correction": correction}


def said_before(statement: Statement, month: date) -> dict[date, dict[str, int]]:
    """{month: {number: nights}} as all statements before this month's say together."""
    issued = list(IssuedStatement.objects.filter(code=statement.code, month__lt=month))
    said = {each.month: {} for each in issued}
    for each in issued:
        for one in each.lines:
            numbers = said[date.fromisoformat(f"{one['month']}-01")]
            numbers[one["number"]] = numbers.get(one["number"], 0) + one["nights"]
    return said


@operation
def issue(*, statement: Statement, month: date, by) -> IssuedStatement:
    """Send the month's statement: it is kept as it is, and what changes later stands on the next one. RuleBroken for a
    month that is not over, one before a month that was sent, or one after a month that was not."""
    wait_for_turn(f"reports.statement.{statement.code}")
    if month + MONTH > timezone.localdate():
        raise RuleBroken(_("This month is not over."), code="reports_month_not_over")
    sent = set(IssuedStatement.objects.filter(code=statement.code).values_list("month", flat=True))
    if any(each > month for each in sent):
        raise RuleBroken(_("A later month was issued already: corrections stand on the next one."), code="reports_late")
    if sent and month not in sent and month - MONTH not in sent:
        raise RuleBroken(_("The month before was not issued yet: issue that first."), code="reports_month_before")
    return IssuedStatement.objects.create(
        code=statement.code, month=month, lines=lines_of(statement, month), issued_by=by
    )
