"""Taking over a register: whole or not at all, each row once; and undoing it as a whole."""

from collections import Counter, defaultdict

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from housing.models import ImportedRecord, ImportState, Occupancy, RegisterFile, RegisterImport, Stay, WaitingStay
from housing.register import people as files
from housing.register import requests as calls
from housing.register.stays import (
    Clocks,
    Spaces,
    is_taken,
    occupancy_of,
    stay_of,
    taken_nights,
    waiting_stay_of,
)
from intake.models import Decision, Request
from refuge.accounts.models import User
from refuge.encryption import key_ring
from refuge.operations import operation
from refuge.parameters.operations import next_references
from refuge.people.models import Channel, Person, TeamAlert

BATCH = 500
DONE = 100
# The author of what stood in the register: nobody who can sign in.
OLD_REGISTER = {"email": "old-register@refuge.invalid", "name": "Ancien registre"}


def key_of(call) -> str:
    """The mark of a register's row: keyed, as a row without a number is known by a name."""
    return key_ring("data").blind(call.key, "housing.importedrecord.key").hex()


def not_yet_taken(reading) -> list:
    """The calls of a reading that no import has taken over."""
    known = set(ImportedRecord.objects.exclude(key="").values_list("key", flat=True))
    return [call for call in reading.calls if key_of(call) not in known]


@operation
def take_over(*, reading, by=None, register_import=None) -> RegisterImport | None:
    """Write what `reading` found and no earlier import has written: people, requests with their decisions, stays.

    Stays that break a rule, in the register or with what the house knows already, wait for a decision. The author of
    all of it is *old register*. Without anything new not one row is written: None comes back, or the import that
    asked for it, done. Whoever comes second to one import writes nothing.
    """
    if register_import and not _still_wanted(register_import):
        return None
    new = not_yet_taken(reading)
    if not new:
        return register_import and _finish(register_import)
    author, is_new = User.objects.get_or_create(
        email=OLD_REGISTER["email"], defaults={"name": OLD_REGISTER["name"], "is_active": False}
    )
    register_import = register_import or RegisterImport.objects.create(asked_by=by, **found_in(reading))
    return Taking(reading, new, author, register_import, [author] if is_new else []).run()


def found_in(reading) -> dict:
    """What an import keeps of a reading, for its page."""
    unread = [[column, text, number] for (column, text), number in reading.unread.most_common()]
    found = {**reading.as_json(), "new": len(not_yet_taken(reading)), "unread": unread, "remarks": reading.remarks}
    return {"found": found, "rejected": reading.rejected_rows()}


def _still_wanted(register_import) -> bool:
    states = RegisterImport.objects.select_for_update().filter(pk=register_import.pk)
    return states.values_list("state", flat=True).first() == ImportState.IMPORTING


def _finish(register_import) -> RegisterImport:
    """Done; the workbook has served."""
    register_import.state, register_import.progress = ImportState.DONE, DONE
    register_import.finished_at = timezone.now()
    register_import.save()
    RegisterFile.objects.filter(register_import=register_import).delete()
    return register_import


class Taking:
    """One import at work. `made` are its records in the order in which they were written."""

    def __init__(self, reading, new, author, register_import, made):
        self.reading, self.author, self.register_import = reading, author, register_import
        self.new = {call.key: call for call in new}
        self.made, self.references, self.keys = made, [], {}
        self.person_of, self.request_of = {}, {}

    def run(self) -> RegisterImport:
        self._people()
        self._requests()
        self._stays()
        return self._finish()

    def _people(self) -> None:
        groups = [calls for calls in self.reading.people if any(call.key in self.new for call in calls)]
        known = self._known(groups)
        opened = [calls for place, calls in enumerate(groups) if place not in known]
        references = self._take("P", [min(call.called_on for call in calls).year for calls in opened])
        for place, person in known.items():
            self.person_of |= {call.key: person for call in groups[place]}
        people, channels, alerts = [], [], []
        for calls_of_one, reference in zip(opened, references, strict=True):
            opened_at = calls.noon(min(call.called_on for call in calls_of_one))
            person = files.person_of(
                calls_of_one, reference=reference, author=self.author, opened_at=opened_at
            )  # fmt: skip
            people.append(person)
            channels.append(files.channel_of(calls_of_one, person, self.author))
            alerts += files.alerts_of(calls_of_one, person, self.author)
            self.person_of |= {call.key: person for call in calls_of_one}
        self._write(Person, people)
        self._write(Channel, filter(None, channels))
        self._write(TeamAlert, alerts)

    def _known(self, groups) -> dict:
        """{place: person} of those whom an earlier import made: their other rows say who they are."""
        rows = ImportedRecord.objects.exclude(key="").values_list("key", "object_id")
        request_of = dict(rows) if len(self.new) < len(self.reading.calls) else {}
        person_of = dict(Request.objects.filter(pk__in=request_of.values()).values_list("pk", "person"))
        known = {}
        for place, calls_of_one in enumerate(groups):
            earlier = (request_of.get(key_of(call)) for call in calls_of_one if call.key not in self.new)
            known[place] = next((person_of[request] for request in earlier if person_of.get(request)), None)
        people = Person.objects.in_bulk([person for person in known.values() if person])
        return {place: people[person] for place, person in known.items() if person}

    def _requests(self) -> None:
        new = list(self.new.values())
        references = self._take("R", [call.called_on.year for call in new])
        requests, decisions = [], []
        for call, reference in zip(new, references, strict=True):
            request = calls.request_of(call, self.person_of[call.key], reference=reference, author=self.author)
            requests.append(request)
            decisions.append(calls.decision_of(call, request, self.author))
            self.request_of[call.key] = request
            self.keys[request.pk] = key_of(call)
        self._write(Request, requests)
        self._write(Decision, filter(None, decisions))
        for decision in filter(None, decisions):
            decision.request.state, decision.request.decision = decision.outcome, decision
        Request.objects.bulk_update(requests, ["state", "decision"], batch_size=BATCH)

    def _stays(self) -> None:
        with_stay = [call for call in self.new.values() if call.stay]
        waiting = defaultdict(list)
        for left in self.reading.left_out:
            waiting[left.call.key].append([left.rule, left.detail])
        spaces = Spaces(with_stay)
        self.made += spaces.made
        people = {self.person_of[call.key].pk for call in with_stay}
        taken, clocks = taken_nights([space.pk for space in spaces.by_code.values()], people), Clocks(people)
        stays, nights = [], []
        for call in sorted(with_stay, key=lambda call: call.stay.arrived_on):
            person, space = self.person_of[call.key], spaces.get(call.stay.space)
            if call.key in waiting:
                continue
            if is_taken(taken[person.pk], call.stay) or (space and is_taken(taken[space.pk], call.stay)):
                waiting[call.key].append(["house", call.stay.space])
                continue
            stay = stay_of(call.stay, person, self.request_of[call.key], clocks, self.author)
            night = occupancy_of(stay, space, self.author)
            if stay.departed_on:
                stays.append(stay)
                nights.append(night)
            elif not self._arrived(stay, night):
                waiting[call.key].append(["house", call.stay.space])
        self._write(Stay, stays)
        self._write(Occupancy, nights)
        self._wait([call for call in with_stay if call.key in waiting], waiting)

    def _arrived(self, stay, night) -> bool:
        """Somebody who is still there: the rules of now decide whether they can be."""
        try:
            with transaction.atomic():
                stay.save(force_insert=True)
                night.save(force_insert=True)
        except IntegrityError:
            return False
        self.made += [stay, night]
        return True

    def _wait(self, with_stay, reasons) -> None:
        WaitingStay.objects.bulk_create(
            waiting_stay_of(call, self.request_of[call.key], reasons[call.key], self.register_import)
            for call in with_stay
        )

    def _take(self, series: str, years: list) -> list[str]:
        """References for each of `years`, in their order."""
        given = {}
        for year, count in sorted(Counter(years).items()):
            given[year] = iter(next_references(series, year, count))
        references = [next(given[year]) for year in years]
        for year, count in sorted(Counter(years).items()):
            last = max((each for each, of in zip(references, years, strict=True) if of == year), key=_number)
            self.references.append([series, year, count, last])
        return references

    def _write(self, model, records) -> None:
        records = list(records)
        model.objects.bulk_create(records, batch_size=BATCH)
        self.made += records

    def _finish(self) -> RegisterImport:
        ImportedRecord.objects.bulk_create(
            (
                ImportedRecord(
                    register_import=self.register_import,
                    label=record._meta.label_lower,
                    object_id=record.pk,
                    key=self.keys.get(record.pk, ""),
                )
                for record in self.made
            ),
            batch_size=BATCH,
        )
        self.register_import.made = Counter(record._meta.label_lower for record in self.made)
        self.register_import.references = self.references
        self.register_import.marks = {model._meta.label_lower: last_event(model) for model in set(map(type, self.made))}
        return _finish(self.register_import)


def last_event(model) -> int:
    """The newest line in the history of a model."""
    events = model._meta.get_field("events").related_model
    return events.objects.aggregate(last=Max("pgh_id"))["last"] or 0


def _number(reference: str) -> int:
    return int(reference.rsplit("-", 1)[1])
