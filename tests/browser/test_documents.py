"""What only a browser shows: previews beside the list, of a picture and in the browser's own PDF viewer."""

import re

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize(("title", "preview"), [("Carte d’identité, recto", "img"), ("Décision RIS", "iframe")])
def test_a_document_is_previewed_without_leaving_the_page(title, preview, signed_in):
    page = signed_in("coordinator")
    page.goto("/housing/tonight/")
    page.get_by_role("link", name="Salomé").first.click()
    page.wait_for_url("**/housing/stays/**")
    page.locator("main a[href*='/people/P-']").first.click()
    page.get_by_role("link", name="Documents", exact=True).click()
    with page.expect_response(re.compile("/preview/$")) as shown:
        page.get_by_role("link", name=title).click()
    assert shown.value.status == 200
    assert page.url.endswith("/documents/")
    page.locator(f"#document-look {preview}").wait_for()
    if preview == "img":
        assert page.locator("#document-look img").evaluate("each => each.decode().then(() => each.naturalWidth)") > 100


def test_a_dropped_letter_fills_in_the_call_form(signed_in):
    page = signed_in("coordinator")
    page.goto("/intake/mail/new/")
    for question in ("person_knows", "person_agrees"):
        page.locator(f"input[name={question}][value=yes]").check()
    letter = "From: Ann <ann@cpas.example>\r\nSubject: Sam\r\n\r\nUn jeune de 20 ans qui se fait appeler Sam."
    page.set_input_files("[name=file]", {"name": "l.eml", "mimeType": "message/rfc822", "buffer": letter.encode()})
    page.locator("main form .btn-primary").click()
    expect(page.locator("mark.passage")).to_have_text(["se fait appeler Sam", "20 ans"])
    page.locator(".head .btn-primary").click()
    expect(page.locator("[name=chosen_name]")).to_have_value("Sam")
    expect(page.locator("[name=age]")).to_have_value("20")
