"""Hidden numbers against an attacker with a linear programme who knows all that a report shows."""

import time
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from reports.protection import hidden_in, protect
from reports.protection.cells import Sum, Tables

LIMIT = 5
YEAR = {"first": "2025-01-01", "last": "2025-12-31", "is_over": True}


def reach(tables: Tables, key) -> tuple[float, float]:
    """Between which numbers the hidden count must lie, for whoever knows all that is shown."""
    keys = list(tables.values)
    where = {each: number for number, each in enumerate(keys)}
    cells = [(number, each, sign) for number, signs in enumerate(tables.signs) for each, sign in signs.items()]
    numbers, names, signs = zip(*cells, strict=True)
    shape = (len(tables.sums), len(keys))
    matrix = csr_matrix((signs, (numbers, [where[name] for name in names])), shape=shape)
    bounds = [known(tables, each) for each in keys]
    found = []
    for sign in (1, -1):
        goal = [0] * len(keys)
        goal[where[key]] = sign
        result = linprog(goal, A_eq=matrix, b_eq=[0] * len(tables.sums), bounds=bounds, method="highs")
        found.append(float("inf") if result.status == 3 else sign * result.fun)
    return found[0], found[1]


def known(tables, key):
    """A count that is shown; else from one up, as a zero would be shown, or from zero in a table that is withheld."""
    value = tables.values[key]
    if key not in tables.hidden:
        return value, value
    return (0 if key in tables.free or value == 0 else 1), None


def attack(tables: Tables) -> None:
    for key, value in tables.values.items():
        assert key in tables.hidden or not 0 < value < tables.limit, "a small number is shown"
    for key in tables.hidden:
        least, most = reach(tables, key)
        assert most >= tables.limit - 1e-6, (key, tables.values[key], least, most)
        assert most - least > 0.5, (key, tables.values[key], "is known exactly")


def crossed(rows: int, columns: int, numbers) -> tuple[dict, list[Sum]]:
    """A table with its margins and grand total."""
    values = {(row, column): numbers[row * columns + column] for row, column in product(range(rows), range(columns))}
    sums = [Sum(("row", row), tuple((row, column) for column in range(columns))) for row in range(rows)]
    sums += [Sum(("column", column), tuple((row, column) for row in range(rows))) for column in range(columns)]
    sums += [Sum("all", tuple(("row", row) for row in range(rows)))]
    sums += [Sum("all", tuple(("column", column) for column in range(columns)))]
    for each in sums:
        values[each.total] = sum(values[part] for part in each.parts)
    return values, sums


NUMBERS = st.one_of(st.integers(0, 8), st.just(0), st.integers(0, 60))


@given(st.data())
@settings(max_examples=80, deadline=None)
def test_nobody_works_out_a_hidden_number_of_a_crossed_table(data):
    rows, columns = data.draw(st.integers(2, 5)), data.draw(st.integers(2, 4))
    values, sums = crossed(rows, columns, data.draw(st.lists(NUMBERS, min_size=20, max_size=20)))
    tables = Tables(values, sums, data.draw(st.sampled_from([5, 10])))
    tables.protect()
    attack(tables)


@given(st.data())
@settings(max_examples=80, deadline=None)
def test_nor_of_tables_that_share_their_totals(data):
    """One total by several things, one of which is a total of its own tables, and so on."""
    values, sums = {"all": data.draw(st.integers(0, 40))}, []
    for table in range(data.draw(st.integers(1, 4))):
        split(data, values, sums, "all", f"t{table}")
    for part in [key for key in values if key != "all" and values[key] > 3][:2]:
        split(data, values, sums, part, f"{part}.")
    tables = Tables(values, sums, data.draw(st.sampled_from([5, 10])))
    tables.protect()
    attack(tables)


def split(data, values, sums, total, name) -> None:
    """Cut the total into parts at random places."""
    cuts = sorted(data.draw(st.lists(st.integers(0, values[total]), min_size=1, max_size=5)))
    edges = [0, *cuts, values[total]]
    parts = {f"{name}{number}": edges[number + 1] - edges[number] for number in range(len(edges) - 1)}
    values |= parts
    sums.append(Sum(total, tuple(parts)))


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_nor_of_shares_by_what_they_divide(data):
    """Rows of a share: part, rest and whole are shown or hidden together, and each adds up to the share of all."""
    rows = data.draw(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=2, max_size=6))
    values, figures, sums = {}, {}, []
    for number, (part, rest) in enumerate([*rows, tuple(map(sum, zip(*rows, strict=True)))]):
        for name, value in {"": part + rest, "part": part, "rest": rest}.items():
            values[number, name], figures[number, name] = value, number
        sums.append(Sum((number, ""), ((number, "part"), (number, "rest"))))
    for name in ("", "part"):
        sums.append(Sum((len(rows), name), tuple((number, name) for number in range(len(rows)))))
    tables = Tables(values, sums, LIMIT, figures)
    tables.protect()
    for key in tables.hidden:
        assert all((figures[key], name) in tables.hidden for name in ("", "part", "rest"))
    attack(tables)


def test_the_attacker_does_find_what_is_badly_hidden():
    """The attack itself: small numbers alone are hidden, without what would give them away."""
    values, sums = crossed(3, 3, [12, 3, 9, 30, 20, 10, 8, 7, 2])
    weak = Tables(values, sums, LIMIT)
    weak.hide([(0, 1), (2, 2)])
    with pytest.raises(AssertionError, match="3"):
        attack(weak)


def test_no_more_is_hidden_than_a_small_number_asks_for():
    values, sums = crossed(3, 3, [12, 3, 9, 30, 20, 10, 8, 7, 16])
    tables = Tables(values, sums, LIMIT)
    tables.protect()
    assert len(tables.hidden) == 4
    assert "all" not in tables.hidden


def test_forty_tables_take_less_than_a_second():
    values, sums = {"all": 0}, []
    for table in range(40):
        parts = {(table, row): (table * 7 + row * 5) % 23 for row in range(12)}
        values |= parts | {("total", table): sum(parts.values())}
        sums.append(Sum(("total", table), tuple(parts)))
    values["all"] = sum(values["total", table] for table in range(40))
    sums.append(Sum("all", tuple(("total", table) for table in range(40))))
    started = time.perf_counter()
    Tables(values, sums, LIMIT).protect()
    assert time.perf_counter() - started < 1


# Of a report's data


def figure(code, value, rows=(), *, unit="persons", adds_up=True, by="kind") -> dict:
    breakdown = {"code": by, "adds_up": adds_up, "rows": [row(*each) for each in rows]}
    return {"code": code, "unit": unit, "value": value, "telling": value, "breakdowns": [breakdown] if rows else []}


def row(code, value) -> dict:
    return {"code": code, "value": value, "telling": value}


def share(code, part, whole) -> dict:
    value = {"value": part / whole if whole else None, "numerator": part, "denominator": whole, "telling": whole}
    return {"code": code, "unit": "share", **value}


def hidden(*indicators, limit=LIMIT, year=YEAR, **kwargs) -> list[tuple]:
    return [
        tuple(each) for each in hidden_in(protect({**year, "sections": [{"indicators": indicators}]}, limit, **kwargs))
    ]


def rows_hidden(numbers, **kwargs) -> set:
    rows = [(str(number), value) for number, value in enumerate(numbers)]
    found = hidden(figure("x", kwargs.pop("total", sum(numbers)), rows, **kwargs))
    return {int(key[2]) for key in found if len(key) == 3}


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([12, 8, 0], set()),
        ([12, 8, 3], {2, 1}),  # one small number alone could be worked out from the total
        ([12, 3, 4], {1, 2}),  # each could be 5 or more: together 7
        ([12, 2, 3], {0, 1, 2}),  # together 5, and neither is zero: both would be known as small
        ([12, 1, 2, 9], {1, 2, 3}),
        ([3, 0, 0], {0, 1, 2}),  # all in one row, and so few: where they are stays untold
        ([12, 0, 0], set()),
    ],
)
def test_small_numbers_are_hidden_with_what_would_give_them_away(numbers, expected):
    assert rows_hidden(numbers) == expected


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([18, 3], {0, 1}),  # two of the 20 are in the second row alone
        ([15, 3], {1}),
        ([20, 3], {1}),
        ([18, 12], set()),
        ([18, 0], set()),
    ],
)
def test_a_row_that_holds_all_but_a_few_is_hidden_where_another_is(numbers, expected):
    assert rows_hidden(numbers, total=20, adds_up=False) == expected


@pytest.mark.parametrize(
    ("part", "whole", "expected"), [(11, 12, True), (1, 12, True), (6, 12, False), (12, 12, False), (0, 12, False)]
)
def test_a_share_of_all_but_a_few_is_hidden(part, whole, expected):
    assert bool(hidden({**share("x", part, whole), "breakdowns": []})) == expected


def test_a_total_that_two_tables_share_links_them():
    """By site the total would give it away, by age it would not: nothing of one table may tell of the other."""
    one = figure("x", 20, [("a", 9), ("b", 8), ("c", 3)])
    two = {**one, "breakdowns": [{**one["breakdowns"][0], "code": "age", "rows": [row("y", 12), row("z", 8)]}]}
    assert hidden(one, two) == [("x", "kind", "b"), ("x", "kind", "c")]


def test_a_profile_and_its_headline_count_the_same_people():
    """The total is hidden with one table: the other shows it no more."""
    one = figure("x", 6, [("a", 1), ("b", 1), ("c", 4)])
    assert (("x",) in hidden(one, figure("y", 6))) == (("y",) in hidden(one, figure("y", 6)))
    assert {("x",), ("y",)} <= set(hidden(one, figure("y", 6), before=[["y"]]))


def test_the_threshold_is_the_audiences():
    table = figure("x", 40, [("a", 20), ("b", 12), ("c", 8)])
    assert hidden(table) == []
    assert hidden(table, limit=10) == [("x", "kind", "b"), ("x", "kind", "c")]
    assert hidden(figure("x", 3), limit=0) == []


def test_what_an_earlier_version_hid_stays_hidden():
    table = figure("x", 40, [("a", 20), ("b", 12), ("c", 8)])
    assert ("x", "kind", "c") in hidden(table, before=[["x", "kind", "c"]])
    assert len(hidden(table, before=[["x", "kind", "c"]])) == 2


def test_gender_and_orientation_are_crossed_with_nothing():
    rows = [("a", 20), ("b", 20)]
    assert hidden(figure("x", 40, rows, by="gender")) == []
    assert len(hidden(figure("x", 40, rows, by="gender_by_age"))) == 2
    assert len(hidden({**figure("x", 40, [("a", 40), ("b", 0)]), "sensitive": True})) == 2


def test_what_only_some_may_read_is_hidden_inside_the_house_too():
    """Crossed with nothing it is protected by the guard; of a part of a year, or one that runs, nothing is told."""
    table = {**figure("x", 22, [("a", 12), ("b", 8), ("c", 2)]), "sensitive": True}
    of_all = {**figure("y", 12, [("a", 12), ("b", 0)]), "sensitive": True}
    plain = figure("z", 3, [("a", 1), ("b", 2)])
    assert hidden(table, plain, limit=0, guard=5) == [("x", "kind", "b"), ("x", "kind", "c")]
    assert len(hidden(of_all, limit=0, guard=5)) == 2
    for year in ({**YEAR, "last": "2025-01-31"}, {**YEAR, "is_over": False}):
        assert len(hidden(table, plain, limit=0, guard=5, year=year)) == 3
        assert len([key for key in hidden(table, limit=5, year=year) if len(key) > 1]) == 3
    assert len(hidden(table, limit=0)) == 3


def test_nights_tell_about_nobody():
    nights = {**figure("nights", 3), "telling": None}
    assert hidden(nights) == []
