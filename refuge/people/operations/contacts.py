"""How to reach the person safely, and what may be said to whom outside."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from refuge.operations import operation
from refuge.people import phones
from refuge.people.death import check_alive
from refuge.people.models import Channel, OutsideContact
from refuge.people.operations.changing import change, check


@operation
def add_channel(*, person, kind: str, value: str, by, **use) -> Channel:
    """Keep a number or an address, in the one spelling that search finds again; `use` says how it is safe to use.

    ValidationError beside `value` if it is not what `kind` says.
    """
    check_alive(person)
    channel = Channel(person=person, kind=kind, value=_spelled(kind, value), created_by=by, **use)
    check(channel, ["kind", "value", *use])
    channel.save(force_insert=True)
    return channel


@operation
def change_channel(*, channel, by, **values) -> Channel:
    """Set fields of the channel; a changed number is respelled and its index follows."""
    channel = _held(channel)
    if "value" in values:
        values["value"] = _spelled(values.get("kind", channel.kind), values["value"])
        values["value_index"] = Channel._meta.get_field("value_index").index(values["value"])
    change(channel, values)
    return channel


@operation
def remove_channel(*, channel, by, because="") -> None:
    """Take the channel off the file, and say why (a value of Because): it is found and shown no more.
    `restore_channel` puts it back."""
    set_removed(channel, timezone.now(), because)


@operation
def restore_channel(*, channel, by) -> None:
    set_removed(channel, None)


@operation
def set_outside_contact(*, person, by, contact=None, **answers) -> OutsideContact:
    """Record what may be said to one contact outside; a new contact unless `contact` is given.

    The day of the answer is noted once all three questions have one: until then letters to the contact are held.
    """
    check_alive(person)
    if contact is None:
        contact = OutsideContact(person=person, **answers)
        check(contact, list(answers))
        contact.answered_on = _answered_on(contact)
        contact.save(force_insert=True)
        return contact
    contact = _held(contact)
    if change(contact, answers):
        change(contact, {"answered_on": _answered_on(contact)})
    return contact


@operation
def remove_outside_contact(*, contact, by, because="") -> None:
    set_removed(contact, timezone.now(), because)


@operation
def restore_outside_contact(*, contact, by) -> None:
    set_removed(contact, None)


def _spelled(kind: str, value: str) -> str:
    try:
        return phones.normalise(kind, value)
    except ValidationError as error:
        raise ValidationError({"value": error}) from error


def _answered_on(contact):
    return None if contact.is_held else timezone.localdate()


def set_removed(record, when, because="") -> None:
    """Take a card off the file, or with None put it back."""
    check_alive(record.person)
    change(record, {"removed_at": when, "removed_because": because})


def _held(record):
    record = type(record).objects.select_for_update(of=("self",)).select_related("person").get(pk=record.pk)
    check_alive(record.person)
    return record
