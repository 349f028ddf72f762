"""The year's report as management asks for it: watched while it is built, downloaded, made final."""

import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.accessibility import findings, overflow


def test_the_years_report_without_a_shell(signed_in):
    page = signed_in("management")
    page.goto("/reports/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Chiffres")
    page.get_by_role("link", name="Établir le rapport de l’année").click()
    page.get_by_role("button", name="Établir le rapport").click()
    # Before that the demo's own report stands there.
    expect(page.get_by_text("Le rapport est en préparation")).to_be_visible()
    newest = page.locator(".reports > li").first
    expect(newest.get_by_text("prêt")).to_be_visible(timeout=60_000)  # the row asks for itself until then
    assert findings(page) == []
    with page.expect_download() as download:
        newest.get_by_role("link", name="Télécharger").click()
    pdf = Path(download.value.path()).read_bytes()
    assert hashlib.sha256(pdf).hexdigest() in newest.text_content()
    assert PdfReader(BytesIO(pdf)).metadata.title.startswith("Chiffres annuels")
    newest.get_by_role("button", name="Rendre définitif").click()
    page.get_by_role("dialog").get_by_role("button", name="Rendre définitif").click()
    expect(page.locator(".reports > li").first.get_by_text("définitif", exact=True)).to_be_visible()


@pytest.mark.parametrize("width", [1280, 360])
def test_figures_can_be_read_by_everybody(signed_in, width):
    page = signed_in("coordinator", viewport={"width": width, "height": 900})
    page.goto("/reports/?all=1")
    page.get_by_text("Comment c’est compté").first.click()
    expect(page.get_by_text("Personnes différentes pour qui une place").first).to_be_visible()
    for picture in page.locator("img.drawing").all():
        picture.scroll_into_view_if_needed()
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    assert findings(page) == []
    assert overflow(page) == 0


def test_further_headings_come_as_they_are_scrolled_to(signed_in):
    page = signed_in("management", viewport={"width": 1280, "height": 900})
    page.goto("/reports/")
    expect(page.get_by_role("heading", name="Équipe")).to_be_attached()
    coming = page.locator(".figures-next")
    asked = coming.count()
    assert asked > 4  # what is far below was not asked for
    while coming.count():
        address = coming.first.get_attribute("hx-get")
        page.evaluate("document.querySelector('.figures-next')?.scrollIntoView()")
        expect(page.locator(f'[hx-get="{address}"]')).to_have_count(0)
    expect(coming).to_have_count(0)
    for words in ("Demandes reçues", "Taux d’occupation", "équivalents temps plein"):
        expect(page.locator(".figure", has_text=words).first).to_be_attached()
    assert findings(page) == []


def test_figures_without_scripts_are_all_there(signed_in):
    page = signed_in("management", java_script_enabled=False)
    page.goto("/reports/")
    page.get_by_role("link", name="Tout, pour imprimer").click()
    page.wait_for_url("**all=1")
    assert page.locator(".figures-next").count() == 0
    assert page.locator(".topic").count() > 6
    assert page.locator(".figure").count() > 60


def test_who_is_in_a_figure_comes_when_it_is_scrolled_to_and_is_leafed_through(signed_in):
    page = signed_in("management", viewport={"width": 1280, "height": 900})
    page.goto("/reports/figures/supported/")
    expect(page.locator("#counted .rows")).to_have_count(0)
    page.locator("#counted").scroll_into_view_if_needed()
    rows = page.locator("#counted .figure-rows > li")
    expect(rows).to_have_count(25)
    first = rows.first.text_content()
    page.locator("#results").get_by_role("link", name="Suivant").click()
    expect(rows.first).not_to_have_text(first)
    expect(page.get_by_role("heading", name="Qui en fait partie")).to_be_visible()
    page.reload()
    expect(rows.first).not_to_have_text(first)
