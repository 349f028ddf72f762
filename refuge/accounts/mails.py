"""E-mails about accounts: plain text, in the reader's language, no name of a young person, no secret but the link."""

import logging
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from refuge.accounts.models.invitation import UNREACHABLE

log = logging.getLogger(__name__)

# django-allauth's names, and one of ours.
SECURITY_EVENTS = {
    "password_changed": _("Your password was changed."),
    "password_set": _("A password was set for your account."),
    "password_reset": _("Your password was changed by a link from an e-mail."),
    "totp_activated": _("An authenticator app was added to your account."),
    "totp_deactivated": _("The authenticator app was removed from your account."),
    "recovery_codes_generated": _("New recovery codes were made; the earlier ones no longer work."),
    "webauthn_added": _("A passkey was added to your account."),
    "webauthn_removed": _("A passkey was removed from your account."),
    "second_factor_reset": _("The management removed your second factor. You set up a new one when you sign in."),
}


def message(name: str, to: str, language: str, context: dict) -> EmailMessage:
    """The e-mail of templates/email/`name`_subject.txt and _message.txt in `language`."""
    context = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, **context}
    with translation.override(language):
        subject = " ".join(render_to_string(f"email/{name}_subject.txt", context).split())
        body = render_to_string(f"email/{name}_message.txt", context).strip() + "\n"
    return EmailMessage(subject, body, to=[to], headers={"Auto-Submitted": "auto-generated"})


def deliver(mail: EmailMessage) -> str:
    """Send; the answer is empty, or why it was refused. A refused e-mail never breaks the page that sent it."""
    try:
        mail.send()
    except OSError as error:  # SMTPException is one
        log.warning("An e-mail was not sent: %s", type(error).__name__)
        return _reason(error)
    return ""


def send_invitation(invitation, token: str) -> str:
    """Mail the link; see `deliver` for the answer."""
    link = settings.SITE_URL + reverse("invitation", args=[token])
    context = {"invitation": invitation, "link": link}
    return deliver(message("invitation", invitation.email, invitation.language, context))


def send_security_notice(user, event: str) -> str:
    """Tell somebody what changed about the lock of their account, and whom to ask if it was not them."""
    context = {"user": user, "what": SECURITY_EVENTS[event]}
    return deliver(message("security_notice", user.email, user.language, context))


def _reason(error) -> str:
    if isinstance(error, SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()))
    elif isinstance(error, SMTPResponseException):
        code, answer = error.smtp_code, error.smtp_error
    else:
        return type(error).__name__ if isinstance(error, SMTPException) else UNREACHABLE
    return f"{code} {answer.decode(errors='replace') if isinstance(answer, bytes) else answer}"
