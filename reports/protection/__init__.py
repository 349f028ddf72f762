"""Small counts are hidden in what leaves the house: a group of three can be recognised (DOMAIN.md 9).

Primary: a number of people above zero and below the limit; a share or a mean of few, and a share of all but a few.
Complementary: so many more, over rows, columns, totals and all tables of one report, that no hidden number can be
worked out from what is shown (`cells.py`). Values stay as they are; `hidden` says what must not be shown.
"""

from datetime import date

from reports.protection.counts import CROSSED, Report, sensitive_codes

__all__ = ["guarded_rows", "hidden_in", "protect"]


def protect(data: dict, limit: int, *, before=(), guard: int = 0) -> dict:
    """The report's data with `hidden` set on each figure and row that must not be shown, and on breakdowns of which
    nothing may be (`withheld`). `before`: figures that an earlier version hid, which stay hidden. A limit of 0 hides
    nothing but what only some may read in a file, which readers of reports may not: small counts of that below
    `guard`, and all of it where the period is not a calendar year that is over."""
    figures, whole = figures_of(data), is_whole_year(data)
    hidden = to_hide(together(figures), limit, before) if limit else set()
    if not limit or not whole:
        hidden |= guarded_rows(figures, guard if whole else 0)
    sections = [
        {**section, "indicators": [marked(each, hidden) for each in section["indicators"]]}
        for section in data["sections"]
    ]
    return {**data, "sections": sections}


def hidden_in(data: dict) -> list[list[str]]:
    """What protected data hides, as names that JSON can keep."""
    return sorted(
        [
            *([each["code"]] for each in figures_of(data) if each["hidden"]),
            *(
                [each["code"], breakdown["code"], row["code"]]
                for each in figures_of(data)
                for breakdown in each["breakdowns"]
                for row in breakdown["rows"]
                if row["hidden"]
            ),
        ]
    )


def figures_of(data: dict) -> list[dict]:
    return [each for section in data["sections"] for each in section["indicators"]]


def is_whole_year(data) -> bool:
    """Whether the data is of one calendar year, and all of it."""
    first, last = (date.fromisoformat(data[name]) for name in ("first", "last"))
    whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year
    return whole and data["is_over"]


def guarded_rows(indicators, limit: int) -> set:
    """The rows to hide from who may not read the fact itself in a file; all of them with a limit of 0."""
    sensitive = together(each for each in indicators if each.get("sensitive"))
    if limit:
        return {key for each in sensitive for key in to_hide([each], limit, ()) if len(key) > 1}
    return {
        (each["code"], breakdown["code"], row["code"])
        for each in sensitive
        for breakdown in each["breakdowns"]
        for row in breakdown["rows"]
    }


def to_hide(indicators, limit, before) -> set:
    """The figures to hide, by (indicator,) and (indicator, breakdown, row)."""
    report = Report(indicators, limit)
    report.hide(tuple(each) for each in before)
    hidden, size = report.protect(), -1
    while len(hidden) != size:
        size = len(hidden)
        report.hide(overlapping(indicators, hidden, limit))
        hidden = report.protect()
    return hidden | never_shown(indicators, hidden, limit)


def together(indicators) -> list[dict]:
    """Each indicator once with all its breakdowns: one that stands in two places is one figure."""
    found = {}
    for each in indicators:
        known = found.setdefault(each["code"], {**each, "breakdowns": []})
        codes = {breakdown["code"] for breakdown in known["breakdowns"]}
        known["breakdowns"] += [breakdown for breakdown in each["breakdowns"] if breakdown["code"] not in codes]
    return list(found.values())


def overlapping(indicators, hidden, limit):
    """Where people stand in several rows and one row is hidden: the rows that hold all but a few, who can only be in
    the hidden ones."""
    for indicator in indicators:
        total = indicator["telling"]
        for breakdown in indicator["breakdowns"]:
            keys = {(indicator["code"], breakdown["code"], row["code"]): row for row in breakdown["rows"]}
            if total is None or breakdown["adds_up"] or hidden.isdisjoint(keys):
                continue
            yield from (key for key, row in keys.items() if row["telling"] and 0 < total - row["telling"] < limit)


def never_shown(indicators, hidden, limit) -> set:
    """Every row, zeros too, of breakdowns of which nothing may be shown."""
    return {
        (indicator["code"], breakdown["code"], row["code"])
        for indicator in indicators
        for breakdown in indicator["breakdowns"]
        if indicator["telling"] is not None and is_withheld(indicator, breakdown, hidden)
        for row in breakdown["rows"]
    }


def is_withheld(indicator, breakdown, hidden) -> bool:
    """Whether a breakdown must go as a whole: its total is hidden, it crosses something sensitive with something, or
    it says of everybody what is nobody's business."""
    dimensions = breakdown["code"].split(CROSSED)
    if (indicator["code"],) in hidden:
        return True
    if len(dimensions) > 1 and not sensitive_codes().isdisjoint(dimensions):
        return True
    return bool(indicator.get("sensitive")) and any(
        row["telling"] and row["telling"] == indicator["telling"] for row in breakdown["rows"]
    )


def marked(indicator, hidden) -> dict:
    code = indicator["code"]
    breakdowns = [marked_breakdown(each, (code, each["code"]), hidden) for each in indicator["breakdowns"]]
    return {**indicator, "breakdowns": breakdowns, "hidden": (code,) in hidden}


def marked_breakdown(breakdown, key, hidden) -> dict:
    rows = [{**row, "hidden": (*key, row["code"]) in hidden} for row in breakdown["rows"]]
    return {**breakdown, "rows": rows, "withheld": bool(rows) and all(row["hidden"] for row in rows)}
