"""Figures and funder reports as each role meets them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from refuge.audit.models import Opening
from reports import building
from reports.models import Report, State
from reports.urls import urlpatterns
from tests.factories import make_user
from tests.pages import text_of
from tests.reports import building_report, made_up_year

pytestmark = pytest.mark.django_db

MANAGEMENT = {"management"}
FIGURES = {"management", "coordinator", "psychologist"}
ROLES = ("management", "coordinator", "psychologist", "educator", "logistics", "volunteers", "volunteer")
# The volunteers' coordinator reads the figures of volunteers alone.
MAY_GET = dict.fromkeys(("funders", "progress", "download"), MANAGEMENT) | {
    "figures": {*FIGURES, "volunteers"},
    "definitions": {*FIGURES, "volunteers"},
    "website": MANAGEMENT,
    "public": set(ROLES),
    "figure": FIGURES,
    "chart": FIGURES,
}
MAY_POST = dict.fromkeys(("build", "cancel", "retry", "discard", "finalise"), MANAGEMENT)
# The rooms of templates and exports have tests of their own.
OF_A_REPORT = MAY_GET.keys() | MAY_POST.keys() | {"sheet", "correct"}
NO_REPORT = {"figures", "definitions", "website", "public", "funders", "build"}


@pytest.fixture
def signed_in(client):
    def sign_in(*roles):
        client.user = make_user(*roles, language="en")
        client.force_login(client.user)
        return client

    return sign_in


@pytest.fixture
def report():
    return ready_report()


def ready_report() -> Report:
    report = building_report()
    building.build(report.pk)
    report.refresh_from_db()
    return report


def address(name, report=None) -> str:
    if name == "figure":
        return reverse("reports:figure", args=["accommodated"])
    if name == "chart":
        return reverse("reports:chart", args=["occupancy_rate", "month"])
    return reverse(f"reports:{name}", args=[] if name in NO_REPORT else [report.pk])


def test_every_address_has_its_roles():
    assert {pattern.name for pattern in urlpatterns if "<uuid:pk>/report" in str(pattern.pattern)} <= OF_A_REPORT
    assert {pattern.name for pattern in urlpatterns} >= OF_A_REPORT


@pytest.mark.parametrize("role", ROLES)
def test_who_may_open_what(signed_in, report, role):
    client = signed_in(role)
    opened = {name for name in MAY_GET if client.get(address(name, report)).status_code == 200}
    assert opened == {name for name, roles in MAY_GET.items() if role in roles}
    refused = {name for name in MAY_POST if client.post(address(name, report)).status_code == 404}
    assert refused == {name for name, roles in MAY_POST.items() if role not in roles}


def test_nobody_without_an_account(client, report):
    for name in MAY_GET.keys() - {"public"}:
        assert client.get(address(name, report)).status_code == 302


def test_figures_with_their_definition_and_their_year(signed_in):
    made_up_year()
    client = signed_in("coordinator")
    text = text_of(client.get("/reports/?year=2025"))
    assert "Figures: 2025" in text
    assert "Young people accommodated" in text
    assert "Different persons for whom a space was held" in text
    text = text_of(client.get("/reports/?year=2025&all=1"))
    assert "Occupancy rate, by month" in text
    assert text.count("%") > 12


@pytest.mark.parametrize("year", ["1999", "x", "2٠25", "99999", "-1"])
def test_a_year_that_makes_no_sense_is_no_address(signed_in, year):
    assert signed_in("management").get("/reports/", {"year": year}).status_code == 404


def test_the_chart_is_a_drawing_without_script(signed_in):
    made_up_year()
    response = signed_in("psychologist").get(address("chart"), {"year": "2025"})
    assert response["Content-Type"] == "image/svg+xml"
    drawing = response.content.decode()
    assert "<script" not in drawing
    assert drawing.count('class="rect') == 12


def test_a_chart_that_does_not_exist(signed_in):
    assert signed_in("management").get("/reports/charts/occupancy_rate/day.svg").status_code == 404


def asked_for(client, path) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(asked)


def test_the_number_of_queries_stays_the_same(signed_in, django_assert_max_num_queries):
    client = signed_in("management")
    paths = (
        "/reports/?year=2025",
        "/reports/?year=2025&all=1",
        "/reports/headings/stays/1/?year=2025",
        "/reports/figures/accommodated/?year=2025",
    )
    before = {path: asked_for(client, path) for path in paths}
    made_up_year(spaces=8, people=16)
    # One or two for each indicator that the house declares, whatever there is to count; the log of a list is one.
    for path in paths:
        assert asked_for(client, path) <= before[path] + 2
    for _each in range(12):
        building_report()
    ready_report()
    with django_assert_max_num_queries(12) as asked:
        page = client.get("/reports/funders/")
    assert page.content.decode().count('id="report-') == 13
    # Of a planned question Django tells no words.
    assert not any('"pdf"' in (query["sql"] or "") for query in asked.captured_queries)


def test_asking_watching_downloading_and_making_final(signed_in, django_capture_on_commit_callbacks):
    client = signed_in("management")
    with django_capture_on_commit_callbacks():
        client.post("/reports/funders/build/", {"year": "2025", "language": "nl"})
    report = Report.objects.get()
    assert (report.asked_by, report.language, report.state) == (client.user, "nl", State.BUILDING)
    row = client.get(address("progress", report)).content.decode()
    assert "<progress" in row
    assert "hx-trigger" in row
    building.build(report.pk)
    row = client.get(address("progress", report)).content.decode()
    assert "hx-trigger" not in row
    report.refresh_from_db()
    assert report.edition.sha256 in row
    client.post(address("finalise", report))
    report.refresh_from_db()
    assert (report.state, report.finalised_by) == (State.FINAL, client.user)
    assert "made final on" in text_of(client.get("/reports/funders/"))


def test_a_year_that_is_not_over_is_offered_last_and_marked(signed_in):
    client, this_year = signed_in("management"), timezone.localdate().year
    chosen = client.get("/reports/funders/").context["form"]["year"].initial
    assert chosen == this_year - 1
    report = building_report(this_year)
    building.build(report.pk)
    row = client.get(address("progress", report)).content.decode()
    assert "For use inside the house" in row
    assert address("finalise", report) not in row
    said = text_of(client.post(address("finalise", report), follow=True))
    assert "made before its year was over" in said
    report.refresh_from_db()
    assert report.state == State.READY


def test_a_download_is_the_file_itself_and_is_logged(signed_in, report):
    client = signed_in("management")
    response = client.get(address("download", report))
    assert response.content == bytes(report.edition.pdf)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="annual-2025-fr.pdf"'
    logged = Opening.objects.get(subject_label="reports.report")
    assert (logged.user, logged.subject_id) == (client.user, report.pk)
    assert "Annual figures 2025" in text_of(client.get("/audit/", {"kind": "view"}))


def test_no_file_before_it_is_built(signed_in):
    assert signed_in("management").get(address("download", building_report())).status_code == 404


def test_a_year_not_offered_is_refused_in_the_form(signed_in):
    response = signed_in("management").post("/reports/funders/build/", {"year": "1950", "language": "nl"})
    assert response.status_code == 200
    assert "1950" in text_of(response)
    assert not Report.objects.exists()


def test_a_step_that_came_too_late_says_so(signed_in, report):
    client = signed_in("management")
    response = client.post(address("cancel", report), follow=True)
    assert "moved on in the meantime" in text_of(response)
