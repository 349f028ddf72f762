"""The page of alerts, and how somebody is told."""

import smtplib
import uuid
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from refuge.notifications import operations, registry
from refuge.notifications.models import Alert, Delivery
from refuge.notifications.tasks import send_waiting
from tests.alerts import SUBJECT, give, refusing, two_kinds
from tests.factories import make_user

STATE = Delivery.State


@pytest.fixture(autouse=True)
def _declared():
    with two_kinds():
        yield


@pytest.mark.django_db
def test_the_page_shows_my_alerts_alone_unread_first(client):
    me, colleague = make_user("coordinator", language="en"), make_user("coordinator")
    (old,) = give(me)
    give(me, kind="test.late")
    give(colleague, subject=("test.thing", uuid.UUID(int=9)))
    operations.mark_read(alert=Alert.objects.get(recipient=me, kind="test.late"), by=me)
    client.force_login(me)
    page = client.get("/alerts/").content.decode()
    assert page.index("A stay ends in 7 days") < page.index("A stay is beyond its date")
    assert page.count(reverse("notifications:open", args=[old.pk])) == 1
    assert "1 unread" in page


@pytest.mark.django_db
def test_opening_an_alert_marks_it_read_and_leads_on(client):
    me = make_user("coordinator")
    (alert,) = give(me)
    client.force_login(me)
    assert client.post(reverse("notifications:open", args=[alert.pk])).url == "/alerts/"
    alert.refresh_from_db()
    assert alert.read_at


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["open", "read", "unread"])
def test_a_colleagues_alert_does_not_exist_for_me(client, act):
    (alert,) = give(make_user("coordinator"))
    client.force_login(make_user("coordinator"))
    assert client.post(reverse(f"notifications:{act}", args=[alert.pk])).status_code == 404


@pytest.mark.django_db
def test_marking_all_read_can_be_undone_without_touching_those_read_before(client):
    me = make_user("coordinator")
    (seen,) = give(me)
    operations.mark_read(alert=seen, by=me)
    give(me, kind="test.late")
    client.force_login(me)
    page = client.post(reverse("notifications:read_all"), follow=True).content.decode()
    assert me.alerts.unread().count() == 0
    undo = page.split('action="/alerts/unread/')[1].split('"')[0]
    client.post(f"/alerts/unread/{undo}")
    assert [alert.kind for alert in me.alerts.unread()] == ["test.late"]
    assert client.post("/alerts/unread/99999999999999999999/").status_code == 404


@pytest.mark.django_db
def test_a_subject_closed_to_the_reader_is_neither_named_nor_linked(client):
    me = make_user("coordinator", language="en")
    closed = uuid.UUID(int=8)
    give(me)
    (hidden,) = give(me, subject=("test.thing", closed))
    with mock.patch.dict(registry.worded_subjects, {"test.thing": lambda user, ids: {SUBJECT[1]: "Salomé"}}):
        client.force_login(me)
        page = client.get("/alerts/").content.decode()
    assert page.count("Salomé") == 1
    assert reverse("notifications:open", args=[hidden.pk]) not in page


@pytest.mark.django_db
def test_how_i_am_told_is_mine_to_choose(client):
    me = make_user("educator")
    client.force_login(me)
    client.post(reverse("notifications:preference"), {"digest": "1"})
    assert me.alert_preference.digest is True
    client.post(reverse("notifications:preference"), {"digest": ""})
    me.alert_preference.refresh_from_db()
    assert me.alert_preference.digest is False


@pytest.mark.django_db
def test_refused_mails_stand_on_the_team_page_for_management_alone(client):
    management = make_user("management", language="en")
    give(make_user(name="Reader Refused"))
    with refusing(smtplib.SMTPRecipientsRefused({"x": (550, b"no such mailbox")})):
        send_waiting()
    client.force_login(management)
    page = client.get("/team/").content.decode()
    assert "Reader Refused" in page
    assert "550 no such mailbox" in page
    client.post(reverse("notifications:try_again"))
    send_waiting()
    assert "550 no such mailbox" not in client.get("/team/").content.decode()
    client.force_login(make_user("coordinator"))
    assert client.post(reverse("notifications:try_again")).status_code == 404


@pytest.mark.django_db
def test_as_many_queries_for_ten_times_the_alerts(client):
    me = make_user("coordinator")
    client.force_login(me)

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get("/alerts/").status_code == 200
        return len(seen)

    give(me)
    client.get("/alerts/")
    few = queries()
    for number in range(60):
        give(me, subject=("test.thing", uuid.UUID(int=100 + number)))
    assert queries() == few <= 12
