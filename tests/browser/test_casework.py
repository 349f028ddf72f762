"""Casework in a real browser: a goal, an action ticked off and brought back, a note; pages that everybody can use."""

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import findings, overflow

CASELOAD = "/casework/?whose=all"


@pytest.fixture
def office(signed_in):
    return signed_in("coordinator")


def open_first_plan(page):
    page.goto(CASELOAD)
    page.locator("#results a[href^='/casework/plans/']").first.click()
    page.wait_for_url("**/casework/plans/**")


def test_a_goal_and_an_action_are_set_ticked_off_and_brought_back(office):
    open_first_plan(office)
    office.locator("a[href$='/goals/new/']").click()
    office.locator("label", has=office.locator("[name=domain][value=social_life]")).click()
    office.fill("[name=wording]", "Meet people without hiding")
    office.locator("main form .btn-primary").click()
    goal = office.locator("section", has_text="Meet people without hiding").last
    goal.locator("a[href$='/actions/new/']").click()
    office.fill("[name=text]", "Go to the workshop on Thursday together")
    office.fill("[name=due_on]", "2031-01-09")
    office.locator("main form .btn-primary").click()
    row = office.locator("li", has_text="Go to the workshop on Thursday together")
    expect(row.locator(".chip")).to_have_class("chip plain")
    row.locator("form[action$='/done/'] button").click()
    expect(row.locator(".chip")).to_have_class("chip well")
    office.locator(".message form button").click()
    expect(row.locator(".chip")).to_have_class("chip plain")


def test_a_note_survives_a_reload_and_is_saved(office):
    open_first_plan(office)
    office.locator("a[href*='/casework/notes/new/']").click()
    address = office.url
    office.fill("[name=text]", "Talked about the school, calmly.")
    expect(office.locator("[data-draft-state]")).to_contain_text(":", timeout=15_000)
    office.goto(address)
    expect(office.locator("[name=text]")).to_have_value("Talked about the school, calmly.")
    office.locator("label", has=office.locator("[name=domain][value=training]")).click()
    office.locator("main form .btn-primary").click()
    office.wait_for_url("**/journal/")
    expect(office.locator("#journal")).to_contain_text("Talked about the school, calmly.")


@pytest.mark.parametrize("page", [CASELOAD, "plan", "goal", "/alerts/"])
def test_axe_finds_nothing_and_a_phone_is_wide_enough(office, page):
    if page in ("plan", "goal"):
        open_first_plan(office)
        if page == "goal":
            office.locator("a[href$='/goals/new/']").click()
    else:
        office.goto(page)
    assert findings(office) == []
    office.set_viewport_size({"width": 360, "height": 740})
    assert overflow(office) == 0
    assert findings(office) == []
