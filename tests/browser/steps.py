"""What several browser tests begin with."""

import re

from playwright.sync_api import expect


def call(page, name):
    """A call noted for somebody of 19, at its page."""
    page.goto("/intake/new/")
    page.fill("[name=chosen_name]", name)
    page.fill("[name=age]", "19")
    page.get_by_text("48 h", exact=True).click()
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile(r"/intake/R-\d{4}-\d{4}/$"))
