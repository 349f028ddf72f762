"""From indicators to plain data: what a page shows, a report keeps, and nothing has to be asked again for."""

from contextlib import contextmanager

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import get_language

from refuge import indicators
from refuge.access import allows
from refuge.indicators import SENSITIVE, Figure, Period, Row
from reports import standing


def figure_of(indicator, period: Period) -> Figure:
    """The indicator's figure: what stands, where a page asks for no more (`reports/standing.py`)."""
    period = indicator.period_for(period)
    return _reckoned(indicator, "", [period], lambda: indicator.compute(period))


def rows_of(indicator, breakdown, period: Period) -> list[Row]:
    """The lines of one of its breakdowns, named in the language of now."""
    period = indicator.period_for(period)
    return _reckoned(indicator, (breakdown.code, get_language()), [period], lambda: breakdown.compute(period))


def course_of(indicator, periods: list[Period]) -> list[Figure]:
    periods = [indicator.period_for(each) for each in periods]
    return _reckoned(indicator, "course", periods, lambda: indicator.figures(periods))


def _reckoned(indicator, what, periods, reckon):
    days = tuple((each.first, each.last, each.today, tuple(sorted(each.within.items()))) for each in periods)
    minute = timezone.now().replace(second=0, microsecond=0) if indicator.is_of_the_hour else None
    return standing.reckoned((indicator.code, what, days, minute), reckon)


def figure_data(figure) -> dict:
    return {"value": figure.value, "numerator": figure.numerator, "denominator": figure.denominator}


def breakdown_data(indicator, breakdown, period) -> dict:
    rows = rows_of(indicator, breakdown, period) if indicator.is_given_for(period) else []
    rows = [
        {
            "code": row.code,
            "label": str(row.label),
            "telling": indicator.telling_number(row.figure),
            **figure_data(row.figure),
        }
        for row in rows
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
    figure = figure_of(indicator, period) if indicator.is_given_for(period) else Figure(None)
    return {
        "code": indicator.code,
        "name": str(indicator.name),
        "definition": str(indicator.definition),
        "numerator_words": str(indicator.numerator),
        "denominator_words": str(indicator.denominator),
        "unit": indicator.unit,
        "sensitive": indicator.sensitivity == SENSITIVE,
        "telling": indicator.telling_number(figure),
        **figure_data(figure),
        "breakdowns": [breakdown_data(indicator, each, period) for each in indicator.breakdowns],
    }


def allowed(user) -> list:
    """The indicators whose figures `user` may see."""
    return [each for each in indicators.declared() if allows(user, each.permission)]


def series_data(indicator, periods: list[Period], names: list[str]) -> dict:
    """The indicator's course over several periods, as a breakdown by them."""
    figures = course_of(indicator, periods)
    return {
        "code": "series",
        "name": str(indicator.name),
        "chart": "months",
        "adds_up": False,
        "rows": [series_row(indicator, *each) for each in zip(periods, names, figures, strict=True)],
    }


def series_row(indicator, period: Period, name: str, figure: Figure) -> dict:
    telling = indicator.telling_number(figure)
    return {"code": f"{period.first:%Y-%m}", "label": name, "telling": telling, **figure_data(figure)}


@contextmanager
def one_moment():
    """Read from one snapshot, so that figures agree while people go on working. Inside a transaction: from that."""
    fresh = not connection.in_atomic_block
    with transaction.atomic():
        if fresh:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
