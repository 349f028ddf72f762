"""What only a browser shows: previews beside the list, of a picture and in the browser's own PDF viewer."""

import re

import pytest


@pytest.mark.parametrize(("title", "preview"), [("Carte d’identité, recto", "img"), ("Décision RIS", "iframe")])
def test_a_document_is_previewed_without_leaving_the_page(title, preview, signed_in):
    page = signed_in("coordinator")
    page.goto("/people/")
    page.get_by_role("link", name="Salomé").first.click()
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
    assert page.locator("mark.passage").all_inner_texts() == ["se fait appeler Sam", "20 ans"]
    page.locator(".head .btn-primary").click()
    assert page.input_value("[name=chosen_name]") == "Sam"
    assert page.input_value("[name=age]") == "20"
