"""Proposals in words."""

from django.utils.translation import gettext as _

from intake.models.choices import Urgency
from refuge.people import phones
from refuge.people.choices import LANGUAGES, labels
from refuge.people.models import Channel


def label_of(found) -> str:
    if found.field == "call_back":
        return _("How to reach the young person") if found.theirs else _("How to reach the sender")
    return {
        "chosen_name": _("Name to use"),
        "pronouns": _("Pronouns"),
        "age": _("Age"),
        "caller_organisation": _("Which service?"),
        "urgency": _("Urgency"),
        "languages": _("Languages"),
    }[found.field]


def shown_as(found) -> str:
    if found.field == "urgency":
        return str(Urgency(found.value).label)
    if found.field == "languages":
        return labels(LANGUAGES, found.value.split(","))
    if found.field == "call_back" and "@" not in found.value:
        return phones.display(Channel.Kind.PHONE, found.value)
    return found.value
