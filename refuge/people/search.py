"""People on the search page: by name, reference, phone number or e-mail address."""

import re

from django.db.models.functions import Coalesce
from django.utils import timezone

from refuge.people.duplicates import SHOWN, reached_by, with_value
from refuge.people.models import Person
from refuge.people.names import named_like
from refuge.questions import SOME_PEOPLE, as_some_people, read
from refuge.registry import SearchHit
from refuge.ui.templatetags.ui import known_address
from refuge.ui.words import initials

REFERENCE = re.compile(r"(?:P-?)?(?:(\d{4})-)?(\d{1,6})", re.IGNORECASE)
FIRST_YEAR = 2018  # the house opened


def find(user, text: str, limit: int) -> list[SearchHit]:
    """Hits of what `user` may open, best first."""
    return [_hit(person) for person in people_found(user, text, limit)]


def people_found(user, text: str, limit: int) -> list[Person]:
    """The files behind a reference or a number that is exactly theirs, else those with a like name, best first."""
    text = text.replace("\0", "").strip()
    exact = _by_reference(user, text, limit) or _by_number(user, text, limit)
    if exact:
        return exact
    scores = named_like(user, text, limit)
    if not scores:
        return []
    found = _opened(user, scores, limit)
    place = {pk: number for number, pk in enumerate(scores)}
    return sorted(found, key=lambda person: place[person.pk])


def _by_number(user, text: str, limit: int) -> list[Person]:
    """Mostly nobody's, which is soon known: then nobody is looked for among the files."""
    reached = reached_by(text)
    ids = [] if reached is None else reached.values_list("person", flat=True).distinct()[: limit + 1]
    if len(ids) > limit:
        return list(with_value(user, text)[:limit])
    return _opened(user, ids, limit) if ids else []


def _opened(user, ids, limit: int) -> list[Person]:
    """Those of these files that `user` may open, no more than `limit`."""
    return read("people.found", user, lambda: _some_of(user, limit), limit, stand_ins=as_some_people([*ids]))


def _some_of(user, limit):
    return Person.objects.visible_to(user).filter(pk__in=SOME_PEOPLE[:limit]).only(*SHOWN)


def references(text: str) -> list[str]:
    """The references that P-2026-0042, 2026-42 or 42 can mean, newest year first."""
    match = REFERENCE.fullmatch(text)
    if not match:
        return []
    year, number = match.groups()
    years = [int(year)] if year else range(timezone.localdate().year, FIRST_YEAR - 1, -1)
    return [f"P-{each}-{int(number):04}" for each in years]


def _by_reference(user, text: str, limit: int) -> list[Person]:
    """Also by the reference of a file that went into another one."""
    meant = references(text)
    if not meant:
        return []
    named = Person.objects.filter(reference__in=meant).values(file=Coalesce("merged_into", "pk"))
    return list(Person.objects.visible_to(user).filter(pk__in=named).order_by("-reference")[:limit])


def _hit(person) -> SearchHit:
    return SearchHit(
        url=known_address("people:person", person.reference),
        title=person.chosen_name,
        detail=f"{person.reference} · {person.age_words}",
        chip=person.pronouns,
        initials=initials(person.chosen_name),
    )
