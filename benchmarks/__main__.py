"""`python -m benchmarks [pages] [--sizes demo,300x10] [--rounds 6] [--further 6] [--only TEXT] [--write]
[--keep FOLDER]`,
`python -m benchmarks import [--rows 20000] [--write]`, `python -m benchmarks search [--people 100000] [--write]`,
`python -m benchmarks figures [--requests 200000] [--keep FOLDER] [--write]`,
`python -m benchmarks report [--keep FOLDER] [--write]`."""

import argparse
import signal
import sys
from contextlib import ExitStack
from pathlib import Path

from benchmarks import document, figures
from benchmarks.house import EMPTY, FIGURES, SIZES, House, say


def parse(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("what", nargs="?", default="pages", choices=list(BENCHES))
    parser.add_argument("--sizes", default=",".join(SIZES), help="databases, the smallest first")
    parser.add_argument("--rounds", type=int, default=6, help="of 20 requests to each page and its floor")
    parser.add_argument("--further", type=int, default=6, help="rounds of a page that misses a goal; all of them count")
    parser.add_argument("--only", default="", help="pages whose name holds this")
    parser.add_argument("--keep", type=Path, help="folder in which the houses' data stays for the next run")
    parser.add_argument("--rows", type=int, default=20_000, help="of the workbook that is taken over")
    parser.add_argument("--people", type=int, default=100_000, help="among whom is searched")
    parser.add_argument("--requests", type=int, default=200_000, help="over which the figures of a year are counted")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    return parser.parse_args(argv)


def houses(stack: ExitStack, names: list[str], keep: Path | None) -> list[House]:
    """Started one after the other; each stops when `stack` ends, in any case."""
    started = []
    for name in names:
        if keep:
            (keep / name).mkdir(parents=True, exist_ok=True)
        house = House(SIZES[name], keep / name if keep else None)
        stack.callback(house.stop)
        say(f"{name}: starting")
        house.start()
        started.append(house)
    return started


def pages(wanted: argparse.Namespace, command: str) -> list[str]:
    """The table of pages; what misses a goal is said on standard error."""
    from benchmarks.measure import measure_all

    sizes = wanted.sizes.split(",")
    with ExitStack() as stack:
        results = measure_all(houses(stack, sizes, wanted.keep), wanted.rounds, wanted.further, wanted.only)
    for line in figures.missed(results, sizes):
        say(f"MISSED {line}")
    floor = f"The floor itself, p50 / p95 in ms: {'; '.join(figures.floors(results))}."
    return [figures.circumstances(command), floor, "", *figures.table(results, sizes)]


def taking_over(wanted: argparse.Namespace, command: str) -> list[str]:
    from benchmarks.registers import measure

    lines = measure(wanted.rows)
    return [figures.circumstances(command), "", *lines]


def searching(wanted: argparse.Namespace, command: str) -> list[str]:
    house = House(EMPTY)
    try:
        house.manage("prepare")
        table = house.manage("bench_search", str(wanted.people)).stdout.splitlines()
    finally:
        house.stop()
    return [figures.circumstances(command), "", *table]


def counting(wanted: argparse.Namespace, command: str) -> list[str]:
    """All figures of a year. With --keep the seeded house stays for the next run: filling it takes minutes."""
    house = House(FIGURES, wanted.keep)
    try:
        if not (house.root / "seeded").exists():
            house.root.mkdir(parents=True, exist_ok=True)
            house.seed()
        table = house.manage("bench_figures", str(wanted.requests)).stdout.splitlines()
    finally:
        house.stop()
    return [figures.circumstances(command), "", *table]


def reporting(wanted: argparse.Namespace, command: str) -> list[str]:
    """The year's report and a large workbook, in the demo shelter."""
    house = House(SIZES["demo"], wanted.keep)
    try:
        if wanted.keep:
            wanted.keep.mkdir(parents=True, exist_ok=True)
        house.manage("prepare")
        table = house.manage("bench_report").stdout.splitlines()
    finally:
        house.stop()
    return [figures.circumstances(command), "", *table]


BENCHES = {"pages": pages, "import": taking_over, "search": searching, "figures": counting, "report": reporting}


def main(argv: list[str]) -> None:
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit("Stopped."))  # so that the houses stop too
    wanted = parse(argv)
    lines = BENCHES[wanted.what](wanted, " ".join(["python -m benchmarks", *argv]))
    print("\n".join(lines))
    if wanted.write:
        document.write(wanted.what, lines)


if __name__ == "__main__":
    main(sys.argv[1:])
