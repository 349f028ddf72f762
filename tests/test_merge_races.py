"""Two people at the same files at once, each on a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from casework import operations as casework
from casework.models import JournalNote
from refuge.people import operations
from refuge.people.models import Merge, Person
from refuge.people.models.rules import MERGED
from tests.factories import make_person, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*writes) -> list:
    """The code of each refusal, None for what went through; each still open when the next one begins."""

    def run(number, write):
        try:
            with transaction.atomic():
                sleep(number * 0.1)
                write()
                sleep(0.3)
        except ValidationError as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(writes)) as threads:
        return list(threads.map(run, range(len(writes)), writes))


def test_of_two_who_merge_the_same_files_either_way_one_wins_and_the_other_is_told():
    by = make_user("coordinator")
    first, second = make_person(by=by), make_person(by=by, chosen_name="Noor")

    def merge(kept, absorbed):
        return lambda: operations.merge_people(kept=kept, absorbed=absorbed, by=by, reason="Same phone.")

    assert at_once(merge(first, second), merge(second, first)) == [None, "gone"]
    assert Merge.objects.count() == 1
    assert Person.objects.standing().get() == first


@pytest.mark.parametrize("first", ["merge", "note"])
def test_nothing_noted_during_a_merge_is_left_behind(first):
    """Noted before the merge it moves; noted during it, whoever wrote it is told."""
    by = make_user("coordinator")
    kept, absorbed = make_person(by=by), make_person(by=by, chosen_name="Noor")
    steps = {
        "merge": lambda: operations.merge_people(kept=kept, absorbed=absorbed, by=by, reason="Same phone."),
        "note": lambda: casework.write_note(person=absorbed, domain="housing", text="Seen.", by=by),
    }
    second = steps.pop("note" if first == "merge" else "merge")
    answers = at_once(*steps.values(), second)
    assert answers == [None, MERGED if first == "merge" else None]
    assert list(JournalNote.objects.values_list("person", flat=True)) == ([] if first == "merge" else [kept.pk])
