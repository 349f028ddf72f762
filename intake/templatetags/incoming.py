"""E-mails that partners sent, and those who ask after somebody, as rows of a list, drawn in Python."""

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from intake.models.mail import MailState, Told
from refuge.ui.icons import svg
from refuge.ui.templatetags.ui import ago, chip, known_address
from refuge.ui.widgets import plain
from refuge.ui.words import moment

register = template.Library()


@register.simple_tag
def mail_rows(mails):
    return mark_safe("".join(f"<li>{_mail(mail)}</li>" for mail in mails))  # noqa: S308 escaped where it is drawn


def _mail(mail) -> str:
    title = plain(mail.subject or mail.sender or _("E-mail without a subject"))
    sender = f'<span class="private">{plain(mail.sender)}</span> · ' if mail.subject and mail.sender else ""
    return (
        f'<a class="row-link" href="{known_address("intake:mail", mail.pk)}">{svg("mail", 18)}'
        f'<span class="t"><span class="private">{title}</span> '
        f"<small>{sender}{ago(mail.added_at)} · {plain(mail.added_by.name)}</small></span> {_to_do(mail)}</a>"
    )


def _to_do(mail) -> str:
    if mail.state != MailState.NEW:
        return chip(mail.get_state_display())
    asked = "" if mail.person_agrees == Told.YES else chip(_("not agreed"), "soon", "hand")
    return asked + " " + chip(_("To file"), "accent")


@register.simple_tag
def inquiry_rows(inquiries):
    """Who asks, never after whom."""
    return mark_safe("".join(f"<li>{_inquiry(each)}</li>" for each in inquiries))  # noqa: S308 escaped where it is drawn


def _inquiry(inquiry) -> str:
    facts = (inquiry.reference, inquiry.get_channel_display(), moment(inquiry.asked_at), inquiry.received_by.name)
    authority = chip(_("authority"), "late", "landmark") if inquiry.is_authority else ""
    answered = chip(inquiry.get_answer_display(), "well") if inquiry.answer else chip(_("To decide"), "soon")
    return (
        f'<a class="row-link" href="{known_address("intake:inquiry", inquiry.pk)}">'
        f'{svg("message-circle-question-mark", 18)}<span class="t">{plain(inquiry.get_asker_display())} '
        f"<small>{' · '.join(map(plain, facts))}</small></span> {authority} {answered}</a>"
    )
