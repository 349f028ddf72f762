"""What the files hold beyond the call: names on papers, safe contact, who knows, alerts, consents."""

from django.utils import timezone

from demo.intake import ASKED
from demo.shelter import PROMISED, RESIDENTS
from demo.words import PEOPLE
from refuge.people import operations
from refuge.people.models import Channel, Consent, OutsideContact, Person, TeamAlert

# By chosen name: what everybody on duty must know.
ALERTS = {
    "Salomé": [
        (TeamAlert.Kind.ALLERGY, "Arachides : trousse d’urgence dans son sac"),
        (TeamAlert.Kind.SAFETY, "Prévenir si elle ne rentre pas"),
    ],
    "Farid": [(TeamAlert.Kind.HEALTH, "Asthme : inhalateur sur lui")],
    "Rania": [(TeamAlert.Kind.SAFETY, "Un frère la cherche : ne confirmer sa présence à personne")],
}
# Orientation, gender identity, may being here be mentioned: for each contact that somebody has outside.
WHO_KNOWS = {
    "Salomé": [
        (OutsideContact.Kind.SCHOOL, "no", "no", "no"),
        (OutsideContact.Kind.CPAS, "no", "yes", "yes"),
        (OutsideContact.Kind.EMPLOYER, "", "", ""),
    ],
    "Nour": [(OutsideContact.Kind.PARENT, "no", "no", "no"), (OutsideContact.Kind.DOCTOR, "yes", "yes", "no")],
    "Lou": [(OutsideContact.Kind.SCHOOL, "yes", "", "")],
    "Milo": [(OutsideContact.Kind.CPAS, "no", "yes", "yes")],
}
# Whom somebody of the team is in charge of: residents, and who waits or is followed.
IN_CHARGE_OF = (
    {resident.name for resident in RESIDENTS}
    | {name for name, _space, _days in PROMISED}
    | {name for name, _days, outcome in ASKED if outcome in ("waiting", "followed")}
)


def build_people(requests, staff, chance) -> list[Person]:
    """Complete the files that the calls opened; give those who are still here a worker in charge."""
    asked = [request for request in requests if request.person]
    words = {name: (legal, languages) for name, _pronouns, legal, languages in PEOPLE}
    workers = [staff["coordinator"], staff["coordinator"], staff["educator"]]
    for request in asked:
        person = request.person
        legal, languages = words[person.chosen_name]
        operations.change_identity(person=person, legal_name=legal, languages=languages, by=staff["coordinator"])
        worker = chance.choice(workers)
        if person.chosen_name in IN_CHARGE_OF:
            operations.assign_worker(person=person, worker=worker, by=staff["coordinator"])
        _safety(person, staff)
        _intimate(person, timezone.localdate(request.received_at), chance, staff)
        _with_the_call(person, request.received_at)
    return [request.person for request in asked]


def _with_the_call(person, moment) -> None:
    """The file opened with the call, and this was said then, not at the moment the demo is built."""
    Person.objects.filter(pk=person.pk).update(created_at=moment)
    TeamAlert.objects.filter(person=person).update(since=moment)
    Consent.objects.filter(person=person).update(recorded_at=moment)


def _safety(person, staff) -> None:
    by = staff["coordinator"]
    for kind, text in ALERTS.get(person.chosen_name, []):
        operations.set_team_alert(person=person, kind=kind, text=text, by=by)
    for kind, orientation, gender, refuge in WHO_KNOWS.get(person.chosen_name, []):
        answers = {"knows_orientation": orientation, "knows_gender": gender, "knows_refuge": refuge}
        operations.set_outside_contact(person=person, kind=kind, by=by, **answers)
    if person.chosen_name in WHO_KNOWS:
        operations.add_channel(
            person=person, kind=Channel.Kind.PHONE, whose=Channel.Whose.PARENT, value="0499 98 76 54", never=True, by=by
        )


def _intimate(person, day, chance, staff) -> None:
    """Half were asked and agreed to have it written down; of the others nothing is known, which is as good."""
    if chance.random() < 0.5:
        return
    by = staff["coordinator"]
    operations.give_consent(person=person, purpose=Consent.Purpose.SOGI, how=Consent.How.SPOKEN, given_on=day, by=by)
    operations.set_intimate(
        person=person,
        orientation=[chance.choice(["lesbian", "gay", "bi", "pan", "queer", "questioning", "unsaid"])],
        gender_identity=[chance.choice(["woman", "man", "non_binary", "questioning"])],
        by=by,
    )
