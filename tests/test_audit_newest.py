"""The access log reads each table from its newest row on, and leaves out what is closed without a gap."""

import pytest
from django.db import connection
from django.utils import timezone

from casework.models import Action, Goal
from casework.operations import add_action, add_goal, open_plan
from intake.models import Request
from refuge.audit import history, registry
from refuge.audit.history import Wanted, page_of
from refuge.people.operations import close_file
from tests.factories import make_person, make_request, make_user

pytestmark = pytest.mark.django_db


def goal_of(person, by):
    return add_goal(plan=open_plan(person=person, kind="external", by=by), domain="housing", wording="x", by=by)


def number_of(model) -> int:
    return next(number for number, table in enumerate(registry.tracked, 1) if table.model is model)


def all_pages(user, size: int, **wanted) -> list[dict]:
    page = page_of(user, Wanted(**wanted), size=size)
    rows = page.rows
    while page.next:
        assert len(page.rows) == size
        page = page_of(user, Wanted(**wanted), page.next, size)
        rows += page.rows
    return rows


def test_what_is_closed_is_left_out_and_makes_no_gap():
    """More closed rows than a page holds, newer than all others, of a table that knows its file through two others."""
    worker, manager, day = make_user("coordinator"), make_user("management"), timezone.localdate()
    theirs, closed = goal_of(make_person(by=worker), worker), goal_of(make_person(by=worker), worker)
    add_action(goal=theirs, text="x", due_on=day, responsible=worker, by=worker)
    for number in range(9):
        add_action(goal=closed, text=str(number), due_on=day, responsible=worker, by=worker)
    close_file(person=closed.plan.person, user=manager, reason="A cousin", by=make_user("management"))
    rows = all_pages(manager, 3, kind="change")
    assert closed.plan.person_id not in {row["subject"] for row in rows}
    told = [row["subject"] for row in rows if row["source"] in {number_of(Goal), number_of(Action)}]
    assert told == [theirs.plan.person_id] * 2


def test_a_row_that_names_no_file_is_not_told_to_whom_a_file_is_closed():
    """The anonymous call may have become a call of the closed file since."""
    worker, manager, source = make_user("coordinator"), make_user("management"), number_of(Request)
    make_request(by=worker, caller="anonymous")
    assert source in {row["source"] for row in page_of(manager, Wanted()).rows}
    close_file(person=make_person(by=worker), user=manager, reason="A cousin", by=make_user("management"))
    assert source not in {row["source"] for row in page_of(manager, Wanted()).rows}


@pytest.mark.parametrize("kind", ["", "change", "view"])
def test_no_table_is_joined_or_sorted_to_find_its_newest_rows(kind):
    """However many rows there are: with few of them the planner would read a table whole, so it is told not to."""
    sql, values = history._united(make_user("management"), Wanted(kind=kind), "", 25)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {sql}", values)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Hash Join" not in plan
    assert "Merge Join" not in plan
    # Side by side, each in the order of its index, and no further than a page goes.
    sources = history.sources_of(kind, ())
    assert ("Merge Append" in plan) == (len(sources) > 1)
    assert plan.count("_newest on ") == len(sources)
