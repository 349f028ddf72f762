"""The count of a night: who is counted, what is hidden, and what leaves the house."""

import csv
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from openpyxl import load_workbook

from housing import operations as housing
from housing.counting.night import Row, Table, count, hide
from housing.models import CountNight
from housing.operations.absences import note_absence
from housing.operations.count_night import take_count
from refuge.spreadsheets import cell
from tests.factories import make_person, make_user
from tests.housing import make_space, make_stay

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)
NIGHT = date(2026, 11, 25)
URL = "/housing/count-night/"


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(datetime(2026, 11, 26, 12, tzinfo=UTC))


@pytest.fixture
def by():
    return make_user("coordinator", language="en")


def stays(by, number, *, programme="emergency", on=NIGHT, **person):
    for each in range(number):
        space = make_space(f"{programme[0]}{on:%d}{person.get('residence', '')[:2]}{each}", programme=programme)
        make_stay(make_person(by=by, **person), space, by=by, on=on)


def numbers(counted):
    return {table.code: {row.code: row.number for row in table.rows if row.number != 0} for table in counted.tables}


def test_residents_of_the_night_by_ethos_age_and_status(by):
    born = {"birth_date": date(2006, 11, 26), "birth_year": None, "stated_age": None, "stated_on": None}
    stays(by, 2, residence="applicant", **born)  # 20 on the day after the night
    stays(by, 1, programme="post", residence="be_eu", **{**born, "birth_date": date(2006, 11, 25)})
    stays(by, 1, on=TODAY, residence="none", **born)
    gone = make_stay(make_person(by=by), make_space("G"), by=by, on=NIGHT - timedelta(days=9))
    housing.depart(stay=gone, on=NIGHT, destination="street", exit_type="own", by=by)
    counted = count(NIGHT, exact=True)
    assert counted.total == 3
    assert numbers(counted) == {
        "ethos": {"2": 2, "3": 1},
        "age": {"18-19": 2, "20-21": 1},
        "status": {"applicant": 2, "be_eu": 1},
    }


def test_who_is_away_and_keeps_the_stay_is_counted_and_said(by):
    stay = make_stay(make_person(by=by), make_space("A1"), by=by, on=NIGHT - timedelta(days=3))
    note_absence(stay=stay, kind="hospital", starts_on=NIGHT, by=by)
    counted = count(NIGHT, exact=True)
    assert (counted.total, counted.away) == (1, 1)


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ([12, 7, 0], [12, 7, 0]),
        ([12, 3, 0], [None, None, 0]),  # 3 alone could be worked out from the total
        ([12, 7, 3], [12, None, None]),
        ([12, 2, 3], [None, None, None]),  # together 5, neither zero: both are small
        ([12, 4, 4], [12, None, None]),  # together 8: one of them could be 7
        ([2, 0, 0], [None, 0, 0]),
    ],
)
def test_small_numbers_can_be_neither_read_nor_worked_out(numbers, shown):
    rows = [Row(str(place), str(place), number) for place, number in enumerate(numbers)]
    assert [row.number for row in hide(Table("age", "Age", rows), 5).rows] == shown


def test_a_total_of_few_is_hidden_too(by):
    stays(by, 3)
    counted = count(NIGHT, exact=False)
    assert counted.total is None
    assert {number for table in numbers(counted).values() for number in table.values()} == {None}


def test_a_night_that_is_not_over_is_refused(by):
    with pytest.raises(ValidationError, match=r"pas encore|not over"):
        take_count(night=TODAY, kind="csv", by=by)


def taken(client, **typed):
    return client.post(URL, {"night": "2026-11-25", "kind": "csv", **typed})


def test_the_file_holds_no_name_and_is_noted(client, by):
    stays(by, 6, chosen_name="Zéphyrine", residence="applicant")
    client.force_login(by)
    answer = taken(client)
    text = answer.content.decode("utf-8-sig")
    lines = list(csv.reader(StringIO(text), delimiter=";"))
    assert lines[1] == ["In all", "", "", "6"]
    assert ["ETHOS Light", "2", "2 · In emergency accommodation", "6"] in lines
    assert "Zéphyrine" not in text
    assert "count-night-2026-11-25.csv" in answer["Content-Disposition"]
    noted = CountNight.objects.get()
    assert (noted.night, noted.taken_by, noted.kind, noted.is_exact) == (NIGHT, by, "csv", False)
    assert by.name in client.get(URL).content.decode()


def test_the_workbook_has_its_definitions_and_hides_small_counts_unless_told(client, by):
    stays(by, 6, residence="applicant")
    stays(by, 2, programme="post", residence="be_eu")
    client.force_login(by)
    hidden = load_workbook(BytesIO(taken(client, kind="xlsx").content))
    assert hidden.worksheets[1]["A1"].value.startswith("Night from")
    told = [row for row in hidden.worksheets[0].iter_rows(values_only=True) if row[0] == "ETHOS Light"]
    assert [row[3] for row in told] == ["hidden", "hidden"]
    exact = load_workbook(BytesIO(taken(client, kind="xlsx", is_exact="on").content))
    told = [row for row in exact.worksheets[0].iter_rows(values_only=True) if row[0] == "ETHOS Light"]
    assert [row[3] for row in told] == [6, 2]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-17", "@a", "\tx"])
def test_no_cell_is_a_formula(text):
    assert cell(text) == f"'{text}"
    assert cell(-17) == -17


@pytest.mark.parametrize(("role", "status"), [("management", 200), ("psychologist", 404), ("educator", 404)])
def test_who_counts(client, role, status):
    client.force_login(make_user(role, language="en"))
    assert client.get(reverse("housing:count_night")).status_code == status
    assert taken(client).status_code == status


def test_a_night_to_come_counts_the_last_one(client, by):
    client.force_login(by)
    for asked in ("2027-01-01", "x", "9999-12-31"):
        assert client.get(f"{URL}?night={asked}").context["counted"].night == NIGHT
    assert "not over yet" in taken(client, night="2026-11-26").content.decode()


def test_queries_do_not_grow(client, by, django_assert_max_num_queries):
    stays(by, 25)
    client.force_login(by)
    client.get(URL)
    with django_assert_max_num_queries(9):
        client.get(URL)


@pytest.mark.parametrize(("asked", "wrong"), [("2027-05-01", True), ("abc", True), ("", False), ("2026-11-25", False)])
def test_a_night_that_cannot_be_counted_is_said_beside_the_date(client, by, asked, wrong):
    client.force_login(by)
    said = client.get(f"{URL}?night={asked}").content.decode()
    assert ("There is no count of the night asked for" in said) is wrong
