"""Every address against every role. An address that is missing from the table fails the suite.

For a role that a row does not name, the address does not exist: 404. Anonymous people are sent to log-in. A second
colleague of each role, to whom the young person's file is closed, stands among the refusals.
"""

import pytest
from django.db import transaction
from django.urls import URLPattern, get_resolver, reverse

from refuge.access import allows
from tests.access_table import LETTERS, READERS, TABLE, WORLD
from tests.shelter import Shelter

pytestmark = pytest.mark.django_db
READING_ROLES = [LETTERS[letter] for letter in READERS]
# 503 is what /readyz says while no worker runs.
ANSWERED = {200, 204, 302, 303, 503}


@pytest.fixture
def shelter():
    return Shelter()


def own_addresses(patterns=None, namespace=""):
    """(name, view) of each address that the house itself answers, allauth's apart."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", pattern.callback
        elif "allauth" not in str(pattern.urlconf_name):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from own_addresses(pattern.url_patterns, namespace + inner)


def test_every_address_is_in_the_table_and_names_its_permission():
    addresses = dict(own_addresses())
    assert addresses.keys() == TABLE.keys()
    assert [name for name, view in addresses.items() if not hasattr(view, "permission")] == []


def answer(client, name, shelter) -> int:
    """The status of one address; what the request changed is taken back."""
    row = TABLE[name]
    address = reverse(name, kwargs=shelter.kwargs(row.about))
    with transaction.atomic():
        response = getattr(client, row.method)(address, dict(row.data))
        transaction.set_rollback(True)
    return response.status_code


@pytest.mark.parametrize("role", LETTERS.values())
def test_a_role_opens_what_is_theirs_and_nothing_else(role, shelter, client):
    client.force_login(shelter.staff[role])
    answers = {name: answer(client, name, shelter) for name in TABLE}
    shut = [
        f"{name}: {answers[name]}"
        for name, row in TABLE.items()
        if role in row.allowed and answers[name] not in ANSWERED
    ]
    open_ = [
        f"{name}: {answers[name]}" for name, row in TABLE.items() if role not in row.allowed and answers[name] != 404
    ]
    assert (shut, open_) == ([], [])


def test_the_wrong_method_does_not_tell_that_an_address_exists(shelter, client):
    client.force_login(shelter.staff["volunteer"])
    other = {"get": "post", "post": "get"}
    volunteer = shelter.staff["volunteer"]
    shut = [name for name, view in own_addresses() if view.permission and not allows(volunteer, view.permission)]
    told = {}
    for name in shut:
        row = TABLE[name]
        address = reverse(name, kwargs=shelter.kwargs(row.about))
        with transaction.atomic():
            told[name] = getattr(client, other[row.method])(address).status_code
            transaction.set_rollback(True)
    assert {name: status for name, status in told.items() if status != 404} == {}


def test_anonymous_people_are_sent_to_log_in(shelter, client):
    answers = {name: answer(client, name, shelter) for name, row in TABLE.items() if row.roles != WORLD}
    assert {name for name, status in answers.items() if status != 302} == set()


@pytest.mark.parametrize("role", READING_ROLES)
def test_a_file_closed_to_a_colleague_does_not_exist_for_them(role, shelter, client):
    about_the_file = [name for name, row in TABLE.items() if row.about in shelter.ABOUT_THE_PERSON]
    for name in about_the_file:
        shelter.kwargs(TABLE[name].about)
    client.force_login(shelter.close_to(role))
    assert {name for name in about_the_file if answer(client, name, shelter) != 404} == set()


def test_a_draft_is_its_writers_alone(shelter, client):
    client.force_login(shelter.staff["coordinator"])
    client.post("/drafts/intake:new/", {"story": "Put out on Saturday."})
    assert "Saturday" in client.get("/drafts/intake:new/").content.decode()
    client.force_login(shelter.staff["educator"])
    assert "Saturday" not in client.get("/drafts/intake:new/").content.decode()
