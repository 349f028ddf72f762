"""Small counts are hidden in what leaves the house: a group of three can be recognised.

Primary: a number of people above zero and below the limit. Complementary: where a table shows its total, so many
more that no hidden number can be worked out from what is shown. Shares and means of few are hidden too, and shares of
all but a few.
"""

from refuge.indicators import SHARE


def protect(data: dict, limit: int) -> dict:
    """The report's data with `hidden` set on each figure and row that must not be shown. Values stay as they are."""
    sections = [
        {**section, "indicators": [protect_indicator(each, limit) for each in section["indicators"]]}
        for section in data["sections"]
    ]
    return {**data, "sections": sections}


def protect_indicator(indicator: dict, limit: int) -> dict:
    breakdowns = [protect_breakdown(each, indicator, limit) for each in indicator["breakdowns"]]
    # A total of which every part is hidden could be the last thing that tells about them.
    spoiled = any(each["spoils_total"] for each in breakdowns)
    return {**indicator, "breakdowns": breakdowns, "hidden": is_small(indicator, limit, indicator["unit"]) or spoiled}


def is_small(figure: dict, limit: int, unit: str = "") -> bool:
    if figure["telling"] is None:
        return False
    numbers = [figure["telling"]]
    if unit == SHARE:
        # 11 of 12 says of the twelfth what 1 of 12 would say.
        part, whole = figure["numerator"], figure["denominator"]
        numbers += [part, whole - part]
    return any(0 < number < limit for number in numbers)


def protect_breakdown(breakdown: dict, indicator: dict, limit: int) -> dict:
    rows = breakdown["rows"]
    hidden = {row["code"] for row in rows if is_small(row, limit, indicator.get("unit"))}
    enough = True
    if breakdown["adds_up"] and hidden:
        hidden, enough = hide_more(rows, hidden, limit)
    elif hidden:
        hidden |= nearly_all(rows, indicator.get("telling"), limit)
    shown = [{**row, "hidden": row["code"] in hidden} for row in rows]
    return {**breakdown, "rows": shown, "spoils_total": not enough}


def nearly_all(rows, total, limit: int) -> set:
    """Where people stand in several rows: the rows that hold all but a few, who can only be in the hidden ones."""
    if total is None:
        return set()
    return {row["code"] for row in rows if row["telling"] and 0 < total - row["telling"] < limit}


def hide_more(rows, hidden: set, limit: int) -> tuple[set, bool]:
    """Hide the next smallest rows until at least two are hidden and together reach the limit; whether it worked."""
    numbers = {row["code"]: row["telling"] for row in rows if row["telling"]}
    rest = sorted((code for code in numbers if code not in hidden), key=lambda code: numbers[code])
    hidden = set(hidden)
    while len(hidden) < 2 or sum(numbers[code] for code in hidden) < limit:
        if not rest:
            return hidden, False
        hidden.add(rest.pop(0))
    return hidden, True
