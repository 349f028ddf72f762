"""Two phones at once, each on a connection of its own: every word is kept, and each alert is given once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import sleep

import pytest
from django.db import connection, transaction

from housing.evening.alerts import ABSENT
from housing.evening.nights import night_now
from housing.models import Mark
from housing.operations import presence
from refuge.notifications.models import Alert, Delivery
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
