"""The counters of the website: what stands in them, who may read them from where, and that they stand still."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.utils import timezone

from intake import operations as intake
from refuge import indicators
from refuge.indicators import Period
from refuge.parameters.models import ParameterValue
from reports import counters
from reports.counters import OPENING, PublicCount, count_for_public, for_the_world, rounded
from reports.tasks import refresh_public_counts
from tests.factories import make_request, make_user
from tests.reports import made_up_year

pytestmark = pytest.mark.django_db
ADDRESS = "/reports/public.json"
HERE = "https://refugeopvanghuis.be"


def set_to(code, value):
    ParameterValue.objects.create(code=f"reports.{code}", value=value, valid_from=date(2018, 1, 2))


def test_open_to_the_world_and_kept_by_caches(client):
    response = client.get(ADDRESS)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "public, max-age=3600"
    assert response.json() == {
        "accommodated": 0, "supported": 0, "requests_processed": 0, "rounded_to": 5, "until": None,
    }  # fmt: skip
    assert "Set-Cookie" not in response
    assert client.post(ADDRESS).status_code == 405


def test_only_the_website_reads_them_from_a_page(client):
    assert client.get(ADDRESS, headers={"origin": HERE})["Access-Control-Allow-Origin"] == HERE
    other = client.get(ADDRESS, headers={"origin": "https://refugeopvanghuis.be.example"})
    assert "Access-Control-Allow-Origin" not in other
    assert "Origin" in other["Vary"]


def test_counted_as_the_figures_are_from_the_opening_to_last_month():
    made_up_year()
    kept = count_for_public(date(2025, 7, 15))
    whole = Period(OPENING, date(2025, 6, 30), today=date(2025, 7, 15))
    assert kept.accommodated == indicators.get("accommodated").compute(whole).value > 0
    assert (kept.month, kept.until) == (date(2025, 7, 1), date(2025, 6, 30))


@pytest.mark.django_db(transaction=True)
def test_counted_from_one_moment(monkeypatch):
    def counted(last):
        with connection.cursor() as cursor:
            cursor.execute("SHOW transaction_isolation")
            assert cursor.fetchone() == ("repeatable read",)
        return {"accommodated": 1, "supported": 2, "requests_processed": 3}

    monkeypatch.setattr(counters, "counted_until", counted)
    assert count_for_public(date(2025, 7, 15)).supported == 2
    assert count_for_public(date(2025, 7, 16)) is None


def test_once_a_month(client):
    made_up_year()
    assert refresh_public_counts() is True
    before = client.get(ADDRESS).json()
    by, made = make_user("coordinator"), []
    for _each in range(20):
        call = make_request(by=by)
        intake.decide(request=call, by=by, outcome="followed", reason="Spoken through.")
        made.append(call)
    assert refresh_public_counts() is False
    assert client.get(ADDRESS).json() == before
    assert PublicCount.objects.count() == 1
    assert before["until"] == (timezone.localdate().replace(day=1) - indicators.DAY).isoformat()


def test_starting_figures_and_rounding_are_settings():
    PublicCount.objects.create(month=date(2026, 2, 1), accommodated=101, supported=7, requests_processed=1000)
    set_to("public_start_accommodated", 40)
    assert for_the_world()["accommodated"] == 140
    set_to("public_rounding", 10)
    assert (for_the_world()["accommodated"], for_the_world()["supported"]) == (140, 10)
    ParameterValue.objects.filter(code="reports.public_rounding").update(value=1)  # from before there was a least
    assert (for_the_world()["accommodated"], for_the_world()["supported"]) == (140, 5)
    set_to("public_start_requests", 90)
    assert for_the_world()["requests_processed"] == 1090


@pytest.mark.parametrize(("number", "expected"), [(0, 0), (2, 0), (3, 5), (7, 5), (8, 10), (12, 10), (13, 15)])
def test_rounded_to_the_nearest(number, expected):
    assert rounded(number, 5) == expected


def test_the_last_night_of_the_month_counts_and_the_next_does_not():
    by = make_user("coordinator")
    for moment in (datetime(2025, 6, 30, 21, 30, tzinfo=UTC), datetime(2025, 6, 30, 22, 30, tzinfo=UTC)):
        call = make_request(by=by)
        intake.decide(request=call, by=by, outcome="followed", reason="Spoken through.")
        call.refresh_from_db()
        type(call.decision).objects.filter(pk=call.decision_id).update(decided_at=moment)
    assert count_for_public(date(2025, 7, 1)).requests_processed == 1


def test_management_finds_what_to_put_on_the_website(client):
    client.force_login(make_user("management", language="en"))
    page = client.get("/reports/public/").content.decode()
    assert "data-refuge-counters=&quot;http" in page
    assert "/reports/public.json" in page
    assert "connect-src" in page
    client.force_login(make_user("coordinator"))
    assert client.get("/reports/public/").status_code == 404


def test_two_queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        client.get(ADDRESS)
