"""Noting a call in a real browser: hands on the keys, nothing lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import findings, overflow

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

REQUEST = re.compile(r"/intake/R-\d{4}-\d{4}/$")


def tab_to(page, name):
    """Press Tab until a field of that name has the focus."""
    for _press in range(40):
        if page.evaluate("document.activeElement.name") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {name}")


def start_call(page, name):
    """From Today to the first field by one key, and a name typed into it."""
    page.goto("/")
    page.keyboard.press("n")
    expect(page.locator("[name=chosen_name]")).to_be_focused()
    page.keyboard.type(name)


def test_a_coordinator_notes_a_call_by_keyboard_alone(signed_in):
    page = signed_in("coordinator")
    start_call(page, "Maëlle")
    tab_to(page, "age")
    page.keyboard.type("19 ans")
    tab_to(page, "speaks_freely")
    page.keyboard.press("Space")
    tab_to(page, "urgency")
    page.keyboard.press("Space")
    tab_to(page, "story")
    page.keyboard.type("Dort dans une gare.")
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(REQUEST)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Maëlle")
    expect(page.get_by_text("Dort dans une gare.")).to_be_visible()
    expect(page.locator(".head").get_by_text("Ce soir")).to_be_visible()
    page.locator(".messages").get_by_role("button", name="Annuler").click()
    expect(page).to_have_url(re.compile(r"/intake/$"))


def test_a_half_typed_call_comes_back_after_a_reload(signed_in):
    page = signed_in("coordinator")
    start_call(page, "Théo")
    with page.expect_response(lambda answer: "/drafts/" in answer.url and "phrase" in (answer.request.post_data or "")):
        page.get_by_label("Ce qui se passe").fill("Une phrase à moitié")
    expect(page.locator("[data-draft-state]")).to_have_text(re.compile(r"Enregistré à \d\d:\d\d"))
    page.reload()
    expect(page.locator("[name=chosen_name]")).to_have_value("Théo")
    expect(page.get_by_label("Ce qui se passe")).to_have_value("Une phrase à moitié")


def test_a_known_file_is_offered_while_the_name_is_typed_and_can_be_chosen(signed_in):
    page = signed_in("coordinator")
    start_call(page, "Maxime")
    page.locator("#id_urgency").get_by_text("Ce soir").click()
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(REQUEST)
    start_call(page, "maxime")
    offered = page.locator("#duplicates")
    offered.get_by_text(re.compile("C’est")).first.click()
    page.locator("#id_urgency").get_by_text("48 h").click()
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(REQUEST)
    expect(page.get_by_role("heading", name="Autres demandes")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 360])
def test_everybody_can_use_the_pages_of_a_request(signed_in, width):
    page = signed_in("coordinator")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/intake/?state=all")
    address = page.locator("#results a.row-link").first.get_attribute("href")
    for path in ("/intake/", "/intake/new/", address, f"{address}assess/", f"{address}decide/", f"{address}assign/"):
        page.goto(path)
        assert findings(page) == [], path
        assert overflow(page) == 0, path
