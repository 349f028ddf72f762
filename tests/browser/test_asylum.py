"""The asylum track in a real browser: a deadline with its sum while typing, the checklist, a task of an educator's."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.accessibility import findings, overflow

TRACKS = "/casework/asylum/tracks/"
A_YEAR = re.compile(r"20\d\d")


@pytest.fixture
def office(signed_in):
    return signed_in("coordinator")


def open_track(page, name):
    page.goto(TRACKS)
    page.locator("#results a", has_text=name).first.click()
    page.wait_for_url("**/casework/asylum/*-*/")


def test_a_deadline_is_read_on_a_letter_confirmed_and_taken_back(office):
    open_track(office, "Farid")
    office.locator("#deadlines a[href$='/deadlines/new/']").click()
    expect(office.locator("[name=days]")).to_have_value("")
    office.select_option("[name=kind]", "appeal")
    office.fill("[name=notified_on]", (timezone.localdate() - timedelta(days=5)).isoformat())
    office.fill("[name=days]", "30")
    office.locator("label", has=office.locator("[name=counting][value=calendar]")).click()
    expect(office.locator("#sum")).to_contain_text(A_YEAR, timeout=10_000)
    expect(office.locator("#usual li")).to_have_count(3)
    office.locator("main form .btn-primary").click()
    expect(office.locator("[name=days]")).to_have_value("30")
    office.check("[name=confirmed]")
    office.locator("main form .btn-primary").click()
    office.wait_for_url("**/casework/asylum/*-*/")
    expect(office.locator(".message").first).to_contain_text(A_YEAR)
    before = office.locator("#deadlines section").count()
    office.locator(".message form button").first.click()
    expect(office.locator("#deadlines section")).to_have_count(before - 1)


def test_the_checklist_is_ticked_and_taken_back(office):
    open_track(office, "Ayoub")
    box = office.locator("#preparation form[action$='/done/'] button").first
    to_do = office.locator("#preparation form[action$='/done/']").count()
    box.click()
    expect(office.locator("#preparation form[action$='/done/']")).to_have_count(to_do - 1)
    office.locator(".message form button").first.click()
    expect(office.locator("#preparation form[action$='/done/']")).to_have_count(to_do)


def test_an_educator_finds_their_task_and_nothing_of_the_procedure(signed_in):
    page = signed_in("educator")
    page.goto("/casework/asylum/tasks/")
    expect(page.locator("#my-tasks li")).to_have_count(1)
    # Asked beside the page: a 404 on it would stand in its console.
    assert [page.request.get(address).status for address in ("/casework/asylum/", TRACKS)] == [404, 404]


@pytest.mark.parametrize(
    "address", ["/casework/asylum/", TRACKS, "track", "deadline", "/casework/asylum/checklist/fr/"]
)
def test_axe_finds_nothing_and_a_phone_is_wide_enough(office, address):
    if address in ("track", "deadline"):
        open_track(office, "Blessing")
        if address == "deadline":
            office.locator("#deadlines a[href$='/deadlines/new/']").click()
    else:
        office.goto(address)
    assert findings(office) == []
    office.set_viewport_size({"width": 360, "height": 780})
    assert overflow(office) == 0
    assert findings(office) == []
