"""Dated settings: what holds today, from when, who set it, and what may be set."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation

from refuge.parameters import operations
from refuge.parameters.kinds import shown
from refuge.parameters.models import ParameterValue
from refuge.parameters.registry import Parameter, declared, value_of
from refuge.violations import RuleBroken
from tests.staff import make_staff, sign_in

pytestmark = pytest.mark.django_db

CODE = "accounts.draft_days"
PAGE = f"/parameters/{CODE}/"


@pytest.fixture
def manager():
    return make_staff("management", name="Élise Martin", language="en")


@pytest.fixture
def office(client, manager):
    return sign_in(client, manager)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def declare(monkeypatch):
    """Declare a parameter for one test."""

    def add(value, **fields):
        parameter = Parameter("accounts.trial", "Trial", "EUR", value, **fields)
        monkeypatch.setitem(declared, parameter.code, parameter)
        operations.insert_declared()
        return parameter

    return add


def test_every_declared_parameter_stands_on_the_page_with_its_value(office):
    html = unescape(office.get("/parameters/").content.decode())
    with translation.override("en"):
        assert [code for code, parameter in declared.items() if str(parameter.label) not in html] == []
    lines = [line for _title, lines in office.get("/parameters/").context["groups"] for line in lines]
    assert all(line.current is not None for line in lines)
    assert len(lines) == len(declared)


def test_a_new_value_holds_from_its_day_and_the_earlier_one_before(office, manager, today):
    day = today + timedelta(days=10)
    assert office.post(PAGE, {"value": "45", "valid_from": day, "source": "Team meeting"}).status_code == 302
    assert value_of(CODE, today) == 30
    assert value_of(CODE, day - timedelta(days=1)) == 30
    assert value_of(CODE, day) == 45
    kept = ParameterValue.objects.get(code=CODE, valid_from=day)
    assert (kept.source, kept.set_by) == ("Team meeting", manager)
    html = office.get("/parameters/").content.decode()
    assert "45 from" in html
    assert "Team meeting" in office.get(PAGE).content.decode()


@pytest.mark.parametrize("value", ["0", "366", "many", "", "1.5"])
def test_a_value_beyond_the_limits_is_refused_beside_the_field(office, today, value):
    response = office.post(PAGE, {"value": value, "valid_from": today, "source": "kept while typing"})
    assert response.context["form"].errors["value"]
    assert "kept while typing" in response.content.decode()
    assert value_of(CODE, today) == 30


def test_the_operation_refuses_them_too(manager, today):
    for value in (0, 366, True, "45"):
        with pytest.raises(ValidationError):
            operations.set_value(code=CODE, value=value, valid_from=today, by=manager)


def test_figures_of_a_year_that_is_over_stay(office, today):
    response = office.post(PAGE, {"value": "45", "valid_from": date(today.year - 1, 12, 31)})
    assert response.context["form"].errors["valid_from"]


def test_two_values_cannot_begin_on_one_day(office, manager, today):
    operations.set_value(code=CODE, value=40, valid_from=today, by=manager)
    with pytest.raises(RuleBroken) as broken, transaction.atomic():
        operations.set_value(code=CODE, value=50, valid_from=today, by=manager)
    assert broken.value.code == "parameters_one_value_a_day"
    response = office.post(PAGE, {"value": "50", "valid_from": today})
    assert response.context["form"].non_field_errors()


def test_a_value_to_come_can_be_withdrawn_and_one_that_counts_cannot(office, manager, today):
    coming = operations.set_value(code=CODE, value=45, valid_from=today + timedelta(days=1), by=manager)
    counting = operations.set_value(code=CODE, value=40, valid_from=today, by=manager)
    for value in (coming, counting):
        office.post(f"/parameters/values/{value.pk}/withdraw/")
    assert set(ParameterValue.objects.filter(code=CODE).values_list("value", flat=True)) == {30, 40}


@pytest.mark.parametrize(
    ("declared_value", "typed", "kept"),
    [
        (False, "yes", True),
        (12.5, "13,75", 13.75),
        ([30, 14, 7], "21, 7", [21, 7]),
        ("Rue de la Loi", "Rue Neuve", "Rue Neuve"),
        (3, "4", 4),
    ],
)
def test_each_kind_of_value_is_kept_as_its_kind(office, declare, today, declared_value, typed, kept):
    declare(declared_value)
    assert office.post("/parameters/accounts.trial/", {"value": typed, "valid_from": today}).status_code == 302
    value = value_of("accounts.trial", today)
    assert value == kept
    assert type(value) is type(declared_value)


def test_numbers_are_shown_as_belgians_write_them(declare):
    parameter = declare(1234.5)
    with translation.override("nl"):
        assert shown(parameter, 1234.5) == "1.234,5"


def test_a_flushed_table_gets_its_declared_values_back(today):
    ParameterValue.objects.all().delete()
    operations.insert_declared()
    assert value_of(CODE, today) == 30


def test_an_unknown_code_does_not_exist(office):
    assert office.get("/parameters/nothing.here/").status_code == 404


@pytest.mark.parametrize("role", ["coordinator", "psychologist", "educator", "logistics", "volunteers", "volunteer"])
def test_for_everybody_else_the_pages_do_not_exist(client, role, today):
    sign_in(client, make_staff(role))
    assert client.get("/parameters/").status_code == 404
    assert client.post(PAGE, {"value": "45", "valid_from": today}).status_code == 404
    assert value_of(CODE, today) == 30
