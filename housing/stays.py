"""A stay made ready for the eye."""

from datetime import timedelta

from django.utils import timezone

from housing.models import Absence, Extension, Occupancy, Status
from housing.models.choices import COMING
from housing.operations.moves_undo import steps_back
from housing.policy import may
from housing.road import chain_of, road_of
from housing.situations import earlier_care_of
from housing.terms import Terms
from housing.words import clock_of, end_chip, soon_days
from refuge.people.models import AgeStatus
from refuge.questions import SOMEBODY, read

# Later a wrong arrival or move is offered no undo any more: something will have come of it.
UNDO_FOR = timedelta(days=7)


def spaces_of(person_id) -> list[Occupancy]:
    """Every occupancy of the person, newest first, with its stay and space: what all about their stays is read from."""
    return read("stays.spaces", None, _spaces_of_somebody, stand_ins={SOMEBODY: person_id})


def _spaces_of_somebody():
    occupancies = Occupancy.objects.filter(person=SOMEBODY).order_by("-starts_on", "-created_at")
    return occupancies.select_related("stay", "space__unit", "created_by")


def _extensions_of_some_stay():
    extensions = Extension.objects.filter(stay=SOMEBODY).order_by("-asked_at")
    return extensions.select_related("asked_by", "decided_by")


def _absences_of_some_stay():
    return Absence.objects.filter(stay=SOMEBODY).select_related("recorded_by").order_by("-starts_on")


def stay_card(stay, occupancies=None) -> dict:
    """The clock in words, spaces slept in, extensions: what the stay's page and the person's panel share."""
    of_all = spaces_of(stay.person_id) if occupancies is None else occupancies
    stays, terms = {each.stay_id: each.stay for each in of_all if each.stay_id}, Terms()
    this = {SOMEBODY: stay.pk}
    extensions = read("stays.extensions", None, _extensions_of_some_stay, stand_ins=this)
    own = [each for each in of_all if each.stay_id == stay.pk]
    absences = read("stays.absences", None, _absences_of_some_stay, stand_ins=this)
    stay.of_theirs = sorted(stays.values(), key=lambda each: each.arrived_on)  # for what stands below the card
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
        "may_undo_arrival": may_undo_arrival(stay, own, extensions),
        "may_undo_move": may_undo_move(own),
        "is_adult": stay.person.age_status() == AgeStatus.ADULT,
        "under_age": any(each.under_age for each in own),
        "absences": absences,
        "road": road_of(stay, own, extensions, absences),
        "chain": chain,
        "chain_nights": sum(stage.nights for stage in chain),
    }


def is_recent(record) -> bool:
    return timezone.now() - record.created_at < UNDO_FOR


def may_undo_arrival(stay, occupancies, extensions) -> bool:
    return len(occupancies) == 1 and not extensions and is_recent(stay)


def may_undo_move(occupancies) -> bool:
    """Whether the stay is where its last change of space left it. Newest first; one into which a transfer led has the
    way back in the menu of its bar."""
    now = next((each for each in occupancies if each.status == Status.ARRIVED), None)
    return (
        bool(now)
        and is_recent(now)
        and any(each.status == Status.ENDED and each.ended_on == now.starts_on for each in occupancies)
    )


def steps_back_for(user, occupancy) -> dict:
    """What of the stay in a bar of the board `user` may take back: `undo_move` is how many people change back."""
    stay, told = occupancy.stay, may(user)
    if not told["record"]:
        return {}
    if occupancy.status == Status.ENDED:
        later = stay.occupancies.filter(status=Status.ENDED, ended_on__gt=occupancy.ended_on)
        return {"undo_departure": stay.departed_on == occupancy.ended_on and not later.exists()}
    back = len(steps_back(stay))
    rows = list(stay.occupancies.all())
    return {
        "undo_move": back if is_recent(occupancy) and (back < 2 or told["plan"]) else 0,
        "undo_arrival": not back and may_undo_arrival(stay, rows, stay.extensions.exists()),
    }


def of_person(request, person) -> dict:
    """The person's panel: the stay that goes on, plans, and stays that are over. The file is theirs to read."""
    of_all = spaces_of(person.pk)
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
