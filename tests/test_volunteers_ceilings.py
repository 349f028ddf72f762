"""What may be paid back (Act of 3 July 2005): to the cent, the day, the year, mixed kinds and the 2,000 km."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from tests.factories import make_user
from tests.volunteers import make_volunteer
from volunteers import operations
from volunteers.ceilings import Limits, Line, standing, travel_cents
from volunteers.models import Allowance

pytestmark = pytest.mark.django_db

CEILINGS = {2024: (4148, 165_929), 2025: (4231, 169_251), 2026: (4402, 176_083)}
YEARS = list(CEILINGS)


def problems(year, *lines):
    return standing([Line(date(year, *day), *rest) for day, *rest in lines], Limits.of(year)).problems


@pytest.mark.parametrize("year", YEARS)
def test_the_ceilings_of_the_year(year):
    assert (Limits.of(year).day, Limits.of(year).year, Limits.of(year).metres) == (*CEILINGS[year], 2_000_000)


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize(("more", "found"), [(-1, []), (0, []), (1, ["day"])])
def test_the_day_to_the_cent(year, more, found):
    day, _year = CEILINGS[year]
    assert problems(year, ((1, 1), "flat", day + more)) == found
    # Two organisations on one day are one day; two days are two.
    assert problems(year, ((6, 5), "flat", day - 500), ((6, 5), "flat", 500 + more)) == found
    assert problems(year, ((12, 30), "flat", day), ((12, 31), "flat", day)) == []


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize(("more", "found"), [(-1, []), (0, []), (1, ["year"])])
def test_the_year_to_the_cent(year, more, found):
    _day, most = CEILINGS[year]
    full, rest = divmod(most + more, 4000)
    days = [((1 + place // 28, 1 + place % 28), "flat", 4000) for place in range(full)]
    assert problems(year, *days, ((12, 31), "flat", rest)) == found


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ([("flat", 3000, 0), ("real", 1, 0)], ["mixed"]),
        ([("flat", 3000, 0), ("travel", 86_520, 2_000_000)], []),
        ([("flat", 3000, 0), ("travel", 86_520, 2_000_001)], ["kilometres"]),
        ([("real", 900_000, 0), ("travel", 500_000, 9_000_000)], []),
        ([("travel", 500_000, 9_000_000)], []),
        ([("flat", 3000, 0), ("real", 1, 0), ("travel", 1, 2_500_000)], ["mixed", "kilometres"]),
    ],
)
def test_mixed_kinds_and_the_two_thousand_kilometres(year, lines, found):
    assert problems(year, *[((3, 5), *line) for line in lines]) == found


def test_kilometres_come_to_the_nearest_cent():
    assert travel_cents(2_000_000, Decimal("0.4326")) == 86_520
    assert (travel_cents(12_500, Decimal("0.37")), travel_cents(50, Decimal("0.3"))) == (463, 2)


@pytest.fixture
def pay():
    """Enter an amount for one volunteer, in the middle of 2026."""
    volunteer, by = make_volunteer(), make_user("volunteers")

    def enter(day, cost, cents=None, **more):
        return operations.add_allowance(volunteer=volunteer, day=date(*day), cost=cost, cents=cents, by=by, **more)

    with time_machine.travel("2026-07-01 12:00", tick=False):
        yield enter


def refusal(enter, *arguments, **more):
    with pytest.raises(ValidationError) as error:
        enter(*arguments, **more)
    raised = error.value
    lists = raised.error_dict.values() if hasattr(raised, "error_dict") else [raised.error_list]
    return {each.code for errors in lists for each in errors}


def test_a_ceiling_is_told_of_before_it_is_passed_and_what_follows(pay):
    pay((2026, 6, 1), "flat", 4402)
    assert refusal(pay, (2026, 6, 2), "flat", 4403) == {"ceiling"}
    with translation.override("en"), pytest.raises(ValidationError, match="becomes pay"):
        pay((2026, 6, 2), "flat", 4403)
    assert pay((2026, 6, 2), "flat", 4403, all_the_same=True).cents == 4403


def test_a_ceiling_passed_by_agreement_is_asked_about_again_each_time(pay):
    """Whoever agreed once does not agree to what comes after: each amount past a ceiling is its own question."""
    for month in range(1, 6):
        for day in range(1, 9):
            pay((2026, month, day), "flat", 4402)
    assert refusal(pay, (2026, 6, 1), "flat", 4402) == {"ceiling"}
    pay((2026, 6, 1), "flat", 4402, all_the_same=True)
    assert refusal(pay, (2026, 6, 2), "flat", 1) == {"ceiling"}
    with translation.override("en"), pytest.raises(ValidationError, match=r"€1,804\.83.*€1,760\.83"):
        pay((2026, 6, 2), "flat", 1)
    pay((2026, 6, 3), "travel", metres=1000, vehicle="car")  # beside the flat rate, within no ceiling


def test_what_others_paid_counts_and_is_asked_about_but_never_refused(pay):
    pay((2026, 6, 1), "flat", 4000, is_elsewhere=True)
    assert refusal(pay, (2026, 6, 1), "flat", 403) == {"ceiling"}
    pay((2026, 6, 1), "flat", 402)
    assert refusal(pay, (2026, 6, 3), "flat", 99_900, is_elsewhere=True) == {"ceiling"}
    pay((2026, 6, 3), "flat", 99_900, is_elsewhere=True, all_the_same=True)
    pay((2026, 6, 4), "real", 100, is_elsewhere=True)  # mixes, but not here
    assert Allowance.objects.to_pay().count() == 1


@time_machine.travel("2026-07-01 12:00", tick=False)
def test_the_form_asks_when_a_ceiling_comes_up_and_keeps_what_was_typed(client):
    client.force_login(make_user("volunteers", language="en"))
    url = reverse("volunteers:allowance_new", args=[make_volunteer().pk])
    assert 'type="hidden" name="all_the_same"' in client.get(url).content.decode()
    typed = {"cost": "flat", "day": "2026-06-01", "euros": "50,00"}
    asked = client.post(url, typed)
    assert asked.context["form"].errors.as_data()["all_the_same"][0].code == "ceiling"
    shown = asked.content.decode()
    wanted = ("€44.02", "becomes pay", 'value="50,00"', 'type="checkbox" name="all_the_same"')
    assert [text for text in wanted if text not in shown] == []
    assert not Allowance.objects.exists()
    assert client.post(url, typed | {"all_the_same": "on"}).status_code == 302
    assert Allowance.objects.get().cents == 5000


def test_paying_what_lies_past_a_ceiling_is_asked_about(client, pay):
    client.force_login(make_user("volunteers", language="en"))
    pay((2026, 6, 1), "flat", 5000, all_the_same=True)
    name = Allowance.objects.get().volunteer.name
    shown = client.get(reverse("volunteers:allowances")).content.decode()
    assert f"{name} (2026: day ceiling passed)" in shown
    answer = client.post(reverse("volunteers:pay"), {"paid_on": "2026-07-01"})
    assert answer.context["payment"].errors["all_the_same"]
    assert Allowance.objects.to_pay().count() == 1
    client.post(reverse("volunteers:pay"), {"paid_on": "2026-07-01", "all_the_same": "on"})
    assert not Allowance.objects.to_pay().exists()


def test_what_cannot_be_mixed_is_refused_whatever_is_ticked(pay):
    pay((2026, 6, 1), "flat", 3000)
    assert refusal(pay, (2026, 6, 2), "real", 100, all_the_same=True) == {"mixed"}
    pay((2026, 6, 2), "travel", metres=2_000_000, vehicle="car")
    assert refusal(pay, (2026, 6, 3), "travel", metres=1, vehicle="bike", cents=1) == {"kilometres"}
    # Another year is another choice.
    pay((2025, 6, 2), "real", 100)


def test_kilometres_are_reckoned_by_the_rate_of_the_day_and_kept(pay):
    assert pay((2026, 2, 2), "travel", metres=10_000, vehicle="car").cents == 433
    assert pay((2026, 2, 2), "travel", metres=10_000, vehicle="bike").cents == 370


def test_two_flat_rates_on_one_day_and_a_day_to_come_are_refused(pay):
    pay((2026, 6, 1), "flat", 1000)
    assert refusal(pay, (2026, 6, 1), "flat", 1000) == {"volunteers_one_flat_rate_a_day"}
    assert refusal(pay, (2026, 7, 2), "flat", 1000) == {"future"}


def test_a_payment_and_its_way_back(pay):
    allowance, by = pay((2026, 6, 1), "flat", 1000), make_user("volunteers")
    assert operations.pay(allowances=[allowance], paid_on=date(2026, 6, 9), by=by) == 1
    assert refusal(operations.remove_allowance, allowance=allowance, by=by) == {"paid"}
    assert operations.take_payment_back(paid_on=date(2026, 6, 9), by=by) == 1
    operations.remove_allowance(allowance=allowance, by=by)
    assert Allowance.objects.current().count() == 0


def test_an_amount_past_a_ceiling_is_removed_and_comes_back(pay):
    """It was agreed to when it was entered: taking a slip of the finger back asks nothing."""
    allowance, by = pay((2026, 6, 1), "flat", 5000, all_the_same=True), make_user("volunteers")
    operations.remove_allowance(allowance=allowance, by=by)
    operations.restore_allowance(allowance=allowance, by=by)
    assert Allowance.objects.current().get().cents == 5000
