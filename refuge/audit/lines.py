"""History rows in words: who, what, which fields, and of values only those the reader may read."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from refuge.access import allows
from refuge.accounts.models import User
from refuge.accounts.names import names_of
from refuge.audit import registry
from refuge.audit.models import Opening
from refuge.audit.sources import LOG
from refuge.encryption import BlindIndexField, EncryptedTextField
from refuge.ui.words import short_day

OUT_OF_SIGHT = (BlindIndexField, models.GeneratedField)


@dataclass
class Changed:
    """A field that a change touched. `before` and `now` are empty where the reader may not read them."""

    name: str
    before: str = ""
    now: str = ""


@dataclass
class Line:
    at: datetime
    who: str
    what: str
    about: str
    page: str
    subject: str = ""
    subject_url: str = ""
    fields: list[Changed] = field(default_factory=list)
    is_reveal: bool = False


def lines_of(user, rows: list[dict]) -> list[Line]:
    """Two queries and one for each kind of subject, however many rows."""
    names = _names(rows)
    subjects = _subjects(user, rows)
    return [_line(user, row, names, subjects) for row in rows]


def _line(user, row, names, subjects) -> Line:
    subject, url = subjects.get((row["label"], row["subject"]), ("", ""))
    common = {"at": row["at"], "who": names.get(str(row["user"]), ""), "page": row["page"] or ""}
    common |= {"subject": subject, "subject_url": url}
    if row["source"] == LOG:
        what = Opening.What(row["what"])
        return Line(
            **common,
            what=what.label,
            about=str(registry.details.get(row["detail"], row["detail"])),
            is_reveal=what == Opening.What.REVEAL,
        )
    table = registry.tracked[row["source"] - LOG - 1]
    return Line(**common, what=_action(row), about=str(table.label), fields=_fields(user, table, row, names))


def _action(row: dict) -> str:
    """What was done, or why: in the words of the app that said so."""
    if row["what"] == "update" and row["why"] in registry.reasons:
        return str(registry.reasons[row["why"]])
    return {"insert": _("added"), "update": _("changed"), "delete": _("removed")}.get(row["what"], row["what"])


def _fields(user, table, row, names) -> list[Changed]:
    """Of a change the fields that differ; of an addition those whose values may be read."""
    now, before = row["now"], row["before"] or {}
    if row["what"] == "delete":
        return []
    fields = [each for each in table.model._meta.concrete_fields if each.column != table.subject]
    touched = [each for each in fields if _is_touched(each, now, before, row["what"])]
    changed = [_changed(user, table, each, now, before, names) for each in touched]
    return [each for each in changed if each.now or row["what"] == "update"]


def _is_touched(each, now, before, what) -> bool:
    if isinstance(each, OUT_OF_SIGHT) or each.primary_key or each.column not in now:
        return False
    return what == "insert" or now[each.column] != before.get(each.column)


def _changed(user, table, each, now, before, names) -> Changed:
    name = str(each.verbose_name)
    permission = table.values.get(each.name)
    if not permission or isinstance(each, EncryptedTextField) or not allows(user, permission):
        return Changed(name)
    was = _words(each, before[each.column], names) if each.column in before else ""
    return Changed(name, was, _words(each, now.get(each.column), names))


def _words(each, value, names) -> str:
    """A stored value as a person reads it."""
    if value in (None, "", []):
        return dict(each.flatchoices).get("", "") and str(dict(each.flatchoices)[""])
    if each.choices:
        return str(dict(each.flatchoices).get(value, value))
    if each.related_model is User:
        return names.get(str(value), "")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(each, models.DecimalField):
        return number_format(f"{Decimal(str(value)).normalize():f}")
    return short_day(each.to_python(value)) if isinstance(each, models.DateField) else str(value)


def _names(rows) -> dict:
    """{user id: name} of everybody the rows speak of."""
    ids = {str(row["user"]) for row in rows if row["user"]}
    for row in rows:
        if row["source"] != LOG:
            ids |= _users_in(registry.tracked[row["source"] - LOG - 1], row)
    return {str(pk): name for pk, name in names_of(map(UUID, ids)).items()}


def _users_in(table, row) -> set:
    columns = [each.column for each in table.model._meta.concrete_fields if each.related_model is User]
    states = [state for state in (row["now"], row["before"]) if state]
    return {state[column] for state in states for column in columns if state.get(column)}


def _subjects(user, rows) -> dict:
    """{(label, id): (words, address)} of the subjects that the reader may open."""
    named = {}
    for label in {row["label"] for row in rows} & registry.subjects.keys():
        ids = {row["subject"] for row in rows if row["label"] == label and row["subject"]}
        named |= {(label, pk): words for pk, words in registry.subjects[label].name(user, ids).items()}
    return named
