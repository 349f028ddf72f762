"""A figure on its own: its period in the address, what it is compared with, its course, and who is in it."""

import re
from datetime import date

import pytest
from django.utils import timezone

from intake import operations as intake
from refuge import indicators
from refuge.audit.models import Opening
from refuge.indicators import Figure, Period
from refuge.people.models import Closure
from reports import building, showing
from reports.figures import allowed
from reports.models import Edition, Report
from reports.periods import steps
from tests.factories import make_request, make_user
from tests.pages import text_of
from tests.reports import building_report, made_up_year

pytestmark = pytest.mark.django_db
YEAR = Period.year(2025)
PEOPLE = ("persons", "requests", "stays", "referrals", "organisations", "volunteers", "activities", "events")


@pytest.fixture
def signed_in(client):
    def sign_in(*roles):
        client.user = make_user(*roles, language="en")
        client.force_login(client.user)
        return client

    return sign_in


def some_requests():
    by = make_user("coordinator")
    calls = [make_request(by=by) for _each in range(6)]
    for call, outcome in zip(calls, ("followed", "withdrawn", "unreachable", "referred"), strict=False):
        intake.decide(request=call, by=by, outcome=outcome, reason="Spoken through.")
    return calls


def test_a_list_holds_as_many_as_the_figure_counts():
    made_up_year()
    some_requests()
    reader, this_year = make_user("management", "coordinator"), Period.year(timezone.localdate().year)
    told = 0
    for indicator in indicators.declared():
        for period in (YEAR, this_year):
            for source in indicator.sources:
                figure = indicator.compute(period)
                expected = {"part": figure.numerator, "whole": figure.denominator}.get(source.code, figure.value)
                if source.code == "counted" and indicator.of:
                    expected = figure.denominator
                found = source.find(period, reader)
                assert len(source.lines(list(found))) == found.count()
                if (indicator.of or indicator.unit) in PEOPLE:
                    assert found.count() == (expected or 0), (indicator.code, source.code, period.first)
                    told += bool(expected)
    assert told > 8


def test_every_figure_of_people_opens_its_list_or_is_counts_only():
    without = [
        each.code
        for each in indicators.declared()
        if (each.of or each.unit) in ("persons", "requests", "stays")
        and each.sensitivity != indicators.COUNTS
        and not each.sources
    ]
    # Who took part in an activity can tell of its theme: read on the activity's own page.
    assert without == ["activity_participants"]


@pytest.mark.parametrize("address", ["?year=2025&who=1", "who/?year=2025"])
def test_the_list_is_logged_when_it_is_shown_and_names_no_closed_file(signed_in, address):
    slept = made_up_year()
    client = signed_in("coordinator")
    hidden = next(each.person for each in slept if each.starts_on.year == 2025)
    Closure.objects.create(person=hidden, user=client.user, reason="Knows them.", closed_by=make_user("management"))
    text = text_of(client.get("/reports/figures/accommodated/?year=2025"))
    assert "Who is in it" in text
    assert not any(each.person.chosen_name in text for each in slept)
    assert not Opening.objects.filter(detail="figure").exists()
    page = client.get(f"/reports/figures/accommodated/{address}")
    text = text_of(page)
    assert "Who is in it" in text
    assert hidden.chosen_name not in text
    assert all(line.title in text for line in page.context["lines"])
    opened = set(Opening.objects.filter(detail="figure").values_list("subject_id", flat=True))
    assert opened == {line.about.pk for line in page.context["lines"]}
    assert hidden.pk not in opened


def test_the_volunteers_coordinator_sees_the_figures_of_volunteers_alone(signed_in):
    made_up_year()
    client = signed_in("volunteers")
    text = text_of(client.get("/reports/definitions/"))
    assert "Active volunteers" in text
    assert "Young people accommodated" not in text
    assert client.get("/reports/figures/accommodated/").status_code == 404
    assert client.get("/reports/charts/accommodated/series.svg").status_code == 404
    assert client.get("/reports/figures/volunteers_active/").status_code == 200
    assert {each.app for each in allowed(client.user)} == {"volunteers"}


def test_a_figure_nobody_declared_does_not_exist(signed_in):
    client = signed_in("management")
    for path in ("figures/nothing/", "figures/accommodated/?of=nothing", "figures/accommodated/?by=week",
                 "figures/accommodated/who/?of=nothing", "figures/nothing/who/", "figures/psychology_sessions/who/",
                 "?topic=nothing", "charts/accommodated/nothing.svg"):  # fmt: skip
        assert client.get(f"/reports/{path}").status_code == 404, path


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("year=2025", "2025"),
        ("year=2025&part=q2", "2nd quarter of 2025"),
        ("year=2025&part=m03", "March 2025"),
        ("part=own&first=2025-02-03&last=2025-02-09", "03/02/2025 to 09/02/2025"),
    ],
)
def test_the_period_stands_in_the_address_and_goes_along(query, name, signed_in):
    made_up_year()
    page = signed_in("management").get(f"/reports/?{query}&compare=before")
    asked = page.context["asked"]
    assert name in text_of(page)
    own = client_path(page, "accommodated")
    assert "compare=before" in own
    period = page.client.get(own.replace("&amp;", "&")).context["asked"].period
    assert (period.first, period.last) == (asked.period.first, asked.period.last)
    assert asked.earlier.last < asked.period.first


def client_path(page, code) -> str:
    return re.search(rf'href="(/reports/figures/{code}/[^"]*)"', page.content.decode())[1]


def test_own_dates_in_the_wrong_order_are_told_and_nothing_typed_is_lost(signed_in):
    page = signed_in("management").get("/reports/?year=2025&part=own&first=2025-05-05&last=2025-05-01")
    assert "A period cannot end before it begins." in text_of(page)
    assert 'value="2025-05-05"' in page.content.decode()
    assert "Give both days." in text_of(page.client.get("/reports/?part=own"))


def test_earlier_periods():
    year = Period.year(2025)
    assert year.before() == year.year_before() == Period.year(2024)
    quarter = Period(date(2025, 4, 1), date(2025, 6, 30))
    assert quarter.before() == Period(date(2025, 1, 1), date(2025, 3, 31))
    assert quarter.year_before() == Period(date(2024, 4, 1), date(2024, 6, 30))
    february = Period(date(2024, 2, 1), date(2024, 2, 29))
    assert february.year_before() == Period(date(2023, 2, 1), date(2023, 2, 28))
    week = Period(date(2025, 3, 3), date(2025, 3, 9))
    assert week.before() == Period(date(2025, 2, 24), date(2025, 3, 2))


def test_a_running_period_is_compared_with_as_many_days():
    running = Period.year(2025, today=date(2025, 4, 1))
    assert running.year_before().cut_like(running).last == date(2024, 3, 30)
    assert Period.year(2024).cut_like(Period.year(2025, today=date(2026, 2, 1))) == Period.year(2024)


def test_the_steps_of_a_series():
    period = Period.year(2025, today=date(2026, 1, 5))
    assert [each.first.month for each in steps(period, "month")] == list(range(1, 13))
    assert len(steps(period, "quarter")) == 8
    assert [each.first.year for each in steps(period, "year")] == [2021, 2022, 2023, 2024, 2025]
    running = Period.year(2025, today=date(2025, 3, 5))
    assert steps(running, "month")[-1].first == date(2025, 3, 1)
    assert len(steps(running, "month")) == 12


def test_a_series_adds_up_to_the_figure_where_it_can():
    made_up_year()
    nights = indicators.get("nights_held")
    months = nights.figures(steps(Period.year(2025, today=date(2026, 6, 1)), "month"))
    assert sum(each.value for each in months) == nights.compute(YEAR).value


@pytest.mark.parametrize("within", [{}, {"programme": "post"}, {"site": True}])
def test_a_series_counted_at_once_is_what_each_period_counts(within, django_assert_max_num_queries):
    slept = made_up_year(2025)
    some_requests()
    if "site" in within:
        within = {"site": str(slept[0].space.unit.site_id)}
    alone, told = Period.year(timezone.localdate().year).narrowed(**within), set()
    for period in (Period.year(2025).narrowed(**within), alone):
        for by in ("month", "quarter", "year"):
            each_by_itself = steps(period, by)
            for indicator in indicators.declared():
                if indicator.code not in indicators._series:
                    continue
                asked = [indicator.period_for(each) for each in each_by_itself]
                with django_assert_max_num_queries(1):
                    found = [figure.value for figure in indicator.figures(asked)]
                assert found == [indicator.compute(each).value for each in asked], (indicator.code, by)
                told |= {indicator.code} if any(found) else set()
    assert {"accommodated", "nights_held", "exits", "requests_received", "requests_processed"} <= told


def test_what_was_reported_stands_beside_what_is_now(signed_in):
    report = building_report()
    building.build(report.pk)
    client = signed_in("management")
    assert "As reported in" not in text_of(client.get("/reports/?year=2025"))
    report.refresh_from_db()
    from reports import operations

    operations.make_final(report=report, by=client.user)
    assert "As reported in “Annual figures 2025”" in text_of(client.get("/reports/?year=2025"))
    made_up_year()
    assert "Reported: 0 in “Annual figures 2025”" in text_of(client.get("/reports/?year=2025"))
    assert "Reported" not in text_of(client.get("/reports/?year=2025&part=q1"))
    assert "Reported" not in text_of(signed_in("coordinator").get("/reports/?year=2025"))
    assert Report.objects.count() == Edition.objects.count() == 1


def test_an_empty_house_says_so_in_words(signed_in):
    text = text_of(signed_in("management").get("/reports/?year=2025"))
    assert "Nothing that is counted here happened in this period." in text
    assert "nothing to count it from" in text


def test_an_indicator_without_a_series_is_asked_period_by_period():
    indicator = indicators.Indicator("x", "x", "x", "persons", lambda period: Figure(period.first.year))
    assert [each.value for each in indicator.figures([Period.year(2024), YEAR])] == [2024, 2025]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([12, 8, 0], set()),
        ([12, 8, 3], {1, 2}),
        ([12, 3, 4], {1, 2}),
        ([12, 0, 0], {0, 1, 2}),  # all twelve are the same
        ([3, 0], {0, 1}),
    ],
)
def test_who_may_not_read_the_fact_gets_no_small_parts(values, expected):
    indicator = indicators.Indicator(
        "x", "x", "x", "persons", lambda period: Figure(sum(values)), sensitivity="sensitive", reads="people.nobody"
    )
    rows = [{"code": str(number), "value": value, "telling": value} for number, value in enumerate(values)]
    breakdown = {"code": "kind", "adds_up": True, "rows": rows}

    def hidden(period):
        told = showing.guarded(indicator, breakdown, make_user("management"), period)
        return {int(row["code"]) for row in told["rows"] if row["hidden"]}

    assert hidden(Period.year(2025)) == expected
    for running in (Period.year(2025, today=date(2025, 12, 31)), Period(date(2025, 1, 1), date(2025, 11, 30))):
        assert hidden(running) == set(range(len(values)))


COUNTED_ONLY = ("psychology_persons", "psychology_sessions", "psychology_no_show")


@pytest.mark.parametrize("role", ["coordinator", "psychologist"])
def test_what_a_psychologist_does_is_counted_for_management_alone(role, signed_in):
    seen = {each.code for each in allowed(signed_in(role).user)}
    assert seen
    assert not seen & set(COUNTED_ONLY)
    for code in COUNTED_ONLY:
        assert signed_in(role).get(f"/reports/figures/{code}/").status_code == 404


@pytest.mark.parametrize("code", [*COUNTED_ONLY, "areas_gained"])
def test_what_is_counted_only_has_no_figure_of_single_days(code, signed_in):
    client, told = signed_in("management"), "Given for whole months, quarters and years only"
    for query, is_given in (
        ("year=2025", True),
        ("year=2025&part=q2", True),
        ("year=2025&part=m03", True),
        ("part=own&first=2025-03-04&last=2025-03-04", False),
        ("part=own&first=2025-03-01&last=2025-03-30", False),
    ):
        page = client.get(f"/reports/figures/{code}/?{query}&compare=before")
        assert (told in text_of(page)) is not is_given
        if not is_given:
            assert page.context["figure"]["text"] == "–"
            assert not any(each["rows"] for each in page.context["figure"]["breakdowns"])
            assert page.context["figure"]["compared"]["text"] == "–"


def test_no_running_year_compares_what_is_counted_only_by_the_day(signed_in, monkeypatch):
    asked_for = []
    indicator = indicators.get("psychology_sessions")
    counted = indicator.compute
    monkeypatch.setitem(indicator.__dict__, "compute", lambda period: asked_for.append(period) or counted(period))
    signed_in("management").get(f"/reports/figures/psychology_sessions/?year={timezone.localdate().year}")
    assert asked_for
    assert all(period.months for period in asked_for)
