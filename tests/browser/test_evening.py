"""The presence round on a phone whose network comes and goes, and whose session ends."""

import re

import pytest
from playwright.sync_api import expect

PHONE = {"viewport": {"width": 360, "height": 780}, "has_touch": True}
ROUND = "/housing/tonight/round/"
KEPT = "() => JSON.stringify(Object.entries(localStorage).filter(([key]) => key.startsWith('round:')))"


@pytest.fixture
def phone(signed_in):
    page = signed_in("educator", **PHONE)
    page.goto(ROUND)
    return page


def row_of(page, space):
    return page.locator("li", has=page.locator(f"form.marks[data-space='{space}']"))


def press(page, space, presence):
    row_of(page, space).locator(f"button[data-presence={presence}]").click()


def pressed(page, space):
    return row_of(page, space).locator("button[aria-pressed=true]").get_attribute("data-presence")


def test_a_thumb_marks_and_takes_back(phone):
    press(phone, "T1", "present")
    expect(row_of(phone, "T1").locator("[data-told]")).to_contain_text("présent·e ·")
    phone.reload()
    assert pressed(phone, "T1") == "present"
    press(phone, "T1", "present")
    expect(row_of(phone, "T1").locator("[data-told]")).to_have_text("sans pointage")
    assert row_of(phone, "T1").locator("button[aria-pressed=true]").count() == 0


def test_marks_made_without_a_network_are_kept_as_codes_alone_and_sent_when_it_is_back(phone, complaints):
    complaints.allow("ERR_INTERNET_DISCONNECTED")
    names = phone.locator(".round .name > span").all_inner_texts()
    phone.context.set_offline(True)
    press(phone, "T2", "present")
    press(phone, "T3", "absent")
    press(phone, "T3", "excused")
    expect(row_of(phone, "T2").locator("[data-told]")).to_have_text("gardé sur ce téléphone")
    expect(phone.locator("[data-round-state]")).to_contain_text("Sans réseau")
    kept = phone.evaluate(KEPT)
    assert "T2" in kept
    assert [name for name in names if name in kept] == []
    phone.context.set_offline(False)
    expect(row_of(phone, "T3").locator("[data-told]")).to_contain_text("excusé·e ·")
    assert phone.evaluate(KEPT) == "[]"
    phone.reload()
    assert (pressed(phone, "T2"), pressed(phone, "T3")) == ("present", "excused")


def test_marks_outlive_a_closed_page(phone, complaints):
    complaints.allow("ERR_INTERNET_DISCONNECTED")
    phone.context.set_offline(True)
    press(phone, "T5", "present")
    expect(row_of(phone, "T5").locator("[data-told]")).to_have_text("gardé sur ce téléphone")
    opened = phone.context.new_page()
    phone.close()
    opened.context.set_offline(False)
    opened.goto(ROUND)
    expect(row_of(opened, "T5").locator("[data-told]")).to_contain_text("présent·e ·")
    assert opened.evaluate(KEPT) == "[]"


def test_marks_outlive_an_expired_session(phone, complaints, house):
    complaints.allow("401")
    phone.context.clear_cookies(name=re.compile("session"))
    press(phone, "S4", "present")
    frame = phone.frame_locator("#sign-in-dialog iframe")
    frame.locator("[name=login]").fill("educator@demo.refuge.example")
    frame.locator("[name=password]").fill(house.password)
    frame.locator("[name=password]").press("Enter")
    expect(row_of(phone, "S4").locator("[data-told]")).to_contain_text("présent·e ·")
    assert phone.evaluate(KEPT) == "[]"
