"""What is put into SQL once a day for somebody would be the same SQL at any hour, in any language, with any parameter:
every page of the four who open most is opened under two circumstances, and every kept question put together anew."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from refuge.parameters.models import ParameterValue
from refuge.prepared import Question
from tests.access_table import TABLE
from tests.shelter import Shelter

pytestmark = pytest.mark.django_db


def words_of(built):
    """The SQL in what is kept, with its values: what must not depend on anything that the key does not name."""
    if isinstance(built, QuerySet):
        return built.query.sql_with_params()
    if isinstance(built, tuple):
        return [words_of(each) for each in built if isinstance(each, Question | str | list | frozenset)]
    return built


@pytest.fixture
def told(monkeypatch):
    """{shape: the words of each time that it was put together}."""
    told = {}

    def kept(name, user, build, *more):
        who = (user.pk, user.roles) if user else (None, frozenset())
        built = build()
        words = told.setdefault((name, *who, timezone.localdate(), more), [])
        if words_of(built) not in words:
            words.append(words_of(built))
        return built

    for module in ("refuge.questions", "refuge.ui.context", "refuge.audit.sources"):
        monkeypatch.setattr(f"{module}.kept", kept)
    return told


def walk(client, shelter, role):
    for name, row in TABLE.items():
        if role in row.allowed and row.method == "get":
            address = reverse(name, kwargs=shelter.kwargs(row.about))
            with transaction.atomic():
                client.get(address, dict(row.data))
                transaction.set_rollback(True)


def other_parameters():
    for parameter in ParameterValue.objects.all():
        if isinstance(parameter.value, int):
            ParameterValue.objects.filter(pk=parameter.pk).update(value=parameter.value + 1)


@pytest.mark.parametrize("role", ["management", "coordinator", "educator", "psychologist"])
def test_a_kept_question_depends_on_nothing_but_its_key(role, client, told):
    shelter = Shelter()
    user, day = shelter.staff[role], timezone.localdate()
    client.force_login(user)
    for language, hour in (("fr", 8), ("nl", 20)):
        user.language = language
        user.save()
        with time_machine.travel(datetime(day.year, day.month, day.day, hour, tzinfo=UTC)):
            walk(client, shelter, role)
        other_parameters()
    assert told
    assert {key: words for key, words in told.items() if len(words) > 1} == {}
