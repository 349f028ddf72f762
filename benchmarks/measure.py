"""Every page against the floor, in turns, so that whatever else the machine does hits both alike."""

from benchmarks.figures import Measured, missed
from benchmarks.house import House, say
from benchmarks.load import Refused, Target, block, rows_in
from benchmarks.pages import FLOOR, PAGES, Page

WARM_UP = 8
BLOCK = 20


class Pair:
    """A page and its floor in one house."""

    def __init__(self, page: Page, house: House):
        self.house = house
        cookie = f"{house.told['cookie']}={house.told['sessions'][page.role]}"
        self.page = Target(house.port, house.told["paths"][page.name], cookie)
        _ms, status, body = self.page.fetch()
        if status != 200:
            raise Refused(f"{page.name} {self.page.path} answers {status}")
        shown = rows_in(body)
        self.measured = Measured(page.floor(shown))
        if page.is_list and shown < self.measured.rows:
            self.measured.shown = shown
        self.floor = Target(house.port, f"{FLOOR}{self.measured.rows}/", cookie)
        self.alike = Target(house.port, f"{FLOOR}{shown}/", cookie)
        for target in (self.page, self.floor, self.alike):
            block(target, WARM_UP)

    def turn(self) -> None:
        self.measured.floor += block(self.floor, BLOCK)
        self.measured.page += block(self.page, BLOCK)
        if self.measured.shown is not None:
            self.measured.alike += block(self.alike, BLOCK)


def measure(page: Page, houses: list[House], rounds: int, further: int = 0) -> dict[str, Measured]:
    """By size. Small and large database take turns too. Of 40 requests the slowest two decide: a page that misses a
    goal has `further` rounds, and all of its requests count."""
    pairs = []
    for house in houses:
        try:
            pairs.append(Pair(page, house))
        except (Refused, KeyError):
            reason = house.told["missing"].get(page.name) or house.told["paths"].get(page.name)
            say(f"  not measured in {house.size.name}: {page.name} ({reason})")
    found = {pair.house.size.name: pair.measured for pair in pairs}
    take_turns(pairs, rounds)
    if missed({page.name: found}, [house.size.name for house in houses]):
        take_turns(pairs, further)
    return found


def take_turns(pairs: list[Pair], rounds: int) -> None:
    for _round in range(rounds):
        for pair in pairs:
            pair.turn()


def measure_all(houses: list[House], rounds: int, further: int, only: str = "") -> dict[str, dict[str, Measured]]:
    """Every page whose name holds `only`."""
    results = {}
    for page in PAGES:
        if only in page.name:
            results[page.name] = found = measure(page, houses, rounds, further)
            times = "  ".join(f"{each.p95:5.0f} ms {each.of_floor:5.2f}×" for each in found.values())
            say(f"  {page.name:36} {times}")
    return results
