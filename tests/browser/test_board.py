"""A space's life done from the board, by keyboard alone and with the mouse, without losing one's place in it."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import findings
from tests.browser.steps import call

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ACTIVE = "document.activeElement"
# What is free from today on, in the row of a space that nobody is still in, is promised or is meant for.
EMPTY = "tr:not(:has(.promise, .closed, .over, .edge, th span)) a[href$='from={today}']"


def dialog(page):
    return page.locator("#board-menu")


def somebody(page, name):
    """The reference of a new file of that name."""
    call(page, name)
    return page.locator("main a[href*='/people/P-']").first.get_attribute("href").split("/")[2]


def active(page, script):
    return page.evaluate(f"{ACTIVE}.{script}")


def press_to(page, words, key="Tab", most=60):
    """Press `key` until what has the focus says `words`."""
    for _press in range(most):
        said = page.evaluate(f"{ACTIVE}.getAttribute('aria-label') || {ACTIVE}.innerText || ''")
        if words in said:
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} does not lead to {words}")


def press_to_bar(page, css):
    """To the first bar of the drawing that `css` says, by Tab into the drawing and by arrow keys within it."""
    for _press in range(200):
        if page.evaluate(f"Boolean({ACTIVE}.closest('.board svg a'))"):
            break
        page.keyboard.press("Tab")
    for _row in range(40):
        page.keyboard.press("ArrowUp")
    for _row in range(80):
        page.keyboard.press("Home")
        for _bar in range(12):
            if page.evaluate(f"{ACTIVE}.matches({css!r})"):
                return
            before = active(page, "getAttribute('aria-label')")
            page.keyboard.press("ArrowRight")
            if active(page, "getAttribute('aria-label')") == before:
                break
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"No bar is {css}")


def open_act(page, words):
    """What the menu of the bar in focus offers under `words`."""
    page.keyboard.press("Enter")
    expect(dialog(page).locator(".menu-item").first).to_be_focused()
    press_to(page, words)
    page.keyboard.press("Enter")


def undo(page, words, done):
    open_act(page, words)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect_done(page, done)


def expect_form(page):
    expect(dialog(page).locator("form.htmx-request")).to_have_count(0)
    expect(dialog(page).locator(".form-columns form").first).to_be_attached()
    expect(dialog(page).locator(".form-columns form :focus")).to_be_attached()


def expect_refused(page, words):
    expect(dialog(page).locator(".error-summary")).to_be_focused()
    expect(dialog(page).locator(".invalid-feedback", has_text=words).first).to_be_visible()


def expect_done(page, words):
    """It is said, the dialog is gone, and the board has been drawn anew."""
    expect(page.locator(".messages .message", has_text=words)).to_be_visible()
    expect(dialog(page)).to_be_hidden()


def row_in_focus(page):
    return active(page, "closest('[data-space]')?.dataset.space")


def height_in_focus(page):
    """Where on the screen what has the focus stands, once the scrolling that brought it there has ended."""
    before, at = None, active(page, "getBoundingClientRect().top")
    while before != at:
        page.wait_for_timeout(150)
        before, at = at, active(page, "getBoundingClientRect().top")
    return at


def who_is_where(bar):
    """(space, name) that a bar says."""
    return re.match(r"(\S+)\s:\s(.+?),", bar.get_attribute("aria-label")).groups()


def another_space(page, but):
    """The code of an emergency space that is empty for long, other than `but`."""
    rows = page.locator(EMPTY.format(today=in_days(page, 0)))
    empty = set(rows.evaluate_all("ways => ways.map(way => way.closest('[data-space]').dataset.space)")) - {but}
    said = dialog(page).locator("[name=space] option", has_text="Urgence").all_inner_texts()
    return next(text.split(" · ")[0].strip() for text in said if text.split(" · ")[0].strip() in empty)


def test_give_move_extend_and_end_by_keyboard_alone(signed_in):
    page = signed_in("coordinator")
    reference = somebody(page, "Ondine")
    page.goto("/housing/?view=year")
    address = page.url
    press_to_bar(page, EMPTY.format(today=in_days(page, 0)))
    code, at = row_in_focus(page), height_in_focus(page)
    page.keyboard.press("Enter")
    expect_form(page)
    expect(dialog(page).get_by_label("Référence du dossier")).to_be_focused()
    assert findings(page) == []

    # A name is no reference: it is answered with the references that it may mean, and nothing typed is lost.
    page.keyboard.type("Ondine")
    page.keyboard.press("Control+Enter")
    expect_refused(page, "À ce nom : P-")
    expect(dialog(page).locator("[name=person]")).to_have_value("Ondine")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the first line of the summary leads to its field
    page.keyboard.press("Control+A")
    page.keyboard.type(reference)
    while active(page, "name") != "how":
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+Enter")
    expect_done(page, "L’arrivée est notée.")
    assert page.url == address
    expect(page.get_by_role("link", name=re.compile(f"{code} : Ondine, du"))).to_be_focused()
    assert row_in_focus(page) == code
    assert abs(height_in_focus(page) - at) < 2

    open_act(page, "Changer de place")
    expect_form(page)
    other = another_space(page, but=code)
    page.keyboard.type(other)
    page.keyboard.press("Control+Enter")
    expect_done(page, "Le changement de place est noté.")
    bar = page.get_by_role("link", name=re.compile(f"{other} : Ondine, du"))
    press_to_bar(page, f"tr[data-space='{other}'] a[aria-label*=Ondine]")
    undo(page, "Annuler le changement de place", "Le changement de place est annulé.")
    expect(bar).to_have_count(0)
    press_to_bar(page, f"tr[data-space='{code}'] a[aria-label*=Ondine]")

    open_act(page, "Demander une prolongation")
    expect_form(page)
    page.keyboard.press("Control+Enter")
    expect_refused(page, "obligatoire")
    dialog(page).locator("[name=reason]").focus()
    page.keyboard.type("Bail signé.")
    page.keyboard.press("Escape")
    expect(page.get_by_text("Fermé sans enregistrer")).to_be_visible()
    open_act(page, "Demander une prolongation")
    expect(dialog(page).locator("[name=reason]")).to_have_value("Bail signé.")
    dialog(page).locator("[name=until]").fill(in_days(page, 150))
    page.keyboard.press("Control+Enter")
    expect_done(page, "La prolongation est demandée.")
    undo(page, "Retirer la demande", "La prolongation n’est plus demandée.")

    open_act(page, "Noter le départ")
    expect_form(page)
    page.keyboard.press("Control+Enter")
    expect_refused(page, "obligatoire")
    dialog(page).locator("[name=destination]").focus()
    page.keyboard.type("Chez des ami")
    dialog(page).locator("[name=exit_type]").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+Enter")
    expect_done(page, "Le départ est noté.")
    assert page.url == address
    expect(page.get_by_role("link", name=re.compile("Ondine, du"))).to_have_count(0)


def in_days(page, days):
    """A day so many days from now, as a date field wants it."""
    return page.evaluate("days => new Date(Date.now() + days * 864e5).toLocaleDateString('sv')", days)


def test_exchange_agree_and_promise_with_the_mouse_each_with_its_way_back(signed_in):
    page = signed_in("coordinator")
    reference = somebody(page, "Anatole")
    page.goto("/housing/")
    address = page.url
    bars = page.locator("tr:not(:has(th span)) .stretch.emergency a[data-menu]")
    (space, one), (other, two) = (who_is_where(bars.nth(number)) for number in (0, 1))
    first = bars.first.get_attribute("aria-label")

    bars.first.click()
    dialog(page).get_by_role("link", name="Échanger des places").click()
    expect_form(page)
    dialog(page).get_by_role("button", name="Noter l’échange").click()
    expect_refused(page, "obligatoire")
    chosen = dialog(page).locator("[name=first]")
    assert one in chosen.evaluate("each => each.selectedOptions[0].text")
    dialog(page).locator("[name=second]").select_option(label=f"{two} · {other}")
    dialog(page).get_by_role("button", name="Noter l’échange").click()
    expect_done(page, "L’échange est noté.")
    expect(page.get_by_role("link", name=re.compile(f"^{space} : {two}, du")).last).to_be_visible()
    page.locator(".messages").get_by_role("button", name="Annuler").click()
    expect_done(page, "Le changement de place est annulé.")
    expect(page.get_by_role("link", name=first, exact=True)).to_be_visible()

    page.get_by_role("link", name=first, exact=True).click()
    dialog(page).get_by_role("link", name="Changer la date convenue").click()
    expect_form(page)
    dialog(page).locator("[name=until]").fill(in_days(page, 1))
    dialog(page).get_by_role("button", name="Enregistrer").click()
    expect_done(page, "La date convenue est enregistrée.")
    expect(page.get_by_role("link", name=first, exact=True)).to_have_count(0)
    page.locator(".messages").get_by_role("button", name="Annuler").click()
    expect(page.get_by_role("link", name=first, exact=True)).to_be_visible()

    free = page.locator(".stretch.free").last
    free.scroll_into_view_if_needed()
    code = free.evaluate("each => each.closest('[data-space]').dataset.space")
    box = free.bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.9, box["y"] + box["height"] / 2)
    expect_form(page)
    dialog(page).locator("[name=person]").fill(reference)
    page.mouse.click(5, 5)  # a press beside it closes the dialog, and what was typed is kept
    expect(dialog(page)).to_be_hidden()
    free = page.locator(".stretch.free").last
    free.scroll_into_view_if_needed()
    box = free.bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.9, box["y"] + box["height"] / 2)
    expect(dialog(page).locator("[name=person]")).to_have_value(reference)
    dialog(page).get_by_role("button", name="Enregistrer").click()
    expect_done(page, "La place est gardée.")
    row = page.locator(f"tr[data-space='{code}']")
    expect(row.get_by_role("link", name=re.compile("Anatole"))).to_be_in_viewport()
    row.get_by_role("link", name=re.compile("Anatole")).click()
    dialog(page).get_by_text("Libérer la place").first.click()
    dialog(page).get_by_role("button", name="Libérer la place").click()
    expect_done(page, "La place est de nouveau libre.")
    page.locator(".messages").get_by_role("button", name="Annuler").click()
    expect(row.get_by_role("link", name=re.compile("Anatole"))).to_be_visible()
    row.get_by_role("link", name=re.compile("Anatole")).click()
    dialog(page).get_by_text("Libérer la place").first.click()
    dialog(page).get_by_role("button", name="Libérer la place").click()
    expect_done(page, "La place est de nouveau libre.")
    assert page.url == address


def test_on_a_phone_the_table_opens_the_same_menu_and_stays_where_it_is(signed_in):
    page = signed_in("coordinator", viewport={"width": 360, "height": 780})
    page.goto("/housing/")
    way = page.locator(".board-words tr", has_text="fin proche").locator("a[data-menu]").last
    way.scroll_into_view_if_needed()
    space = way.evaluate("each => each.closest('[data-space]').dataset.space")
    way.click()
    dialog(page).get_by_role("link", name="Changer la date convenue").click()
    expect_form(page)
    assert findings(page) == []
    until = dialog(page).locator("[name=until]")
    until.fill(str(date.fromisoformat(until.input_value()) - timedelta(days=1)))
    dialog(page).get_by_role("button", name="Enregistrer").click()
    expect_done(page, "La date convenue est enregistrée.")
    expect(page.locator(f"tr[data-space='{space}'] a[data-menu]").first).to_be_in_viewport()
    page.locator(".messages").get_by_role("button", name="Annuler").click()
    expect(page.locator(".messages .message")).to_be_visible()


def test_without_javascript_the_same_ways_lead_to_plain_pages(signed_in):
    page = signed_in("coordinator", java_script_enabled=False)
    page.goto("/housing/?as=table")
    page.locator(".board-words a[data-menu]").first.click()
    page.get_by_role("link", name="Changer la date convenue").click()
    page.fill("[name=until]", "2001-01-01")
    page.locator("form.card").get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".invalid-feedback")).to_be_visible()


def test_back_from_where_a_mended_form_led_asks_for_nothing(signed_in):
    page = signed_in("coordinator")
    page.goto("/people/new/")
    page.locator("main form").get_by_role("button").last.click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.fill("[name=chosen_name]", "Perle")
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile(r"/people/P-"))
    page.go_back()
    expect(page.locator("[name=chosen_name]")).to_be_visible()
