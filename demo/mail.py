"""Papers on the files, e-mails that wait to be filed, and people who ask after somebody."""

from datetime import timedelta
from io import BytesIO

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw

from intake.mail.reading import read_file
from intake.models import IncomingMail, Inquiry
from intake.models.inquiry import Answer, Asker, Ground
from intake.operations import inquiries, mails
from refuge.documents import alerts, operations
from refuge.documents.models import Document, Kind

# By chosen name: kind, title, days until its end (None: has none), days since it was brought, its format.
PAPERS = {
    "Salomé": [
        (Kind.IDENTITY, "Carte d’identité, recto", 410, 80, "jpg"),
        (Kind.CPAS, "Décision RIS, taux isolé", None, 60, "pdf"),
        (Kind.HEALTH_COVER, "Attestation mutuelle", 5, 58, "pdf"),
    ],
    "Farid": [
        (Kind.RESIDENCE, "Carte A", 24, 38, "jpg"),
        (Kind.MEDICAL, "Certificat, pneumologie", None, 20, "pdf"),
    ],
    "Amir": [
        (Kind.RESIDENCE, "Attestation d’immatriculation", -3, 45, "jpg"),
        (Kind.SCHOOL, "Inscription", 220, 12, "pdf"),
    ],
    "Kenza": [(Kind.HOUSING, "Projet de bail", None, 4, "pdf"), (Kind.LETTER, "Lettre de l’école", None, 30, "txt")],
    "Lou": [(Kind.IDENTITY, "Carte d’identité", 1200, 50, "png")],
}
# Hours ago, knows, agrees, sender, subject, text, attachments.
MAILS = [
    (
        3, "yes", "yes", "Claire Moreau <claire.moreau@cpas-sg.example>", "Demande d’hébergement",
        "Bonjour,\n\nJe vous écris pour un jeune de 20 ans qui se fait appeler Elio (pronoms : il). Mis à la porte "
        "hier, il dort chez un ami et sera à la rue dès vendredi : c’est urgent. Il parle français et portugais.\n"
        "Son numéro : 0499 99 21 43, par SMS seulement, après 18 h.\n\nBien à vous,\nClaire Moreau\n"
        "Assistante sociale, CPAS de Saint-Gilles\n02 555 01 23\n",
        ["certificat.pdf", "photo.jpg"],
    ),
    (
        26, "yes", "unknown", "Bram Wouters <bram.wouters@caw-bxl.example>", "Vraag opvang",
        "Beste,\n\nWe begeleiden een jongere van 22 jaar, die vannacht op straat slaapt. Spreekt Nederlands en "
        "Engels.\n"
        "Kunnen we overleggen?\n\nMet vriendelijke groet\nBram Wouters\nCAW Brussel, 02 555 04 56\n",
        [],
    ),
]  # fmt: skip
# Days ago, who, name, after whom, ground, its words, said, after which resident, decision.
INQUIRIES = [
    (0.1, Asker.POLICE, "Inspecteur, zone Midi", "Une jeune femme, prénom Rania, disparue selon son frère", Ground.LAW,
     "Disparition inquiétante", True, "Rania", None),
    (6, Asker.FAMILY, "Dit être la mère", "« Ma fille, elle a 19 ans »", Ground.NONE, "", True, None, Answer.NEITHER),
    (15, Asker.PRESS, "Rédaction d’un quotidien", "Les jeunes hébergés, en général", Ground.NONE, "", True, None,
     Answer.NEITHER),
]  # fmt: skip


def build_documents(people, staff, moment) -> list[Document]:
    """Through the same checks as an upload; tiny files made here."""
    by_name = {person.chosen_name: person for person in people}
    kept = [
        keep_paper(by_name[name], row, staff, moment)
        for name, rows in PAPERS.items() if name in by_name for row in rows
    ]  # fmt: skip
    alerts.tell()
    return kept


def keep_paper(person, row, staff, moment) -> Document:
    kind, title, ends_in, days, extension = row
    document = operations.add_document(
        person=person, kind=kind, title=title, file=a_file(extension, f"{kind.label} {days}"), by=staff["coordinator"],
        expires_on=timezone.localdate() + timedelta(days=ends_in) if ends_in else None,
    )  # fmt: skip
    Document.objects.filter(pk=document.pk).update(uploaded_at=moment.ago(days=days))
    return document


def build_mails(staff, moment) -> None:
    for row in MAILS:
        bring_mail(row, staff, moment)


def bring_mail(row, staff, moment) -> None:
    hours, knows, agrees, sender, subject, text, attachments = row
    eml = _eml(sender, subject, text, attachments, moment.ago(hours=hours))
    mail = mails.bring_in(mail=read_file(eml), person_knows=knows, person_agrees=agrees, by=staff["coordinator"])
    IncomingMail.objects.filter(pk=mail.pk).update(added_at=moment.ago(hours=hours))


def _eml(sender, subject, text, attachments, sent_at) -> bytes:
    from email.message import EmailMessage
    from email.utils import format_datetime

    message = EmailMessage()
    message["From"], message["Subject"], message["Date"] = sender, subject, format_datetime(sent_at)
    message.set_content(text)
    for name in attachments:
        file = a_file(name.rpartition(".")[2], name)
        message.add_attachment(file.read(), maintype="application", subtype="octet-stream", filename=name)
    return bytes(message)


def build_inquiries(people, staff, moment) -> None:
    by_name = {person.chosen_name: person for person in people}
    for *asked, resident, answer in INQUIRIES:
        note_inquiry(asked, by_name.get(resident), answer, staff, moment)


def note_inquiry(asked, person, answer, staff, moment) -> None:
    """With the resident it is about, where the team knows that it is them."""
    days, asker, name, about, ground, words, said = asked
    inquiry = inquiries.note_inquiry(
        asker=asker, asker_name=name, about=about, ground=ground, ground_words=words, sentence_said=said,
        asked_at=moment.ago(days=days), by=staff["educator"],
    )  # fmt: skip
    if person:
        inquiries.join_inquiry(inquiry=inquiry, person=person, by=staff["coordinator"])
    if answer:
        reason = "Aucune base légale ; réponse habituelle."
        inquiries.decide_inquiry(inquiry=inquiry, answer=answer, reason=reason, by=staff["management"])
        Inquiry.objects.filter(pk=inquiry.pk).update(decided_at=moment.ago(days=max(days - 1, 1)))


def a_file(extension: str, words: str) -> ContentFile:
    """A tiny paper that says it is made up."""
    name = f"document.{extension}"
    if extension == "txt":
        return ContentFile(f"Document de démonstration : {words}\n".encode(), name=name)
    return ContentFile(_drawn(extension, words), name=name)


def _drawn(extension: str, words: str) -> bytes:
    page = Image.new("RGB", (560, 360), (250, 247, 242))
    pen = ImageDraw.Draw(page)
    pen.rectangle((12, 12, 547, 347), outline=(91, 42, 134), width=4)
    pen.text((40, 60), f"Document de demonstration\n\n{words.encode('ascii', 'ignore').decode()}", fill=(42, 28, 49))
    drawn = BytesIO()
    page.save(drawn, {"jpg": "JPEG", "png": "PNG", "pdf": "PDF"}[extension])
    return drawn.getvalue()
