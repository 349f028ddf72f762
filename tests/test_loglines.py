"""A log says what broke and where, and no value: tests/leaks.py looks at every line of a walk besides."""

import logging

import pytest
from django.db import IntegrityError, connection, transaction

from refuge.loglines import DiscreetFormatter
from refuge.people.models import Person
from tests.factories import make_person

WORD = "Quibberoyd"


def line_of(error, message="It broke", *args):
    try:
        raise error
    except type(error) as caught:
        record = logging.LogRecord("refuge", logging.ERROR, __file__, 1, message, args, (type(caught), caught, None))
    return DiscreetFormatter("%(levelname)s %(message)s").format(record)


def test_an_exception_is_told_by_its_type_and_the_way_to_it():
    line = line_of(ValueError(WORD))
    assert "ValueError" in line
    assert "test_loglines.py" in line
    assert WORD not in line


def test_what_led_to_it_is_told_as_carefully():
    cause = KeyError(WORD)
    error = RuntimeError(WORD)
    error.__cause__ = cause
    line = line_of(error)
    assert line.index("KeyError") < line.index("RuntimeError")
    assert WORD not in line


def test_what_the_system_says_of_connections_is_told_in_full():
    assert "refused by valkey" in line_of(ConnectionRefusedError("refused by valkey"))


@pytest.mark.parametrize("kind", [FileNotFoundError, PermissionError, IsADirectoryError])
def test_of_a_file_the_number_of_the_error_is_told_and_not_its_name(kind):
    line = line_of(kind(2, "No such file or directory", f"/data/{WORD}.pdf"))
    assert "[Errno 2]" in line
    assert WORD not in line
    assert WORD not in line_of(kind(WORD))


def test_what_another_formatter_wrote_of_it_before_is_not_repeated():
    try:
        raise ValueError(WORD)
    except ValueError as error:
        record = logging.LogRecord("refuge", logging.ERROR, __file__, 1, "It broke", (), (ValueError, error, None))
    assert WORD in logging.Formatter().format(record)
    line = DiscreetFormatter().format(record)
    assert "ValueError" in line
    assert WORD not in line
    assert WORD in record.exc_text, "the record itself is left as it is to the other one"


def test_a_failed_task_is_told_without_what_it_was_about():
    said = "Task %(name)s[%(id)s] raised: %(exc)s\n%(traceback)s"
    context = {"name": "reports.build", "id": "1", "exc": f"ValueError({WORD!r})", "traceback": WORD, "args": WORD}
    line = line_of(ValueError(WORD), said, context)
    assert "reports.build" in line
    assert WORD not in line


@pytest.mark.django_db
def test_a_rule_of_the_database_is_told_by_its_name_and_not_by_the_row():
    person = make_person(legal_name=WORD)
    with pytest.raises(IntegrityError) as broken, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET reference = NULL WHERE id = %s", [person.pk])
    assert WORD in str(broken.value), "PostgreSQL tells the failing row"
    line = line_of(broken.value)
    assert "23502" in line
    assert WORD not in line
    assert Person.objects.get().legal_name == WORD
