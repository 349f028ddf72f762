"""Which numbers of linked tables must be hidden so that nobody can work out a small one.

The reader is taken to know everything that is shown, that sums are exact, that no count is negative, and that a hidden
count is not zero (zeros are shown) unless its whole table is withheld. Hidden counts are safe when for each of them
there is another set of tables, all sums right and all that is shown unchanged, in which it reaches the limit, or
differs where it reaches the limit already. These other tables are built here, step by step, so what comes out needs no
trust in a heuristic: it has been shown to be possible. They are looked for along chains of single changes (one up, one
down in each sum), hiding the next number where a chain ends at one that is shown. It may hide a few more than a perfect
choice would; tests/test_reports_protection.py attacks the result with a linear programme.
"""

from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count

# Chains tried for one number before its table is given up and withheld; a table of 12 by 6 asks for about 100.
PATIENCE = 3000
# A total is hidden only where no part can be.
TOTAL_COST = 1_000_000


@dataclass(frozen=True)
class Sum:
    """`total` is what `parts` make together; all are keys of counts."""

    total: object
    parts: tuple


@dataclass
class Tables:
    """Counts by key, the sums that hold between them, and counts that are shown or hidden together (`figures`)."""

    values: dict
    sums: list[Sum]
    limit: int
    figures: dict = field(default_factory=dict)  # key -> name of the figure it belongs to
    hidden: set = field(default_factory=set)
    withheld: set = field(default_factory=set)  # numbers of sums of which every part is hidden, zeros too

    def __post_init__(self):
        self.signs = [{**dict.fromkeys(each.parts, 1), each.total: -1} for each in self.sums]
        self.sums_of = {key: [] for key in self.values}
        for number, signs in enumerate(self.signs):
            for key in signs:
                self.sums_of[key].append(number)
        self.totals = {each.total for each in self.sums}
        self.members = {}
        for key in self.values:
            self.members.setdefault(self.figures.get(key, key), []).append(key)
        self.free = set()
        self.waiting = []

    def protect(self) -> set:
        """Hide what must be hidden; the keys of everything hidden."""
        self.hide(key for key, value in self.values.items() if self.is_small(value))
        for number, each in enumerate(self.sums):
            if self.is_small(self.values[each.total]):
                self.withhold(number)
        while self.waiting:
            self.make_safe(self.waiting.pop())
        return self.hidden

    def is_small(self, value) -> bool:
        return 0 < value < self.limit

    def hide(self, keys) -> None:
        """Hide counts, and with each of them the other counts of its figure."""
        for key in keys:
            for member in self.members[self.figures.get(key, key)]:
                if member not in self.hidden:
                    self.hidden.add(member)
                    self.waiting.append(member)

    def withhold(self, number) -> None:
        """Hide every part of a sum, zeros too: then a hidden part may be zero for all a reader knows."""
        if number not in self.withheld:
            self.withheld.add(number)
            self.hide(self.sums[number].parts)
            self.free.update(self.sums[number].parts)

    def make_safe(self, key) -> None:
        """Show that the hidden count could be large enough, hiding more where it could not."""
        ways_out = (self.chains, self.withhold_tables, self.chains, self.hide_totals, self.chains, self.hide_around)
        for way_out in ways_out:
            if way_out(key):
                return

    def withhold_tables(self, key) -> bool:
        for number in self.sums_of[key]:
            if self.sums[number].total != key:
                self.withhold(number)
        return False

    def hide_totals(self, key) -> bool:
        self.hide(self.sums[number].total for number in self.sums_of[key])
        return False

    def hide_around(self, key) -> bool:
        """Withhold every table that hangs together with this count: nothing is shown that could tell of it."""
        seen, todo = set(), [key]
        while todo:
            for number in self.sums_of[todo.pop()]:
                if number not in seen:
                    seen.add(number)
                    self.withhold(number)
                    self.hide([self.sums[number].total])
                    todo += [self.sums[number].total, *self.sums[number].parts]
        return True

    def chains(self, key) -> bool:
        """Whether chains of changes bring the count to where it is safe; hides what the chains run through."""
        other = dict(self.values)  # the other tables
        if self.values[key] >= self.limit:
            return self.can_differ(key, other)
        while other[key] < self.limit:
            changes = self.chain(key, +1, other)
            if changes is None:
                return False
            self.follow(changes, other, self.limit - other[key])
        return True

    def can_differ(self, key, other) -> bool:
        changes = self.chain(key, +1, other) or self.chain(key, -1, other)
        if changes is None:
            return False
        self.follow(changes, other, 1)
        return True

    def follow(self, changes, other, most) -> None:
        """Make the changes as often as they go, at most so many times."""
        times = min([most, *(self.room(key, other) for key, sign in changes.items() if sign < 0)])
        for key, sign in changes.items():
            other[key] += sign * times
        self.hide(changes)

    def room(self, key, other) -> int:
        """By how much a reader must think the count could be lower."""
        least = 0 if key in self.free or self.values[key] == 0 else 1
        return other[key] - least

    def chain(self, key, sign, other) -> dict | None:
        """The changes, by one each, that go with changing `key` while every sum stays right; the cheapest to hide."""
        if sign < 0 and self.room(key, other) < 1:
            return None
        order, tries = count(), 0
        start = {key: sign}
        queue = [(0, len(self.off(start)), next(order), start)]
        while queue and tries < PATIENCE:
            cost, _off, _order, changes = heappop(queue)
            off = self.off(changes)
            if not off:
                return changes
            tries += 1
            for step, direction, price in self.steps(min(off, key=self.choices), off, changes, other):
                longer = {**changes, step: direction}
                left = self.off(longer)
                if all(abs(each) <= 1 for each in left.values()):
                    heappush(queue, (cost + price, len(left), next(order), longer))
        return None

    def off(self, changes) -> dict:
        """The sums that these changes put out, with by how much the parts exceed the total."""
        out = {}
        for key, sign in changes.items():
            for number in self.sums_of[key]:
                out[number] = out.get(number, 0) + sign * self.signs[number][key]
        return {number: by for number, by in out.items() if by}

    def choices(self, number) -> int:
        """Short sums first: they leave the fewest."""
        return len(self.signs[number])

    def steps(self, number, off, changes, other):
        """What could change to put the sum right: (key, +1 or -1, what hiding it costs)."""
        for key, part in self.signs[number].items():
            direction = -off[number] * part
            if key not in changes and (direction > 0 or self.room(key, other) >= 1):
                price = self.price(key)
                if price is not None:
                    yield key, direction, price

    def price(self, key) -> int | None:
        """What is lost by hiding the count; None for a zero, which is hidden with its whole table or not at all."""
        if key in self.hidden:
            return 0
        if self.values[key] == 0:
            return None
        price = sum(self.values[each] + 1 for each in self.members[self.figures.get(key, key)])
        return price + (TOTAL_COST if key in self.totals else 0)
