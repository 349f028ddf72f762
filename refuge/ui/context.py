"""What the shell shows round every page. Nothing is asked of the database until a template wants it."""

from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, lru_cache

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.html import escape, json_script
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from refuge import registry
from refuge.access import allows
from refuge.prepared import Question
from refuge.questions import answer, in_words, kept

# Stand in what is drawn once for the two things of a page that are another's on the next: the token against forged
# requests, and the page's own address.
TOKEN, ADDRESS = "\ue000", "\ue001"
# Every page counts what waits, so it stops here: of a hundred alerts it says 20+, and their list how many they are.
MOST_COUNTED = 20


@dataclass(unsafe_hash=True)
class Link:
    """An entry of the side bar or the top bar, ready to be drawn."""

    label: str
    url: str
    icon: str
    group: str
    phone: bool
    count: int = 0
    active: bool = False

    @property
    def waiting(self) -> str:
        """The number beside it, "" for none."""
        return f"{MOST_COUNTED}+" if self.count > MOST_COUNTED else str(self.count or "")


@dataclass
class Group:
    label: str
    links: list = field(default_factory=list)


@lru_cache(maxsize=5000)
def drawn(part, language, **shown) -> str:
    """A part of the shell: drawn once for what it shows, since it stands on every page."""
    return render_to_string(f"components/{part}.html", shown)


@lru_cache(maxsize=2000)
def drawn_menu(language, links: tuple) -> str:
    """The side bar for those links, drawn once as well."""
    return render_to_string("components/navigation.html", {"groups": grouped(links)})


@lru_cache
def drawn_words(language) -> str:
    """What the scripts say, for them to read."""
    return json_script(words(), "words")


def words() -> dict:
    return {
        "saving": _("Saving…"),
        "saved": _("Saved at {time}"),
        "offline": _("No connection. Nothing is lost: trying again…"),
        "signedOut": _("Signed out. Your text is still here: sign in to save it."),
        "otherUser": _("Somebody else has signed in. Nothing was sent; your text stays here until you leave the page."),
        "failed": _("Something went wrong and nothing was saved. Please try again."),
        "unreachable": _("The server cannot be reached. Your text is still here: try again in a moment."),
        "discreetOn": _("Discreet mode is on: names are initials."),
        "discreetOff": _("Discreet mode is off: names are shown."),
        "close": _("Close"),
    }


def grouped(links) -> list[Group]:
    """Links under their headings, a heading standing where its first link stands."""
    groups = {}
    for link in links:
        groups.setdefault(link.group, Group(link.group)).links.append(link)
    return list(groups.values())


@cache
def address(url_name) -> str:
    """The address of `url_name`, or "" while no app has it. The map of addresses does not change while we run."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def question(user, badges: dict) -> tuple[Question | None, frozenset]:
    """What counts all badges that are querysets at once (None for none), and which badges they are."""
    found = {name: badge(user) for name, badge in badges.items()}
    querysets = {name: rows for name, rows in found.items() if hasattr(rows, "order_by")}
    words, values = [], []
    for name, rows in querysets.items():
        with suppress(EmptyResultSet):
            sql, told = rows.order_by().values("pk")[: MOST_COUNTED + 1].query.sql_with_params()
            words.append(f"SELECT %s AS behind, count(*) AS number FROM ({sql}) AS waiting")  # noqa: S608 Django's words
            values += [name, *told]
    return in_words(" UNION ALL ".join(words), values) if words else None, frozenset(querysets)


def counted(user, badges: dict) -> dict:
    """How much waits behind each entry, no further than the first that is too many to be told: querysets are counted
    in one query for all, numbers are asked one by one."""
    asked, together = kept("menu", user, lambda: question(user, badges), *badges.items())
    numbers = {name: badge(user) for name, badge in badges.items() if name not in together}
    return numbers | dict(answer(asked))


def links_for(user, entries, counts) -> list[Link]:
    """Links in order; an entry whose page does not exist is left out."""
    found = ((entry, address(entry.url_name)) for entry in entries.shown_to(user))
    return [
        Link(
            label=str(entry.label),
            url=url,
            icon=entry.icon,
            group=str(entry.group),
            phone=entry.phone,
            count=counts.get(entry.url_name) or 0,
        )
        for entry, url in found
        if url
    ]


def mark_active(links, path) -> None:
    """Mark the link whose address is the longest beginning of `path`; Today is marked on its own page alone."""
    home = address("today")
    holding = [link for link in links if path == link.url or (link.url != home and path.startswith(link.url))]
    if holding:
        max(holding, key=lambda link: len(link.url)).active = True


class Shell:
    """Navigation, preferences and words of one request."""

    def __init__(self, request):
        self.request = request

    @cached_property
    def user(self):
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @cached_property
    def counts(self) -> dict:
        """By the name of an entry's address, for the side bar and the top bar at once."""
        entries = [*registry.navigation.shown_to(self.user), *registry.top_bar.shown_to(self.user)]
        return counted(self.user, {entry.url_name: entry.badge for entry in entries if entry.badge})

    @cached_property
    def links(self) -> list[Link]:
        links = links_for(self.user, registry.navigation, self.counts) if self.user else []
        mark_active(links, self.request.path)
        return links

    @property
    def menu(self) -> str:
        """The side bar."""
        return drawn_menu(get_language(), tuple(self.links))

    @property
    def top_bar(self) -> str:
        """Search, the call, discreet mode, alerts, and the account's menu."""
        bar = drawn(
            "top_bar", get_language(), name=getattr(self.user, "name", ""), email=getattr(self.user, "email", ""),
            links=tuple(self.top_links), may_search=self.may_search, call_url=self.call_url, theme=self.theme,
            discreet=self.discreet, languages=self.languages, csrf_token=TOKEN, address=ADDRESS,
        )  # fmt: skip
        bar = bar.replace(TOKEN, get_token(self.request)).replace(ADDRESS, escape(self.request.get_full_path()))
        return mark_safe(bar)  # noqa: S308 drawn by a template

    @property
    def phone_bar(self) -> str:
        return drawn("phone_bar", get_language(), links=tuple(self.phone_links))

    @property
    def dialogs(self) -> str:
        return drawn("dialogs", get_language(), may_search=self.may_search, call_url=self.call_url)

    @property
    def words(self) -> str:
        return drawn_words(get_language())

    @cached_property
    def phone_links(self) -> list[Link]:
        """The four at the bottom of a phone."""
        return [link for link in self.links if link.phone][:4]

    @cached_property
    def top_links(self) -> list[Link]:
        return links_for(self.user, registry.top_bar, self.counts) if self.user else []

    @cached_property
    def call_url(self) -> str:
        """Where a call is logged, for those who may."""
        return address("intake:new") if self.user and allows(self.user, "intake.log_call") else ""

    @cached_property
    def may_search(self) -> bool:
        return bool(self.user and allows(self.user, "ui.search"))

    @property
    def theme(self) -> str:
        return getattr(self.user, "theme", "auto")

    @property
    def discreet(self) -> bool:
        return bool(getattr(self.user, "discreet", False))

    @property
    def languages(self) -> tuple:
        """Codes and names, each in its own language."""
        own = {"fr": "Français", "nl": "Nederlands", "en": "English"}
        return tuple((code, own.get(code, name)) for code, name in settings.LANGUAGES)

    @property
    def site_name(self) -> str:
        return settings.SITE_NAME


def shell(request):
    """The context processor: one lazy object."""
    return {"shell": Shell(request)}
