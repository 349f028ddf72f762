"""House rules, repairs and keys for tests, made as staff make them."""

from django.utils import timezone

from housing import operations
from tests.factories import make_user
from tests.housing import make_space


def make_rules(valid_from=None, *, by=None, text="Quiet from 10 pm."):
    """A version of the house rules, from today on unless told otherwise."""
    texts = {f"text_{code}": f"{text} ({code})" for code in ("fr", "nl", "en")}
    return operations.write_rules(
        valid_from=valid_from or timezone.localdate(), by=by or make_user("management"), **texts
    )


def make_ticket(place=None, *, by=None, **facts):
    """A repair, not urgent, in a space of its own unless told otherwise."""
    facts = {"what": "A leak", "priority": 2} | facts
    return operations.report_ticket(place=place or make_space("A1"), by=by or make_user("educator"), **facts)


def make_keys(place=None, number="A1-1", *, by=None):
    return operations.add_key_set(number=number, place=place or make_space("A1"), by=by or make_user("logistics"))
