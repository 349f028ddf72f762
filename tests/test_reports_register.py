"""Figures of a register that was taken over, against those that plain Python counts in its workbook, less the stays
that wait for a decision. REGISTER names a workbook of one's own to be counted as well."""

import os
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from benchmarks.workbook import write_workbook
from housing import operations
from housing.models import WaitingStay
from housing.register.reading import read
from refuge import indicators
from refuge.indicators import Period
from tests.register import small_register
from tests.register_counts import counted

pytestmark = pytest.mark.django_db
OWN = os.environ.get("REGISTER", "")


def small(tmp_path) -> Path:
    path = tmp_path / "small.xlsx"
    path.write_bytes(small_register().getvalue())
    return path


def made_up(tmp_path) -> Path:
    path = tmp_path / "made-up.xlsx"
    write_workbook(path, 1200)
    return path


def own(tmp_path) -> Path:
    if not OWN:
        pytest.skip("REGISTER names no workbook")
    return Path(OWN)


def figure(code, period):
    return indicators.get(code).compute(period)


def parts(code, breakdown, period) -> dict:
    found = next(each for each in indicators.get(code).breakdowns if each.code == breakdown)
    return {row.code: row.figure.value for row in found.compute(period) if row.figure.value}


@pytest.mark.parametrize("workbook", [small, made_up, own])
def test_every_year_of_a_register_counts_what_its_workbook_holds(workbook, tmp_path):
    path = workbook(tmp_path)
    with path.open("rb") as file:
        operations.take_over(reading=read(file))
    waiting = set(WaitingStay.objects.values_list("number", "arrived_on"))
    today, seen = timezone.localdate(), 0
    for year in range(2017, today.year + 1):
        expected = counted(path, year, waiting=waiting, today=today)
        assert figures_of(Period.year(year)) == expected, year
        seen += expected["requests_received"]
    assert seen > 10


def figures_of(period) -> dict:
    mean = figure("stay_mean", period)
    return {
        "requests_received": figure("requests_received", period).value,
        "requesters": figure("requesters", period).value,
        "channels": parts("requests_received", "channel", period),
        "requests_processed": figure("requests_processed", period).value,
        "outcomes": parts("requests_processed", "outcome", period),
        "nights_held": figure("nights_held", period).value,
        "accommodated": figure("accommodated", period).value,
        "exits": figure("exits", period).value,
        "days_stayed": mean.numerator,
    }


def test_the_script_reads_days_and_telephones_as_they_are_written():
    from tests.register_counts import day, phone

    assert {day(text) for text in ("05.11.18", " 05/11/2018 ", "2018-11-05")} == {date(2018, 11, 5)}
    assert day("demain") is day(None) is None
    assert {phone(text) for text in ("+32 470 12 34 56", "0470/123456", 470123456)} == {"470123456"}
