"""The file itself: opening it, names, age, what is said of oneself, who is in charge, what the team must know."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.history import because
from refuge.operations import operation
from refuge.parameters.operations import next_references
from refuge.people.death import check_alive
from refuge.people.models import Answer, Channel, Person, TeamAlert
from refuge.people.models.person import AGE_FIELDS
from refuge.people.operations.changing import change, check
from refuge.people.operations.contacts import add_channel

IDENTITY = ("legal_name", *AGE_FIELDS, "languages", "residence")
CHANGE, CORRECTION = "change", "correction"
INTIMATE = ("gender_identity", "gender_words", "orientation", "orientation_words", "health")


@operation
def register_person(*, chosen_name: str, by, pronouns="", worker=None, created_at=None, **identity) -> Person:
    """Open a file and give it a reference of the year. `identity` are fields of IDENTITY, the age among them as
    `parse_age` gives it. A file without a chosen name is refused."""
    _only(IDENTITY, identity)
    person = Person(
        chosen_name=chosen_name.strip(), pronouns=pronouns.strip(), worker=worker, created_by=by, **identity
    )
    person.created_at = created_at or person.created_at
    person.reference = next_references("P", timezone.localdate(person.created_at).year)[0]
    check(person, ["chosen_name", "pronouns", *identity])
    person.save(force_insert=True)
    return person


@operation
def open_file(*, by, phone="", uses=(), age=None, **facts) -> Person:
    """`register_person` with a phone or e-mail and how it is safe to use it (`uses`: fields such as `may_call`)."""
    person = register_person(by=by, **facts, **(age or {}))
    if phone:
        kind = Channel.Kind.EMAIL if "@" in phone else Channel.Kind.PHONE
        add_channel(person=person, kind=kind, value=phone, by=by, **dict.fromkeys(uses, Answer.YES))
    return person


@operation
def rename(*, person, chosen_name: str, pronouns: str, by, why=CHANGE) -> Person:
    """A changed name shows everywhere at once. The old one still finds the file (trigger `people_keep_names`)."""
    return _change(person, {"chosen_name": chosen_name, "pronouns": pronouns}, why)


@operation
def change_identity(*, person, by, why=CHANGE, **identity) -> Person:
    """Set fields of IDENTITY. An age of one sort empties the other sorts, so pass all four as `parse_age` does.

    `why` is CHANGE, or CORRECTION of what was entered by mistake: history says which. A corrected age is always
    accepted, also one that shows a resident to be under 18.
    """
    _only(IDENTITY, identity)
    return _change(person, identity, why)


@operation
def set_intimate(*, person, by, **intimate) -> Person:
    """Set fields of INTIMATE, all stored encrypted; nobody has to answer any of them."""
    _only(INTIMATE, intimate)
    return _change(person, intimate)


@operation
def assign_worker(*, person, worker, by) -> Person:
    """Put a colleague in charge, or nobody with None. Refused where the colleague may not open the file."""
    if worker and not Person.objects.visible_to(worker).filter(pk=person.pk).exists():
        message = _("This colleague cannot open this file.")
        raise ValidationError({"worker": ValidationError(message, code="may_not_read")})
    return _change(person, {"worker": worker})


@operation
def set_team_alert(*, person, kind: str, text: str, by) -> TeamAlert:
    """Show something to the whole team on every page of the person, until it is ended."""
    check_alive(person)
    alert = TeamAlert(person=person, kind=kind, text=text.strip(), set_by=by)
    check(alert, ["kind", "text"])
    alert.save(force_insert=True)
    return alert


@operation
def end_team_alert(*, alert, by, because="") -> None:
    """Take the alert off the pages, and say why (a value of Because). `restore_team_alert` puts it back."""
    _end(alert, timezone.now(), because)


@operation
def restore_team_alert(*, alert, by) -> None:
    _end(alert, None, "")


def locked(person) -> Person:
    """The file as it is now, held until the operation ends: two changes at once do not undo each other."""
    return Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)


def _change(person, values: dict, why=CHANGE) -> Person:
    person = locked(person)
    check_alive(person)
    with because(why or CHANGE):
        changed = change(person, values)
    if changed:
        person.refresh_from_db(fields=["name_key", "adult_from", "minor_until"])
    return person


def _only(allowed: tuple, values: dict) -> None:
    unknown = values.keys() - set(allowed)
    if unknown:
        raise TypeError(f"Not set by this operation: {', '.join(sorted(unknown))}")


def _end(alert, when, because) -> None:
    check_alive(alert.person)
    change(alert, {"ended_at": when, "ended_because": because})
