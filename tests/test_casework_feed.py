"""The private calendar feed: nothing of anybody in it, right over the change of the clocks, dead once revoked."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from casework import operations
from casework.agenda.feed import ics_of
from casework.models import CalendarFeed
from refuge.accounts.operations import switch_off
from refuge.calendars import brussels
from refuge.people.operations import close_file
from tests.casework import hours, make_appointment
from tests.factories import make_person, make_user
from tests.pages import signed_in
from tests.partners import make_organisation

pytestmark = pytest.mark.django_db


def feed_url(user):
    return reverse("casework:feed", args=[operations.make_feed(user=user, by=user)])


def events_of(content):
    return Calendar.from_ical(content).walk("VEVENT")


def test_a_calendar_reads_it_without_signing_in_and_finds_nobody_in_it(client):
    me = make_user("educator", language="en", name="Jacinthe")
    secrets = {
        "person": make_person(chosen_name="Quetzalcoatl", legal_name="Xochipilli"),
        "title": "Tlaloc", "place": "Mictlan",
        "organisation": make_organisation("Huitzil"), "accompanied_by": make_user("educator", name="Itzpapalotl"),
    }  # fmt: skip
    made = make_appointment(secrets.pop("person"), worker=me, starts_at=hours(3), **secrets)
    make_appointment(accompanied_by=me, starts_at=hours(5))
    answer = client.get(feed_url(me))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    text = answer.content.decode().replace("\r\n ", "")
    for secret in ("Quetzalcoatl", "Xochipilli", "Tlaloc", "Mictlan", "Huitzil", "Itzpapalotl", "Jacinthe", "P-2"):
        assert secret.lower() not in text.lower()
    first, second = events_of(answer.content)
    assert (str(first["SUMMARY"]), str(second["SUMMARY"])) == ("Appointment", "Accompaniment")
    assert first["URL"].endswith(reverse("casework:appointment", args=[made.pk]))
    assert first.start == made.starts_at.replace(microsecond=0)
    assert "LOCATION" not in first
    assert "ATTENDEE" not in first


def test_only_whose_they_are_and_only_what_stands():
    me = make_user("educator")
    make_appointment()
    gone = make_appointment(worker=me)
    operations.cancel_appointment(appointment=gone, by=me)
    make_appointment(worker=me, starts_at=timezone.now() - timedelta(days=40))
    closed = make_person()
    make_appointment(closed, worker=me)
    close_file(person=closed, user=me, reason="Lived here", by=make_user("management"))
    assert events_of(ics_of(me)) == []
    make_appointment(worker=me)
    assert len(events_of(ics_of(me))) == 1


@pytest.mark.parametrize(
    "moment", ["2026-03-29T01:30", "2026-03-29T03:30", "2026-10-25T01:30", "2026-10-25T04:00", "2027-07-01T09:00"]
)
def test_the_hour_is_right_over_the_change_of_the_clocks(moment, monkeypatch):
    me = make_user("educator")
    here = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Europe/Brussels"))
    monkeypatch.setattr("casework.agenda.feed.value_of", lambda *args, **kwargs: 3650)
    make_appointment(worker=me, starts_at=here)
    calendar = Calendar.from_ical(ics_of(me))
    assert calendar.errors == []
    (event,) = calendar.walk("VEVENT")
    assert event["DTSTART"].params["TZID"] == "Europe/Brussels"
    assert event.start.replace(tzinfo=None) == here.replace(tzinfo=None)
    # By the zone as the file itself describes it, not as this machine knows it.
    own = calendar.walk("VTIMEZONE")[0].to_tz(lookup_tzid=False)
    assert own.utcoffset(event.start.replace(tzinfo=None)) == here.utcoffset()


def test_the_zone_of_the_file_changes_the_clocks_when_brussels_does():
    zone = brussels()
    starts = {part.name: part["DTSTART"].dt for part in zone.subcomponents}
    assert {name: (start.hour, start.weekday()) for name, start in starts.items()} == {
        "DAYLIGHT": (2, 6),
        "STANDARD": (3, 6),
    }


def test_a_new_address_kills_the_old_one_and_revoking_kills_both(client):
    me = make_user("educator")
    old, new = feed_url(me), feed_url(me)
    assert [client.get(url).status_code for url in (old, new)] == [404, 200]
    operations.revoke_feed(user=me, by=me)
    assert client.get(new).status_code == 404
    assert client.get("/casework/agenda/feed/never-was.ics").status_code == 404


def test_it_dies_with_the_account_and_with_the_role(client):
    make_user("management")
    me, manager = make_user("educator"), make_user("management")
    url = feed_url(me)
    me.grants.update(
        ends_on=timezone.localdate() - timedelta(days=1), starts_on=timezone.localdate() - timedelta(days=9)
    )
    assert client.get(url).status_code == 404
    me = make_user("educator")
    url = feed_url(me)
    switch_off(user=me, by=manager)
    assert client.get(url).status_code == 404


def test_the_secret_is_stored_nowhere(client):
    me = signed_in(client, "educator")
    page = client.post(reverse("casework:feed_make"))
    token = page.context["address"].rpartition("/")[2].removesuffix(".ics")
    assert client.get(reverse("casework:feed", args=[token])).status_code == 200
    assert CalendarFeed.objects.filter(user=me).count() == 1
    with connection.cursor() as cursor:
        for table in ("casework_calendarfeed", "casework_calendarfeedevent", "pghistory_context", "refuge_cache"):
            cursor.execute(f"SELECT string_agg(row::text, ' ') FROM {table} row")
            assert token not in (cursor.fetchone()[0] or "")
    assert token not in client.get(reverse("casework:feed_settings")).content.decode()


def test_asked_often_it_is_built_once_a_minute(client, monkeypatch):
    me, built = make_user("educator"), []
    monkeypatch.setattr("casework.agenda.feed_views.ics_of", lambda user: built.append(user) or b"BEGIN:VCALENDAR")
    url = feed_url(me)
    for _time in range(5):
        assert client.get(url).status_code == 200
    assert len(built) == 1
    cache.clear()
