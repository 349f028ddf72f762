"""An alert as a row of the list, drawn in Python: twenty-five a page, each with two forms of one button."""

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from refuge.ui.templatetags.ui import ago, chip, icon, known_address, person_name
from refuge.ui.widgets import plain
from refuge.ui.words import short_day

register = template.Library()


@register.simple_tag(takes_context=True)
def alert_row(context, row):
    """One alert (`refuge.notifications.rows.AlertRow`): what and for when, how it stands, and the way there."""
    alert, title, token = row.alert, plain(row.alert.title), plain(context["csrf_token"])
    look = ' class="read"' if alert.read_at else ""
    whom = f"{person_name(row.subject)} · " if row.subject else ""
    day = plain(_("for %(day)s") % {"day": short_day(alert.due_on)})
    return mark_safe(  # noqa: S308 each part is escaped where it is drawn
        f"<li{look}>"
        f'<span class="avatar" aria-hidden="true">{icon(row.kind.icon)}</span>'
        f'<div class="t">{title if alert.read_at else f"<b>{title}</b>"} '
        f"<small>{whom}{day} · {ago(alert.created_at)}</small></div> "
        f"{_state(row)} {_presses(row, token)}</li>"
    )


def _state(row) -> str:
    if row.alert.resolved_at:
        return chip(_("dealt with"), "well", "check")
    return "" if row.alert.read_at else chip(_("unread"), row.kind.tone)


def _presses(row, token) -> str:
    alert, said = row.alert, {"title": row.alert.title}
    presses = []
    if row.leads_somewhere:
        presses.append(_press("open", alert, token, _("Open: %(title)s") % said, plain(_("Open")), quiet=False))
    if alert.read_at:
        presses.append(_press("unread", alert, token, _("Mark as unread: %(title)s") % said, icon("mail", 16)))
    else:
        presses.append(_press("read", alert, token, _("Mark as read: %(title)s") % said, icon("check", 16)))
    return " ".join(presses)


def _press(action, alert, token, label, drawn, quiet=True) -> str:
    return (
        f'<form method="post" action="{known_address(f"notifications:{action}", alert.pk)}">'
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">'
        f'<button class="btn btn-sm{" btn-quiet" if quiet else ""}" aria-label="{plain(label)}">{drawn}</button></form>'
    )
