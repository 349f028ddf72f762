"""Awareness and advocacy: planned, filtered, reported; and what of the apps hangs on a partner."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from refuge.indicators import Period, get
from refuge.partners import operations as partners
from refuge.partners.models import Meeting, Merge, Organisation
from refuge.partners.operations.merging import moving
from tests.casework import make_appointment
from tests.factories import make_user
from tests.partners import make_organisation
from tests.shop import lines_of, make_item
from tests.volunteers import days_from_now, held, make_activity, make_volunteer
from volunteers import operations
from volunteers.models import Activity

pytestmark = pytest.mark.django_db
LIST, NEW = reverse("volunteers:awareness"), reverse("volunteers:awareness_new")


@pytest.fixture
def signed_in(client):
    def sign(role):
        client.user = make_user(role, language="en")
        client.force_login(client.user)
        return client

    return sign


def make_action(days=-3, *, reached=None, **facts):
    facts = {"kind": "awareness", "title": "In a class", "level": "municipality", "labels": ["RainboWelcome"]} | facts
    action = make_activity(days, **facts)
    return operations.tell_outcome(activity=action, people_reached=reached, by=action.created_by) if reached else action


def test_an_action_is_planned_with_whom_it_is_for(signed_in):
    client, school = signed_in("volunteers"), make_organisation("Parc neuf")
    typed = {
        "title": "Talk in a school", "level": "community", "public": "Pupils", "partner": str(school.pk),
        "labels": "RainboWelcome, Schools", "starts_at": days_from_now(3).strftime("%Y-%m-%dT%H:%M"),
        "ends_at": days_from_now(3, 20).strftime("%Y-%m-%dT%H:%M"), "places": 2,
    }  # fmt: skip
    client.post(NEW, typed)
    action = Activity.objects.get()
    assert (action.kind, action.level, action.partner, action.public) == ("awareness", "community", school, "Pupils")
    assert action.labels == ["RainboWelcome", "Schools"]
    edit = reverse("volunteers:activity_edit", args=[action.pk])
    assert 'name="level"' in client.get(edit).content.decode()
    client.post(edit, {**typed, "level": "eu", "labels": "RainboWelcome"})
    action.refresh_from_db()
    assert (action.kind, action.level, action.labels) == ("awareness", "eu", ["RainboWelcome"])


def test_the_list_is_filtered_and_adds_up_what_it_shows(signed_in):
    client, school = signed_in("coordinator"), make_organisation("École du Parc")
    make_action(title="One", reached=20)
    make_action(title="Two", reached=5, level="eu", labels=["Schools"], partner=school)
    make_action(4, title="Three", public="Police officers")
    operations.call_off(activity=make_action(title="Four"), by=client.user)
    make_activity(-2)

    def found(query):
        context = client.get(f"{LIST}?{query}").context
        return [row.action.title for row in context["rows"]], context["sums"]["held"], context["sums"]["reached"]

    assert found("sort=day")[1:] == (2, 25)
    assert found("level=eu") == (["Two"], 1, 5)
    assert found("label=Schools") == (["Two"], 1, 5)
    assert found("q=ecole") == (["Two"], 1, 5)
    assert found("q=police") == (["Three"], 0, None)
    assert found("time=next") == (["Three"], 0, None)
    text = client.get(reverse("volunteers:awareness_file") + "?level=eu").content.decode()
    assert "Two" in text
    assert "One" not in text


def test_the_queries_of_the_list_do_not_grow(signed_in):
    client, school = signed_in("coordinator"), make_organisation("School")

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        return len(queries)

    make_action(partner=school)
    asked()
    few = asked()
    for number in range(12):
        make_action(-number - 4, partner=school, labels=[f"Label {number}"])
    assert asked() <= few


def test_figures_by_project_and_of_training():
    this_year = Period.year(timezone.localdate().year)
    first = date(this_year.first.year, 1, 1)
    days = (first - timezone.localdate()).days + 1
    make_action(days, reached=20)
    make_action(days + 1, reached=7, labels=["RainboWelcome", "Schools"])
    held(make_volunteer(), days + 2, kind="training", hours=3)
    by_project = next(each for each in get("awareness_reached").breakdowns if each.code == "project")
    assert {row.code: row.figure.value for row in by_project.compute(this_year)} == {"RainboWelcome": 27, "Schools": 7}
    assert get("volunteer_training_hours").compute(this_year).value == 3


def test_a_partner_is_active_by_an_action_a_gift_or_a_meeting():
    by, today = make_user("coordinator"), timezone.localdate()
    days = Period(today - timedelta(days=2), today)
    idle, acting, giving, meeting = (make_organisation(name) for name in ("Idle", "Acting", "Giving", "Meeting"))
    make_action(-1, partner=acting)
    operations.receive_gift(lines=lines_of(make_item(), 1), donor=giving, by=by)
    partners.add_part(kind=Meeting, organisation=meeting, held_on=today, who="Both", agreed="To go on", by=by)
    assert get("active_partners").compute(days).value == 3
    assert Organisation.objects.filter(pk=idle.pk).exists()


def test_everything_that_points_at_an_organisation_moves_with_a_merge():
    pointing = {
        (model, field.name)
        for model in apps.get_models()
        if not hasattr(model, "pgh_tracked_model") and not model._meta.proxy
        for field in model._meta.local_fields
        if isinstance(field, ForeignKey) and field.related_model is Organisation
    }
    assert pointing == set(moving().values()) | {(Merge, "kept"), (Merge, "gone")}


def test_a_merge_moves_actions_gifts_and_appointments_and_parting_brings_them_back():
    by = make_user("coordinator")
    kept, gone = make_organisation("CPAS of the town"), make_organisation("CPAS, the town")
    action, appointment = make_action(partner=gone), make_appointment(organisation=gone)
    gift = operations.receive_gift(lines=lines_of(make_item(), 1), donor=gone, by=by)
    meeting = partners.add_part(kind=Meeting, organisation=gone, held_on=timezone.localdate(), by=by)

    def whose():
        for each in (action, appointment, gift, meeting):
            each.refresh_from_db()
        return [action.partner, appointment.organisation, gift.donor, meeting.organisation]

    merge = partners.merge_organisations(kept=kept, gone=gone, by=by)
    assert whose() == [kept] * 4
    partners.part_organisations(merge=merge, by=by)
    assert whose() == [gone] * 4


def test_a_meeting_tells_who_was_there_and_what_was_agreed(signed_in):
    client, organisation = signed_in("coordinator"), make_organisation("CPAS")
    new = reverse("partners:part_new", args=[organisation.pk, "meeting"])
    client.post(new, {"held_on": timezone.localdate(), "who": "Their head", "subject": "Rent", "agreed": "One number"})
    text = client.get(reverse("partners:organisation", args=[organisation.pk])).content.decode()
    assert all(word in text for word in ("Their head", "Rent", "One number"))
