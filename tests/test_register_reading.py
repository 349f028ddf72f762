"""What a careful reader finds in a register, whatever the database holds. No database is touched."""

import io
import re
import zipfile
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from housing.register import workbook as opening
from housing.register.cells import CannotRead, age_of, day_of, name_of, number_of, telephone_of
from housing.register.headings import columns_of
from housing.register.reading import read
from tests.register import FIRST, LATER, SMALL, day, early, late, small_register, workbook

ON = date(2024, 6, 1)


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture(scope="module")
def reading():
    with override("en"):
        return read(small_register())


def one(**facts):
    """The reading of a sheet with one row of the later kind."""
    return read(workbook({"2024": [LATER, late("2024-0001", facts.pop("on", day("2024-01-10")), **facts)]}))


def test_a_small_register_is_counted_as_by_hand(reading):
    found = reading.as_json()
    assert {name: found[name] for name in SMALL} == SMALL


def test_what_cannot_be_read_is_rejected_by_sheet_row_and_reason(reading):
    assert reading.as_json()["rejected"] == [
        {"sheet": "2019", "row": 5, "number": 3, "reason": "day of call cannot be read: demain"}
    ]


def test_a_stay_that_breaks_a_rule_is_left_out_and_its_request_kept(reading):
    assert reading.as_json()["left_out"] == [
        {"number": 4, "rule": "age", "detail": "?"},
        {"number": "2024-0006", "rule": "overlong", "detail": "2024-07-11"},
        {"number": "2024-0007", "rule": "conflict", "detail": "2024-0006"},
        {"number": "2024-0009", "rule": "age", "detail": "2006"},
    ]


def test_one_telephone_is_one_person_however_the_name_is_spelled(reading):
    lou = next(person for person in reading.people if person[0].number == 1)
    assert [call.number for call in lou] == [1, "2024-0005", "2025-0012"]


def test_one_telephone_with_two_first_names_is_two_people():
    rows = [FIRST, early(1, "05.01.19", "Alexandre"), early(2, "06.01.19", "Fatou")]
    assert len(read(workbook({"2019": rows})).people) == 2


def test_what_has_no_meaning_here_is_told_and_kept(reading):
    assert set(reading.unread) == {("destination", "Lune"), ("decision", "À voir")}


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("05.11.18", date(2018, 11, 5)),
        ("5/1/2024", date(2024, 1, 5)),
        (" 17/03/2019 ", date(2019, 3, 17)),
        ("2018-12-31", date(2018, 12, 31)),
        ("3 février 2022", date(2022, 2, 3)),
        ("1er août 2021", date(2021, 8, 1)),
        ("3 mrt 2022", date(2022, 3, 3)),
        (day("2020-02-29"), date(2020, 2, 29)),
        (43413, date(2018, 11, 9)),
        ("", None),
        (None, None),
    ],
)
def test_days_in_every_spelling(written, read_as):
    assert day_of(written) == read_as


@pytest.mark.parametrize(
    "written", ["??", "demain", "0000-00-00", "31/02/2023", "12/25/2022", 84, True, "19", "=NOW()x"]
)
def test_no_day_is_guessed(written):
    with pytest.raises(CannotRead):
        day_of(written)


@pytest.mark.parametrize(
    ("written", "adult_from"),
    [
        ("19 ans", date(2023, 6, 1)),
        (17, date(2025, 6, 1)),
        ("2005", date(2024, 1, 1)),
        (2006.0, date(2025, 1, 1)),
        (day("2008-02-29"), date(2026, 3, 1)),
        ("13.06.00", date(2018, 6, 13)),
        ("?", None),
        (None, None),
    ],
)
def test_ages_say_from_when_somebody_is_18(written, adult_from):
    assert age_of(written, ON).adult_from == adult_from


@pytest.mark.parametrize("written", ["adulte", 7, day("2024-05-01"), "99 ans"])
def test_no_age_is_guessed(written):
    with pytest.raises(CannotRead):
        age_of(written, ON)


def test_telephones_in_four_spellings_are_one():
    spellings = ["0452 08 45 46", "0452/084546", "0452084546", "+32 452084546", 452084546]
    assert {telephone_of(each) for each in spellings} == {"+32452084546"}


def test_names_lose_the_habits_of_the_hand():
    written = ["LOÏC ", "moussa", "VAN DEN BROECK", "N’DIAYE", "El Amrani"]
    assert [name_of(each) for each in written] == ["Loïc", "Moussa", "Van Den Broeck", "N’Diaye", "El Amrani"]


def test_numbers_stay_what_they_are():
    assert [number_of(each) for each in (32, 32.0, "2022-0396 ", None)] == [32, 32, "2022-0396", None]


@pytest.mark.parametrize("headings", [FIRST, LATER, [f"  {each.upper()} " for each in LATER], [
    "Nr", "Datum oproep", "Voornaam", "Familienaam", "Geboortedatum", "GSM", "Beslissing", "Intrede", "Vertrek",
]])  # fmt: skip
def test_headings_change_from_year_to_year(headings):
    columns = columns_of(headings)
    assert {"number", "called_on", "first_name", "decision", "arrived_on", "departed_on"} <= columns.keys()


def test_a_row_of_data_is_no_row_of_headings():
    assert columns_of(early(1, "05.01.19", arrived="07.01.19")) is None


def test_an_open_stay_never_ends():
    rows = [
        LATER,
        late("a", day("2024-01-01"), "Ana", day("2000-01-01"), "0470000001", "Accueil", space="A1", kind="Urgence",
             arrived=day("2024-01-01"), planned=day("2024-02-01")),
        late("b", day("2025-01-01"), "Bo", day("2000-01-01"), "0470000002", "Accueil", space="a1", kind="Urgence",
             arrived=day("2025-01-01"), left=day("2025-01-02")),
    ]  # fmt: skip
    left = read(workbook({"2024": rows})).left_out
    assert [(each.call.number, each.rule, each.detail) for each in left] == [("b", "conflict", "a")]


def test_out_and_in_on_one_day_is_no_clash():
    rows = [
        LATER,
        late("a", day("2024-01-01"), "Ana", day("2000-01-01"), "0470000001", "Accueil", space="A1", kind="Urgence",
             arrived=day("2024-01-01"), left=day("2024-02-01")),
        late("b", day("2024-02-01"), "Bo", day("2000-01-01"), "0470000002", "Accueil", space="A1", kind="Urgence",
             arrived=day("2024-02-01"), left=day("2024-02-02")),
    ]  # fmt: skip
    assert read(workbook({"2024": rows})).left_out == []


@pytest.mark.parametrize(("left", "is_overlong"), [("2024-02-28", False), ("2024-02-29", False), ("2024-03-01", True)])
def test_three_calendar_months_end_with_the_month(left, is_overlong):
    found = one(born=day("2000-01-01"), decision="Accueil", kind="Urgence", arrived=day("2023-11-30"), left=day(left))
    assert bool(found.left_out) is is_overlong


def test_without_a_kind_a_long_plan_is_post_shelter():
    facts = {"born": day("2000-01-01"), "decision": "Accueil", "arrived": day("2024-01-01"), "left": day("2024-07-01")}
    assert one(planned=day("2024-09-01"), **facts).left_out == []
    assert one(planned=day("2024-04-01"), **facts).left_out[0].rule == "overlong"


def test_a_departure_before_the_arrival_waits_for_a_decision():
    found = one(born=day("2000-01-01"), decision="Accueil", arrived=day("2024-02-01"), left=day("2024-01-01"))
    assert found.stays == []
    assert len(found.left_out) == 1


def test_a_copied_row_is_told_and_two_different_ones_are_kept():
    row = early(1, "05.01.19")
    found = read(workbook({"2019": [FIRST, row, row, early(1, "06.01.19", "Zoé", phone="0470 00 00 09")]}))
    assert [call.row for call in found.calls] == [2, 4]
    assert [(each.row, each.reason) for each in found.rejected] == [(3, "the same as row 2 of sheet “2019”")]


def test_a_formula_is_not_worked_out_and_its_value_is_taken_where_it_stands():
    rows = [FIRST, early(1, "=DATE(2019,1,5)"), early(2, "06.01.19", remark='=HYPERLINK("http://example.invalid")')]
    found = read(workbook({"2019": rows}))
    assert [call.number for call in found.calls] == [2]
    assert found.rejected[0].reason == "a formula stands where the day of call should be"
    shown = with_shown_value(workbook({"2019": rows}), "43470")
    assert read(shown).calls[0].called_on == date(2019, 1, 5)


def with_shown_value(file, value: str) -> io.BytesIO:
    """What a spreadsheet saves beside a formula: the value it showed. Two writers leave it empty in two ways."""
    shown = f"</f><v>{value}</v>".encode()
    empty = re.compile(rb"</f><v ?(/>|></v>)")
    return rewritten(file, lambda name, text: empty.sub(shown, text, count=1) if "sheet1" in name else text)


def rewritten(file, change) -> io.BytesIO:
    result = io.BytesIO()
    with zipfile.ZipFile(file) as before, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, change(name, before.read(name)))
    return result


def test_merged_cells_are_rejected_and_a_merged_title_is_not():
    def merge(book):
        book["2019"].merge_cells("A1:J1")
        book["2019"].merge_cells("B3:B4")

    rows = [["Registre"], FIRST, early(1, "05.01.19"), early(2, None, "Noor"), early(3, "07.01.19", "Sam")]
    found = read(workbook({"2019": rows}, merge))
    assert [call.number for call in found.calls] == [3]
    assert {each.reason for each in found.rejected} == {"cells are merged across rows or columns: part them first"}


def test_a_hidden_sheet_is_told():
    def hide(book):
        book["copy"].sheet_state = "hidden"

    found = read(workbook({"2019": [FIRST, early(1, "05.01.19")], "copy": [FIRST, early(9, "05.01.19")]}, hide))
    assert found.as_json()["rows"] == 1
    assert found.remarks == ["Sheet “copy” is hidden and was not read."]


def test_a_million_empty_rows_are_no_rows():
    empty = b"".join(b'<row r="%d"/>' % row for row in range(10, 200_000)) + b'<row r="1048576"/>'

    def widen(name, text):
        return text.replace(b"</sheetData>", empty + b"</sheetData>") if "sheet1" in name else text

    found = read(rewritten(workbook({"2019": [FIRST, early(1, "05.01.19")]}), widen))
    assert found.as_json()["rows"] == 1


def refused(file) -> str:
    with pytest.raises(ValidationError) as error:
        read(file)
    return error.value.code


def protected():
    return io.BytesIO(opening.OLE + bytes(600) + opening.ENCRYPTED + bytes(600))


def damaged():
    whole = small_register().getvalue()
    return io.BytesIO(whole[: len(whole) // 2])


def declaring():
    declaration = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><worksheet '
    return rewritten(
        small_register(), lambda name, text: text.replace(b"<worksheet ", declaration, 1) if "sheet1" in name else text
    )


def swollen():
    file = small_register()
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/empty.bin", bytes(opening.LARGEST_UNPACKED + 1))
    return file


def no_workbook():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("letter.txt", "Dear …")
    return file


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (protected, "password"),
        (damaged, "damaged"),
        (declaring, "bomb"),
        (swollen, "too_large_unpacked"),
        (no_workbook, "no_workbook"),
        (lambda: io.BytesIO(b"number;date\n1;2019-01-05\n"), "damaged"),
        (lambda: io.BytesIO(opening.OLE + bytes(2000)), "old_kind"),
        (lambda: workbook({"Notes": [["Only words"]]}), "no_register"),
        (lambda: workbook({"2019": [[each for each in FIRST if each != "Date"], [1, "Lou"]]}), "missing_column"),
    ],
)
def test_what_is_no_register_is_refused_in_one_line(make, code):
    assert refused(make()) == code


def test_a_file_too_large_is_not_even_opened(monkeypatch):
    monkeypatch.setattr(opening, "LARGEST", 1000)
    assert refused(small_register()) == "too_large"
