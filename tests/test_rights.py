"""Rights opened step by step: what was there at entry, what was asked, refused, opened."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from casework import operations
from casework.models import RightStep
from casework.rights.rows import rights_of
from refuge.people import operations as people
from tests.factories import make_person, make_user
from tests.partners import make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def by():
    return make_user("coordinator", language="en")


@pytest.fixture
def person(by):
    return make_person(by=by)


def step(person, by, kind, right="income", **fields):
    return operations.note_right(person=person, right=right, step=kind, by=by, **fields)


def income(person, by):
    return rights_of(by, person)[0]


def test_a_right_goes_from_entry_to_where_it_stands(person, by):
    day = timezone.localdate()
    step(person, by, "opened", happened_on=day)
    step(person, by, "asked", happened_on=day - timedelta(days=30))
    step(person, by, "lacked")
    row = income(person, by)
    assert [each.step for each in row.steps] == ["lacked", "asked", "opened"]
    assert (row.newest.step, row.tone) == ("opened", "well")


def test_what_was_there_at_entry_is_said_once(person, by):
    first = step(person, by, "lacked")
    with pytest.raises(ValidationError, match="noted already"):
        step(person, by, "had")
    operations.remove_right(step=first, by=by)
    step(person, by, "had")
    with pytest.raises(ValidationError) as refused:
        operations.restore_right(step=first, by=by)
    assert refused.value.code == "casework_one_entry_of_a_right"


def test_the_rule_holds_in_the_database(person, by):
    step(person, by, "lacked")
    step(person, by, "asked")
    with (
        pytest.raises(IntegrityError, match="casework_one_entry_of_a_right"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE casework_rightstep SET step = 'had'")


def test_merged_files_say_once_what_was_at_entry(by):
    kept, absorbed = make_person(by=by), make_person(by=by)
    own = step(kept, by, "lacked")
    step(absorbed, by, "had")
    step(absorbed, by, "opened")
    people.merge_people(kept=kept, absorbed=absorbed, reason="The same.", by=by)
    assert [each.step for each in income(kept, by).steps] == ["lacked", "opened"]
    assert income(kept, by).entry == own


def test_the_page_notes_and_takes_back(person, by, client):
    client.force_login(by)
    organisation = make_organisation("CPAS du canal", by=by)
    url = reverse("casework:right_note", args=[person.reference, "income"])
    data = {"step": "opened", "happened_on": timezone.localdate(), "organisation": organisation.pk, "detail": "Quokka"}
    assert client.post(url, data).status_code == 302
    panel = reverse("people:panel", args=[person.reference, "rights"])
    shown = client.get(panel).content.decode()
    assert "CPAS du canal" in shown
    assert "Quokka" in shown
    assert "Income (RIS) · Opened" in client.get(reverse("people:person", args=[person.reference])).content.decode()
    client.post(reverse("casework:right_remove", args=[RightStep.objects.get().pk]))
    assert "Quokka" not in client.get(panel).content.decode()
    client.post(reverse("casework:right_restore", args=[RightStep.objects.get().pk]))
    assert "Quokka" in client.get(panel).content.decode()
    assert client.get(url.replace("income", "garden")).status_code == 404


def test_management_finds_nothing_and_a_psychologist_takes_back_their_own(person, by, client):
    noted = step(person, by, "asked")
    assert RightStep.objects.visible_to(make_user("management")).count() == 0
    psychologist = make_user("psychologist")
    own = step(person, psychologist, "refused")
    client.force_login(psychologist)
    assert client.post(reverse("casework:right_remove", args=[noted.pk])).status_code == 404
    assert client.post(reverse("casework:right_remove", args=[own.pk])).status_code == 302


def test_the_panel_asks_as_often_for_many_steps_as_for_one(person, by, client):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("people:panel", args=[person.reference, "rights"]))
        return len(queries)

    client.force_login(by)
    step(person, by, "asked")
    asked()
    one = asked()
    for right in ("income", "papers", "health"):
        step(person, by, "refused", right)
        step(person, by, "opened", right)
    assert asked() <= one
