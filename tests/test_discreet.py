"""In discreet mode names are initials: on every page a young person's name stands where the style sheet reaches it."""

from html.parser import HTMLParser

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from refuge.people import operations as people
from tests.access_table import TABLE
from tests.shelter import Shelter

pytestmark = pytest.mark.django_db
CHOSEN, LEGAL = "Zéphyrine", "El Amrani"
# Initials instead (.name, .whole), blurred (.private), not drawn on the screen, or typed by the reader.
COVERED = {"name", "whole", "private", "visually-hidden"}
EMPTY = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Uncovered(HTMLParser):
    """The elements in whose text the name stands for everybody to read."""

    def __init__(self):
        super().__init__()
        self.open, self.found = [], []

    def handle_starttag(self, tag, attrs):
        if tag not in EMPTY:
            self.open.append((tag, dict(attrs).get("class", "").split()))

    def handle_endtag(self, tag):
        while tag in [name for name, _classes in self.open]:
            if self.open.pop()[0] == tag:
                return

    def handle_data(self, text):
        covered = any(COVERED.intersection(classes) for _tag, classes in self.open)
        named = CHOSEN in text or LEGAL in text
        if named and not covered and self.open[-1][0] != "textarea":
            self.found.append(" > ".join(tag for tag, _classes in self.open[-3:]) + f": {text.strip()}")


@pytest.mark.parametrize("role", ["management", "coordinator", "educator"])
def test_a_name_stands_nowhere_in_the_open(role, client):
    shelter = Shelter()
    people.rename(person=shelter.person, chosen_name=CHOSEN, pronouns="elle", by=shelter.by)
    client.force_login(shelter.staff[role])
    told = {}
    for name, row in TABLE.items():
        if role in row.allowed and row.method == "get":
            address = reverse(name, kwargs=shelter.kwargs(row.about))
            told[name] = uncovered(client, address, dict(row.data))
    told["this year"] = uncovered(client, reverse("reports:year"), {"year": timezone.localdate().year})
    assert {name: found for name, found in told.items() if found} == {}


def uncovered(client, address, data) -> list:
    with transaction.atomic():
        response = client.get(address, data)
        transaction.set_rollback(True)
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return []
    page = Uncovered()
    page.feed(response.content.decode())
    return page.found
