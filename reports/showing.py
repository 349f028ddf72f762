"""Figures written out for a page: numbers as text, what they are compared with, what was reported of them."""

from django.utils import timezone
from django.utils.translation import gettext as _

from refuge.access import allows
from refuge.indicators import COUNTS, SENSITIVE, SHARE, narrowings
from refuge.parameters.registry import value_of
from reports import charts, numbers
from reports.figures import figure_data, figure_of, indicator_data
from reports.parameters import SMALL_COUNT
from reports.protection import guarded_rows

SERIES = "series"
UP, DOWN, SAME = "trending-up", "trending-down", "equal"


def drawn(figures, pen) -> dict:
    """Figures as cards, and below them the parts in two columns; `pen` draws them (`reports/drawing.py`)."""
    cards = [{**each, "drawn": pen.card(each)} for each in figures if not each["is_profile"]]
    parts = [pen.table(figure, each) for figure in figures for each in figure["breakdowns"] if each["rows"]]
    return {
        "cards": cards,
        "columns": [parts[::2], parts[1::2]],
        "has_something": any(each["value"] for each in figures),
    }


def shown(indicator, asked, user, reported: dict) -> dict:
    """One figure with everything that stands on its card. Nothing is hidden inside the house, but what a reader may
    not read in a file: small counts of that stay hidden."""
    data = indicator_data(indicator, asked.period)
    unit = indicator.unit
    text = numbers.show(data["value"], unit)
    return {
        **data,
        "text": text,
        "word": numbers.unit_word(data["value"], unit),
        "parts": parts_of(data),
        "breakdowns": [written(guarded(indicator, each, user, asked.period), unit) for each in data["breakdowns"]],
        "is_profile": indicator.is_profile,
        "not_narrowed": not_narrowed(indicator, asked.period),
        "not_given": not indicator.is_given_for(asked.period),
        "compared": compared(indicator, data["value"], asked),
        "reported": [said(each, text, unit) for each in reported.get(indicator.code, [])],
    }


def written(breakdown: dict, unit: str) -> dict:
    """The parts with their numbers as text; those with nothing are named in one line instead of a row each."""
    rows = [{**row, "text": text_of(row, unit)} for row in breakdown["rows"]]
    breakdown = {**breakdown, "note": charts.note(breakdown)}
    if breakdown["chart"] == "months":
        return {**breakdown, "rows": rows, "nothing": ""}
    nothing = ", ".join(row["label"] for row in rows if says_nothing(row))
    return {**breakdown, "rows": [row for row in rows if not says_nothing(row)], "nothing": nothing}


def says_nothing(row: dict) -> bool:
    return row["value"] == 0 and not row.get("hidden")


def worth_drawing(breakdown: dict) -> dict:
    """Without the parts that have nothing; a month without anything keeps its place."""
    if breakdown["chart"] == "months":
        return breakdown
    return {**breakdown, "rows": [row for row in breakdown["rows"] if not says_nothing(row)]}


def text_of(row: dict, unit: str) -> str:
    return numbers.hidden() if row.get("hidden") else numbers.show(row["value"], unit)


def parts_of(indicator: dict) -> list[tuple]:
    """What was divided by what: (words, number)."""
    pairs = [(indicator[f"{part}_words"], indicator[part]) for part in ("numerator", "denominator")]
    return [(words, numbers.count(number)) for words, number in pairs if words and number is not None]


def compared(indicator, value, asked) -> dict | None:
    """The earlier figure and the difference; a share differs in points."""
    if asked.earlier is None or indicator.is_profile:
        return None
    given = indicator.is_given_for(asked.earlier)
    before = figure_of(indicator, asked.earlier).value if given else None
    told = {"name": asked.earlier_name, "text": numbers.show(before, indicator.unit), "change": "", "icon": ""}
    if value is None or before is None:
        return told
    # Of what is shown, so that a reader who subtracts finds the same.
    places = 3 if indicator.unit == SHARE else 1
    difference = round(round(value, places) - round(before, places), places)
    icon = SAME if not difference else UP if difference > 0 else DOWN
    return {**told, "change": signed(difference, indicator.unit), "icon": icon}


def signed(difference, unit: str) -> str:
    """More, less, or the same; of shares in percentage points."""
    if not difference:
        return _("the same")
    sign = "+" if difference > 0 else "−"
    if unit == SHARE:
        return _("%(number)s points") % {"number": f"{sign}{numbers.one_decimal(abs(difference) * 100)}"}
    return f"{sign}{numbers.show(abs(difference), unit)}"


def said(reported, now: str, unit: str) -> dict:
    then = numbers.show(reported.value, unit)
    return {"text": then, "title": reported.title, "on": reported.on, "is_the_same": then == now}


def not_narrowed(indicator, period) -> str:
    """By what of the address this figure is not narrowed, in words."""
    return ", ".join(str(narrowings[code].label) for code in period.within if code not in indicator.narrows)


def guarded(indicator, breakdown: dict, user, period) -> dict:
    """The parts, small counts hidden from who may not read the fact itself in a file; all of them but over a whole
    year of the whole house that is over: two periods that differ by a day would tell of whoever came on it, and so
    would one year on two days."""
    if indicator.sensitivity != SENSITIVE or allows(user, indicator.reads):
        return breakdown
    is_told = period.is_calendar_year and period.is_over and not period.within
    figure = figure_of(indicator, period)
    whole = {
        "code": indicator.code,
        "unit": indicator.unit,
        "sensitive": True,
        "telling": indicator.telling_number(figure),
        **figure_data(figure),
        "breakdowns": [breakdown],
    }
    hidden = guarded_rows([whole], value_of(SMALL_COUNT.code, timezone.localdate()) if is_told else 0)
    key = (indicator.code, breakdown["code"])
    return {**breakdown, "rows": [{**row, "hidden": (*key, row["code"]) in hidden} for row in breakdown["rows"]]}


def defined(indicator) -> dict:
    """How the indicator is counted, for the page of definitions."""
    return {
        "code": indicator.code,
        "name": indicator.name,
        "definition": indicator.definition,
        "numerator": indicator.numerator,
        "denominator": indicator.denominator,
        "unit": unit_name(indicator.unit),
        "breakdowns": [each.name for each in indicator.breakdowns],
        "narrowed_by": [narrowing.label for code, narrowing in narrowings.items() if code in indicator.narrows],
        "caution": caution(indicator),
    }


def unit_name(unit: str) -> str:
    return _("Share, in percent") if unit == SHARE else numbers.unit_word(2, unit).capitalize() or _("Number")


def caution(indicator) -> str:
    if indicator.sensitivity == COUNTS:
        return _("Counts only: nobody opens the list of who is in it.")
    if indicator.sensitivity == SENSITIVE:
        return _(
            "Sensitive: whoever may not read this in a file sees it for whole years of the whole house alone, without "
            "small counts."
        )
    return ""
