"""Who was called back and when: answered calls, a promise not kept, attempts in vain, a waiting list kept alive."""

from datetime import timedelta

from intake import operations
from intake.alerts import tell_of_late_calls
from intake.models import Request
from intake.models.choices import State
from intake.models.contact import Result, Way

NOTES = [
    "A pu parler librement. Dort encore chez une amie jusqu’à la fin de la semaine.",
    "Rien de neuf de son côté, reste joignable par SMS en journée.",
    "Kan gerust bellen tussen twaalf en één. Wil graag weten hoe lang het nog duurt.",
    "A demandé de ne pas laisser de message vocal : le téléphone est sur la table de la cuisine.",
    "Rappelle quand l’entretien au CPAS est passé.",
]
# Of the calls in the inbox, hours ago: attempts and what came of them. Those not named wait for a first answer.
IN_THE_INBOX = {
    "Nour": [(4, Way.PHONE, Result.CALL_BACK, 1)],
    "Océane": [
        (45, Way.PHONE, Result.NO_ANSWER, None),
        (27, Way.TEXT, Result.SENT, None),
        (5, Way.PHONE, Result.VOICEMAIL, None),
    ],
    "Kofi": [(70, Way.PHONE, Result.NO_ANSWER, None), (52, Way.PHONE, Result.REACHED, None)],
}
# Days since those on the waiting list were last reached, in turn: the second is overdue.
REACHED = (3, 19, 8, 1)
VIEWS = {"Cette nuit": "urgency=tonight", "Moins de 18 ans": "age=minor", "En retard": "late=on"}


def build_contacts(requests, staff, chance, moment) -> None:
    """After the requests and their decisions; the alerts of the morning come with it."""
    in_the_inbox = [name for name, request in requests.items() if not _is_decided(request)]
    for name, request in requests.items():
        if name not in in_the_inbox:
            _answered(request, staff, chance, moment)
    for name, attempts in IN_THE_INBOX.items():
        _tried(requests[name], attempts, staff, chance, moment)
    keep_the_list_alive(staff, chance, moment)
    for name, query in VIEWS.items():
        operations.save_view(name=name, query=query, by=staff["coordinator"])
    tell_of_late_calls(moment.now)


def _is_decided(request) -> bool:
    return not Request.objects.only("state").get(pk=request.pk).is_open


def _answered(request, staff, chance, moment) -> None:
    """Some hours after the call."""
    at = request.received_at + timedelta(hours=chance.choice([1, 2, 3, 5, 20, 26, 51]), minutes=chance.randrange(60))
    _note(request, min(at, moment.now), Way.PHONE, Result.REACHED, staff["coordinator"], chance)


def _tried(request, attempts, staff, chance, moment) -> None:
    for hours, way, result, promised in attempts:
        call_back_at = moment.now - timedelta(hours=promised) if promised else None
        at = moment.now - timedelta(hours=hours)
        _note(request, at, way, result, staff["educator"], chance, call_back_at=call_back_at)


def keep_the_list_alive(staff, chance, moment) -> None:
    waiting = Request.objects.filter(state=State.WAITING).order_by("received_at")
    for place, request in enumerate(waiting):
        at = max(request.received_at, moment.ago(days=REACHED[place % len(REACHED)]))
        _note(request, at, Way.PHONE, Result.REACHED, staff["coordinator"], chance)


def _note(request, at, way, result, by, chance, **more) -> None:
    note = chance.choice(NOTES) if result in (Result.REACHED, Result.CALL_BACK) else ""
    operations.note_contact(request=request, at=at, way=way, result=result, note=note, by=by, **more)
