"""Debian's Chromium against the running house. A page that complains in its console fails its test."""

import os
import shutil

import pytest

# Playwright keeps an event loop in this thread; the tests' own queries are not asynchronous all the same.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
    console.error(`CSP: ${event.violatedDirective} refused ${event.blockedURI} ${event.sample}`));
"""


class Complaints(list):
    """What pages said in their console as an error. A test that asks for one names it with `allow`."""

    def __init__(self):
        self.allowed = []

    def allow(self, words):
        self.allowed.append(words)

    def left(self):
        return [said for said in self if not any(words in said for words in self.allowed)]

    def watch(self, context):
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", lambda message: message.type == "error" and self.append(message.text))
        context.on("weberror", lambda error: self.append(str(error.error)))


def pytest_itemcollected(item):
    item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return browser_type_launch_args | {"executable_path": shutil.which("chromium"), "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args, house):
    here = {"locale": "fr-BE", "timezone_id": "Europe/Brussels", "base_url": house.url}
    return browser_context_args | here


@pytest.fixture
def complaints():
    complaints = Complaints()
    yield complaints
    assert complaints.left() == []


@pytest.fixture
def context(context, complaints):
    """Of `page`, for somebody who has not signed in."""
    complaints.watch(context)
    return context


@pytest.fixture(scope="session")
def sessions():
    """The cookies of each role, so that a role signs in once."""
    return {}


@pytest.fixture
def signed_in(browser, browser_context_args, house, sessions, complaints):
    """`signed_in("coordinator")` is a page of Today, signed in as that demo account; options are the context's."""
    contexts = []

    def open_page(role, **options):
        context = browser.new_context(**browser_context_args | {"storage_state": sessions.get(role)} | options)
        contexts.append(context)
        complaints.watch(context)
        page = context.new_page()
        page.goto("/")
        if page.locator("[name=login]").count():
            sign_in(page, role, house.password)
            sessions[role] = context.storage_state()
        return page

    yield open_page
    for context in contexts:
        context.close()


def sign_in(page, role, password):
    page.fill("[name=login]", f"{role}@demo.refuge.example")
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/accounts/" not in url)
