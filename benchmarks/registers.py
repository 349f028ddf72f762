"""Taking a register over, against only reading its workbook: `python -m benchmarks import`."""

import json
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from benchmarks.house import BASE_DIR, SIZES, House, say
from benchmarks.workbook import write_workbook

COMMAND = "import_register"
READ = """
import sys
from openpyxl import load_workbook
book = load_workbook(sys.argv[1], read_only=True, data_only=True)
print(sum(1 for sheet in book for row in sheet.iter_rows(values_only=True)))
"""


def seconds_of(run, times: int) -> float:
    """The best of some runs: the work itself, with least of the machine's other business in it."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        run()
        taken.append(time.perf_counter() - began)
    return min(taken)


def read_alone(path: Path) -> None:
    subprocess.run([sys.executable, "-c", READ, str(path)], check=True, capture_output=True)  # noqa: S603


def is_there() -> bool:
    return any((BASE_DIR / "housing" / "management" / "commands").glob(f"{COMMAND}.py"))


def measure(rows: int, times: int = 3) -> list[str]:
    """Markdown lines. The house of the import is a demo shelter; `--dry-run` leaves it as it is."""
    if not is_there():
        raise SystemExit(f"manage.py {COMMAND} does not exist yet.")
    with tempfile.TemporaryDirectory(prefix="refuge-bench-") as folder:
        path = Path(folder, "register.xlsx")
        write_workbook(path, rows)
        say(f"workbook of {rows} rows, {path.stat().st_size // 1024} kB")
        house = House(SIZES["demo"], Path(folder, "data"))
        house.root.mkdir()
        try:
            house.serve()
            start = seconds_of(lambda: house.manage("version"), times)
            found = json.loads(house.manage(COMMAND, str(path), "--dry-run", "--json").stdout)
            taken = seconds_of(lambda: house.manage(COMMAND, str(path), "--dry-run", "--json"), times)
        finally:
            house.stop()
        reading = seconds_of(lambda: read_alone(path), times)
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return lines(found, reading, taken, start, most)


def lines(found: dict, reading: float, taken: float, start: float, most: int) -> list[str]:
    counted = ", ".join(f"{found[name]} {name}" for name in ("rows", "requests", "people", "stays") if name in found)
    lists = {"rejected": 0, "left_out": 0}
    for name in lists:
        with suppress(KeyError, TypeError):
            lists[name] = len(found[name])
    return [
        f"{counted}, {lists['rejected']} rejected, {lists['left_out']} left out for a decision. Best of three; every "
        f"line is a process of its own, start included ({start:.1f} s for `manage.py version`). The largest process "
        f"took {most} MB.",
        "",
        "| | seconds | × reading |",
        "| --- | --: | --: |",
        f"| openpyxl reads every cell | {reading:.1f} | 1 |",
        f"| `manage.py {COMMAND} --dry-run --json` | {taken:.1f} | {taken / reading:.2f} |",
    ]
