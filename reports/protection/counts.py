"""From a report's figures to the counts behind them: a share is as telling as what it divides."""

from refuge.indicators import SENSITIVE, SHARE, declared
from reports.protection.cells import Sum, Tables

CROSSED = "_by_"


def sensitive_codes() -> set[str]:
    """What no table crosses with anything: with a second dimension it tells who somebody is."""
    return {by.code for each in declared() if each.sensitivity == SENSITIVE for by in each.breakdowns}


def counts_of(figure: dict, unit: str) -> dict:
    """The counts of people, or of what stands for people, that can be read out of a figure: {name: count}.

    11 of 12 says of the twelfth what 1 of 12 would say: of a share, the rest counts as well.
    """
    if figure["telling"] is None:
        return {}
    if unit != SHARE:
        return {"": figure["telling"]}
    part, whole = figure["numerator"], figure["denominator"]
    return {"": whole, "part": part, "rest": whole - part}


class Report:
    """All tables of one report as counts and sums."""

    def __init__(self, indicators: list[dict], limit: int):
        self.values, self.figures, self.sums = {}, {}, []
        for indicator in indicators:
            self.add_indicator(indicator)
        self.link_totals(indicators)
        self.tables = Tables(self.values, self.sums, limit, self.figures)

    def add_indicator(self, indicator) -> None:
        total = (indicator["code"],)
        if not self.add_figure(total, indicator, indicator["unit"]):
            return
        for breakdown in indicator["breakdowns"]:
            self.add_breakdown(total, breakdown, indicator)

    def add_figure(self, key, figure, unit) -> bool:
        counts = counts_of(figure, unit)
        for name, number in counts.items():
            self.values[*key, name] = number
            self.figures[*key, name] = key
        if "part" in counts:
            self.sums.append(Sum((*key, ""), ((*key, "part"), (*key, "rest"))))
        return bool(counts)

    def add_breakdown(self, total, breakdown, indicator) -> None:
        keys = [(*total, breakdown["code"], row["code"]) for row in breakdown["rows"]]
        for key, row in zip(keys, breakdown["rows"], strict=True):
            self.add_figure(key, row, indicator["unit"])
        if not breakdown["adds_up"]:
            return
        for name in counts_of(indicator, indicator["unit"]):
            parts = tuple((*key, name) for key in keys if (*key, name) in self.values)
            if parts and sum(self.values[each] for each in parts) == self.values[*total, name]:
                self.sums.append(Sum((*total, name), parts))

    def link_totals(self, indicators) -> None:
        """Totals of the same number are taken to count the same people, as a profile and its headline do: so nothing
        that is hidden of one can be read from the other. Where they do not, nothing is lost."""
        first = {}
        for key in [(each["code"], "") for each in indicators if (each["code"], "") in self.values]:
            same = first.setdefault(self.values[key], key)
            if same != key and self.values[key]:
                self.sums.append(Sum(same, (key,)))

    def hide(self, figures) -> None:
        """Hide figures whatever their counts, zeros apart: an earlier version of the report hid them."""
        wanted = set(figures)
        self.tables.hide(key for key, figure in self.figures.items() if figure in wanted and self.values[key])

    def protect(self) -> set:
        """The figures that must be hidden: (indicator,) and (indicator, breakdown, row)."""
        return {self.figures[key] for key in self.tables.protect()}
