"""Imports go one way: an app imports the foundation and the apps before it on the road, never one after it."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

GROUND = {
    "refuge.access",
    "refuge.calendars",
    "refuge.checks",
    "refuge.counting",
    "refuge.days",
    "refuge.alone",
    "refuge.encryption",
    "refuge.history",
    "refuge.exports",
    "refuge.indicators",
    "refuge.loglines",
    "refuge.operations",
    "refuge.pdf",
    "refuge.prepared",
    "refuge.questions",
    "refuge.records",
    "refuge.registry",
    "refuge.spreadsheets",
    "refuge.together",
    "refuge.violations",
}
# From the lowest floor up. Rooms on one floor do not import each other.
FLOORS = [
    GROUND,
    {"refuge.ui", "refuge.embedded"},
    {"refuge.parameters"},
    {"refuge.accounts"},
    {"refuge.audit"},
    {"refuge.notifications"},
    {"refuge.people"},
    {"refuge.partners"},
    {"refuge.documents"},
    {"refuge.privacy"},
    {"intake", "volunteers"},
    {"housing"},
    {"casework"},
    {"reports"},
    {"demo"},
]
FLOOR_OF = {room: height for height, rooms in enumerate(FLOORS) for room in rooms}
# Modules that put the house together rather than stand in it.
COMPOSITION = ("refuge.settings", "refuge.urls", "refuge.celery", "refuge.wsgi")
# Reports read what apps declare, never their models.
NO_MODELS = {"reports": {"intake", "housing", "casework", "volunteers"}}


def room_of(module: str) -> str | None:
    """The room a module stands in, or None for a package from outside."""
    parts = module.split(".")
    for depth in (2, 1):
        if ".".join(parts[:depth]) in FLOOR_OF:
            return ".".join(parts[:depth])
    return None


def imports_of(source: str) -> set[str]:
    """Every module a source imports, also inside functions."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def wrong_ways(module: str, source: str) -> list[str]:
    """The imports of `source` that climb, cross to a neighbour, or read models they must not."""
    here = room_of(module)
    wrong = []
    for target in imports_of(source):
        there = room_of(target)
        if here is None or there is None or there == here or (here in GROUND and there in GROUND):
            continue
        if FLOOR_OF[there] >= FLOOR_OF[here] or there in NO_MODELS.get(here, ()):
            wrong.append(f"{module} imports {target}")
    return wrong


def modules():
    for top in ("refuge", "intake", "housing", "casework", "volunteers", "reports", "demo"):
        for path in sorted((ROOT / top).rglob("*.py")):
            yield ".".join(path.relative_to(ROOT).with_suffix("").parts), path


def test_no_import_goes_the_wrong_way():
    wrong = [line for name, path in modules() for line in wrong_ways(name, path.read_text())]
    assert wrong == []


def test_every_module_stands_in_a_room():
    homeless = [name for name, _ in modules() if not room_of(name) and not name.startswith(COMPOSITION)]
    assert set(homeless) <= {"refuge.__init__"}


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("refuge.people.views", "from intake.models import Request"),
        ("refuge.ui.views", "import refuge.accounts.models"),
        ("refuge.audit.models", "def late():\n    from refuge.people.models import Person"),
        ("intake.views", "from housing import operations"),
        ("refuge.ui.views", "from refuge.parameters import registry"),
        ("reports.figures", "from housing.models import Stay"),
    ],
)
def test_a_wrong_import_is_noticed(module, source):
    assert wrong_ways(module, source)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("housing.operations", "from intake.models import Request"),
        ("intake.views", "from refuge.people.models import Person"),
        ("demo.builder", "from intake import operations"),
    ],
)
def test_a_right_import_passes(module, source):
    assert wrong_ways(module, source) == []


def test_no_module_of_tests_imports_another():
    """What several need stands beside them: otherwise a file of tests could not be moved, nor run alone."""
    paths = sorted((ROOT / "tests").rglob("*.py"))
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths if path.name.startswith("test_")}
    wrong = {
        f"{path.name} imports {target}"
        for path in paths
        for target in imports_of(path.read_text())
        if target in names or target.rpartition(".")[0] in names
    }
    assert wrong == set()


def test_no_module_is_longer_than_500_lines():
    """Migrations apart: Django writes them."""
    paths = [path for _name, path in modules()]
    paths += [path for top in ("tests", "benchmarks") for path in (ROOT / top).rglob("*.py")]
    lines = {path: path.read_text().count("\n") for path in paths if path.parent.name != "migrations"}
    assert [f"{path.relative_to(ROOT)}: {number}" for path, number in lines.items() if number > 500] == []
