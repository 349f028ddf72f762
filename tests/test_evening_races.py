"""Two phones at once, each on a connection of its own: every word is kept, and each alert is given once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import sleep

import pytest
from django.db import connection, transaction

from housing.evening.alerts import ABSENT
from housing.evening.nights import night_now, nights_to_note
from housing.models import Mark, TurnedAway
from housing.operations import presence
from housing.operations.turned_away import note_turned_away
from refuge.notifications.models import Alert, Delivery
from tests.connections import at_once as refusals
from tests.factories import make_person, make_user
from tests.housing import make_space, make_stay

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_connections")]


def at_once(*writes) -> list:
    """Run each on a connection of its own, in a transaction that is still open when the next one writes."""

    def run(number, write):
        @transaction.atomic
        def slowly():
            sleep(number * 0.1)
            write()
            sleep(0.3)

        try:
            return slowly()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(writes)) as threads:
        return list(threads.map(run, range(len(writes)), writes))


def test_the_third_absent_night_marked_by_two_at_once_is_told_once():
    coordinator, first, second = make_user("coordinator"), make_user("educator"), make_user("educator")
    night = night_now()
    space = make_space("A1")
    stay = make_stay(make_person(by=coordinator), space, by=coordinator, on=night - timedelta(days=9))
    for days in (1, 2):
        before = night - timedelta(days=days)
        Mark.objects.create(stay=stay, night=before, presence="absent", made_by=first, made_at=stay.created_at)
    at_once(*[
        lambda by=by: presence.mark(space=space, night=night, presence="absent", by=by) for by in (first, second, first)
    ])  # fmt: skip
    assert Mark.objects.filter(night=night).count() == 2
    assert Alert.objects.filter(kind=ABSENT.code, recipient=coordinator).count() == 1
    assert Delivery.objects.filter(alert__kind=ABSENT.code, alert__recipient=coordinator).count() == 1


def test_two_who_note_the_same_night_at_once_are_one_number_and_the_second_is_told():
    first, second, night = make_user("educator"), make_user("coordinator"), nights_to_note()[-1]
    told = refusals(*[lambda by=by, n=n: note_turned_away(night=night, people=n, by=by)
                      for by, n in ((first, 1), (second, 2))])  # fmt: skip
    assert told == [None, "housing_turned_away_once"]
    told = refusals(*[lambda by=by, n=n: note_turned_away(night=night, people=n, seen=1, by=by)
                      for by, n in ((first, 2), (second, 3))])  # fmt: skip
    assert told == [None, "changed"]
    assert TurnedAway.objects.get().people == 2
