"""How much colleagues work and the trainings they followed: rules, rights, pages, and indicator 65."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from refuge.accounts import operations
from refuge.accounts.models import StaffTraining, StaffWork
from refuge.indicators import Period, get
from refuge.violations import RuleBroken
from tests.pages import cost, signed_in, text_of
from tests.staff import make_staff, make_staff_training, make_staff_work

pytestmark = pytest.mark.django_db
LIST = reverse("staff_work")
HALF = Decimal("0.5")


@pytest.fixture
def educator():
    return make_staff("educator", name="Nadia Idrissi", language="en")


def refusal(call, *args, **kwargs):
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        call(*args, **kwargs)
    error = refused.value
    return next(iter(error.error_dict.values()))[0].code if hasattr(error, "error_dict") else error.code


# Rows


@pytest.mark.parametrize(
    ("table", "change", "rule"),
    [
        ("staffwork", "share = 0", "accounts_work_is_a_share"),
        ("staffwork", "share = 1.01", "accounts_work_is_a_share"),
        ("staffwork", "ends_on = starts_on - 1", "accounts_work_ends_after_start"),
        ("stafftraining", "hours = 0", "accounts_training_has_hours"),
        ("stafftraining", "hours = 24.01", "accounts_training_has_hours"),
        ("stafftraining", "subject = '  '", "accounts_training_has_subject"),
    ],
)
def test_the_rules_hold_against_plain_sql(educator, table, change, rule):
    make_staff_work(educator)
    make_staff_training(educator)
    with pytest.raises(IntegrityError, match=rule), connection.cursor() as cursor:
        cursor.execute(f"UPDATE accounts_{table} SET {change}")


def test_one_function_has_one_line_a_day_against_plain_sql(educator):
    make_staff_work(educator, share=HALF, ends_on=date(2025, 6, 30))
    later = make_staff_work(educator, share=HALF, starts_on=date(2025, 7, 1))
    with pytest.raises(IntegrityError, match="accounts_work_once_a_function"), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_staffwork SET starts_on = '2025-06-30' WHERE id = %s", [later.pk])


def test_what_was_removed_leaves_its_days_and_comes_back_only_where_they_are_free(educator):
    first = make_staff_work(educator, share=HALF)
    operations.remove_of_colleague(record=first, by=educator)
    other = make_staff_work(educator, share=HALF)
    with pytest.raises(RuleBroken) as refused, transaction.atomic():
        operations.restore_of_colleague(record=first, by=educator)
    assert refused.value.code == "accounts_work_once_a_function"
    operations.remove_of_colleague(record=other, by=educator)
    operations.restore_of_colleague(record=first, by=educator)
    assert StaffWork.objects.current().get() == first


def test_nobody_works_more_than_one_full_time_whatever_their_functions(educator):
    make_staff_work(educator, share=Decimal("0.8"), starts_on=date(2025, 3, 1))
    assert refusal(make_staff_work, educator, function="other", share=HALF) == "over_full_time"
    make_staff_work(educator, function="other", share=HALF, ends_on=date(2025, 2, 28))
    make_staff_work(educator, function="logistics", share=Decimal("0.2"), starts_on=date(2025, 3, 1))
    make_staff_work(make_staff("educator"), share=Decimal(1))


def test_a_training_is_not_to_come_and_what_was_removed_is_not_corrected(educator):
    tomorrow = timezone.localdate() + timezone.timedelta(days=1)
    assert refusal(make_staff_training, educator, held_on=tomorrow) == "future"
    training = make_staff_training(educator)
    operations.remove_of_colleague(record=training, by=educator)
    assert refusal(operations.change_of_colleague, record=training, by=educator, subject="Law") == "removed"


# Who may


@pytest.mark.parametrize("role", ["coordinator", "psychologist", "educator", "logistics", "volunteers", "volunteer"])
def test_a_colleague_reads_their_own_and_nobody_elses(client, educator, role):
    make_staff_training(educator, subject="Not for others")
    me = signed_in(client, role)
    make_staff_training(me, subject="Mine alone")
    make_staff_work(me, share=Decimal("0.8"))
    assert client.get(LIST).status_code == 404
    assert [each.subject for each in StaffTraining.objects.visible_to(me)] == ["Mine alone"]
    shown = text_of(client.get(reverse("me")))
    assert "Mine alone" in shown
    assert "80%" in shown
    assert "Not for others" not in shown
    assert reverse("team_part", args=["work", me.work.get().pk]) not in client.get(reverse("me")).content.decode()


# Pages


def test_noted_corrected_removed_and_back_by_the_pages(client, educator):
    by = signed_in(client, "management")
    page = reverse("team_member", args=[educator.pk])
    assert "yearly figures of staff count what stands here" in text_of(client.get(page))
    typed = {"function": "education", "share": "80,5", "starts_on": "2026-01-01"}
    client.post(reverse("team_part_new", args=[educator.pk, "work"]), typed)
    work = StaffWork.objects.get()
    assert (work.share, work.created_by, work.ends_on) == (Decimal("0.805"), by, None)
    assert "Specialised education · 80.5%" in text_of(client.get(page))
    edit = reverse("team_part", args=["work", work.pk])
    assert 'value="80.5"' in client.get(edit).content.decode()
    client.post(edit, typed | {"ends_on": "2026-06-30"})
    assert StaffWork.objects.get().ends_on == date(2026, 6, 30)
    client.post(reverse("team_part_remove", args=["work", work.pk]))
    assert not StaffWork.objects.current().exists()
    client.post(reverse("team_part_restore", args=["work", work.pk]))
    assert StaffWork.objects.current().exists()
    client.post(
        reverse("team_part_new", args=[educator.pk, "training"]),
        {"subject": "First aid", "held_on": "2026-02-03", "hours": "7,5"},
    )
    assert StaffTraining.objects.get().hours == Decimal("7.5")
    assert "7.5 h" in text_of(client.get(page))


def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(client, educator):
    signed_in(client, "management")
    url = reverse("team_part_new", args=[educator.pk, "work"])
    typed = {"function": "education", "share": "0", "starts_on": "2026-02-01", "ends_on": "2026-01-01"}
    answer = client.post(url, typed)
    assert answer.context["form"].errors["ends_on"]
    assert 'value="2026-01-01"' in answer.content.decode()
    assert answer.context["form"].errors["share"]
    assert client.post(url, typed | {"share": "101"}).context["form"].errors["share"]
    training = {"subject": "Law", "held_on": "2016-02-01", "hours": "3"}
    answer = client.post(reverse("team_part_new", args=[educator.pk, "training"]), training)
    assert answer.context["form"].errors["sure"]
    assert not StaffTraining.objects.exists()


def test_the_list_says_who_works_how_much_now(client, educator):
    signed_in(client, "management")
    assert "No working time here" in text_of(client.get(LIST))
    make_staff_work(educator, share=HALF, function="other", ends_on=date(2025, 6, 30))
    make_staff_work(educator, share=Decimal("0.75"), starts_on=date(2025, 7, 1))
    shown = text_of(client.get(LIST))
    assert "0.75 full-time equivalents today" in shown
    assert "Specialised education 75%" in shown
    assert "Other function 50%" not in shown
    assert "Other function 50%" in text_of(client.get(LIST, {"when": "all"}))
    assert "75%" not in text_of(client.get(LIST, {"when": "all", "function": "other"}))


def test_the_pages_ask_no_more_with_ten_times_the_rows(client, educator):
    signed_in(client, "management")
    pages = (LIST, reverse("team_member", args=[educator.pk]))
    make_staff_work(educator, share=Decimal("0.01"))
    make_staff_training(educator)
    few = [cost(client, url) for url in pages]
    for number in range(9):
        make_staff_work(share=HALF)
        make_staff_work(educator, share=HALF, starts_on=date(2020, 1, 1 + number), ends_on=date(2020, 1, 1 + number))
        make_staff_training(educator)
    assert [cost(client, url) for url in pages] == few
    assert max(few) <= 12


def test_history_tells_management_what_changed(client, educator):
    by = signed_in(client, "management")
    work = make_staff_work(educator, by=by, share=HALF)
    operations.change_of_colleague(record=work, by=by, share=Decimal("0.8"))
    shown = text_of(client.get(reverse("audit:log")))
    assert "Working time" in shown
    assert "share of full time" in shown


# Indicator 65


def test_full_time_equivalents_by_hand(educator):
    """2025 has 365 days. Half time of the whole year is 0.5; 0.8 from 1 July, 184 days, is 147.2 / 365; a full time of
    January alone is 31 / 365; what began in 2024 counts from 1 January."""
    make_staff_work(make_staff("psychologist"), function="psychology", share=HALF, starts_on=date(2024, 5, 1))
    make_staff_work(educator, share=Decimal("0.8"), starts_on=date(2025, 7, 1))
    make_staff_work(make_staff("educator"), ends_on=date(2025, 1, 31))
    gone = make_staff_work(make_staff("educator"))
    operations.remove_of_colleague(record=gone, by=educator)
    make_staff_work(make_staff("educator"), starts_on=date(2026, 1, 1))
    period, indicator = Period.year(2025), get("staff_fte")
    figure = indicator.compute(period)
    assert figure.numerator == pytest.approx(182.5 + 147.2 + 31)
    assert figure.denominator == 365
    assert figure.value == pytest.approx(360.7 / 365)
    rows = {row.code: row.figure.value for row in indicator.breakdowns[0].compute(period)}
    assert rows["psychology"] == pytest.approx(0.5)
    assert rows["education"] == pytest.approx(178.2 / 365)
    assert sum(rows.values()) == pytest.approx(figure.value)


def test_training_hours_by_hand(educator):
    make_staff_training(educator, hours=Decimal("7.5"), held_on=date(2025, 1, 1))
    make_staff_training(educator, hours=Decimal("3.25"), held_on=date(2025, 12, 31))
    make_staff_training(educator, hours=Decimal(8), held_on=date(2024, 12, 31))
    gone = make_staff_training(educator, hours=Decimal(5), held_on=date(2025, 5, 5))
    operations.remove_of_colleague(record=gone, by=educator)
    assert get("staff_training_hours").compute(Period.year(2025)).value == 10.75


@pytest.mark.parametrize(("role", "sees"), [("management", True), ("coordinator", False), ("volunteers", False)])
def test_figures_of_staff_are_managements(client, educator, role, sees):
    make_staff_work(educator)
    signed_in(client, role)
    shown = text_of(client.get(reverse("reports:figures"), {"year": "2025"}))
    assert ("Staff in full-time equivalents" in shown) is sees


def test_the_list_behind_the_figure_is_what_it_counts(educator):
    manager = make_staff("management")
    make_staff_work(educator)
    make_staff_work(make_staff("educator"), starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31))
    (source,) = get("staff_fte").sources
    found = list(source.find(Period.year(2025), manager))
    assert [line.title for line in source.lines(found)] == ["Nadia Idrissi"]
    assert not source.find(Period.year(2025), make_staff("coordinator")).exists()
