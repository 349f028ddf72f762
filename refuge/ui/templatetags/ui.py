"""The house's own template tags. A builtin library: templates need no load.

Inline: url, icon, chip, avatar, person_name, pronouns, ago, filters, sort_header, slot, query_replace.
Blocks: card, empty_state, confirm. Filters: day, long_day, moment, clock, initials, undo_url.
"""

from functools import lru_cache
from uuid import uuid4

from django import template
from django.middleware.csrf import get_token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.template.loader import render_to_string
from django.templatetags.i18n import TranslateNode, do_translate
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch, reverse
from django.utils.formats import localize
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from refuge import registry
from refuge.ui import words
from refuge.ui.icons import svg
from refuge.ui.undo import undo_url
from refuge.ui.widgets import drawn_field, drawn_ticks, plain

register = template.Library()

TONES = {"late", "soon", "well", "calm", "accent", "plain"}

register.filter("day", words.short_day)
register.filter("long_day", words.long_day)
register.filter("moment", words.moment)
register.filter("clock", words.clock)
register.filter("initials", words.initials)
register.filter("undo_url", undo_url)


def checked_tone(tag, tone):
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"{tag}: unknown tone {tone!r}")
    return tone


class Address(URLNode):
    """Django's `{% url %}`, which looks each address up anew: the same rows stand on many pages, and in the next."""

    def render(self, context):
        if self.kwargs:
            return super().render(context)
        name, args = self.view_name.resolve(context), (arg.resolve(context) for arg in self.args)
        if not self.asvar:
            return known_address(name, *args)
        try:
            context[self.asvar] = known_address(name, *args)
        except NoReverseMatch:
            context[self.asvar] = ""
        return ""


@lru_cache(maxsize=20_000)
def known_address(name, *args) -> str:
    return escape(reverse(name, args=args))


@register.tag
def url(parser, token):
    node = django_url(parser, token)
    return Address(node.view_name, node.args, node.kwargs, node.asvar)


class File(StaticNode):
    """Django's `{% static %}`, which looks each file's address up anew: it does not change while we run."""

    def url(self, context):
        return known_file(self.path.resolve(context))


@lru_cache
def known_file(path) -> str:
    return escape(StaticNode.handle_simple(path))


@register.tag
def static(parser, token):
    return File.handle_token(parser, token)


class Word(TranslateNode):
    """Django's `{% translate %}`, which looks each word up anew: a list says the same ones in every row. A text that is
    written in the template is looked up once a language."""

    def __init__(self, filter_expression, noop, asvar=None, message_context=None):
        super().__init__(filter_expression, noop, asvar, message_context)
        is_written = isinstance(filter_expression.var.literal, str) and not filter_expression.filters
        self.known = {} if is_written and not (noop or message_context) else None

    def render(self, context):
        if self.known is None:
            return super().render(context)
        language = get_language()
        if language not in self.known:
            self.known[language] = self._looked_up(context)
        if self.asvar:
            context[self.asvar] = self.known[language]
            return ""
        return self.known[language]

    def _looked_up(self, context):
        told = super().render(context)
        return context[self.asvar] if self.asvar else told


@register.tag("translate")
@register.tag("trans")
def translate(parser, token):
    node = do_translate(parser, token)
    return Word(node.filter_expression, node.noop, node.asvar, node.message_context)


@register.simple_tag
def icon(name, size=18):
    """An icon of the lucide set, as decoration."""
    return mark_safe(svg(str(name), size))  # noqa: S308 the package's own drawings


@register.simple_tag
def chip(text, tone="plain", icon=""):
    """A word that tells how pressing something is; the tone only repeats it in colour."""
    drawing = svg(str(icon), 14) if icon else ""
    return mark_safe(f'<span class="chip {checked_tone("chip", tone)}">{drawing}{plain(text)}</span>')  # noqa: S308


@register.simple_tag
def avatar(name, large=False):
    """The round mark with initials; the name stands beside it."""
    size = " avatar-large" if large else ""
    return mark_safe(f'<span class="avatar{size}" aria-hidden="true">{plain(words.initials(name))}</span>')  # noqa: S308


@register.simple_tag
def person_name(person):
    """A young person's chosen name, which discreet mode turns into initials. Takes the person or the name."""
    name = getattr(person, "chosen_name", person)
    initials = plain(words.initials(name))
    return mark_safe(f'<span class="name" data-initials="{initials}"><span>{plain(name)}</span></span>')  # noqa: S308


@register.simple_tag
def pronouns(text):
    """The chip beside a name; nothing for pronouns not known."""
    text = getattr(text, "pronouns", text)
    return mark_safe(f'<span class="chip plain">{plain(text)}</span>') if text else ""  # noqa: S308


@register.simple_tag
def ago(moment):
    """How long ago, with the exact time in the tooltip."""
    if not moment:
        return ""
    title, text = plain(words.moment(moment)), plain(words.ago(moment))
    return mark_safe(f'<time datetime="{moment.isoformat()}" title="{title}">{text}</time>')  # noqa: S308


@register.simple_tag(takes_context=True)
def slot(context, name, record=None):
    """What the apps put into a page's slot, each part in turn, for those who may see it."""
    request = context["request"]
    parts = registry.slots[name].shown_to(request.user) if name in registry.slots else []
    drawn = (_draw(part, request, record) for part in parts)
    return mark_safe("".join(drawn))  # noqa: S308 each part is a template of ours


def _draw(part, request, record):
    data = part.context(request, record)
    if data is None:
        return ""
    return render_to_string(part.template, {"record": record, **data}, request=request)


@register.simple_tag
def filters(form):
    """The fields of a list's filters, drawn in Python (refuge/ui/widgets.py): they stand above every list."""
    return mark_safe("".join(drawn_field(field) for field in form))  # noqa: S308 escaped where it is drawn


@register.simple_tag
def ticks(field):
    """The options of a field without an error, one under the other, drawn in Python: a form may have a hundred."""
    return mark_safe(drawn_ticks(field))  # noqa: S308 escaped where it is drawn


@register.simple_tag(takes_context=True)
def query_replace(context, **changes):
    """The page's query string with some values replaced; None or "" takes one out."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        query.pop(key, None)
        if value not in (None, ""):
            query[key] = value
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag(takes_context=True)
def sort_header(context, listing, column, label, **attributes):
    """A column's head that sorts by it, and back on a second press. `listing` is a refuge.ui.lists.Listing."""
    state = listing.sort_state(column)
    address = query_replace(context, sort=listing.sort_toggled(column), after=None, before=None)
    mark = {"ascending": "arrow-up", "descending": "arrow-down"}.get(state, "chevrons-up-down")
    extra = format_html_join("", ' {}="{}"', attributes.items())
    return format_html(
        '<th scope="col"{}{}><a class="sort" href="{}" hx-get="{}">{}{}</a></th>',
        mark_safe(f' aria-sort="{state}"' if state else ""),  # noqa: S308 one of two words
        extra,
        address,
        address,
        label,
        icon(mark, 14),
    )


@register.simple_block_tag
def card(content, title, more="", more_url="", count=None, level=2, id="", tone=""):
    """A titled box. `more` and `more_url` link to the rest, `count` stands beside the title."""
    look, place = f" card-{plain(tone)}" if tone else "", f' id="{plain(id)}"' if id else ""
    number = f' <span class="card-count">{plain(localize(count))}</span>' if count is not None else ""
    if more_url:
        more = f'<a class="more" href="{plain(more_url)}">{plain(more)}</a>' if more else ""
    else:
        more = f'<span class="more">{plain(more)}</span>' if more else ""
    return mark_safe(  # noqa: S308 each part is escaped where it is drawn
        f'<section class="card{look}"{place}><header class="card-head">'
        f'<h{level} class="card-title">{plain(title)}{number}</h{level}>{more}</header>{content}</section>'
    )


@register.simple_block_tag
def empty_state(content, icon, title, text=""):
    """What to do next where there is nothing yet. The content holds the link or button."""
    data = {"content": content, "icon": icon, "title": title, "text": text}
    return render_to_string("components/empty_state.html", data)


@register.simple_block_tag(takes_context=True)
def confirm(context, content, label, url, title="", yes="", icon="", tone="danger", small=False):
    """A button that asks before it posts to `url`. The content explains, and may hold fields of the form."""
    label, id = plain(label), f"confirm-{uuid4().hex[:8]}"
    of_danger = tone == "danger"
    button = f"btn{' btn-sm' if small else ''}{' btn-outline-danger' if of_danger else ''}"
    drawing = svg(str(icon), 16) if icon else ""
    token = plain(context.get("csrf_token") or get_token(context["request"]))
    leave = plain(_("Do nothing"))
    return mark_safe(  # noqa: S308 each part is escaped where it is drawn
        f'<button type="button" class="{button}" popovertarget="{id}">{drawing}{label}</button>'
        f'<div class="dialog" id="{id}" popover role="dialog" aria-labelledby="{id}-title">'
        f'<h2 id="{id}-title">{plain(title) if title else label}</h2>'
        f'<form method="post" action="{plain(url)}">'
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">{content.strip()}<div class="actions">'
        f'<button class="btn btn-{"danger" if of_danger else "primary"}">{plain(yes) if yes else label}</button> '
        f'<button type="button" class="btn" popovertarget="{id}" popovertargetaction="hide">{leave}'
        "</button></div></form></div>"
    )
