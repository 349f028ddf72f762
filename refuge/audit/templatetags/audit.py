"""A line of the access log drawn in Python: a page has twenty-five, with all the fields that each of them changed."""

from django import template
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from refuge.ui.templatetags.ui import chip
from refuge.ui.widgets import plain
from refuge.ui.words import clock, short_day

register = template.Library()


@register.simple_tag
def log_line(line, with_subject=False):
    """An opening or a change (`refuge.audit.lines.Line`); `with_subject` says whose file it was."""
    who = line.who or _("the house itself")
    about = [f"<b>{plain(who)}</b>", plain(line.about)]
    if with_subject and line.subject:
        about.append(f'<a href="{plain(line.subject_url)}">{plain(line.subject)}</a>')
    fields = f"<small>{' · '.join(map(_field, line.fields))}</small>" if line.fields else ""
    page = f'<small class="mono">{plain(line.page)}</small>' if line.page else ""
    what = chip(line.what, "soon", "eye") if line.is_reveal else chip(line.what)
    return mark_safe(  # noqa: S308 each part is escaped where it is drawn
        f'<time datetime="{timezone.localtime(line.at).isoformat()}">{plain(short_day(line.at))}'
        f"<small>{plain(clock(line.at))}</small></time> "
        f'<span class="t">{" · ".join(about)} {fields} {page}</span> {what}'
    )


def _field(field) -> str:
    if not (field.now or field.before):
        return plain(field.name)
    before = f"{plain(field.before)} → " if field.before else ""
    return f"{plain(field.name)} : {before}{plain(field.now or '–')}"
