"""Funders' templates: copied, edited, put in order, previewed, built; final ones corrected by a new version."""

import re
import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from openpyxl import load_workbook
from pypdf import PdfReader

from housing.models import Space
from refuge import indicators
from refuge.audit.models import Opening
from refuge.notifications.models import Alert
from refuge.violations import RuleBroken
from reports import alerts, building, content, operations, sheets
from reports import template_operations as templates
from reports.examples import EXAMPLES, insert_examples
from reports.models import Audience, Report, ReportFile, ReportTemplate, State, TemplatePart
from tests.documents import a_picture
from tests.factories import make_person, make_user
from tests.housing import make_space
from tests.reports import made_up_year, one_stay

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)


@pytest.fixture
def management():
    return make_user("management", language="en")


@pytest.fixture
def city():
    return ReportTemplate.objects.get(example="city")


@pytest.fixture
def mine(city, management):
    return templates.copy_template(template=city, by=management)


def built(template, by, language="en", first=FIRST, last=LAST) -> Report:
    report = operations.ask(template=template.code, first=first, last=last, language=language, by=by, build_here=True)
    return finished(report)


def finished(report) -> Report:
    building.build(report.pk)
    report.refresh_from_db()
    assert report.state == State.READY
    return report


def final(*args, **kwargs) -> Report:
    report = built(*args, **kwargs)
    return operations.make_final(report=report, by=report.asked_by)


def text_of(report) -> str:
    pages = (page.extract_text() for page in PdfReader(BytesIO(report.edition.pdf)).pages)
    return re.sub(r"\s+", " ", " ".join(pages))


def lines(template) -> list[str]:
    return [str(part) for part in template.parts.current()]


def test_every_funder_has_an_example_once():
    insert_examples()
    found = ReportTemplate.objects.exclude(example="")
    assert {each.example for each in found} == {each.code for each in EXAMPLES}
    assert len(EXAMPLES) == 8
    assert all(each.parts.current().exists() for each in found)


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_every_example_can_be_built_in_every_language(language, management):
    made_up_year()
    for template in ReportTemplate.objects.all():
        with override(language):
            assert str(template)
        data = content.report_data(content.content_of(template), building.Period(FIRST, LAST))
        assert not data["skipped"]
        assert any(section["indicators"] for section in data["sections"])
    text = text_of(built(ReportTemplate.objects.get(example="city"), management, language))
    assert "{" not in text


def test_own_text_has_figures_as_fields(mine, management):
    made_up_year()
    words = {"en": "We hosted {accommodated} people in {year}; {stay_mean} days.", "fr": "", "nl": ""}
    templates.change_template(template=mine, introduction=words, by=management)
    report = built(mine, management)
    figures = {each["code"]: each for section in report.edition.figures["sections"] for each in section["indicators"]}
    assert f"We hosted {figures['accommodated']['value']} people in 2025" in text_of(report)
    assert "stay_mean" in figures
    with pytest.raises(ValidationError) as refused:
        templates.change_template(template=mine, introduction={"en": "{secret}"}, by=management)
    assert list(refused.value.error_dict) == ["introduction_en"]


def test_a_hidden_figure_is_hidden_in_the_text_too(mine, management):
    made_up_year(people=3, spaces=2)
    templates.change_template(template=mine, introduction={"en": "We hosted {accommodated} people."}, by=management)
    assert "We hosted hidden people." in text_of(built(mine, management))


def test_a_figure_that_nobody_counts_any_more_is_left_out_and_named(mine, management):
    TemplatePart.objects.filter(template=mine, indicator="accommodated").update(indicator="gone_for_good")
    report = built(mine, management)
    assert report.edition.figures["skipped"] == ["gone_for_good"]
    assert "left out: gone_for_good" in text_of(report)


def test_lines_are_moved_removed_and_put_back(mine, management):
    before = lines(mine)
    third = list(mine.parts.current())[2]
    templates.move_part(part=third, up=True, by=management)
    assert lines(mine) == [before[0], before[2], before[1], *before[3:]]
    templates.move_part(part=third, up=False, by=management)
    assert lines(mine) == before
    templates.move_part(part=mine.parts.current().first(), up=True, by=management)
    assert lines(mine) == before
    templates.remove_part(part=third, by=management)
    assert lines(mine) == before[:2] + before[3:]
    templates.restore_part(part=third, by=management)
    assert lines(mine) == before


def test_a_copy_is_edited_and_the_example_stays(city, mine, management):
    before = lines(city)
    templates.add_part(template=mine, kind="figure", indicator="exits", breakdowns=["destination"], by=management)
    assert lines(mine)[-1] == "exits"
    assert lines(city) == before
    for wrong in ({"indicator": "nothing"}, {"indicator": "exits", "breakdowns": ["colour"]}):
        with pytest.raises(ValidationError):
            templates.add_part(template=mine, kind="figure", by=management, **wrong)


def test_a_report_keeps_the_template_it_was_asked_with(mine, management):
    report = operations.ask(template=mine.code, first=FIRST, last=LAST, language="en", by=management, build_here=True)
    templates.change_template(template=mine, title={"en": "Another"}, by=management)
    assert "City of Brussels" in text_of(finished(report))


# Outside the house


@pytest.mark.parametrize("example", ["city", "yearbook"])
def test_outside_the_house_calendar_years_only(example, management):
    template = ReportTemplate.objects.get(example=example)
    with pytest.raises(RuleBroken) as refused:
        operations.ask(template=template.code, first=FIRST, last=date(2025, 6, 30), language="fr", by=management)
    assert refused.value.code == "reports_calendar_year"
    with pytest.raises(RuleBroken):
        templates.change_template(template=template, span="month", by=management)


def test_inside_the_house_nothing_is_hidden_and_months_are_allowed(mine, management):
    made_up_year(people=3, spaces=2)
    templates.change_template(template=mine, audience="internal", span="month", by=management)
    report = built(mine, management, first=date(2025, 3, 1), last=date(2025, 3, 31))
    assert report.edition.figures["hidden"] == []
    assert report.edition.settings == {}
    assert report.is_internal
    assert "Nothing is hidden" in text_of(report)
    with pytest.raises(RuleBroken) as refused:
        operations.ask(template=mine.code, first=FIRST, last=LAST, language="fr", by=management)
    assert refused.value.code == "reports_other_span"


@pytest.mark.parametrize("language", ["en", "fr", "nl"])
def test_what_the_audience_inside_the_house_is_called_promises_no_more_than_it_shows(language):
    """Orientation and gender stay hidden in it: a label that says that nothing is hidden would be wrong."""
    with override(language):
        label = str(Audience.INTERNAL.label)
    shown_except = {"en": "except", "fr": "sauf", "nl": "behalve"}
    assert shown_except[language] in label
    assert not re.search(r"nothing|rien|niets", label)


def test_inside_the_house_what_only_some_may_read_stays_hidden(mine, management, signed_in):
    made_up_year(people=3, spaces=2)
    part = {"kind": "figure", "indicator": "profile_orientation", "breakdowns": ["orientation"]}
    templates.add_part(template=mine, by=management, **part)
    templates.change_template(template=mine, audience="internal", span="month", by=management)
    report = built(mine, management, first=date(2025, 3, 1), last=date(2025, 3, 31))
    hidden = {tuple(each[:2]) for each in report.edition.figures["hidden"]}
    assert hidden == {("profile_orientation", "orientation")}
    assert "only what its readers may not read in a file is hidden" in text_of(report)
    assert "Nothing is hidden" not in text_of(report)
    page = signed_in.get(reverse("reports:preview", args=[mine.pk]), {"year": "2025", "language": "en"})
    (shown,) = [figure for section in page.context["paper"]["sections"] for figure in section["indicators"]
                if figure["code"] == "profile_orientation"]  # fmt: skip
    assert all(row["text"] == "hidden" for row in shown["breakdowns"][0]["rows"])


def test_the_public_has_a_threshold_of_its_own(management):
    report = built(ReportTemplate.objects.get(example="yearbook"), management)
    assert report.edition.settings == {"reports.small_count_public": 10}


def test_one_set_of_tables_a_funder_and_year(mine, management):
    other = templates.copy_template(template=mine, by=management)
    templates.add_part(template=other, kind="figure", indicator="exits", breakdowns=["destination"], by=management)
    waiting = built(other, management)
    final(mine, management)
    with pytest.raises(RuleBroken) as refused:
        operations.ask(template=other.code, first=FIRST, last=LAST, language="fr", by=management)
    assert refused.value.code == "reports_other_tables"
    with pytest.raises(RuleBroken):
        operations.make_final(report=waiting, by=management)
    assert built(mine, management, language="nl")


def test_what_became_final_meanwhile_hides_in_the_next_one_too(mine, management):
    made_up_year(people=3, spaces=2)
    first = built(mine, management)
    for _each in range(4):
        made_up_more()
    second = built(mine, management, language="nl")
    assert ["accommodated"] not in second.edition.figures["hidden"]
    operations.make_final(report=first, by=management)
    with pytest.raises(RuleBroken) as refused:
        operations.make_final(report=second, by=management)
    assert refused.value.code == "reports_built_before"
    assert ["accommodated"] in final(mine, management, language="nl").edition.figures["hidden"]


# Versions


def test_a_correction_is_a_new_version_that_says_what_changed(mine, management):
    made_up_year(seed=1)
    first = final(mine, management)
    kept = bytes(first.edition.pdf)
    made_up_more()
    second = operations.correct(report=first, reason="Two stays were missing.", by=management)
    finished(second)
    assert (second.version, second.corrects) == (2, first)
    changes = second.edition.figures["changes"]
    assert any(each["before"] != each["after"] for each in changes)
    text = text_of(second)
    assert "Two stays were missing." in text
    assert "Figures that differ from the earlier version" in text
    first.refresh_from_db()
    assert (first.state, bytes(first.edition.pdf)) == (State.FINAL, kept)
    with pytest.raises(RuleBroken):
        operations.correct(report=first, reason="Again.", by=management)
    with pytest.raises(RuleBroken):
        operations.correct(report=second, reason="Not final.", by=management)


def made_up_more(destination="flatshare") -> None:

    by = make_user("coordinator")
    space = make_space(f"MORE{Space.objects.count()}", programme="emergency", in_service_from=date(2024, 11, 1))
    one_stay(make_person(by=by), space, date(2025, 2, 1), date(2025, 3, 1), by, destination)


def test_what_was_hidden_stays_hidden_in_the_next_version(mine, management):
    made_up_year(people=3, spaces=2)
    first = final(mine, management)
    assert ["accommodated"] in first.edition.figures["hidden"]
    for _each in range(4):
        made_up_more()
    second = finished(operations.correct(report=first, reason="Again.", by=management))
    assert ["accommodated"] in second.edition.figures["hidden"]


# For a spreadsheet


def test_the_same_figures_for_a_spreadsheet(mine, management):
    made_up_year()
    report = built(mine, management)
    files = {each.kind: each for each in ReportFile.objects.filter(report=report)}
    book = load_workbook(BytesIO(bytes(files["xlsx"].content)))
    assert book.sheetnames == ["Figures", "Definitions", "Method"]
    values = {row[1]: row[4] for row in book["Figures"].iter_rows(min_row=2, values_only=True) if not row[2]}
    figures = {
        each["name"]: each["value"] for section in report.edition.figures["sections"] for each in section["indicators"]
    }
    assert values["Nights held"] == figures["Nights held"]
    with zipfile.ZipFile(BytesIO(bytes(files["csv"].content))) as archive:
        assert archive.namelist() == ["figures.csv", "definitions.csv", "method.csv"]
        text = archive.read("figures.csv").decode("utf-8-sig")
    assert "Nights held;" in text
    assert files["xlsx"].sha256 == sheets.checksum(bytes(files["xlsx"].content))


def test_no_cell_is_a_formula():
    rows = [["a"], ["=1+1"], ["@SUM(A1)"], ["+32"], ["-1"], ["\tx"], [-3]]
    text = sheets.csv_text(rows).decode("utf-8-sig").split("\r\n")
    assert text[1:6] == ["'=1+1", "'@SUM(A1)", "'+32", "'-1", "'\tx"]
    assert text[6] == "-3"
    book = load_workbook(BytesIO(sheets.workbook([("x", rows, ())], timezone.now())))
    assert {cell.data_type for row in book["x"].iter_rows() for cell in row} == {"s", "n"}


# Told once


def test_who_asked_is_told_once(mine, management):
    report = built(mine, management)
    building.build(report.pk)
    assert Alert.objects.get(kind="reports.ready").recipient == management


def test_a_deadline_is_told_once_and_not_where_the_report_is_final(management):
    ReportTemplate.objects.exclude(example="city").update(deadline_month=None, deadline_day=None)
    assert alerts.send_report_alerts(date(2026, 2, 20)) == 0
    assert alerts.send_report_alerts(date(2026, 3, 2)) == 1
    assert alerts.send_report_alerts(date(2026, 3, 2)) == 0
    assert alerts.send_report_alerts(date(2026, 3, 9)) == 0
    final(ReportTemplate.objects.get(example="city"), management)
    Alert.objects.all().delete()
    assert alerts.send_report_alerts(date(2026, 3, 9)) == 0


def test_the_last_day_of_february_is_a_deadline_every_year():
    assert alerts.day_of(2028, 2, 29) == date(2028, 2, 29)
    assert alerts.day_of(2027, 2, 31) == date(2027, 2, 28)


# Pages


@pytest.fixture
def signed_in(client, management):
    client.force_login(management)
    return client


def test_a_template_is_edited_by_its_pages(signed_in, mine):
    page = reverse("reports:template", args=[mine.pk])
    assert "City of Brussels" in signed_in.get(page).content.decode()
    data = {
        "funder": "Stad", "title_en": "Our year", "introduction_en": "{accommodated}", "audience": "funder",
        "span": "year", "language": "nl", "deadline_day": "5", "deadline_month": "4", "logo": a_picture(),
    }  # fmt: skip
    assert signed_in.post(reverse("reports:template_settings", args=[mine.pk]), data).status_code == 302
    mine.refresh_from_db()
    assert (mine.funder, mine.title["en"], mine.deadline_month) == ("Stad", "Our year", 4)
    assert bytes(mine.logo).startswith(b"\x89PNG")
    data = {"indicator": "exits", "breakdowns": ["destination"], "text_en": "Where to: {exits}"}
    assert signed_in.post(reverse("reports:figure_new", args=[mine.pk]), data).status_code == 302
    part = list(mine.parts.current())[-1]
    assert part.text["en"] == "Where to: {exits}"
    wrong = signed_in.post(reverse("reports:part", args=[part.pk]), {**data, "text_en": "{nothing}"})
    assert "{nothing} stands for no figure" in wrong.content.decode()
    signed_in.post(reverse("reports:part_up", args=[part.pk]))
    undo = signed_in.post(reverse("reports:part_remove", args=[part.pk]), follow=True).content.decode()
    assert reverse("reports:part_restore", args=[part.pk]) in undo


def boxes(response) -> list[str]:
    return re.findall(r'name="breakdowns" value="([^"]*)"', response.content.decode())


def test_a_figure_offers_its_own_breakdowns_alone(signed_in, mine):
    """In two steps without a script; a script asks for the same step."""
    url, before = reverse("reports:figure_new", args=[mine.pk]), lines(mine)
    assert boxes(signed_in.get(url)) == []
    chosen = signed_in.post(url, {"indicator": "exits", "text_en": "Where {exits} went", "choose": "yes"})
    assert boxes(chosen) == [each.code for each in indicators.get("exits").breakdowns]
    assert "Where {exits} went" in chosen.content.decode()
    assert lines(mine) == before
    wrong = signed_in.post(url, {"indicator": "exits", "breakdowns": ["channel"]})
    assert "This figure has no such breakdown." in wrong.content.decode()
    assert lines(mine) == before


def test_a_figure_that_is_edited_changes_its_breakdowns_with_it(signed_in, mine):
    part = mine.parts.current().get(indicator="accommodated")
    url = reverse("reports:part", args=[part.pk])
    assert boxes(signed_in.get(url)) == [each.code for each in indicators.get("accommodated").breakdowns]
    other = signed_in.post(url, {"indicator": "requests_received", "breakdowns": ["programme"], "choose": "yes"})
    assert boxes(other) == [each.code for each in indicators.get("requests_received").breakdowns]
    assert signed_in.post(url, {"indicator": "nights_available"}).status_code == 302
    part.refresh_from_db()
    assert (part.indicator, part.breakdowns) == ("nights_available", [])


def test_a_preview_hides_what_the_report_will_hide(signed_in, mine):
    made_up_year(people=3, spaces=2)
    url = reverse("reports:preview", args=[mine.pk])
    whole = signed_in.get(url, {"year": "2025", "language": "en"}).content.decode()
    assert "hidden" in whole
    assert "Nights held" in whole
    one = signed_in.get(url, {"year": "2025", "language": "nl", "part": "1"}).content.decode()
    assert "Nights held" not in one
    assert "te weinig personen" in one  # the report speaks its own language, not that of the page around it
    assert "too few" not in one
    tables = signed_in.get(url, {"year": "2025", "language": "nl"}).content.decode()
    assert "Categorie" in tables
    assert "Category" not in tables
    for wrong in ({"year": "1900"}, {"language": "de"}, {"part": "99"}):
        assert signed_in.get(url, wrong).status_code == 404


def test_a_template_is_built_from_the_list(signed_in, mine, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks():
        signed_in.post(reverse("reports:build"), {"template": mine.code, "year": "2025", "language": "en"})
    report = finished(Report.objects.get())
    assert report.template == mine.code
    sheet = signed_in.get(reverse("reports:sheet", args=[report.pk, "xlsx"]))
    assert sheet["Content-Disposition"].endswith('.xlsx"')
    assert signed_in.get(reverse("reports:sheet", args=[report.pk, "doc"])).status_code == 404
    operations.make_final(report=report, by=report.asked_by)
    with django_capture_on_commit_callbacks():
        signed_in.post(reverse("reports:correct", args=[report.pk]), {"reason": "A stay was missing."})
    assert Report.objects.get(corrects=report).version == 2


def test_the_yearly_round_says_what_is_missing(signed_in, management):
    made_up_more("unknown")
    url = reverse("reports:year")
    text = signed_in.get(url, {"year": "2025"}).content.decode()
    assert "City of Brussels" in text
    assert "Departures without a known destination" in text
    assert "/housing/stays/" in text
    opened = Opening.objects.get(subject_label="people.person", detail="year")
    assert (opened.user, opened.page) == (management, url)


def test_the_first_that_the_yearly_round_finds_stands_open_and_names_are_read_as_written(signed_in):
    by = make_user("coordinator")
    person = make_person(by=by, chosen_name="<b>A & B</b>")
    one_stay(
        person, make_space("N1", in_service_from=date(2024, 11, 1)), date(2025, 2, 1), date(2025, 3, 1), by, "unknown"
    )
    person.occupancies.all().delete()
    text = signed_in.get(reverse("reports:year"), {"year": "2025"}).content.decode()
    assert "Stays without a space" in text
    assert text.count("<details") == 2
    # Nothing was found by the checks before it.
    assert text.index("<details") == text.index('<details class="card-body" open>')
    assert text.count('<details class="card-body" open>') == 1
    assert text.count('<a class="private" href="/housing/stays/') == text.count("&lt;b&gt;A &amp; B&lt;/b&gt;") == 2


def test_queries_of_the_pages_do_not_grow(signed_in, mine, management):
    made_up_year(spaces=2, people=2)
    made_up_more("unknown")
    pages = [reverse("reports:funders"), reverse("reports:template", args=[mine.pk]), reverse("reports:year")]

    def asked():
        counts = []
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                signed_in.get(page)
            counts.append(len(queries))
        return counts

    asked()
    few = asked()
    for _each in range(5):
        templates.copy_template(template=mine, by=management)
        templates.add_part(template=mine, kind="figure", indicator="exits", by=management)
    made_up_more("unknown")
    assert asked() == few
