"""From indicators to plain data: what a page shows, a report keeps, and nothing has to be asked again for."""

from contextlib import contextmanager

from django.db import connection, transaction
from django.utils import timezone

from refuge import indicators
from refuge.access import allows
from refuge.indicators import Period


def figure_data(figure) -> dict:
    return {"value": figure.value, "numerator": figure.numerator, "denominator": figure.denominator}


def breakdown_data(indicator, breakdown, period) -> dict:
    rows = [
        {
            "code": row.code,
            "label": str(row.label),
            "telling": indicator.telling_number(row.figure),
            **figure_data(row.figure),
        }
        for row in breakdown.compute(period)
    ]
    return {
        "code": breakdown.code,
        "name": str(breakdown.name),
        "chart": breakdown.chart,
        "adds_up": breakdown.adds_up,
        "rows": rows,
    }


def indicator_data(indicator, period) -> dict:
    """The indicator's figure and breakdowns with their words, in the language of now."""
    figure = indicator.compute(period)
    return {
        "code": indicator.code,
        "name": str(indicator.name),
        "definition": str(indicator.definition),
        "numerator_words": str(indicator.numerator),
        "denominator_words": str(indicator.denominator),
        "unit": indicator.unit,
        "telling": indicator.telling_number(figure),
        **figure_data(figure),
        "breakdowns": [breakdown_data(indicator, each, period) for each in indicator.breakdowns],
    }


def figures_for(user, period: Period) -> list[dict]:
    """The figures that `user` may see."""
    return [indicator_data(each, period) for each in indicators.declared() if allows(user, each.permission)]


@contextmanager
def one_moment():
    """Read from one snapshot, so that figures agree while people go on working. Inside a transaction: from that."""
    fresh = not connection.in_atomic_block
    with transaction.atomic():
        if fresh:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def report_data(template, period: Period) -> dict:
    """A report's figures, all of one moment, with their words in the language of now."""
    with one_moment():
        counted_at = timezone.now()
        found = {code: indicator_data(indicators.get(code), period) for code in template.indicators}
    return {
        "template": template.code,
        "title": str(template.title),
        "introduction": str(template.introduction),
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "is_over": period.is_over,
        "nights_until": period.nights_end.isoformat(),
        "counted_at": counted_at.isoformat(),
        "sections": [
            {"title": str(section.title), "indicators": [found[code] for code in section.indicators]}
            for section in template.sections
        ],
    }
