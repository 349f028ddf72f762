"""Further headings, asked for as they come into view: together they show what one page with all figures shows."""

import re
from datetime import date
from html import unescape

import pytest

from refuge.people.age import whole_years
from reports.topics import MOST_AT_ONCE, in_parts
from tests.factories import make_user
from tests.reports import made_up_year

FIGURE = re.compile(r'href="(/reports/figures/[^"]+)"')
DRAWING = re.compile(r'src="(/reports/charts/[^"]+)"')
NEXT = re.compile(r'hx-get="(/reports/headings/[^"]+)"')


@pytest.fixture
def signed_in(client):
    def sign_in(*roles):
        client.force_login(make_user(*roles, language="en"))
        return client

    return sign_in


def opened(client, path) -> str:
    page = client.get(path)
    assert page.status_code == 200, path
    return page.content.decode()


def scrolled(client, path) -> list[str]:
    """The page and everything that comes as it is scrolled."""
    found, waiting = [], [path]
    while waiting:
        found.append(opened(client, waiting.pop(0)))
        waiting += map(unescape, NEXT.findall(found[-1]))
    return found


def shown(answers) -> tuple:
    """Every card and table, in order, as one list."""
    told = "".join(answers)
    cards = re.findall(r'<div class="card figure">.*?</details></div>', told, re.S)
    return sorted(cards), sorted(DRAWING.findall(told)), sorted(set(FIGURE.findall(told)))


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["management", "coordinator", "volunteers"])
@pytest.mark.parametrize("query", ["year=2025&compare=before", "year=2025&part=q2", "year=2025&programme=emergency"])
def test_scrolled_to_the_end_everything_was_there(signed_in, query, role):
    made_up_year()
    client = signed_in(role)
    parts = scrolled(client, f"/reports/?{query}")
    whole = opened(client, f"/reports/?{query}&all=1")
    assert NEXT.findall(whole) == []
    assert shown(parts) == shown([whole])
    assert len(parts) > 5 or role == "volunteers"


@pytest.mark.django_db
def test_a_heading_by_itself_begins_with_its_first_figures(signed_in):
    made_up_year()
    client = signed_in("management")
    parts = scrolled(client, "/reports/?year=2025&topic=stays")
    assert len(parts) == 3
    assert shown(parts) == shown([opened(client, "/reports/?year=2025&topic=stays&all=1")])


@pytest.mark.django_db
def test_without_scripts_each_heading_leads_to_its_figures(signed_in):
    made_up_year()
    client = signed_in("management")
    page = opened(client, "/reports/?year=2025&compare=before")
    links = [unescape(each) for each in re.findall(r'class="figures-next".*?<a href="([^"]+)"', page)]
    assert len(links) == len(NEXT.findall(page)) == 7
    for link in links:
        heading = client.get(link)
        assert "compare=before" in link
        assert heading.context["is_whole"]
        assert len(heading.context["sections"]) == 1
    assert "?year=2025&amp;compare=before&amp;all=1" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "address", "status"),
    [
        ("management", "nothing/1", 404),
        ("management", "stays/0", 404),
        ("management", "stays/4", 404),
        ("volunteers", "stays/1", 404),
        ("volunteers", "volunteers/1", 200),
        ("coordinator", "team/1", 404),
        ("educator", "volunteers/1", 404),
    ],
)
def test_whose_heading_it_is(signed_in, role, address, status):
    assert signed_in(role).get(f"/reports/headings/{address}/").status_code == status


@pytest.mark.django_db
def test_own_dates_that_make_no_sense_leave_all_headings_with_the_year_that_stands_instead(signed_in):
    made_up_year()
    page = opened(signed_in("management"), "/reports/?year=2025&part=own&first=2025-05-05&last=2025-05-01")
    assert {"year=2025"} == {unescape(each).partition("?")[2] for each in NEXT.findall(page)}


@pytest.mark.parametrize(
    ("number", "sizes"), [(0, []), (1, [1]), (MOST_AT_ONCE, [MOST_AT_ONCE]), (14, [7, 7]), (33, [11, 11, 11])]
)
def test_parts_are_even(number, sizes):
    everything = list(range(number))
    parts = in_parts(everything)
    assert [len(each) for each in parts] == sizes
    assert [each for part in parts for each in part] == everything


@pytest.mark.parametrize(
    ("since", "until", "years"),
    [
        (date(2004, 2, 29), date(2023, 2, 28), 19),
        (date(2004, 2, 29), date(2023, 2, 27), 18),
        (date(2004, 2, 29), date(2024, 2, 28), 19),
        (date(2004, 6, 2), date(2024, 6, 1), 19),
        (date(2004, 6, 2), date(2024, 6, 2), 20),
        (date(2024, 6, 2), date(2024, 1, 2), 0),
        (date(2026, 6, 2), date(2024, 1, 2), -2),
    ],
)
def test_whole_years(since, until, years):
    assert whole_years(since, until) == years
