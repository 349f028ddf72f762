"""The psychologist's room in a real browser: two clicks to writing, killed in a note, signed and locked."""

import os
import re
import signal
import time

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import findings, overflow
from tests.browser.conftest import sign_in

WRITE = re.compile(r"/casework/psychology/[0-9a-f-]+/write/$")
FOLLOWUP = re.compile(r"/casework/psychology/[0-9a-f-]+/$")
MOST_LOST = 5


@pytest.fixture
def room(signed_in):
    """Today of the second psychologist."""
    return signed_in("psychologist2")


def pid_of(browser) -> int:
    told = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
    return next(each["id"] for each in told["processInfo"] if each["type"] == "browser")


def test_killed_in_the_middle_of_a_note_at_most_five_seconds_are_missing(
    browser_type, browser_type_launch_args, browser_context_args, house
):
    """Typed without a pause, as one types what one has just heard."""
    doomed = browser_type.launch(**browser_type_launch_args)
    page = doomed.new_context(**browser_context_args).new_page()
    page.goto("/")
    sign_in(page, "psychologist2", house.password)
    page.locator("#my-follow-ups a[href$='/write/']").last.click()
    page.wait_for_url(WRITE)
    address = page.url
    page.locator("[name=note]").click()
    typed, end = [], time.monotonic() + 12
    while time.monotonic() < end:
        word = f"w{len(typed)}"
        page.keyboard.type(f"{word} ", delay=30)
        typed.append((word, time.monotonic()))
    os.kill(pid_of(doomed), signal.SIGKILL)
    killed = time.monotonic()

    after = browser_type.launch(**browser_type_launch_args)
    page = after.new_context(**browser_context_args).new_page()
    page.goto(address)
    sign_in(page, "psychologist2", house.password)
    page.goto(address)
    kept = page.locator("[name=note]").input_value().split()
    after.close()
    missing = [moment for word, moment in typed if word not in kept]
    assert len(typed) > 30
    assert not missing or killed - min(missing) <= MOST_LOST, f"{killed - min(missing):.1f} s are missing"
    *whole, last = kept
    words = [word for word, _moment in typed]
    assert whole == words[: len(whole)]
    assert words[len(whole)].startswith(last), "the last word may be kept half-written, and no other"


def test_from_today_to_a_signed_and_locked_note(room):
    room.locator("#my-follow-ups a[href$='/write/']").first.click()
    room.wait_for_url(WRITE)
    room.fill("[name=note]", "Said in confidence, and written at once.")
    expect(room.locator("[data-draft-state]")).to_contain_text(":", timeout=15_000)
    room.locator("[popovertarget=sign]").first.click()
    room.locator("#sign .btn-primary").click()
    room.wait_for_url(FOLLOWUP)
    expect(room.locator("#sessions")).to_contain_text("Said in confidence, and written at once.")
    room.locator("#sessions a[href$='/add/']").first.click()
    room.fill("[name=text]", "And one word more.")
    room.locator("main form .btn-primary").click()
    room.wait_for_url(FOLLOWUP)
    expect(room.locator("#sessions")).to_contain_text("And one word more.")


def test_a_session_that_has_expired_loses_no_word(room, complaints):
    complaints.allow("401")
    complaints.allow("403")  # the token went with the cookies
    room.locator("#my-follow-ups a[href$='/write/']").first.click()
    room.wait_for_url(WRITE)
    room.context.clear_cookies()
    room.fill("[name=note]", "Typed after the session had ended.")
    expect(room.locator("#sign-in-dialog")).to_be_visible(timeout=15_000)
    expect(room.locator("[name=note]")).to_have_value("Typed after the session had ended.")


PAGES = {
    "list": "/casework/psychology/",
    # One's own: of one that somebody stands in for, they name no stand-in.
    "follow-up": "#my-follow-ups li:not(:has(.t > .chip.accent)) .t a",
    "writing": "#my-follow-ups a[href$='/write/']",
    "questionnaire": "#scores a[href$='/phq9/']",
    "risk": "#risks a[href$='/new/']",
    "stand-in": "#holders a[href$='/stand-in/']",
    "history": "#holders a[href$='/history/']",
    "safety plan": "#shared a[href$='/new/']",
}


@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_nothing_and_a_phone_is_wide_enough(room, page):
    where = PAGES[page]
    if where.startswith("/"):
        room.goto(where)
    else:
        if not where.startswith("#my"):
            room.locator(PAGES["follow-up"]).last.click()
            room.wait_for_url(FOLLOWUP)
        room.locator(where).first.click()
        room.wait_for_load_state()
    assert findings(room) == []
    room.set_viewport_size({"width": 360, "height": 780})
    assert overflow(room) == 0
