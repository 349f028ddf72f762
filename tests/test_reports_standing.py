"""What was reckoned stands until a row changes, and not a moment longer."""

import re
import time
from contextlib import contextmanager
from threading import Event, Thread
from unittest import mock

import pytest
import time_machine
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from refuge import indicators
from refuge.audit import keeper
from refuge.audit.models import Opening
from refuge.indicators import Period
from refuge.parameters.models import ParameterValue
from refuge.parameters.registry import read_once, value_of
from reports import standing
from reports.parameters import SMALL_COUNT
from reports.standing import as_it_stands, reckoned
from tests.factories import make_request, make_user
from tests.reports import made_up_year
from tests.shelter import Shelter

REQUESTS_RECEIVED = re.compile(r'<span class="big">(\d+)</span><small><a href="/reports/figures/requests_received/')


@pytest.fixture(autouse=True)
def nothing_kept():
    standing.forget()
    yield
    standing.forget()


def quiet_mark():
    """How things stand once nobody is writing: the database's own cleaning is, now and then."""
    limit = time.monotonic() + 20
    while not (mark := standing.how_things_stand()).is_quiet:
        assert time.monotonic() < limit
        time.sleep(0.05)
    return mark


def asked_again(times=2) -> int:
    """How often it is reckoned by pages opened one after the other."""
    reckon = mock.Mock(return_value=1)
    for _page in range(times):
        quiet_mark()
        with as_it_stands():
            assert reckoned("key", reckon) == 1
    return reckon.call_count


@contextmanager
def asked_of_the_database():
    """The questions with their values; those that stay planned are among them."""
    asked = []

    def note(execute, sql, values, many, context):
        asked.append((str(sql), repr(values)))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(note):
        yield asked


def questions_of(indicator, period) -> list[tuple[str, str]]:
    """What an indicator asks, for its figure, its course and its parts."""
    within = indicator.period_for(period).narrowed()
    with asked_of_the_database() as asked:
        indicator.compute(within)
        indicator.figures([within])
        for breakdown in indicator.breakdowns:
            breakdown.compute(within)
    return asked


def renamed(user):
    user.name = f"Another {user.name}"
    user.save()


@pytest.mark.django_db(transaction=True)
def test_it_is_reckoned_once_while_nothing_changes():
    make_request()
    assert asked_again(3) == 1


@pytest.mark.django_db(transaction=True)
def test_it_is_reckoned_anew_after_any_change():
    user = make_user("educator")
    assert asked_again() == 1
    renamed(user)
    assert asked_again() == 1
    user.delete()
    assert asked_again() == 1
    keeper.remove(model=Opening, ids=[0], reason="ten years passed")
    assert asked_again() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_reckoned_while_somebody_writes_is_not_kept():
    """The lower number of two is committed after the higher one."""
    one, another = make_user("educator"), make_user("educator")
    written, may_end = Event(), Event()

    def write():
        try:
            with transaction.atomic():
                renamed(one)
                written.set()
                may_end.wait(20)
        finally:
            connection.close()

    writer = Thread(target=write)
    writer.start()
    assert written.wait(20)
    renamed(another)
    reckon = mock.Mock(side_effect=[1, 2, 3])
    assert not standing.how_things_stand().is_quiet
    for expected in (1, 2):
        with as_it_stands():
            assert reckoned("key", reckon) == expected
    may_end.set()
    writer.join()
    quiet_mark()
    for _page in range(2):
        with as_it_stands():
            assert reckoned("key", reckon) == 3


@pytest.mark.django_db
def test_a_parameter_that_changed_before_the_page_asked_how_things_stand_counts_as_it_is_now():
    def page(request):
        before = value_of(SMALL_COUNT.code, timezone.localdate())
        ParameterValue.objects.filter(code=SMALL_COUNT.code).update(value=before + 1)  # by a colleague meanwhile
        with as_it_stands():
            now = reckoned("key", lambda: value_of(SMALL_COUNT.code, timezone.localdate()))
        return now - before

    assert read_once(page)(None) == 1


@pytest.mark.django_db
def test_without_a_page_that_says_so_it_is_always_reckoned():
    reckon = mock.Mock(return_value=1)
    reckoned("key", reckon)
    reckoned("key", reckon)
    assert reckon.call_count == 2


@pytest.mark.django_db(transaction=True)
def test_a_page_of_figures_opened_again_counts_nothing_and_tells_what_is_new(client):
    client.force_login(make_user("management", language="en"))
    address = f"/reports/?year={timezone.localdate().year}&topic=requests&all=1"
    pages, numbers = [], []
    for is_new in (False, False, True):
        if is_new:
            make_request()
        quiet_mark()
        with asked_of_the_database() as asked:
            pages.append(client.get(address).content.decode())
        numbers.append(len(asked))
    counted = [REQUESTS_RECEIVED.search(page)[1] for page in pages]
    assert counted == ["0", "0", "1"]
    assert numbers[1] < 7 < numbers[0]


@pytest.mark.django_db
def test_every_table_that_a_figure_counts_keeps_history():
    """Nothing else tells that a figure changed."""
    Shelter()
    made_up_year(2025)
    tracked = {each.pgh_tracked_model._meta.db_table for each in standing.histories()}
    every = {each._meta.db_table for each in apps.get_models(include_auto_created=True)}
    period = Period.year(2025)
    asked = [sql for indicator in indicators.declared() for sql, _values in questions_of(indicator, period)]
    named = {word for sql in asked for word in re.findall(r"\w+", sql)} & every
    assert len(named) > 20
    assert named - tracked == set()


@pytest.mark.django_db
def test_a_figure_depends_on_the_hour_only_where_it_says_so():
    Shelter()
    asked = {}
    for hour in (9, 9, 21):  # what is remembered of a day, like a parameter, is asked for once
        with time_machine.travel(f"2026-06-15T{hour:02}:00:00+02:00", tick=False):
            period = Period.year(2026)
            asked[hour] = {each.code: questions_of(each, period) for each in indicators.declared()}
    depending = {code for code in asked[9] if asked[9][code] != asked[21][code]}
    assert depending == {each.code for each in indicators.declared() if each.is_of_the_hour}
