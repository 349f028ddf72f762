"""The shell in a real browser: keys, discreet mode, the blank screen, drafts that survive an expired session."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import findings, overflow

NOTHING = "/nothing/"
OWN_PAGES = ["/search/", "/me/", "/accounts/2fa/", "/accounts/password/change/", "/accounts/sessions/", NOTHING]
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@pytest.fixture
def bare_context(browser, house):
    """A browser of its own, whose failed requests are part of the test."""
    context = browser.new_context(base_url=house.url, locale="fr-BE", timezone_id="Europe/Brussels")
    yield context
    context.close()


def log_in(frame, house, role):
    frame.get_by_label("E-mail").fill(f"{role}@demo.refuge.example")
    frame.locator("[name=password]").fill(house.password)
    frame.get_by_role("button", name="Se connecter", exact=True).click()


@pytest.fixture
def writing(bare_context, house):
    """A coordinator's page on which a call is being logged."""
    page = bare_context.new_page()
    page.goto("/accounts/login/?next=/intake/new/")
    log_in(page, house, "coordinator")
    page.wait_for_url("**/intake/new/**")
    return page


def story(page):
    return page.locator("form[data-draft] textarea").last


def write(page, text):
    """Type, and wait until the server has it."""
    with page.expect_response(lambda answer: "/drafts/" in answer.url and answer.ok):
        story(page).fill(text)
    expect(state(page)).to_have_text(re.compile("Enregistré à"))


def state(page):
    return page.locator("[data-draft-state]")


def end_session(page):
    """As after a night: the session is gone, the rest of the cookies is not."""
    page.context.clear_cookies(name=re.compile("session"))


# Everybody can use it


ROLES = ["management", "coordinator", "psychologist", "educator", "logistics", "volunteers", "volunteer"]


@pytest.fixture(scope="module")
def looked_at():
    """Addresses of the menu that an earlier role's test has looked at: each is looked at once, Today by every role."""
    return set()


@pytest.mark.parametrize("role", ROLES)
def test_axe_finds_nothing_on_the_pages_of_a_role(signed_in, complaints, looked_at, role):
    complaints.allow("404")
    page = signed_in(role)
    menu = {link.get_attribute("href") for link in page.locator("nav.side li a").all()}
    own = set(OWN_PAGES if role == "coordinator" else ())
    for address in sorted((menu | own) - looked_at):
        page.set_viewport_size(DESKTOP)
        status = page.goto(address).status
        assert (address, status, findings(page)) == (address, 404 if address == NOTHING else 200, [])
        page.set_viewport_size(PHONE)
        assert (address, findings(page), overflow(page)) == (address, [], 0)
    looked_at |= menu - {"/"}


def test_axe_finds_nothing_in_the_dark_nor_in_menus(signed_in):
    page = signed_in("coordinator")
    page.emulate_media(color_scheme="dark")
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert findings(page) == []
    page.get_by_role("button", name=re.compile("Compte de")).click()
    assert findings(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Clavier")).to_be_visible()
    assert findings(page) == []


def test_axe_finds_nothing_on_the_log_in_page(bare_context):
    page = bare_context.new_page()
    page.goto("/accounts/login/")
    assert findings(page) == []
    page.set_viewport_size(PHONE)
    assert (findings(page), overflow(page)) == ([], 0)


# Keys


def test_keys_search_and_log_a_call(signed_in):
    page = signed_in("coordinator")
    page.goto("/")
    page.keyboard.press("/")
    expect(page.locator("#top-search")).to_be_focused()
    page.keyboard.type("n")
    expect(page).to_have_url(re.compile("/$"))
    page.locator("h1").click()
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile(r"/intake/new/\?draft=\w+$"))


def test_single_keys_can_be_switched_off(signed_in):
    page = signed_in("coordinator")
    page.goto("/")
    page.keyboard.press("?")
    page.get_by_role("switch").uncheck()
    page.get_by_role("button", name="Fermer").last.click()
    page.keyboard.press("n")
    page.reload()
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile(r"\d/$"))


def test_what_is_searched_stands_in_no_address(signed_in):
    page = signed_in("coordinator")
    page.goto("/")
    page.locator("#top-search").fill("xyzzy")
    expect(page.locator("#search-hits")).to_contain_text("Rien trouvé")
    page.keyboard.press("Enter")
    expect(page.locator("#page-search")).to_have_value("xyzzy")
    assert page.url.endswith("/search/")


def test_discreet_mode_turns_names_into_initials_and_stays(signed_in):
    page = signed_in("coordinator")
    page.goto("/people/")
    name = page.locator("main .name > span").first
    expect(name).to_be_visible()
    with page.expect_response(re.compile("/preferences/")):
        page.keyboard.press("d")
    expect(name).to_be_hidden()
    page.reload()
    expect(name).to_be_hidden()
    with page.expect_response(re.compile("/preferences/")):
        page.keyboard.press("d")
    expect(name).to_be_visible()


@pytest.mark.parametrize("keys", [["x"], ["Escape", "Escape"]])
def test_a_key_empties_the_screen_and_signs_out(bare_context, house, keys):
    page = bare_context.new_page()
    page.goto("/accounts/login/?next=/people/")
    log_in(page, house, "educator")
    page.wait_for_url("**/people/")
    expect(page.locator("main .name").first).to_be_attached()
    for key in keys:
        page.keyboard.press(key)
    expect(page).to_have_url(re.compile(r"/accounts/login/\?next=%2Fpeople%2F$"))
    page.go_back()
    page.goto("/people/")
    expect(page.locator("main .name")).to_have_count(0)
    expect(page.get_by_role("heading", name="Se connecter")).to_be_visible()


# On a phone, and without scripts


def test_the_menu_of_a_phone_opens_from_below(signed_in):
    page = signed_in("educator")
    page.set_viewport_size(PHONE)
    page.goto("/")
    menu = page.get_by_role("navigation", name="Menu principal")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Plus", exact=True).click()
    expect(menu).to_be_visible()
    assert findings(page) == []


def test_menus_search_and_language_work_without_scripts(browser, house):
    context = browser.new_context(base_url=house.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Nederlands").click()
    expect(page.get_by_role("heading", name="Aanmelden")).to_be_visible()
    page.get_by_role("button", name="Français").click()
    log_in(page, house, "management")
    page.locator("#top-search").fill("xyzzy")
    page.keyboard.press("Enter")
    expect(page.locator("#page-search")).to_have_value("xyzzy")
    page.get_by_role("button", name=re.compile("Compte de")).click()
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("heading", name="Se connecter")).to_be_visible()
    context.close()


# Drafts


def test_what_is_typed_is_kept_and_comes_back(writing):
    write(writing, "Mis·e à la porte samedi")
    writing.reload()
    expect(story(writing)).to_have_value("Mis·e à la porte samedi")


def test_an_expired_session_loses_no_word(writing, house):
    write(writing, "Avant")
    end_session(writing)
    story(writing).fill("Avant, et la suite")
    dialog = writing.get_by_role("dialog", name=re.compile("déconnecté"))
    expect(dialog).to_be_visible()
    assert findings(writing) == []
    log_in(writing.frame_locator("#sign-in-dialog iframe"), house, "coordinator")
    expect(dialog).to_be_hidden()
    expect(state(writing)).to_have_text(re.compile("Enregistré à"))
    writing.reload()
    expect(story(writing)).to_have_value("Avant, et la suite")


def test_somebody_else_signing_in_sends_nothing(writing, house):
    write(writing, "Pour moi seule")
    end_session(writing)
    story(writing).fill("Pour moi seule, la suite")
    log_in(writing.frame_locator("#sign-in-dialog iframe"), house, "educator")
    expect(state(writing)).to_have_text(re.compile("Quelqu’un d’autre"))
    expect(story(writing)).to_have_value("Pour moi seule, la suite")
    writing.goto("/intake/new/")
    expect(story(writing)).not_to_have_value(re.compile("Pour moi"))


def test_without_a_connection_it_keeps_trying(writing):
    writing.context.set_offline(True)
    story(writing).fill("Hors ligne")
    expect(state(writing)).to_have_text(re.compile("Pas de connexion"))
    writing.context.set_offline(False)
    expect(state(writing)).to_have_text(re.compile("Enregistré à"), timeout=10_000)
