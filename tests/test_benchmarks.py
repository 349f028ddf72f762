"""What `make bench` says is so: its statistics, its floor, its workbook, and that it forgets no page."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.db import connection
from openpyxl import load_workbook

from benchmarks import document, figures, floor, load, measure, paper
from benchmarks.figures import Measured
from benchmarks.house import SIZES, House
from benchmarks.pages import NOT_MEASURED, PAGES, Page
from benchmarks.workbook import NARROW, WIDE, Register, write_workbook
from tests.access_table import LETTERS, TABLE


def test_every_page_is_measured_or_says_why_not():
    opened = {name for name, row in TABLE.items() if row.method == "get"}
    measured = {page.address for page in PAGES}
    assert measured | NOT_MEASURED.keys() == opened
    assert measured.isdisjoint(NOT_MEASURED)


def test_each_page_is_opened_by_somebody_who_may():
    assert [page.name for page in PAGES if page.role not in TABLE[page.address].allowed] == []
    assert {page.role for page in PAGES} <= set(LETTERS.values())


def test_each_page_has_a_name_of_its_own():
    names = [page.name for page in PAGES]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [(range(1, 101), 0.95, 95), (range(1, 21), 0.95, 19), ([7], 0.95, 7), ([3, 1, 2], 0.5, 2), ([1, 2, 3, 4], 0.5, 2)],
)
def test_a_percentile_is_the_nearest_rank(values, share, expected):
    assert figures.percentile(list(values), share) == expected


def test_growth_is_plain_for_as_many_rows_and_against_the_floor_for_more():
    small = Measured(25, page=[20.0], floor=[10.0])
    assert figures.growth(small, Measured(25, page=[25.0], floor=[5.0])) == 1.25
    assert figures.growth(small, Measured(300, page=[120.0], floor=[50.0])) == 1.2
    assert figures.growth(Measured(35, page=[20.0], floor=[10.0]), Measured(33, page=[30.0], floor=[9.0])) == 1.5


def test_a_floor_that_was_slower_in_the_small_database_accuses_no_page():
    assert figures.growth(Measured(37, [20.0], [10.0]), Measured(40, [24.0], [8.0])) == 1.2


def test_a_short_list_grows_beside_as_many_rows_as_it_shows():
    short = Measured(25, page=[20.0], floor=[12.0], shown=5, alike=[8.0])
    whole = Measured(25, page=[30.0], floor=[12.0])
    assert figures.growth(short, whole) == 1.0
    assert figures.growth(whole, short) == pytest.approx(2 / 3)
    as_short = Measured(25, page=[30.0], floor=[12.0], shown=5, alike=[12.0])
    assert figures.growth(short, as_short) == 1.5


def test_the_table_marks_what_misses_its_goal():
    results = {
        "quick": {"demo": Measured(50, [20.0], [10.0]), "large": Measured(50, [22.0], [10.0])},
        "slow": {"demo": Measured(25, [31.0], [10.0]), "large": Measured(25, [62.0], [10.0])},
        "absent": {"demo": Measured(50, [20.0], [10.0])},
    }
    _head, _rule, quick, slow, absent = figures.table(results, ["demo", "large"])
    assert quick == "| quick | 50 | 20 | 20 | 2.00 | 50 | 22 | 22 | 2.20 | 1.10 |"
    assert slow == "| slow | 25 | 31 | 31 | **3.10** | 25 | 62 | 62 | **6.20** | **2.00** |"
    assert absent.endswith("| – | – | – | – | – |")
    assert [line.split(":")[0] for line in figures.missed(results, ["demo", "large"])] == ["slow"] * 3


def test_a_short_list_is_held_against_a_whole_page_and_a_form_against_fifty_rows():
    assert [Page("team", is_list=True).floor(shown) for shown in (3, 40)] == [25, 40]
    assert Page("people:new").floor(3) == 50


def test_rows_are_counted_in_lists_and_tables():
    page = b"""<ul><li>menu</ul><ul class="rows stack"><li>a<ul><li>inner</ul><li>b</ul>
        <table><thead><tr></thead><tbody><tr><tr><tr></tbody></table>"""
    assert load.rows_in(page) == 5
    assert load.rows_in(page.split(b"<table>")[0]) == 2
    assert load.rows_in(page.replace(b"<table>", b"<table class='board-table'>")) == 3


def test_a_page_that_does_not_answer_with_itself_is_not_measured(monkeypatch):
    target = load.Target(1, "/", "")
    monkeypatch.setattr(load.Target, "fetch", lambda self: (1.0, 302, b""))
    with pytest.raises(load.Refused, match="302"):
        load.block(target, 4)


@pytest.mark.parametrize(("ms", "requests"), [(10.0, 4), (40.0, 10)])
def test_a_page_that_misses_its_goal_has_further_rounds_and_all_of_them_count(monkeypatch, ms, requests):
    class Pair:
        def __init__(self, page, house):
            self.house, self.measured = house, Measured(50)

        def turn(self):
            self.measured.page += [ms, ms]
            self.measured.floor += [10.0, 10.0]

    monkeypatch.setattr(measure, "Pair", Pair)
    found = measure.measure(Page("people:new"), [House(SIZES["demo"])], rounds=2, further=3)
    assert found["demo"].page == [ms] * requests


@pytest.mark.django_db
class TestFloor:
    @pytest.fixture
    def beside_the_product(self, settings):
        settings.MIDDLEWARE = ["benchmarks.floor.beside_the_product", *settings.MIDDLEWARE]
        floor.fill(60)

    def test_it_lists_as_many_rows_as_asked_for(self, beside_the_product, client, django_user_model):
        client.force_login(django_user_model.objects.create_user("bench@refuge.example", name="Bench"))
        answer = client.get("/floor/40/")
        assert (answer.status_code, load.rows_in(answer.content)) == (200, 40)
        assert "bench@refuge.example" in answer.content.decode()

    def test_it_asks_for_log_in(self, beside_the_product, client):
        assert client.get("/floor/40/").status_code == 302

    def test_it_is_filled_once(self, beside_the_product):
        floor.fill(60)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*), count(DISTINCT state) FROM {floor.TABLE}")
            assert cursor.fetchone() == (60, 4)

    def test_the_product_does_not_know_it(self, client, django_user_model):
        client.force_login(django_user_model.objects.create_user("bench@refuge.example", name="Bench"))
        assert client.get("/floor/40/").status_code == 404


class TestWorkbook:
    def test_the_same_seed_gives_the_same_cells(self):
        assert list(Register(200).sheets()) == list(Register(200).sheets())
        assert list(Register(200).sheets()) != list(Register(200, seed=2).sheets())

    def test_it_is_a_register_of_eight_years_under_two_sorts_of_headings(self, tmp_path):
        write_workbook(tmp_path / "register.xlsx", 80)
        book = load_workbook(tmp_path / "register.xlsx", read_only=True)
        sheets = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
        assert list(sheets) == [str(year) for year in range(2019, 2027)]
        assert list(sheets["2019"][0]) == NARROW
        assert list(sheets["2026"][2]) == WIDE
        assert [len(rows) for rows in sheets.values()] == [11] * 3 + [13] * 5
        called = {type(row[1]) for rows in sheets.values() for row in rows[3:]}
        assert called == {str, datetime}

    def test_no_space_is_given_twice_for_one_night(self):
        register, given = Register(4000), 0
        for day in (date(2020, 1, 1) + timedelta(days=number) for number in range(366)):
            free_from = dict(register.free_from)
            space = register.facts(2020, day).get("Lit")
            given += space is not None
            assert space is None or free_from[space] <= day < register.free_from[space]
        assert given > 20


def test_figures_stand_between_their_marks():
    text = "a\n<!-- pages -->\nold\n<!-- end of pages -->\nb\n"
    assert document.replace(text, "pages", ["new"]) == "a\n<!-- pages -->\n\nnew\n\n<!-- end of pages -->\nb\n"
    with pytest.raises(ValueError, match="import"):
        document.replace(text, "import", ["new"])


@pytest.mark.parametrize("part", ["pages", "import"])
def test_the_document_has_the_marks(part):
    assert document.replace(document.DOCUMENT.read_text(), part, ["figures"])


def test_what_work_takes_of_memory_is_measured_from_where_it_began():
    assert paper.growth_of(lambda: len(b"x" * 60_000_000)) > 50
    assert paper.growth_of(lambda: None) < 5


def test_both_workbooks_have_the_same_cells():
    ours, raw = (load_workbook(BytesIO(made()), read_only=True) for made in (paper.by_the_house, paper.by_hand))
    rows = [list(book.worksheets[0].iter_rows(max_row=3, values_only=True)) for book in (ours, raw)]
    assert rows[0] == rows[1]
    assert len(rows[0][2]) == paper.COLUMNS


def test_what_misses_its_goal_says_so():
    assert paper.mark(1.2, paper.MOST_OF_WEASYPRINT) == "**missed** "
    assert paper.mark(1.1, paper.MOST_OF_WEASYPRINT) == ""
