"""The team in a real browser: inviting, asking before something is ended, and pages that everybody can use."""

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import findings, overflow


@pytest.fixture
def office(signed_in):
    return signed_in("management")


def test_somebody_is_invited_and_the_invitation_withdrawn_after_a_question(office):
    office.goto("/team/invite/")
    office.fill("[name=name]", "Lou Janssens")
    office.fill("[name=email]", "lou.janssens@refuge.example")
    office.locator("label", has=office.locator("[name=roles][value=educator]")).click()
    office.locator("main form .btn-primary").click()
    office.wait_for_url("**/team/")
    row = office.locator("#invitations li", has_text="lou.janssens@refuge.example")
    expect(row).to_be_visible()
    question = row.get_by_role("dialog", include_hidden=True)
    expect(question).to_be_hidden()
    row.locator("button[popovertarget]").first.click()
    expect(question).to_be_visible()
    question.locator("form .btn-danger").click()
    expect(office.locator(".message.success")).to_be_visible()
    expect(row).to_have_count(0)


def test_the_filter_swaps_the_list_and_stands_in_the_address(office):
    office.goto("/team/")
    office.select_option("[name=role]", "psychologist")
    office.wait_for_url("**role=psychologist**")
    expect(office.locator("#results")).to_contain_text("psychologist@demo.refuge.example")
    expect(office.locator("#results")).not_to_contain_text("logistics@demo.refuge.example")


@pytest.mark.parametrize("page", ["/team/invite/", "/parameters/accounts.draft_days/", "a colleague"])
def test_axe_finds_nothing_and_a_phone_is_wide_enough(office, page):
    if page == "a colleague":
        office.goto("/team/?role=educator")
        page = office.locator("#results a[href^='/team/']").first.get_attribute("href")
    office.goto(page)
    assert findings(office) == []
    office.set_viewport_size({"width": 360, "height": 740})
    assert overflow(office) == 0
    assert findings(office) == []
