"""Noting a call in a real browser: hands on the keys, nothing lost."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import findings, overflow

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

REQUEST = re.compile(r"/intake/R-\d{4}-\d{4}/$")


class Hands:
    """Two hands on a keyboard. `pressed` counts the keys beyond the text typed; a chord is each of its keys."""

    def __init__(self, page):
        self.page, self.pressed = page, 0

    def press(self, key, times=1):
        for _time in range(times):
            self.page.keyboard.press(key)
            self.pressed += len(key.split("+"))

    def to(self, name):
        """By Tab to a field of that name."""
        while self.page.evaluate("document.activeElement.name") != name:
            self.press("Tab")
            assert self.pressed < 60, f"Tab never reaches {name}"

    def type(self, text):
        self.page.keyboard.type(text)


def start_call(page, name, start="/"):
    """From a page to the first field by one key, and a name typed into its own."""
    page.goto(start)
    hands = Hands(page)
    hands.press("n")
    expect(page.locator("[name=speaks_freely]").first).to_be_focused()
    hands.to("chosen_name")
    hands.type(name)
    return hands


def test_from_the_inbox_to_a_noted_call_by_keyboard_alone_in_25_keys(signed_in):
    """With the stopwatch: safety, number, name, age, urgency and story, while listening."""
    page = signed_in("coordinator")
    page.goto("/intake/")
    began, hands = time.monotonic(), Hands(page)
    hands.press("n")
    expect(page.locator("[name=speaks_freely]").first).to_be_focused()
    hands.press("Space")
    hands.to("in_danger")
    hands.press("Space")
    hands.to("call_back")
    hands.type("0499 99 31 07")
    hands.to("chosen_name")
    hands.type("Maëlle")
    hands.to("age")
    hands.type("19 ans")
    hands.to("urgency")
    hands.press("Space")
    hands.to("story")
    hands.type("Dort dans une gare.")
    hands.press("Control+Enter")
    expect(page).to_have_url(REQUEST)
    assert hands.pressed <= 25
    assert time.monotonic() - began < 60
    expect(page.get_by_role("heading", level=1)).to_contain_text("Maëlle")
    expect(page.get_by_text("Dort dans une gare.")).to_be_visible()
    expect(page.locator(".head").get_by_text("Ce soir")).to_be_visible()
    page.locator(".messages").get_by_role("button", name="Annuler").click()
    expect(page).to_have_url(re.compile(r"/intake/$"))


def test_two_tabs_are_two_calls(signed_in):
    page = signed_in("coordinator")
    start_call(page, "Éloi")
    with page.expect_response(lambda answer: "/drafts/" in answer.url and answer.ok):
        page.keyboard.type(" le grand")
    other = page.context.new_page()
    other.goto("/intake/new/")
    expect(other.locator("[name=chosen_name]")).to_have_value("")
    other.get_by_role("link", name=re.compile("Continuer")).first.click()
    expect(other.locator("[name=chosen_name]")).to_have_value("Éloi le grand")
    other.close()


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
    pages = ["/intake/", "/intake/new/", "/intake/waiting/", "/intake/views/new/?late=on", address]
    for path in [*pages, *(f"{address}{step}/" for step in ("assess", "decide", "assign", "contact"))]:
        page.goto(path)
        assert findings(page) == [], path
        assert overflow(page) == 0, path


def test_requests_are_chosen_all_at_once_and_given_back(signed_in):
    page = signed_in("coordinator")
    page.goto("/intake/")
    number = page.locator("input[name=request]").count()
    page.get_by_label("Toute la page").check()
    expect(page.locator("input[name=request]:checked")).to_have_count(number)
    page.get_by_label("Confier les demandes choisies à").select_option(index=1)
    page.get_by_role("button", name="Confier", exact=True).click()
    page.locator(".messages").get_by_role("button", name="Annuler").click()
    expect(page.locator(".messages")).to_contain_text("revenue")


def test_changing_a_filter_marks_the_view_it_is(signed_in):
    page = signed_in("coordinator")
    page.goto("/intake/")
    page.locator("#id_urgency").select_option("tonight")
    expect(page.locator("#views [aria-current]")).to_have_text("Cette nuit")
    expect(page.get_by_role("link", name="Renommer cette vue")).to_be_visible()
