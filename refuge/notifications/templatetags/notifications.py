"""The rows of the list of alerts, drawn in Python: twenty-five a page, each with two forms of one button."""

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from refuge.ui.templatetags.ui import ago, chip, icon, known_address, person_name
from refuge.ui.widgets import plain
from refuge.ui.words import short_day

register = template.Library()


class Words:
    """What each row says, looked up once a page."""

    def __init__(self, token):
        self.token = f'<input type="hidden" name="csrfmiddlewaretoken" value="{plain(token)}">'
        self.day, self.unread = _("for %(day)s"), _("unread")
        self.settled = chip(_("dealt with"), "well", "check")
        # What a press is called, and what is drawn on it.
        self.open = _("Open: %(title)s"), plain(_("Open"))
        self.unread_again = _("Mark as unread: %(title)s"), icon("mail", 16)
        self.read = _("Mark as read: %(title)s"), icon("check", 16)


@register.simple_tag(takes_context=True)
def alert_rows(context, rows):
    """Alerts (`refuge.notifications.rows.AlertRow`): what and for when, how each stands, and the way there."""
    words = Words(context["csrf_token"])
    return mark_safe("".join(_row(row, words) for row in rows))  # noqa: S308 each part is escaped where it is drawn


def _row(row, words) -> str:
    alert, said = row.alert, row.alert.title
    title, look = plain(said), ' class="read"' if alert.read_at else ""
    whom = f"{person_name(row.subject)} · " if row.subject else ""
    day = plain(words.day % {"day": short_day(alert.due_on)})
    return (
        f"<li{look}>"
        f'<span class="avatar" aria-hidden="true">{icon(row.kind.icon)}</span>'
        f'<div class="t">{title if alert.read_at else f"<b>{title}</b>"} '
        f"<small>{whom}{day} · {ago(alert.created_at)}</small></div> "
        f"{_state(row, words)} {_presses(row, said, words)}</li>"
    )


def _state(row, words) -> str:
    if row.alert.resolved_at:
        return words.settled
    return "" if row.alert.read_at else chip(words.unread, row.kind.tone)


def _presses(row, said, words) -> str:
    presses = []
    if row.leads_somewhere:
        presses.append(_press("open", row.alert, said, words.open, words.token, quiet=False))
    if row.alert.read_at:
        presses.append(_press("unread", row.alert, said, words.unread_again, words.token))
    else:
        presses.append(_press("read", row.alert, said, words.read, words.token))
    return " ".join(presses)


def _press(action, alert, said, press, token, quiet=True) -> str:
    called, drawn = press
    label = plain(called % {"title": said})
    return (
        f'<form method="post" action="{known_address(f"notifications:{action}", alert.pk)}">{token}'
        f'<button class="btn btn-sm{" btn-quiet" if quiet else ""}" aria-label="{label}">{drawn}</button></form>'
    )
