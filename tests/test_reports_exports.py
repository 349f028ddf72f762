"""Exports and monthly statements: who, what is in them, for how long, and what a later change does."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import Error, connection
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from housing.models import Occupancy, Space
from intake.models import AsylumFile
from refuge.audit.models import Opening
from refuge.exports import statements
from refuge.parameters.models import ParameterValue
from refuge.violations import RuleBroken
from reports import exports, tasks
from reports import statements as monthly
from reports.models.export import Export, ExportState, IssuedStatement
from tests.factories import make_user
from tests.reports import made_up_year

pytestmark = pytest.mark.django_db

YEAR = {"first": date(2025, 1, 1), "last": date(2025, 12, 31), "language": "en"}
JUNE, JULY = date(2025, 6, 1), date(2025, 7, 1)


@pytest.fixture
def management():
    return make_user("management", language="en")


def built(by, kind="figures", format="xlsx", **kwargs) -> Export:
    export = exports.ask_export(kind=kind, format=format, by=by, **YEAR, **kwargs)
    exports.build_export(export.pk)
    export.refresh_from_db()
    assert export.state == ExportState.READY
    return export


def rows_of(export) -> list:
    return list(load_workbook(BytesIO(export.content)).worksheets[0].iter_rows(values_only=True))


def test_figures_with_their_definitions(management):
    made_up_year()
    export = built(management)
    assert load_workbook(BytesIO(export.content)).sheetnames == ["Figures", "Definitions", "Method"]
    assert any(row[1] == "Nights held" and row[4] > 0 for row in rows_of(export)[1:] if not row[2])
    assert built(management, format="csv").content.startswith(b"PK")


def test_figures_hide_what_who_asked_may_not_read_in_a_file(management):
    made_up_year(people=2, spaces=2)
    export = built(management)
    told = {(row[1], row[3]): row[4] for row in rows_of(export)[1:] if row[2] and row[1].startswith("Young people")}
    for fact in ("orientation", "gender identity", "trans experience", "main reason"):
        assert {each for (name, _row), each in told.items() if name.endswith(f"by {fact}")} == {"hidden"}
    assert told["Young people accommodated, by age on arrival", "18–19"] != "hidden"
    method = [row[1] for row in load_workbook(BytesIO(export.content))["Method"].iter_rows(values_only=True)]
    assert "only what its readers may not read in a file is hidden" in method


def test_a_file_lies_encrypted_in_the_database(management):
    export = built(management)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM reports_export WHERE id = %s", [export.pk])
        assert b"xl/workbook" not in bytes(cursor.fetchone()[0])


def test_rows_have_pseudonyms_of_one_export_alone(management):
    slept = made_up_year()
    first, second = (rows_of(built(management, "stays", confirmed=True)) for _time in range(2))
    assert first[0][0] == "Pseudonym"
    people = {each.person.chosen_name for each in slept} | {each.person.reference for each in slept}
    assert not people & {cell for row in first for cell in row}
    assert [row[1:] for row in first] == [row[1:] for row in second]
    assert not {row[0] for row in first[1:]} & {row[0] for row in second[1:]}
    assert len({row[0] for row in first[1:]}) < len(first) - 1  # one person, several stays


def test_rare_rows_are_told_before(management):
    made_up_year()
    with pytest.raises(RuleBroken) as refused:
        exports.ask_export(kind="stays", format="xlsx", by=management, **YEAR)
    assert refused.value.code == "reports_rare_rows"
    with pytest.raises(RuleBroken):
        exports.ask_export(kind="secrets", format="xlsx", by=management, **YEAR)


def test_nobody_else_gets_a_file_however_it_is_asked():
    coordinator = make_user("coordinator")
    export = Export.objects.create(kind="stays", asked_by=coordinator, **YEAR)
    exports.build_export(export.pk)
    export.refresh_from_db()
    assert (export.state, export.content) == (ExportState.FAILED, b"")


def test_built_once_and_gone_after_two_days(management):
    export = built(management)
    before = export.content
    tasks.build_export(str(export.pk))
    export.refresh_from_db()
    assert export.content == before
    assert exports.delete_old_exports(timezone.now() + timedelta(days=1)) == 0
    assert exports.delete_old_exports(timezone.now() + timedelta(days=2, minutes=1)) == 1
    assert exports.delete_old_exports(timezone.now() + timedelta(days=2, minutes=1)) == 0
    export.refresh_from_db()
    assert (export.state, export.content) == (ExportState.DELETED, b"")


def test_a_page_asks_downloads_logs_and_deletes(client, management, django_capture_on_commit_callbacks):
    made_up_year()
    client.force_login(management)
    data = {"kind": "stays", "year": "2025", "format": "xlsx"}
    warned = client.post(reverse("reports:export_ask"), data).content.decode()
    assert "nearly alone" in warned
    with django_capture_on_commit_callbacks():
        client.post(reverse("reports:export_ask"), {**data, "confirmed": "on"})
    export = Export.objects.get()
    address = reverse("reports:export_file", args=[export.pk])
    assert client.get(address).status_code == 404
    exports.build_export(export.pk)
    assert client.get(address)["Content-Disposition"] == 'attachment; filename="stays-2025.xlsx"'
    assert Opening.objects.filter(subject_label="reports.export", subject_id=export.pk).count() == 1
    client.post(reverse("reports:export_delete", args=[export.pk]))
    assert client.get(address).status_code == 404
    assert "deleted" in client.get(reverse("reports:exports")).content.decode()


# Statements


@pytest.fixture
def placed(management):
    """Somebody in a reserved space over June and July, with a file number."""
    slept = made_up_year()
    Space.objects.update(reserved_asylum=True)
    people = {each.person_id: f"SP {number}" for number, each in enumerate(slept)}
    AsylumFile.objects.bulk_create(
        [AsylumFile(person_id=person, sp_number=number) for person, number in people.items()]
    )
    return people


def by_hand(people, first, end) -> dict:
    found = {}
    for each in Occupancy.objects.all():
        nights = sum(each.starts_on <= first + timedelta(days=day) < each.ended_on for day in range((end - first).days))
        if nights:
            number = people[each.person_id]
            found[number] = found.get(number, 0) + nights
    return found


def test_nights_by_file_number(placed):
    lines = monthly.lines_of(statements["fedasil"], JUNE)
    assert {each["number"]: each["nights"] for each in lines} == by_hand(placed, JUNE, JULY)
    assert not any(each["correction"] for each in lines)


def test_a_person_without_number_is_told(placed):
    AsylumFile.objects.all().delete()
    assert monthly.lines_of(statements["fedasil"], JUNE) == []
    assert statements["fedasil"].unnumbered(JUNE, JULY) == len(by_hand(placed, JUNE, JULY))


def test_what_changes_later_stands_on_the_next_statement(placed, management):
    fedasil = statements["fedasil"]
    june = monthly.issue(statement=fedasil, month=JUNE, by=management)
    before = june.lines
    lost = {each["number"]: each["nights"] for each in before}
    gone = next(each for each in AsylumFile.objects.all() if each.sp_number in lost)
    number, gone.sp_number = gone.sp_number, "ZZ 1"
    gone.save()
    erased = next(each for each in AsylumFile.objects.exclude(pk=gone.pk) if each.sp_number in lost)
    erased.delete()
    july = monthly.issue(statement=fedasil, month=JULY, by=management)
    corrections = [each for each in july.lines if each["correction"]]
    assert [(each["month"], each["number"], each["nights"]) for each in corrections] == [
        ("2025-06", number, -lost[number]), ("2025-06", "ZZ 1", lost[number]),
    ]  # fmt: skip
    assert IssuedStatement.objects.get(pk=june.pk).lines == before
    august = monthly.lines_of(fedasil, date(2025, 8, 1))
    assert not any(each["correction"] for each in august)
    for month in (JUNE, JULY, timezone.localdate().replace(day=1)):
        with pytest.raises(RuleBroken):
            monthly.issue(statement=fedasil, month=month, by=management)


def test_months_are_issued_one_after_the_other(management):
    fedasil = statements["fedasil"]
    monthly.issue(statement=fedasil, month=JUNE, by=management)
    with pytest.raises(RuleBroken) as refused:
        monthly.issue(statement=fedasil, month=date(2025, 8, 1), by=management)
    assert refused.value.code == "reports_month_before"
    monthly.issue(statement=fedasil, month=JULY, by=management)


def test_corrections_go_back_so_many_months(placed, management):
    ParameterValue.objects.create(code="reports.corrected_months", value=1, valid_from=date(2018, 1, 2))
    fedasil = statements["fedasil"]
    for month in (JUNE, JULY):
        monthly.issue(statement=fedasil, month=month, by=management)
    Space.objects.update(reserved_asylum=False)
    lines = monthly.lines_of(fedasil, date(2025, 8, 1))
    assert {each["month"] for each in lines} == {"2025-07"}
    assert all(each["correction"] for each in lines)


@pytest.mark.parametrize(
    "sql", ["UPDATE reports_issuedstatement SET code = 'x'", "DELETE FROM reports_issuedstatement"]
)
def test_plain_sql_cannot_change_what_was_sent(management, sql):
    monthly.issue(statement=statements["fedasil"], month=JUNE, by=management)
    with pytest.raises(Error), connection.cursor() as cursor:
        cursor.execute(sql.format("reports_issuedstatement"))


def test_a_statement_is_seen_issued_and_downloaded(client, placed, management):
    client.force_login(management)
    last = timezone.localdate().replace(day=1) - monthly.MONTH
    page = reverse("reports:statement", args=["fedasil"])
    assert "As it would be issued now" in client.get(page).content.decode()
    client.post(reverse("reports:statement_issue", args=["fedasil"]), {"month": f"{last:%Y-%m}"})
    issued = IssuedStatement.objects.get()
    assert "As it was issued" in client.get(page).content.decode()
    assert client.get(reverse("reports:statement_file", args=[issued.pk])).status_code == 200
    assert Opening.objects.filter(subject_label="reports.issuedstatement").count() == 2
    assert client.get(page, {"month": "1999-01"}).status_code == 404
    assert client.get(reverse("reports:statement", args=["nobody"])).status_code == 404


def test_the_coordinator_finds_the_count_night_and_nothing_else(client, management):
    built(management)
    client.force_login(make_user("coordinator", language="en"))
    page = client.get(reverse("reports:exports")).content.decode()
    assert reverse("housing:count_night") in page
    assert reverse("reports:export_ask") not in page
    assert not any(reverse("reports:statement", args=[code]) in page for code in statements)
    client.force_login(management)
    page = client.get(reverse("reports:exports")).content.decode()
    assert reverse("housing:count_night") in page
    assert reverse("reports:export_ask") in page
    client.force_login(make_user("educator"))
    assert client.get(reverse("reports:exports")).status_code == 404
