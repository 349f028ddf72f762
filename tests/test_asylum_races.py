"""Two people at once: a deadline set and a procedure closed do not pass each other; one of two is followed."""

import pytest

from casework.models import AsylumDeadline, AsylumTrack
from casework.operations import asylum
from tests.asylum import make_deadline, make_track
from tests.connections import at_once
from tests.factories import make_person, make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_connections")]
CLOSED = "casework_no_deadline_in_a_closed_track"


@pytest.mark.parametrize("first", ["the deadline", "the closing"])
def test_a_deadline_and_a_closing_at_once(first):
    track, by = make_track(), make_user("coordinator")
    writes = [
        lambda: make_deadline(track, by=by),
        lambda: asylum.close_track(track=track, outcome="unknown", by=by),
    ]
    told = at_once(*(writes if first == "the deadline" else reversed(writes)))
    assert told == [None, CLOSED if first == "the deadline" else "closed"]
    assert AsylumTrack.objects.open().exists() == AsylumDeadline.objects.running().exists()


def test_two_open_a_procedure_of_one_person():
    person, by = make_person(), make_user("coordinator")
    told = at_once(*[lambda: asylum.open_track(person=person, by=by)] * 2)
    assert sorted(map(str, told)) == ["None", "casework_one_open_asylum_track"]


def test_two_runs_of_the_alerts_tell_each_once():
    from casework.asylum.alerts import send_deadline_alerts
    from refuge.notifications.models import Alert

    by = make_user("coordinator")
    make_deadline(by=by, days=10)
    at_once(send_deadline_alerts, send_deadline_alerts)
    assert Alert.objects.count() == 1
