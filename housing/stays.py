"""A stay made ready for the eye."""

from datetime import timedelta

from django.utils import timezone

from housing.models import Extension, Occupancy, Status
from housing.models.choices import COMING
from housing.policy import may
from housing.road import chain_of, road_of
from housing.situations import earlier_care_of
from housing.terms import Terms
from housing.words import clock_of, end_chip, soon_days
from refuge.people.models import AgeStatus
from refuge.questions import SOMEBODY, read

# Later a wrong arrival is offered no undo any more: something will have come of it.
UNDO_ARRIVAL = timedelta(days=7)


def spaces_of(person) -> list[Occupancy]:
    """Every occupancy of the person, newest first, with its stay and space: what all about their stays is read from."""
    occupancies = Occupancy.objects.filter(person=person).order_by("-starts_on", "-created_at")
    return list(occupancies.select_related("stay", "space__unit", "created_by"))


def stay_card(stay, occupancies=None) -> dict:
    """The clock in words, spaces slept in, extensions: what the stay's page and the person's panel share."""
    of_all = spaces_of(stay.person_id) if occupancies is None else occupancies
    stays, terms = {each.stay_id: each.stay for each in of_all if each.stay_id}, Terms()
    extensions = Extension.objects.filter(stay=stay).select_related("asked_by", "decided_by").order_by("-asked_at")
    extensions = list(extensions)
    own = [each for each in of_all if each.stay_id == stay.pk]
    absences = list(stay.absences.select_related("recorded_by").order_by("-starts_on"))
    chain = chain_of(stay, stays.values())
    return {
        "stay": stay,
        "current": next((each for each in own if each.status == Status.ARRIVED), None),
        "clock": clock_of(stay, extensions, terms, stays.values()),
        "chip": end_chip(stay.agreed_until, timezone.localdate(), soon_days(terms)),
        "occupancies": own,
        "extensions": extensions,
        "waiting": next((each for each in extensions if each.approved is None), None),
        "to_confirm": any(each.to_confirm for each in own),
        "may_undo_arrival": len(own) == 1 and not extensions and timezone.now() - stay.created_at < UNDO_ARRIVAL,
        "is_adult": stay.person.age_status() == AgeStatus.ADULT,
        "under_age": any(each.under_age for each in own),
        "absences": absences,
        "road": road_of(stay, own, extensions, absences),
        "chain": chain,
        "chain_nights": sum(stage.nights for stage in chain),
    }


def of_person(request, person) -> dict:
    """The person's panel: the stay that goes on, plans, and stays that are over. The file is theirs to read."""
    of_all = spaces_of(person)
    stays = list({each.stay_id: each.stay for each in of_all if each.stay_id}.values())
    now = next((stay for stay in stays if stay.is_open), None)
    return {
        "past": [stay for stay in stays if not stay.is_open],
        "plans": [each for each in reversed(of_all) if each.status in COMING],
        "person": person,
        "may": may(request.user),
        "care": earlier_care_of(request.user, person),
        **(stay_card(now, of_all) if now else {}),
    }


def _home_of_somebody():
    return Occupancy.objects.current().filter(person=SOMEBODY).select_related("space")[:1]


def home_of(person):
    """The occupancy of somebody who stays here now, or None; asked once for a page's header and its actions."""
    if not hasattr(person, "home"):
        person.home = next(iter(read("person.home", None, _home_of_somebody, stand_ins={SOMEBODY: person.pk})), None)
    return person.home
