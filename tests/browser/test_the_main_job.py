"""From the call to the year's PDF, by the coordinator and management in turn, without a shell.

Beat's clock is the one thing that is not waited for: the morning's run is asked for by its command.
"""

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from dateutil.relativedelta import relativedelta
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.house import manage

STAY = re.compile(r"/housing/stays/[0-9a-f-]{36}/$")
REQUEST = re.compile(r"/intake/R-\d{4}-\d{4}/$")


def test_from_the_call_to_the_years_report(signed_in, house):
    coordinator, management = signed_in("coordinator"), signed_in("management")
    call_for_help(coordinator)
    stay = arrive_in_the_first_space(coordinator)
    open_a_plan(coordinator)
    agreed = ask_for_more_time(coordinator, stay)
    approve(management)
    be_told(coordinator, house, agreed)
    leave(coordinator, stay)
    assert "Jeunes" in years_report(management)


def call_for_help(page):
    page.goto("/")
    page.keyboard.press("n")
    page.fill("[name=chosen_name]", "Céleste")
    page.fill("[name=age]", "19")
    page.get_by_text("48 h", exact=True).click()
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(REQUEST)


def arrive_in_the_first_space(page):
    """The address of the stay."""
    page.locator("a[href*='/housing/give/?request=']").first.click()
    page.get_by_text("Arrive", exact=True).click()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page).to_have_url(STAY)
    return page.url


def open_a_plan(page):
    page.get_by_role("link", name="Retour au dossier").click()
    page.get_by_role("link", name="Projet", exact=True).click()
    page.get_by_role("link", name="Ouvrir un projet d’accompagnement").click()
    page.get_by_text("Pendant un séjour", exact=True).click()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page).to_have_url(re.compile(r"/casework/plans/[0-9a-f-]{36}/$"))


def ask_for_more_time(page, stay):
    """The day asked for: a month beyond the three."""
    until = timezone.localdate() + relativedelta(months=4)
    page.goto(stay)
    page.get_by_role("link", name="Demander une prolongation").click()
    page.fill("[name=until]", until.isoformat())
    page.fill("[name=reason]", "Bail signé, clés dans un mois.")
    page.get_by_role("button", name="Demander à la direction").click()
    expect(page).to_have_url(STAY)
    return until


def approve(page):
    page.goto("/")
    page.get_by_role("link", name=re.compile("^Prolongations")).first.click()
    row = page.locator("li", has_text="Céleste")
    row.get_by_role("link", name="Décider").click()
    page.get_by_text("Approuver", exact=True).click()
    page.locator("form.card").get_by_role("button", name="Décider").click()
    expect(page).to_have_url(re.compile(r"/housing/extensions/$"))


def be_told(page, house, agreed):
    """Seven days before the new date the coordinator has it in the app, named only there."""
    manage(house.data_dir, "send_stay_alerts", "--on", (agreed - timedelta(days=7)).isoformat())
    page.goto("/alerts/")
    told = page.locator("li", has_text="Céleste").get_by_text("Un séjour se termine dans 7 jours")
    onwards = page.locator(".pages a[rel=next]")
    # By that day much else is due in the house: she may stand on a later page.
    while not told.count() and onwards.count():
        page.goto("/alerts/" + onwards.get_attribute("href"))
    expect(told).to_be_visible()


def leave(page, stay):
    page.goto(stay)
    page.get_by_role("link", name="Noter le départ").click()
    page.select_option("[name=destination]", "flatshare")
    page.select_option("[name=exit_type]", "achieved")
    page.locator("form.card").get_by_role("button", name="Noter le départ").click()
    expect(page.get_by_text("Le départ est noté.")).to_be_visible()


def years_report(page) -> str:
    """The text of the PDF."""
    page.goto("/reports/funders/")
    page.select_option("[name=year]", str(timezone.localdate().year))
    page.get_by_role("button", name="Établir le rapport").click()
    expect(page.get_by_text("Le rapport est en préparation")).to_be_visible()
    newest = page.locator(".reports > li").first
    expect(newest.get_by_text("prêt")).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        newest.get_by_role("link", name="Télécharger").click()
    pdf = Path(download.value.path()).read_bytes()
    return "".join(sheet.extract_text() for sheet in PdfReader(BytesIO(pdf)).pages)
