"""The pattern of a list page, on the accounts' own table: every row once, whatever the order."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from django import forms
from django.db.models import Q
from django.test import RequestFactory
from django.utils import timezone

from refuge import questions
from refuge.accounts.models import User
from refuge.ui import lists
from refuge.ui.lists import ListForm, Listing

pytestmark = pytest.mark.django_db

COLUMNS = {"joined": "joined_at", "name": "name"}


class PeopleForm(ListForm):
    wanted = forms.CharField()

    def filter(self, records):
        wanted = self.cleaned_data["wanted"]
        return records.filter(Q(name__icontains=wanted)) if wanted else records


@pytest.fixture
def people():
    """Seven people of whom three share a name and all but one a moment."""
    names = ["Ali", "Bo", "Bo", "Bo", "Chris", "Dani", "Eli"]
    made = [User.objects.create(email=f"{number}@x.example", name=name) for number, name in enumerate(names)]
    User.objects.update(joined_at=timezone.now())
    User.objects.filter(pk=made[0].pk).update(joined_at=timezone.now() - timedelta(days=1))
    return made


@pytest.fixture(autouse=True)
def nothing_kept():
    questions._kept.clear()


def listing(query="", size=2, **options):
    request = RequestFactory().get(f"/?{query}")
    request.user = SimpleNamespace(pk=UUID(int=7), roles=frozenset())
    return Listing(request, PeopleForm, User.objects.all(), COLUMNS, size=size, **options)


def walk(query, way, **options):
    """The rows of every page from the first on, following one kind of link."""
    page, pages = listing(query, **options), []
    while page:
        assert len(pages) < 9, "the same page comes again"
        pages.append([row.pk for row in page.rows])
        cursor = getattr(page, "next" if way == "after" else "previous")
        page = listing(f"{query}&{way}={cursor}", **options) if cursor else None
    return pages


@pytest.mark.parametrize("kept", ["", "people"])
@pytest.mark.parametrize("sort", ["name", "-name", "joined", "-joined"])
def test_every_row_comes_once_in_order(people, sort, kept):
    pages = walk(f"sort={sort}", "after", kept=kept)
    column = COLUMNS[sort.removeprefix("-")]
    order = [column, "pk"] if not sort.startswith("-") else [f"-{column}", "-pk"]
    assert [pk for page in pages for pk in page] == list(User.objects.order_by(*order).values_list("pk", flat=True))
    assert [len(page) for page in pages] == [2, 2, 2, 1]


def test_going_back_shows_the_same_pages(people):
    first = listing("sort=name")
    second = listing(f"sort=name&after={first.next}")
    again = listing(f"sort=name&before={second.previous}")
    assert [row.pk for row in again.rows] == [row.pk for row in first.rows]
    assert again.previous is None
    assert again.next == first.next


def test_the_address_tells_nothing_of_the_row(people):
    assert listing("sort=name").next in {str(person.pk) for person in people}


@pytest.mark.parametrize("cursor", ["nonsense", "00000000-0000-4000-8000-000000000000", "' OR 1=1"])
def test_a_place_that_is_not_there_is_the_first_page(people, cursor):
    assert [row.pk for row in listing(f"after={cursor}").rows] == [row.pk for row in listing().rows]


def test_only_named_columns_sort(people):
    assert listing("sort=password").sort == "-joined"
    assert listing("sort=-name").sort_state("name") == "descending"
    assert listing("sort=name").sort_toggled("name") == "-name"
    assert listing("sort=name").sort_toggled("joined") == "joined"


def test_filters_narrow_rows_and_count(people):
    page = listing("wanted=bo", size=25)
    assert {row.name for row in page.rows} == {"Bo"}
    assert page.count == "3"
    assert page.form.active
    assert not listing().form.active


def test_beyond_a_limit_nobody_counts(people, monkeypatch):
    monkeypatch.setattr(lists, "COUNTED", 5)
    assert listing().count == "5+"


@pytest.mark.parametrize(("query", "number"), [("", "7"), ("wanted=bo", "3"), ("wanted=nobody", "0")])
def test_rows_that_are_all_found_for_a_page_are_counted_beside_them(people, django_assert_num_queries, query, number):
    with django_assert_num_queries(1):
        assert listing(query, counts_beside=True).count == number
    cursor = listing("sort=name").next
    assert listing(f"{query}&sort=name&after={cursor}", counts_beside=True).count == number


def test_beyond_a_limit_nobody_counts_beside_either(people, monkeypatch):
    monkeypatch.setattr(lists, "COUNTED", 5)
    assert listing(counts_beside=True).count == "5+"


def test_a_page_costs_three_queries_however_long_the_list(people, django_assert_num_queries):
    cursor = listing("sort=name").next
    with django_assert_num_queries(3):
        page = listing(f"sort=name&after={cursor}")
        assert page.count_text
        assert len(page.rows) == 2
        assert page.next
        assert page.previous
