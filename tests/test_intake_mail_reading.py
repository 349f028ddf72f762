"""E-mails are read, and facts proposed from them with the passages they were read from."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from intake.mail.markup import text_of
from intake.mail.proposals import initial_of, proposals_of
from intake.mail.reading import read_file, read_pasted
from tests.documents import a_pdf, a_picture
from tests.mails import LETTER, an_eml

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DOCUMENTS_ROOT = tmp_path / "documents"


def code_of(data: bytes) -> str:
    with pytest.raises(ValidationError) as error:
        read_file(data)
    return error.value.code


def found(text, sender="") -> dict:
    """The first proposal of each field: (value, passage)."""
    first = {}
    for each in proposals_of(text, sender):
        first.setdefault((each.field, each.theirs), (each.value, each.words))
    return {field if theirs else f"{field} of the sender": what for (field, theirs), what in first.items()}


# Reading


def test_an_eml_gives_sender_subject_day_text_and_attachments():
    mail = read_file(an_eml(attachments=[a_pdf(), a_picture()], Date="Mon, 23 Nov 2026 09:00:00 +0100"))
    assert (mail.sender, mail.subject) == ("Marie Dupont <marie@cpas.example>", "Aanmelding é")
    assert mail.sent_at.isoformat() == "2026-11-23T09:00:00+01:00"
    assert mail.text == LETTER.strip()
    assert [file.name for file in mail.attachments] == ["decision.pdf", "photo.jpg"]


def test_html_is_read_as_text_and_loads_nothing():
    html = (
        "<head><title>no</title><style>p {}</style></head><p>Elle a <b>19</b> ans.</p><script>steal()</script>"
        '<img src="https://tracker.example/x.gif"><p>Voir <a href="https://site.example/a">ici</a></p>'
    )
    mail = read_file(an_eml(text="", html=html))
    assert mail.text == "Elle a 19 ans.\n\nVoir ici <https://site.example/a>"
    assert "tracker" not in mail.text
    assert text_of("<p>1 &lt; 2 &amp; é") == "1 < 2 & é"


def test_a_pasted_text_tells_its_sender_where_it_stands_above_it():
    mail = read_pasted("De : Marie Dupont <marie@cpas.example>\nObjet : Un jeune\n\nBonjour")
    assert (mail.sender, mail.subject) == ("Marie Dupont <marie@cpas.example>", "Un jeune")


def test_a_thousand_nested_parts_are_refused_before_they_are_parsed():
    nested = b"From: a@b.example\r\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (number, number) for number in range(1000)
    )
    assert code_of(nested) == "too_many_parts"
    flat = b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 1000
    assert code_of(flat) == "too_many_parts"
    letters = b"From: a@b.example\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 1000
    assert code_of(letters) == "too_many_parts"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"not an e-mail at all", "no_mail"),
        (b"\xd0\xcf\x11\xe0 Outlook's own format", "no_mail"),
        (b"From: a@b.example\r\nX: " + b"x" * 70_000 + b"\r\n\r\nHello", "no_mail"),
        (b"From: a@b.example\r\n\r\n" + b"0" * (26 * 2**20), "too_large"),
    ],
)
def test_what_is_no_e_mail_or_too_much_is_refused(data, code):
    assert code_of(data) == code


def test_odd_alphabets_and_days_are_read_as_well_as_can_be():
    odd = b"From: =?x-unknown?Q?abc?= <a@b.example>\r\nDate: never\r\nContent-Type: text/plain; charset=klingon\r\n\r\n"
    mail = read_file(odd + "Né en 2007 €".encode())
    assert mail.sent_at is None
    assert "a@b.example" in mail.sender
    assert mail.text == "Né en 2007 €"


# Proposing


def test_a_french_letter_is_proposed_with_the_passages_it_was_read_from():
    assert found(LETTER, "Marie Dupont <marie@cpas.example>") == {
        "chosen_name": ("Lina", "se fait appeler Lina"),
        "pronouns": ("elle", "pronoms : elle"),
        "age": ("19", "19 ans"),
        "call_back": ("+32499123456", "0499 12 34 56"),
        "call_back of the sender": ("+3225550123", "02 555 01 23"),
        "caller_organisation of the sender": ("CPAS de Saint-Gilles", "CPAS de Saint-Gilles"),
        "urgency": ("tonight", "dort dehors"),
        "languages": ("fr,ar", "parle français et arabe"),
    }


def test_dutch_and_english_letters_are_read_too():
    dutch = found(
        "Een jongere van 20 jaar, roepnaam: Noor. Zijn nummer is 0486/11.22.33. Dringend! Spreekt Turks en Frans"
    )
    assert dutch == {
        "chosen_name": ("Noor", "roepnaam: Noor"), "age": ("20", "20 jaar"),
        "call_back": ("+32486112233", "0486/11.22.33"), "urgency": ("48h", "Dringend"),
        "languages": ("fr,tr", "Spreekt Turks en Frans"),
    }  # fmt: skip
    english = found("A young person named Sam, born on 03/05/2007, they speak English. Can you help this week?")
    assert english == {
        "chosen_name": ("Sam", "named Sam"), "age": ("03/05/2007", "born on 03/05/2007"),
        "urgency": ("week", "this week"), "languages": ("en", "speak English"),
    }  # fmt: skip


@pytest.mark.parametrize("text", ["depuis 10 ans", "il y a 20 ans", "sinds 12 jaar", "85 ans", "24/7 joignable", ""])
def test_what_is_no_age_is_not_proposed(text):
    assert "age" not in found(text)


@pytest.mark.parametrize(
    "text", ["a" * 50_000, "@" * 20_000, "parle " * 4000, "0" * 20_000, "A. " * 9000, "(" * 20_000]
)
def test_hostile_letters_are_read_in_no_time(text):
    begun = timezone.now()
    proposals_of(text)
    assert timezone.now() - begun < timedelta(seconds=3)


def test_without_agreement_the_form_is_filled_with_the_service_alone():
    proposals = proposals_of(LETTER, "marie@cpas.example")
    assert initial_of(proposals, agreed=True)["chosen_name"] == "Lina"
    assert initial_of(proposals, agreed=False) == {
        "urgency": "tonight", "caller_organisation": "CPAS de Saint-Gilles", "call_back": "+3225550123",
    }  # fmt: skip
