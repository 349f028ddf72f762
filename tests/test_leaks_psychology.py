"""The psychologist's room: its rare word stands in notes, drafts, scores, flags, papers and additions, and is found
nowhere but on the pages of that room, by the psychologist who is in charge. A second psychologist finds nothing."""

import pytest
from django.db import transaction

from tests.access_table import TABLE
from tests.leaks import Secret, Visit, hunt
from tests.shelter import Shelter
from tests.shelter_psychology import RARE, PsychologistsRoom
from tests.staff import make_staff

# As it stands in a page, and as JSON and percent signs write it.
SPELLINGS = ("quokkafl",)
ROOM = {name for name, row in TABLE.items() if row.about in PsychologistsRoom.OF_PSYCHOLOGY}


@pytest.fixture(scope="module")
def found(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        shelter = Shelter()
        for part in (shelter.followup_session, shelter.session_addition, shelter.followup_draft, shelter.score):
            assert part.pk
        word = Secret(
            "the room", RARE, may={"psychologist": ROOM}, spellings=SPELLINGS,
            must={"psychologist": Visit("casework:followup", shelter.kwargs("followup"))},
        )  # fmt: skip
        walkers = shelter.staff | {"another psychologist": make_staff("psychologist")}
        walked = hunt(shelter, [word], walkers)
        transaction.set_rollback(True)
    return walked


def test_the_word_of_the_room_stands_in_the_room_alone(found):
    assert found.leaks == []


def test_whoever_is_in_charge_reads_it(found):
    assert found.missing == []
