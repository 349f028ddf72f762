"""Spaces and stays in a real browser: from a call to a space, along the board, and out again."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import findings, overflow
from tests.browser.steps import call

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

STAY = re.compile(r"/housing/stays/[0-9a-f-]{36}/$")
PAGES = (
    "/housing/", "/housing/tonight/", "/housing/spaces/", "/housing/give/", "/housing/exchange/",
    "/housing/extensions/", "/housing/spaces/open/",
)  # fmt: skip


def give_the_first_space(page):
    """By the link of a space that fits tonight; the stay's page follows."""
    page.locator("a[href*='/housing/give/?request=']").first.click()
    page.get_by_text("Arrive", exact=True).click()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page).to_have_url(STAY)


def test_from_a_call_to_a_space_and_out_again(signed_in):
    page = signed_in("coordinator")
    call(page, "Ophélie")
    give_the_first_space(page)
    expect(page.get_by_text("jour 1 sur")).to_be_visible()
    page.goto("/housing/")
    bar = page.get_by_role("link", name=re.compile("Ophélie, du"))
    bar.focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("link", name="Le séjour et son échéance").click()
    expect(page).to_have_url(STAY)
    page.get_by_role("link", name="Noter le départ").click()
    page.select_option("[name=destination]", "friends_temp")
    page.select_option("[name=exit_type]", "own")
    page.locator("form.card").get_by_role("button", name="Noter le départ").click()
    expect(page.get_by_text("Le départ est noté.")).to_be_visible()
    page.locator(".messages").get_by_role("button", name="Annuler").click()
    expect(page.get_by_text("Le départ est annulé")).to_be_visible()
    page.get_by_role("button", name="Annuler l’arrivée").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Annuler l’arrivée").click()
    expect(page.get_by_text("L’arrivée est annulée.")).to_be_visible()


def test_arrow_keys_go_from_bar_to_bar_and_a_bar_opens_what_can_be_done(signed_in):
    page = signed_in("coordinator")
    page.goto("/housing/")
    bars = page.locator(".board svg a")
    assert page.locator('.board svg a[tabindex="0"]').count() == 1
    bars.first.focus()
    first = bars.first.get_attribute("aria-label")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") > 2
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == first
    page.keyboard.press("Enter")
    menu = page.get_by_role("dialog")
    expect(menu.get_by_role("link", name="Changer de place")).to_be_visible()
    assert findings(page) == []
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == first


def test_a_press_on_a_free_stretch_gives_the_space_from_the_day_under_the_pointer(signed_in):
    page = signed_in("coordinator")
    page.goto("/housing/")
    free = page.locator(".stretch.free").last
    free.scroll_into_view_if_needed()
    box = free.bounding_box()
    begins = free.locator("a").get_attribute("href").rpartition("from=")[2]
    page.mouse.click(box["x"] + box["width"] * 0.9, box["y"] + box["height"] / 2)
    given = page.get_by_role("dialog").locator("[name=starts_on]")
    expect(given).to_be_visible()
    assert given.input_value() > begins


def test_on_a_phone_the_table_takes_the_place_of_the_drawing(signed_in):
    page = signed_in("coordinator", viewport={"width": 360, "height": 780})
    page.goto("/housing/")
    expect(page.locator(".board-words th[scope=row] a").first).to_be_visible()
    expect(page.locator(".board")).to_be_hidden()
    assert findings(page) == []
    assert not overflow(page)


def test_discreet_mode_shows_initials_on_the_board(signed_in):
    page = signed_in("coordinator")
    page.goto("/housing/")
    whole = page.locator(".stretch.holds-name .whole").first
    expect(whole).to_be_visible()
    page.get_by_role("button", name="Discret").click()
    expect(whole).to_be_hidden()
    expect(page.locator(".stretch.holds-name .initials").first).to_be_visible()
    page.get_by_role("button", name="Discret").click()
    expect(whole).to_be_visible()


def test_printed_the_board_shows_initials(signed_in):
    page = signed_in("coordinator")
    page.goto("/housing/")
    page.emulate_media(media="print")
    expect(page.locator(".stretch.holds-name .whole").first).to_be_hidden()
    expect(page.locator(".stretch.holds-name .initials").first).to_be_visible()


def test_the_fire_list_is_a_table_on_paper_and_cards_on_a_phone(signed_in):
    page = signed_in("coordinator", viewport={"width": 717, "height": 1000})  # as wide as a sheet of A4
    page.goto("/housing/tonight/fire/")
    expect(page.locator("main thead").first).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator("main thead").first).to_be_visible()


@pytest.mark.parametrize(("width", "colours"), [(1280, "light"), (360, "dark")])
def test_everybody_can_use_the_pages(signed_in, width, colours):
    page = signed_in("coordinator", viewport={"width": width, "height": 800}, color_scheme=colours)
    page.goto("/housing/tonight/")
    stay = page.locator("main a[href*='/housing/stays/']").first.get_attribute("href")
    acts = [f"{stay}{act}" for act in ("", "move/", "depart/", "extend/")]
    for address in (*PAGES, *acts):
        page.goto(address)
        assert findings(page) == [], address
        assert not overflow(page), address
