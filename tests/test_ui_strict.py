"""What a strict Content-Security-Policy forbids stands in no template, and scripts read nothing from pages as code."""

import re
from pathlib import Path

import pytest

from tests.staff import make_staff

ROOT = Path(__file__).parents[1]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))

FORBIDDEN = {
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style", re.IGNORECASE),
    "an event attribute": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "hx-on": re.compile(r"\s(data-)?hx-on", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
    "something from elsewhere": re.compile(r"(src|href)=[\"'](https?:)?//", re.IGNORECASE),
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_holds_nothing_that_the_policy_forbids(path):
    found = [name for name, pattern in FORBIDDEN.items() if pattern.search(path.read_text())]
    assert found == []


def test_the_patterns_find_what_they_are_for():
    page = '<p style="x" onclick="y" hx-on:click="z"><style></style><script>1</script><a href="//x">'
    assert {name for name, pattern in FORBIDDEN.items() if pattern.search(page)} == FORBIDDEN.keys() - {
        "a script address"
    }
    assert not FORBIDDEN["an inline script"].search(
        '<script src="x.js" defer></script><script type="application/json">'
    )


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_builds_no_markup_from_text(path):
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", path.read_text())


def test_nothing_is_kept_in_a_browser_but_the_marks_of_a_round():
    """What those are, docs/decisions/20 says; that they name nobody, tests/browser/test_evening.py."""
    keeping = {path.name for path in SCRIPTS if re.search("localStorage|sessionStorage|indexedDB", path.read_text())}
    assert keeping == {"round.js"}


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["management", "coordinator", "educator", "volunteer"])
def test_today_costs_few_queries(role, client, django_assert_max_num_queries):
    client.force_login(make_staff(role))
    client.get("/")
    with django_assert_max_num_queries(15):
        assert client.get("/").status_code == 200
