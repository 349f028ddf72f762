"""What the milliseconds say, and how it is put down."""

import os
import platform
from dataclasses import dataclass, field
from datetime import date
from math import ceil

MOST_OF_FLOOR = 3.0
MOST_GROWTH = 1.25
MISSED = "**"  # bold in the document, and seen on a terminal


def percentile(values: list[float], share: float) -> float:
    """The smallest value that at least `share` of them do not exceed (nearest rank)."""
    return sorted(values)[max(ceil(share * len(values)) - 1, 0)]


@dataclass
class Measured:
    """One page in one database, beside the floor of `rows` rows measured in turns with it. A list that is shorter than
    a page is held against a whole page: `alike` is the plain list of as many rows as it shows."""

    rows: int
    page: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    shown: int | None = None  # of a short list
    alike: list[float] = field(default_factory=list)

    @property
    def p50(self) -> float:
        return percentile(self.page, 0.5)

    @property
    def p95(self) -> float:
        return percentile(self.page, 0.95)

    @property
    def of_floor(self) -> float:
        return self.p95 / percentile(self.floor, 0.95)

    @property
    def length(self) -> int:
        """How many rows it is held against where two databases are compared."""
        return self.rows if self.shown is None else self.shown

    @property
    def plain(self) -> list[float]:
        """The plain list of so many rows."""
        return self.floor if self.shown is None else self.alike


def growth(small: Measured, large: Measured) -> float:
    """How much slower the page is in the large database. Where it shows more rows there (every space of the house, a
    whole page of those who wait), against the growth of a plain list of as many rows: that excuses, and never accuses.
    A plain list that was slower in the small database says nothing of the page."""
    grown = large.p95 / small.p95
    if large.length <= small.length:
        return grown
    return min(grown, grown * percentile(small.plain, 0.95) / percentile(large.plain, 0.95))


def marked(value: float, most: float) -> str:
    text = f"{value:.2f}"
    return f"{MISSED}{text}{MISSED}" if value > most else text


def page_cells(measured: Measured | None) -> list[str]:
    if not measured:
        return ["–"] * 4
    times = [f"{measured.p50:.0f}", f"{measured.p95:.0f}"]
    return [str(measured.rows), *times, marked(measured.of_floor, MOST_OF_FLOOR)]


def table(results: dict[str, dict[str, Measured]], sizes: list[str]) -> list[str]:
    """Markdown lines: a page a line, four columns a size, and the growth from the first size to the last."""
    head = ["Page", *(f"{size}: {what}" for size in sizes for what in ("rows", "p50", "p95", "× floor"))]
    lines = []
    for name, found in results.items():
        cells = [name, *(cell for size in sizes for cell in page_cells(found.get(size)))]
        if len(sizes) > 1:
            both = [found.get(sizes[0]), found.get(sizes[-1])]
            cells.append(marked(growth(*both), MOST_GROWTH) if all(both) else "–")
        lines.append(cells)
    head += ["× small"] if len(sizes) > 1 else []
    rule = ["---", *["--:"] * (len(head) - 1)]
    return [f"| {' | '.join(cells)} |" for cells in (head, rule, *lines)]


def missed(results: dict[str, dict[str, Measured]], sizes: list[str]) -> list[str]:
    """A line for each goal that a page misses."""
    said = []
    for name, found in results.items():
        for size, measured in found.items():
            if measured.of_floor > MOST_OF_FLOOR:
                said.append(f"{name}: {measured.of_floor:.2f} × the floor in {size}, at most {MOST_OF_FLOOR:g}")
        if len(sizes) > 1 and len(found) == len(sizes):
            grown = growth(found[sizes[0]], found[sizes[-1]])
            if grown > MOST_GROWTH:
                said.append(f"{name}: {grown:.2f} × as slow in {sizes[-1]} as in {sizes[0]}, at most {MOST_GROWTH:g}")
    return said


def floors(results: dict[str, dict[str, Measured]]) -> list[str]:
    """p50 and p95 of the floor itself, by its rows, over the whole run."""
    by_rows: dict[int, list[float]] = {}
    for found in results.values():
        for measured in found.values():
            by_rows.setdefault(measured.rows, []).extend(measured.floor)
    return [
        f"{rows} rows {percentile(taken, 0.5):.0f} / {percentile(taken, 0.95):.0f}"
        for rows, taken in sorted(by_rows.items())
    ]


def circumstances(command: str) -> str:
    """When, where and in what company."""
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    cores = os.cpu_count()
    return (
        f"`{command}`, {date.today():%Y-%m-%d}, {cores} cores, "  # noqa: DTZ011
        f"Python {platform.python_version()}, load at the end (1, 5, 15 minutes) {load}."
    )
