"""Partners in a real browser: found in two keystrokes, and a referral from the file to the letter."""

from playwright.sync_api import expect


def test_two_keystrokes_find_a_partner(signed_in):
    office = signed_in("coordinator")
    office.goto("/partners/")
    expect(office.locator("#id_q")).to_be_focused()
    office.keyboard.type("sa")
    rows = office.locator("#results .rows > li")
    expect(rows.filter(has_text="SAJ de Bruxelles")).to_be_visible()
    expect(rows.filter(has_text="Onthaalhuis")).to_have_count(0)
    assert "q=sa" in office.url
    office.reload()
    expect(rows.filter(has_text="SAJ de Bruxelles")).to_be_visible()
    expect(rows.filter(has_text="Onthaalhuis")).to_have_count(0)


def test_a_referral_from_the_file_to_its_letter(signed_in):
    office = signed_in("coordinator")
    office.goto("/people/P-2026-0001/referrals/".replace("2026", office.evaluate("String(new Date().getFullYear())")))
    office.locator("a[href*='/partners/refer/']").click()
    office.select_option("[name=need]", "legal")
    office.locator("#suggestions a", has_text="Permanence juridique du Marais").click()
    office.fill("[name=purpose]", "Une consultation, avec interprète.")
    for name in ("knows_orientation", "knows_gender", "knows_refuge"):
        office.locator("label", has=office.locator(f"[name={name}][value=no]")).click()
    office.locator("label", has=office.locator("[name=consent_how][value=signed]")).click()
    office.locator("main form .btn-primary").click()
    office.wait_for_url("**/partners/referrals/**")
    with office.expect_download() as download:
        office.locator("a[href$='/letter/']").click()
    assert download.value.suggested_filename == "letter.pdf"
    office.locator("a[href$='/send/']").click()
    office.locator("main form .btn-primary").click()
    expect(office.locator("#referral .chip.soon").first).to_be_visible()
    office.locator(".message form button").click()
    expect(office.locator("#referral .chip.accent").first).to_be_visible()
