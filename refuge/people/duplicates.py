"""Files that may be the same person's, offered while a call is noted or a file is opened."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, TextField, Value
from django.utils.translation import gettext as _

from refuge.people import phones
from refuge.people.models import Channel, Person, PersonName
from refuge.people.models.name import Joined
from refuge.people.models.person import AGE_FIELDS
from refuge.people.names import named_like
from refuge.questions import SOME_PEOPLE, SOME_REFERENCE, SOMEBODY, as_some_people, read

SHORTEST_NAME = 2
SAME_NAME = 1.99  # word similarity and similarity, each at most 1
OFFERED = 5
LIKE = OFFERED * 4  # of which those whose age agrees come first
SHOWN = ("reference", "chosen_name", "pronouns", *AGE_FIELDS)


@dataclass
class Candidate:
    """A file that may be the same person's, and why."""

    person: Person
    reasons: list[str] = field(default_factory=list)


def possible_duplicates(user, *, chosen_name="", phone="", age=None) -> list[Candidate]:
    """The files, of those `user` may open, that share a phone or e-mail or have a like name; a shared phone first.

    `age` is what `parse_age` gives; a file whose age contradicts it says so, and comes last. At most four queries.
    """
    name = chosen_name.replace("\0", "").strip()
    same_phone = _with_phone(user, phone)
    scores = named_like(user, name, LIKE) if len(name) >= SHORTEST_NAME else {}
    people = _shown(user, {*same_phone, *scores})
    probe = Person(**(age or {}))
    found = [
        Candidate(person, _reasons(person, probe, pk in same_phone, scores.get(pk))) for pk, person in people.items()
    ]
    rank = {pk: (pk not in same_phone, contradicts(people[pk], probe), -scores.get(pk, 0)) for pk in people}
    return sorted(found, key=lambda candidate: rank[candidate.person.pk])[:OFFERED]


def _shown(user, ids: set) -> dict:
    """{id: file} of those that `user` may open, with what a row shows. One query, none of nobody."""
    if not ids:
        return {}
    found = read("people.duplicates", user, lambda: _some_of(user), stand_ins=as_some_people(ids))
    return {each.pk: each for each in found}


def _some_of(user):
    return Person.objects.visible_to(user).filter(pk__in=SOME_PEOPLE[: OFFERED + LIKE]).only(*SHOWN)


def likely_same(user, person) -> list[Candidate]:
    """The files that are most likely this person's too: reached by the same number or address, or with the same name,
    however it is spaced, and an age that agrees. One query."""
    who = {SOMEBODY: person.pk, SOME_REFERENCE: person.chosen_name}
    people = read("people.likely_same", user, lambda: _like_somebody(user), stand_ins=who)
    likely = [each for each in people if each.shares_number or agrees(each, person)]
    return [Candidate(each, _likely_reasons(each, person)) for each in likely[:OFFERED]]


def _like_somebody(user):
    """Those who share a number with SOMEBODY, or bear the name SOME_REFERENCE: what a row shows. Not yet asked."""
    numbers = Channel.objects.current().filter(person=SOMEBODY).values("value_index")
    same_number = Channel.objects.current().filter(value_index__in=numbers, value_index__isnull=False)
    name = Joined(Value(SOME_REFERENCE, output_field=TextField()))
    same_name = PersonName.objects.filter(joined=name, kind=PersonName.Kind.CHOSEN, current=True)
    either = same_number.order_by().values("person").union(same_name.values("person"))
    people = Person.objects.visible_to(user).exclude(pk=SOMEBODY).filter(pk__in=either)
    shares = Exists(same_number.filter(person=OuterRef("pk")))
    return people.only(*SHOWN).annotate(shares_number=shares).order_by("-shares_number", "-created_at")[:LIKE]


def agrees(person, other) -> bool:
    """Whether both ages are known and can be one person's."""
    return bool(birth_years(person) and birth_years(other)) and not contradicts(person, other)


def _likely_reasons(person, other) -> list[str]:
    reasons = [_("same phone or e-mail") if person.shares_number else _("same name, same age")]
    return [*reasons, _("other age")] if contradicts(person, other) else reasons


def with_value(user, value: str):
    """The visible people reached by this number or address, in any spelling; nobody if it is neither."""
    reached = reached_by(value)
    return Person.objects.none() if reached is None else Person.objects.visible_to(user).filter(pk__in=reached)


def reached_by(value: str):
    """The ids of all files reached by this number or address, whoever may open them; None if it is neither."""
    stored = phones.normalised_or_none(value)
    if stored is None:
        return None
    index = Channel._meta.get_field("value_index").index(stored)
    return Channel.objects.current().filter(value_index=index).order_by().values("person")


def contradicts(person, other) -> bool:
    """Whether what is known of both ages cannot be one person's: their birth years lie more than a year apart."""
    first, second = birth_years(person), birth_years(other)
    return bool(first and second) and (first[1] + 1 < second[0] or second[1] + 1 < first[0])


def birth_years(person) -> tuple[int, int] | None:
    """The earliest and latest year somebody can be born in, as far as is known."""
    if person.birth_date:
        return person.birth_date.year, person.birth_date.year
    if person.birth_year:
        return person.birth_year, person.birth_year
    if person.stated_age is not None:
        return person.stated_on.year - person.stated_age - 1, person.stated_on.year - person.stated_age
    return None


def _with_phone(user, phone: str) -> set:
    return set(with_value(user, phone).values_list("pk", flat=True)[:OFFERED]) if phone.strip() else set()


def _reasons(person, probe, same_phone, score) -> list[str]:
    reasons = [_("same phone or e-mail")] if same_phone else []
    if score is not None:
        reasons.append(_("same name") if score >= SAME_NAME else _("like name"))
    if contradicts(person, probe):
        reasons.append(_("other age"))
    return reasons
