"""The internal shop as its readers see it: names for those who may know them, and what one thumb sends."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from refuge.indicators import Period, get
from refuge.people import operations as people
from refuge.registry import search_providers
from tests.factories import make_person, make_user
from tests.housing import make_space, make_stay
from tests.shop import lines_of, make_gift, make_item, stock_of
from volunteers import operations
from volunteers.models import ShopEntry, ShopItem

pytestmark = pytest.mark.django_db
SHOP, BASKET, GIFT, COUNT, BOOK = (
    reverse(f"volunteers:shop{name}") for name in ("", "_basket", "_gift", "_count", "_book")
)


@pytest.fixture
def signed_in(client):
    def sign(role, **fields):
        user = make_user(role, **fields)
        client.force_login(user)
        client.user = user
        return client

    return sign


@pytest.fixture
def resident():
    person = make_person(chosen_name="Quetzal", legal_name="Xochipilli")
    make_stay(person, make_space("A1"))
    return person


def typed(item, number) -> dict:
    return {f"n_{pk}": number for pk in lines_of(item, number)}


def text_of(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_basket_from_the_page_goes_out_and_comes_back(signed_in, resident):
    client, item = signed_in("logistics", language="en"), make_item("S", "M", stock=3)
    answer = client.post(BASKET, {**typed(item, 2), "person": str(resident.pk)}, follow=True)
    entry = ShopEntry.objects.get(kind="hand_out")
    assert (entry.person, stock_of(item)) == (resident, {"S": 1, "M": 1})
    undo = reverse("volunteers:shop_undo", args=[entry.pk])
    assert undo in answer.content.decode()
    client.post(undo)
    assert stock_of(item) == {"S": 3, "M": 3}


def test_what_is_refused_stays_on_the_sheet_with_what_is_left(signed_in):
    client, item = signed_in("educator", language="en"), make_item(name="Towel", stock=2)
    answer = client.post(BASKET, typed(item, "7"))
    text = answer.content.decode()
    assert "In stock now: Towel (2)." in text
    assert 'value="7"' in text
    assert f'id="error_n_{item.sizes.get().pk}">There are not as many left.' in text
    assert text.count('class="error-summary"') == 1
    answer = client.post(BASKET, typed(item, "two"))
    text = answer.content.decode()
    assert "Towel: give a whole number of pieces." in text
    assert f'id="error_n_{item.sizes.get().pk}">Give a whole number of pieces.' in text
    assert not ShopEntry.objects.filter(kind="hand_out").exists()


def test_a_size_that_is_empty_is_not_offered_and_what_is_taken_meanwhile_is_told(signed_in):
    client, item = signed_in("educator", language="en"), make_item("S", "M", name="Coat")
    small = item.sizes.get(name="S")
    operations.receive_gift(lines={small.pk: 1}, donor_words="x", by=client.user)
    text = text_of(client, BASKET)
    assert "Coat S" in text
    assert "Coat M" not in text
    operations.hand_out(lines={small.pk: 1}, by=client.user)
    assert "Coat S (0)" in client.post(BASKET, {f"n_{small.pk}": "1"}).content.decode()


@pytest.mark.parametrize("role", ["management", "coordinator", "psychologist", "educator", "logistics", "volunteers"])
def test_residents_are_offered_by_chosen_name_alone(signed_in, resident, role):
    make_item(stock=2)
    make_person(chosen_name="Elsewhere")
    text = text_of(signed_in(role), BASKET)
    assert "Quetzal" in text
    assert "Xochipilli" not in text
    assert resident.reference not in text
    assert "Elsewhere" not in text


@pytest.mark.parametrize("role", ["coordinator", "logistics"])
def test_a_file_closed_to_somebody_is_offered_and_named_nowhere(signed_in, resident, role):
    client, item = signed_in(role), make_item(stock=2)
    operations.hand_out(lines=lines_of(item, 1), person=resident, by=make_user("educator"))
    assert "Quetzal" in text_of(client, BOOK)
    people.close_file(person=resident, user=client.user, reason="Family", by=make_user("management"))
    assert all("Quetzal" not in text_of(client, url) for url in (BASKET, BOOK))
    refused = client.post(BASKET, {**typed(item, 1), "person": str(resident.pk)})
    assert refused.status_code == 200
    assert ShopEntry.objects.filter(kind="hand_out").count() == 1


def test_who_lives_here_no_more_is_named_only_to_those_who_read_files(signed_in):
    person, item = make_person(chosen_name="Quetzal"), make_item(stock=2)
    operations.hand_out(lines=lines_of(item, 1), person=person, by=make_user("educator"))
    assert "Quetzal" in text_of(signed_in("educator"), BOOK)
    for role in ("logistics", "volunteers"):
        assert "Quetzal" not in text_of(signed_in(role), BOOK)


def test_a_new_chosen_name_stands_in_the_book_at_once(signed_in, resident):
    item, by = make_item(stock=2), make_user("coordinator")
    operations.hand_out(lines=lines_of(item, 1), person=resident, by=by)
    people.rename(person=resident, chosen_name="Robin", pronouns="", by=by)
    text = text_of(signed_in("logistics"), BOOK)
    assert "Robin" in text
    assert "Quetzal" not in text


def test_a_psychologist_takes_back_their_own_entries_alone(signed_in):
    client, item = signed_in("psychologist"), make_item(stock=4)
    other = operations.hand_out(lines=lines_of(item, 1), by=make_user("educator"))
    own = operations.hand_out(lines=lines_of(item, 1), by=client.user)
    answers = [client.post(reverse("volunteers:shop_undo", args=[each.pk])).status_code for each in (other, own)]
    assert answers == [404, 302]
    text = text_of(client, BOOK)
    assert reverse("volunteers:shop_undo", args=[other.pk]) not in text
    assert COUNT not in text_of(client, SHOP)


def test_a_gift_and_a_count_from_the_page(signed_in):
    client, item = signed_in("volunteers", language="en"), make_item()
    refused = client.post(GIFT, typed(item, 3)).content.decode()
    assert "Say who gave it" in refused
    assert refused.count('class="error-summary"') == 1
    client.post(GIFT, {**typed(item, 3), "donor_words": "A neighbour"})
    assert "say why" in client.post(COUNT, typed(item, 2)).content.decode()
    client.post(COUNT, {**typed(item, 2), "reason": "Worn out"})
    assert stock_of(item) == {"": 2}
    text = text_of(client, reverse("volunteers:shop_item", args=[item.pk]))
    assert "A neighbour" in text
    assert "Worn out" in text


def test_a_thing_is_entered_changed_taken_off_and_kept_again(signed_in):
    client = signed_in("logistics", language="en")
    client.post(
        reverse("volunteers:shop_new"), {"name": "Socks", "category": "clothes", "sizes": "36-40, 41-46", "low_at": 3}
    )
    item = ShopItem.objects.get()
    assert stock_of(item) == {"36-40": 0, "41-46": 0}
    again = client.post(reverse("volunteers:shop_new"), {"name": "socks", "category": "clothes"})
    assert "keeps something by this name" in again.content.decode()
    client.post(
        reverse("volunteers:shop_edit", args=[item.pk]),
        {"name": "Warm socks", "category": "clothes", "sizes": "41-46, 47", "low_at": ""},
    )
    item.refresh_from_db()
    assert (item.name, item.low_at, list(stock_of(item))) == ("Warm socks", None, ["41-46", "47"])
    client.post(reverse("volunteers:shop_archive", args=[item.pk]))
    assert "Warm socks" not in text_of(client, SHOP)
    assert "Warm socks" in text_of(client, f"{SHOP}?state=gone")
    client.post(reverse("volunteers:shop_restore", args=[item.pk]))
    assert "Warm socks" in text_of(client, SHOP)


def test_the_list_is_filtered(signed_in):
    client = signed_in("logistics", language="en")
    low = make_item(name="Pyjamas", stock=5, low_at=4)
    make_item(name="Razors", category="hygiene", stock=9)
    make_item(name="Pots", category="household")
    operations.hand_out(lines=lines_of(low, 2), by=client.user)

    def found(query):
        return [row.item.name for row in client.get(f"{SHOP}?{query}").context["rows"]]

    assert found("") == ["Pots", "Pyjamas", "Razors"]
    assert [found(f"state={state}") for state in ("low", "none")] == [["Pyjamas"], ["Pots"]]
    assert [found("q=pyj"), found("category=hygiene"), found("q=nothing")] == [["Pyjamas"], ["Razors"], []]


def test_the_book_is_filtered_by_kind_thing_and_day(signed_in):
    client = signed_in("logistics", language="en")
    one, other = make_item(name="Pyjamas", stock=5), make_item(name="Razors", stock=9)
    basket = operations.hand_out(lines=lines_of(one, 2), by=client.user)

    def found(query):
        return [row.entry.pk for row in client.get(f"{BOOK}?{query}").context["rows"]]

    assert found("kind=hand_out") == [basket.pk]
    assert len(found("q=pyj")) == 2
    assert found("q=raz") == [other.sizes.get().movements.get().entry_id]
    assert found(f"since={timezone.localdate() + timedelta(days=1)}") == []
    assert len(found(f"until={timezone.localdate()}")) == 3


def test_the_search_of_the_house_finds_things(signed_in):
    user = signed_in("logistics", language="en").user
    make_item(name="Winter coat", stock=2)
    provider = next(each for each in search_providers.shown_to(user) if each.permission == "volunteers.view_shop")
    with override("en"):
        assert [(hit.title, hit.chip) for hit in provider.find(user, "coa", 5)] == [("Winter coat", "2 pieces")]
    assert all(each.permission != "volunteers.view_shop" for each in search_providers.shown_to(make_user("volunteer")))


@pytest.mark.parametrize("url", [SHOP, BASKET, BOOK, reverse("volunteers:shop_sheet")])
def test_the_queries_of_a_page_do_not_grow(signed_in, resident, url):
    client, by = signed_in("logistics"), make_user("educator")

    def fill(number):
        for _each in range(number):
            item = make_item("S", "M", stock=3, by=by)
            operations.hand_out(lines=lines_of(item, 1), person=resident, by=by)
            make_gift(item, 1, by=by)

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    fill(2)
    asked()
    few = asked()
    fill(12)
    assert asked() <= few


def test_figures_count_visits_and_pieces_and_leave_out_what_was_taken_back():
    by, days = make_user("logistics"), Period(timezone.localdate(), timezone.localdate())
    coat = make_item("S", "M", stock=5, by=by)
    soap = make_item(category="hygiene", stock=9, by=by)
    operations.hand_out(lines={**lines_of(coat, 1), **lines_of(soap, 2)}, by=by)
    operations.hand_out(lines=lines_of(soap, 1), by=by)
    operations.undo_entry(entry=operations.hand_out(lines=lines_of(soap, 4), by=by), by=by)
    assert [get(f"shop_{code}").compute(days).value for code in ("visits", "items", "gifts")] == [2, 5, 19]
    (by_category,) = get("shop_items").breakdowns
    found = {row.code: row.figure.value for row in by_category.compute(days)}
    assert (found["clothes"], found["hygiene"], found["food"]) == (2, 3, 0)
