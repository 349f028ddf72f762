"""The headings under which the figures stand: those of the yearly report, in its order."""

from dataclasses import dataclass
from math import ceil

from django.utils.translation import gettext_lazy as _

SHORT, PROFILE, OTHER = "short", "profile", "other"
# So many figures are drawn at once; the next ones come when they come into view.
MOST_AT_ONCE = 13
# The three counters of the website.
HEADLINE = ("accommodated", "supported", "requests_processed")


@dataclass(frozen=True)
class Topic:
    code: str
    title: str
    apps: tuple[str, ...] = ()


TOPICS = (
    Topic(SHORT, _("In short")),
    Topic("requests", _("Requests for help"), ("intake",)),
    Topic("stays", _("Spaces and stays"), ("housing",)),
    Topic(PROFILE, _("Who was accommodated")),
    Topic("support", _("Support"), ("casework", "psychology")),
    Topic("volunteers", _("Volunteers and activities"), ("volunteers",)),
    Topic("partners", _("Partners"), ("refuge.partners",)),
    Topic("team", _("Team"), ("refuge.accounts",)),
    Topic(OTHER, _("Further figures")),
)
KNOWN = {topic.code for topic in TOPICS}
OF_APP = {app: topic.code for topic in TOPICS for app in topic.apps}


def topic_of(indicator) -> str:
    """What the indicator says, or the heading of the app that declares it."""
    if indicator.code in HEADLINE:
        return SHORT
    if indicator.topic in KNOWN:
        return indicator.topic
    return PROFILE if indicator.is_profile else OF_APP.get(indicator.app, OTHER)


def under_topics(indicators) -> list[tuple[Topic, list]]:
    """The indicators under their headings; a heading with nothing under it is left out."""
    found = {topic.code: [] for topic in TOPICS}
    for indicator in indicators:
        found[topic_of(indicator)].append(indicator)
    found[SHORT].sort(key=lambda each: HEADLINE.index(each.code) if each.code in HEADLINE else len(HEADLINE))
    return [(topic, found[topic.code]) for topic in TOPICS if found[topic.code]]


def in_parts(indicators: list) -> list[list]:
    """The indicators of a heading as they come into view: no more than MOST_AT_ONCE, and as evenly as can be."""
    size = ceil(len(indicators) / max(1, ceil(len(indicators) / MOST_AT_ONCE))) or 1
    return [indicators[start : start + size] for start in range(0, len(indicators), size)]
