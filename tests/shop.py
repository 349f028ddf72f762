"""The internal shop for tests, filled as staff fill it."""

from itertools import count

from tests.factories import make_user
from volunteers import operations

_numbers = count(1)


def make_item(*sizes, stock=None, by=None, **facts):
    """A thing in these sizes, with so many pieces of each where `stock` is told."""
    by = by or make_user("logistics")
    facts = {"name": f"Thing {next(_numbers)}", "category": "clothes"} | facts
    item = operations.add_item(sizes=sizes, by=by, **facts)
    if stock:
        make_gift(item, stock, by=by)
    return item


def lines_of(item, number) -> dict:
    return {size.pk: number for size in item.sizes.all()}


def make_gift(item, number=5, *, by=None, **facts):
    facts = {"donor_words": "A collection"} | facts
    return operations.receive_gift(lines=lines_of(item, number), by=by or make_user("logistics"), **facts)


def stock_of(item) -> dict:
    """{size: pieces}"""
    return dict(item.sizes.order_by("place").values_list("name", "stock"))
