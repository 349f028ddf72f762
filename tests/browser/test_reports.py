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
    page.goto("/reports/")
    page.get_by_text("Comment c’est compté").first.click()
    expect(page.get_by_text("Personnes différentes pour qui une place").first).to_be_visible()
    for picture in page.locator("img.drawing").all():
        picture.scroll_into_view_if_needed()
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    assert findings(page) == []
    assert overflow(page) == 0
