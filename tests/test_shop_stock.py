"""Rule 9: the stock of the internal shop is never below zero; and what stands in its book."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from refuge import violations
from refuge.notifications.models import Alert, Delivery
from refuge.violations import RuleBroken, rule_broken
from tests.factories import make_person, make_user
from tests.partners import make_organisation
from tests.shop import lines_of, make_gift, make_item, stock_of
from volunteers import operations, shop
from volunteers.models import ShopEntry, ShopMovement, ShopSize

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make_user("logistics")


def refused(write) -> str:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        write()
    return rule_broken(error.value).code


def code_of(function, **kwargs) -> str:
    with pytest.raises(ValidationError) as error:
        function(**kwargs)
    found = error.value
    return next(iter(found.error_dict.values()))[0].code if hasattr(found, "error_dict") else found.code


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_gifts_baskets_and_counts_add_up(by):
    item = make_item("S", "M", by=by)
    small, medium = item.sizes.order_by("place")
    operations.receive_gift(lines={small.pk: 4, medium.pk: 2}, donor=make_organisation("Giver"), by=by)
    operations.hand_out(lines={small.pk: 1}, by=by)
    operations.count_stock(lines={medium.pk: 5}, reason="Found in the cellar", by=by)
    assert stock_of(item) == {"S": 3, "M": 5}
    assert list(small.movements.order_by("at").values_list("kind", "quantity")) == [("gift", 4), ("hand_out", -1)]
    assert medium.movements.get(kind="count").counted == 5


def test_a_basket_of_more_than_there_is_is_refused_as_a_whole(by):
    item = make_item("S", "M", stock=2, by=by)
    small, medium = item.sizes.order_by("place")
    assert code_of(operations.hand_out, lines={small.pk: 1, medium.pk: 3}, by=by) == "volunteers_stock_not_below_zero"
    assert stock_of(item) == {"S": 2, "M": 2}
    assert not ShopEntry.objects.filter(kind="hand_out").exists()


def test_plain_sql_takes_nothing_below_zero_from_either_side(by):
    item = make_item(stock=2, by=by)
    size = item.sizes.get()
    gift = ShopMovement.objects.get()
    basket = operations.hand_out(lines={size.pk: 2}, by=by)

    def insert():
        run(
            "INSERT INTO volunteers_shopmovement (id, entry_id, size_id, kind, quantity, at)"
            " VALUES (gen_random_uuid(), %s, %s, 'hand_out', -1, now())",
            basket.pk, size.pk,
        )  # fmt: skip

    def grow():
        run("UPDATE volunteers_shopmovement SET quantity = -3 WHERE entry_id = %s", basket.pk)

    def shrink():
        run("UPDATE volunteers_shopmovement SET quantity = 1 WHERE id = %s", gift.pk)

    def remove():
        run("DELETE FROM volunteers_shopmovement WHERE id = %s", gift.pk)

    assert [refused(write) for write in (insert, grow, shrink, remove)] == ["volunteers_stock_not_below_zero"] * 4


def test_plain_sql_moves_pieces_to_another_size_only_while_enough_stay(by):
    item = make_item("S", "M", stock=2, by=by)
    small, medium = item.sizes.order_by("place")
    operations.hand_out(lines={small.pk: 1}, by=by)
    move = "UPDATE volunteers_shopmovement SET size_id = %s WHERE size_id = %s AND kind = 'gift'"
    assert refused(lambda: run(move, medium.pk, small.pk)) == "volunteers_stock_not_below_zero"
    run(move, small.pk, medium.pk)
    assert stock_of(item) == {"S": 3, "M": 0}


def test_nobody_writes_a_stock_that_the_book_does_not_add_up_to(by):
    size = make_item(stock=2, by=by).sizes.get()
    write = "UPDATE volunteers_shopsize SET stock = %s WHERE id = %s"
    for number in (-1, 1, 3):
        assert refused(partial(run, write, number, size.pk)) == "volunteers_stock_is_what_the_book_says"
    new = ShopSize(item=size.item, name="XXL", stock=4)
    assert refused(new.save) == "volunteers_stock_is_what_the_book_says"


def test_the_rule_is_a_message_and_not_a_breakdown(by, monkeypatch):
    """Where the look before the write is passed by, the database refuses and says the same."""
    item = make_item(stock=1, by=by)
    monkeypatch.setattr("volunteers.operations.shop._refuse_below_zero", lambda *args: None)
    with pytest.raises(RuleBroken) as error:
        operations.hand_out(lines=lines_of(item, 2), by=by)
    assert error.value.code == "volunteers_stock_not_below_zero"
    assert error.value.messages == [str(violations.said("volunteers_stock_not_below_zero"))]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("looks_first", [True, False])
def test_fifty_at_once_for_three_pieces(own_connections, looks_first, monkeypatch):
    """Each over a connection of its own: three take one, the others are told, and nobody waits for ever; also where
    nothing but the database's own rule stands between them. One alert tells that it runs low."""
    by = make_user("logistics")
    item = make_item(stock=3, low_at=1, by=by)
    if not looks_first:
        monkeypatch.setattr("volunteers.operations.shop._refuse_below_zero", lambda *args: None)
    lines, ready = lines_of(item, 1), threading.Barrier(10)

    def take(number):
        try:
            if number < 10:
                ready.wait()
            operations.hand_out(lines=lines, by=by)
            return "taken"
        except ValidationError as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as threads:
        answers = list(threads.map(take, range(50)))
    assert answers.count("taken") == 3
    assert answers.count("volunteers_stock_not_below_zero") == 47
    assert stock_of(item) == {"": 0}
    assert Alert.objects.filter(kind="volunteers.stock_low", recipient=by).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_baskets_that_cross_do_not_block_each_other(own_connections):
    by = make_user("logistics")
    one, other = (make_item(stock=30, by=by).sizes.get() for _each in range(2))
    baskets = [{one.pk: 1, other.pk: 1}, {other.pk: 1, one.pk: 1}] * 10

    def take(lines):
        try:
            operations.hand_out(lines=lines, by=by)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(take, baskets))
    assert [ShopSize.objects.get(pk=size.pk).stock for size in (one, other)] == [10, 10]


def test_taking_a_basket_back_leaves_both_in_the_book(by):
    item = make_item("S", "M", stock=3, by=by)
    basket = operations.hand_out(lines=lines_of(item, 2), by=by)
    operations.undo_entry(entry=basket, by=by)
    assert stock_of(item) == {"S": 3, "M": 3}
    assert sorted(basket.movements.values_list("kind", "quantity")) == [("hand_out", -2)] * 2 + [("undo", 2)] * 2
    assert code_of(operations.undo_entry, entry=basket, by=by) == "undone"


def test_a_gift_that_has_gone_out_cannot_be_taken_back(by):
    item = make_item(by=by)
    gift = make_gift(item, 3, by=by)
    operations.hand_out(lines=lines_of(item, 1), by=by)
    assert code_of(operations.undo_entry, entry=gift, by=by) == "volunteers_stock_not_below_zero"
    gift.refresh_from_db()
    assert gift.undone_at is None


def test_a_count_that_finds_what_the_book_says_needs_no_reason_and_stands_there(by):
    item = make_item(stock=4, by=by)
    entry = operations.count_stock(lines=lines_of(item, 4), by=by)
    assert [(move.quantity, move.counted) for move in entry.movements.all()] == [(0, 4)]
    assert code_of(operations.count_stock, lines=lines_of(item, 3), by=by) == "no_reason"


def test_a_gift_names_a_partner_or_says_who_gave_it(by):
    item = make_item(by=by)
    assert code_of(operations.receive_gift, lines=lines_of(item, 1), by=by) == "no_donor"
    assert refused(lambda: ShopEntry(kind="gift", by=by).save()) == "volunteers_gift_has_a_donor"


def test_an_empty_basket_is_none(by):
    item = make_item(stock=1, by=by)
    assert code_of(operations.hand_out, lines=lines_of(item, 0), by=by) == "empty"


def test_what_has_some_left_stays_and_what_is_gone_is_not_handed_out(by):
    item = make_item(stock=1, by=by)
    assert code_of(operations.archive_item, item=item, by=by) == "in_stock"
    operations.hand_out(lines=lines_of(item, 1), by=by)
    operations.archive_item(item=item, by=by)
    assert code_of(operations.receive_gift, lines=lines_of(item, 1), donor_words="x", by=by) == "archived"
    make_item(name=item.name, by=by)
    assert code_of(operations.restore_item, item=item, by=by) == "volunteers_shop_name_once"


def test_nothing_comes_back_into_what_the_shop_no_longer_keeps(by):
    item = make_item(stock=1, by=by)
    basket = operations.hand_out(lines=lines_of(item, 1), by=by)
    operations.archive_item(item=item, by=by)
    assert code_of(operations.undo_entry, entry=basket, by=by) == "archived"
    assert stock_of(item) == {"": 0}


def test_a_size_with_a_history_stays_on_the_list(by):
    item = make_item("S", "M", by=by)
    operations.receive_gift(lines={item.sizes.get(name="M").pk: 1}, donor_words="x", by=by)
    operations.change_item(item=item, sizes=["L"], by=by)
    assert set(stock_of(item)) == {"M", "L"}


def test_low_stock_is_told_once_until_there_is_enough_again(by):
    keeper = make_user("volunteers")
    make_user("educator")
    item = make_item("S", "M", stock=3, low_at=4, by=by)

    def told():
        return Alert.objects.filter(kind="volunteers.stock_low", subject_id=item.pk)

    assert not told()
    small, medium = item.sizes.order_by("place")
    operations.hand_out(lines={small.pk: 2}, by=by)
    assert {alert.recipient for alert in told()} == {by, keeper}
    operations.hand_out(lines={medium.pk: 1}, by=by)
    assert told().count() == 2
    make_gift(item, 9, by=by)
    assert not told().open()
    basket = operations.hand_out(lines=lines_of(item, 9), by=by)
    assert told().open().count() == 2
    operations.undo_entry(entry=basket, by=by)
    assert not told().open()
    assert Delivery.objects.filter(alert__in=told()).count() == 2


def test_a_new_level_is_told_at_once(by):
    item = make_item(stock=3, by=by)
    operations.change_item(item=item, low_at=3, by=by)
    assert Alert.objects.open().filter(subject_id=item.pk, recipient=by).count() == 1
    operations.change_item(item=item, low_at=2, by=by)
    assert not Alert.objects.open().filter(subject_id=item.pk).exists()


def test_who_took_a_basket_is_forgotten_and_history_never_knew(by):
    item, person = make_item(stock=2, by=by), make_person()
    old = operations.hand_out(lines=lines_of(item, 1), person=person, at=timezone.now() - timedelta(days=31), by=by)
    new = operations.hand_out(lines=lines_of(item, 1), person=person, by=by)
    assert shop.forget_old_baskets() == 1
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.person, new.person) == (None, person)
    events = ShopEntry._meta.get_field("events").related_model
    assert "person" not in {field.name for field in events._meta.fields}


def test_a_basket_is_for_nobody_who_has_died(by):
    from refuge.people import operations as people

    item, person = make_item(stock=2, by=by), make_person()
    people.record_death(person=person, died_on=timezone.localdate(), source="family", by=make_user("coordinator"))
    assert code_of(operations.hand_out, lines=lines_of(item, 1), person=person, by=by)
