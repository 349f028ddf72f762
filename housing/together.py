"""Who would share a flat, and what may clash: warnings for whoever gives a space, never a refusal.

Only what the reader may see of both people is in a warning. Of anybody else the flat says that somebody lives there.
"""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from housing.models import Conflict, LivingWishes, Occupancy
from housing.models.choices import AGREED
from housing.models.together import CLASHING, Wish
from refuge.people.choices import LANGUAGES, labels
from refuge.people.models import TeamAlert


@dataclass(frozen=True)
class Warning:
    """One thing to think of. `person` is the other one; None where it is about the flat."""

    text: str
    tone: str = "soon"
    person: object = None
    detail: str = ""


@dataclass(frozen=True)
class Flat:
    """Who sleeps or is to sleep in the flat, how many of them the reader does not know, and what to think of."""

    unit: object
    sharing: list
    unknown: int
    warnings: list


def flat_for(user, person, space, day=None, ring=()) -> Flat:
    """What `user` is told before `person` sleeps in `space` from `day` on. Five queries, whatever the flat's size.
    `ring` are the (stay, space) that move on the same day: the flat is told as it will be then."""
    day = day or timezone.localdate()
    held = Occupancy.objects.agreed_over(day, None) | Occupancy.objects.current()
    held = held.filter(space__unit=space.unit_id, status__in=AGREED).exclude(person=person)
    held = held.exclude(person__in=[stay.person_id for stay, _space in ring])
    held = list(held.with_known(user).select_related("person", "space").order_by("space__code", "starts_on"))
    held += [_coming(stay, to, day) for stay, to in ring if to.unit_id == space.unit_id and stay.person_id != person.pk]
    sharing = list({each.person_id: each for each in held if each.known}.values())
    unknown = len({each.person_id for each in held if not each.known})
    people = [each.person for each in sharing]
    return Flat(space.unit, sharing, unknown, warnings_about(user, person, people, day, alone=not held, space=space))


def _coming(stay, space, day) -> Occupancy:
    """As it will be; the reader chose them, and so knows them. Never saved."""
    until = max(day, stay.agreed_until)
    found = Occupancy(person=stay.person, space=space, stay=stay, status="arrived", starts_on=day, agreed_until=until)
    found.known = True
    return found


def warnings_about(user, person, people, day, *, alone=False, space=None) -> list[Warning]:
    """What may clash between `person` and each of `people`, all of whom `user` may know, and with the space."""
    wishes = _wishes_of(user, [person, *people])
    found = list(_conflicts(user, person, people, day))
    own = wishes.get(person.pk, frozenset())
    if Wish.ALONE in own and not alone:
        found.append(Warning(_("would rather be alone in a flat")))
    if Wish.STEP_FREE in own and space and not space.step_free:
        found.append(Warning(_("needs a step-free space, and this one is not")))
    for other in people:
        found += _clashes(own, wishes.get(other.pk, frozenset()), other)
        if not _share_a_language(person, other):
            found.append(Warning(_("no language in common"), "plain", other, labels(LANGUAGES, other.languages)))
    return found + list(_allergies(user, [person, *people]))


def _conflicts(user, person, people, day):
    known = {each.pk for each in people}
    conflicts = Conflict.objects.visible_to(user).of(person).standing(day).select_related("first", "second")
    for conflict in conflicts:
        other = conflict.other(person)
        if other.pk in known:
            yield Warning(_("a known conflict"), "late", other, conflict.reason)


def _wishes_of(user, people) -> dict:
    noted = LivingWishes.objects.visible_to(user).filter(person__in=people)
    return {each.person_id: frozenset(each.wishes or ()) for each in noted}


def _clashes(own, others, other) -> list[Warning]:
    found = []
    for one, two in CLASHING:
        for mine, theirs in ((one, two), (two, one)):
            if mine in own and theirs in others:
                words = {"this": Wish(mine).label, "other": Wish(theirs).label}
                found.append(Warning(_("%(this)s – and: %(other)s") % words, "soon", other))
    if Wish.ALONE in others:
        found.append(Warning(_("would rather be alone in a flat"), "soon", other))
    return found


def _share_a_language(person, other) -> bool:
    """Not asked is not none in common."""
    return not person.languages or not other.languages or bool(set(person.languages) & set(other.languages))


def _allergies(user, people):
    alerts = TeamAlert.objects.standing().filter(person__in=people, kind=TeamAlert.Kind.ALLERGY)
    for alert in alerts.select_related("person").order_by("since"):
        yield Warning(_("allergy"), "late", alert.person, alert.text)
