"""E-mails as they come in: a service writes about a young person."""

from email.message import EmailMessage

LETTER = """Bonjour,

Je vous écris pour un jeune de 19 ans, Karim, qui se fait appeler Lina (pronoms : elle). Elle dort dehors cette nuit.
Elle parle français et arabe. Elle est joignable au 0499 12 34 56 après 18 h. Nous la suivons depuis 10 ans.

Bien à vous,
Marie Dupont
CPAS de Saint-Gilles, 02 555 01 23
"""


def an_eml(text=LETTER, *, html="", attachments=(), **headers) -> bytes:
    message = EmailMessage()
    headers = {"From": "Marie Dupont <marie@cpas.example>", "Subject": "Aanmelding é", "To": "x@y.example"} | headers
    for name, value in headers.items():
        message[name] = value
    if text:
        message.set_content(text)
    if html:
        message.set_content(html, subtype="html") if not text else message.add_alternative(html, subtype="html")
    for file in attachments:
        message.add_attachment(file.read(), maintype="application", subtype="octet-stream", filename=file.name)
    return bytes(message)
