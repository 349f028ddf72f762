"""Who asks for help, how, and what the team finds."""

from dataclasses import dataclass, field
from datetime import timedelta

from demo.past.chance import Weighted
from demo.past.names import made_up
from demo.past.words import ASSESSMENTS, MINOR_DONE, ORGANISATIONS, STORIES
from demo.words import ASSESSMENTS as MORE_ASSESSMENTS
from demo.words import ORGANISATIONS as MORE_ORGANISATIONS
from demo.words import STORIES as MORE_STORIES
from intake.models import DangerAssessment, Request
from intake.models.choices import Answer, Caller, Ethos, Need, PlaceOfStay, Reason, State, Urgency, Use
from intake.models.choices import Channel as Way
from refuge.people.models import Channel, Consent, Person

ADULT, MINOR, OLDER, UNKNOWN, ANONYMOUS = "adult", "minor", "older", "unknown", "anonymous"
KINDS = Weighted({ADULT: 71, MINOR: 13, OLDER: 4, UNKNOWN: 5, ANONYMOUS: 7})
WAYS = Weighted({Way.PHONE: 46, Way.EMAIL: 18, Way.PARTNER: 22, Way.ONLINE: 9, Way.WALK_IN: 5})
AGES = {
    ADULT: Weighted({18: 17, 19: 19, 20: 17, 21: 14, 22: 12, 23: 9, 24: 7, 25: 5}),
    MINOR: Weighted({15: 1, 16: 3, 17: 7}),
    OLDER: Weighted({26: 4, 27: 3, 28: 2, 31: 1}),
}
SLEEPS = Weighted(
    {
        Ethos.HOSTED: 38, Ethos.HOUSED: 15, Ethos.ROUGH: 13, Ethos.HOMELESS_CENTRE: 10, Ethos.EMERGENCY: 6,
        Ethos.INSTITUTION: 5, Ethos.UNCONVENTIONAL: 4, Ethos.EVICTION: 5, Ethos.UNKNOWN: 2, Ethos.NOT_ASKED: 2,
    }
)  # fmt: skip
WHY = Weighted(
    {
        Reason.REJECTION: 30, Reason.PUT_OUT: 22, Reason.OUTING: 11, Reason.PSYCHOLOGICAL: 16, Reason.PHYSICAL: 12,
        Reason.FEAR: 9, Reason.CONTROL: 6, Reason.RELIGIOUS: 5, Reason.FORCED_MARRIAGE: 3, Reason.HONOUR: 3,
        Reason.PARTNER: 4, Reason.RECEPTION_CENTRE: 8, Reason.OTHER_SHELTER: 3, Reason.SCHOOL: 4, Reason.COUNTRY: 7,
        Reason.TRANSITION: 7, Reason.YOUTH_CARE: 5, Reason.NEIGHBOURS: 2, Reason.ECONOMIC: 4, Reason.UNSAID: 3,
    }
)  # fmt: skip
LIVED_IN = Weighted(
    {
        PlaceOfStay.BRUSSELS: 52, PlaceOfStay.WALLONIA: 22, PlaceOfStay.FLANDERS: 15, PlaceOfStay.ABROAD: 6,
        PlaceOfStay.NOT_ASKED: 5,
    }
)  # fmt: skip
HOURS_TO_ANSWER = (0, 1, 2, 3, 5, 18, 22, 26)
HOW_URGENT = Weighted({Urgency.TONIGHT: 20, Urgency.TWO_DAYS: 27, Urgency.WEEK: 33, Urgency.PREVENTION: 20})
LOVES = ["lesbian", "gay", "gay", "bi", "pan", "queer", "questioning", "unsaid"]
IS = {"il": "man", "elle": "woman", "iel": "non_binary", "": "questioning"}
DANGER = Weighted({"none": 3, "worrying": 5, "unclear": 1, "acute": 1})
EVENING = 21 * 60 + 2  # after the last call of a day, before what is decided the same day
ALL_STORIES, ALL_ORGANISATIONS = STORIES + MORE_STORIES, ORGANISATIONS + MORE_ORGANISATIONS
YEAR = 365.25
HIGHEST_NUMBER = 999_999  # numbers are told downwards from 0499 99 99 99: the block the demo keeps to itself


@dataclass(slots=True)
class Young:
    """Somebody who has a file, and who of the team knows them best."""

    id: object
    kind: str
    age: int
    since: int
    worker: object
    applies: bool = False  # for international protection
    stays: int = 0
    free_from: int = 0

    def age_on(self, day: int) -> int:
        return self.age + int((day - self.since) / YEAR)


@dataclass(slots=True)
class Call:
    """A request of the past: about whom (None: nobody told), when, and whether a space is what is asked for."""

    id: object
    young: Young | None
    day: int
    wants_space: bool
    worker: object
    urgency: str
    ethos: str
    kind: str = field(default=ADULT)


class Desk:
    """Where calls come in: makes requests, and files for those who call for the first time."""

    def __init__(self, rows, team, chance):
        self.rows, self.team, self.chance = rows, team, chance
        self.numbers = 0

    def take(self, day: int, young=None, kind=None) -> Call:
        """A call on a day, about somebody known or of a kind drawn."""
        chance = self.chance
        minute = chance.randint(8 * 60 + 30, 21 * 60)
        kind = young.kind if young else kind or KINDS.draw(chance)
        by = self.team.noting(minute)
        if young is None and kind != ANONYMOUS:
            young = self._file(kind, day, minute, by)
        urgency = HOW_URGENT.draw(chance)
        wants = urgency != Urgency.PREVENTION and kind in (ADULT, OLDER, MINOR) and chance.happens(0.7)
        call = Call(chance.id(), young, day, wants, self.team.coordinator(), urgency, SLEEPS.draw(chance), kind)
        self.rows.add(self._request(call, minute, by))
        if kind == MINOR and day < -1:
            self._danger(call)
        return call

    def _danger(self, call) -> None:
        """Assessed before anything is decided about somebody under 18."""
        chance = self.chance
        said = {"safe_tonight": chance.choice(["yes", "no", "unsure"]), "violence": chance.choice(["yes", "no"])}
        self.rows.add(
            DangerAssessment(
                id=chance.id(), request_id=call.id, level=DANGER.draw(chance), done=chance.choice(MINOR_DONE),
                answers=said, assessed_by=call.worker, assessed_at=self.rows.moment(call.day, EVENING),
            )
        )  # fmt: skip

    def _file(self, kind, day, minute, by) -> Young:
        chance = self.chance
        age = AGES[kind].draw(chance) if kind in AGES else 0
        young, words = Young(chance.id(), kind, age, day, self.team.worker()), made_up(chance)
        young.applies = words["residence"] == Person.Residence.APPLICANT
        person = Person(
            id=young.id,
            **words,
            **self._age(kind, age, day),
            created_at=self.rows.moment(day, minute),
            created_by=by,
        )
        self.rows.add(person)
        self._reach(person, kind, minute, by)
        if kind == ADULT and chance.happens(0.3):
            self._intimate(person, day, by)
        return young

    def _age(self, kind, age, day) -> dict:
        """A birth date, a year or an age as stated; a year only where it makes 18 certain."""
        chance = self.chance
        days, way = chance.randint(12, 350), chance.random()
        if kind == UNKNOWN:
            return {}
        if way < 0.45:
            return {"birth_date": self.rows.day(day - int(age * YEAR) - days)}
        if way < 0.6 and age >= 20:
            return {"birth_year": self.rows.day(day).year - age}
        return {"stated_age": age, "stated_on": self.rows.day(day)}

    def _reach(self, person, kind, minute, by) -> None:
        chance = self.chance
        if chance.happens(0.25):
            return
        may_call = "yes" if chance.happens(0.6) else "no"
        number = f"+32499{HIGHEST_NUMBER - self.numbers % HIGHEST_NUMBER:06}"
        self.numbers += 1
        self.rows.add(
            Channel(
                id=chance.id(), person=person, kind=Channel.Kind.PHONE, value=number, may_call=may_call, may_text="yes",
                may_voicemail="no" if may_call == "no" else "", created_at=person.created_at, created_by=by,
            )
        )  # fmt: skip

    def _intimate(self, person, day, by) -> None:
        """Told and agreed to have it written down."""
        person.orientation, person.gender_identity = [self.chance.choice(LOVES)], [IS[person.pronouns]]
        self.rows.add(
            Consent(
                id=self.chance.id(), person=person, purpose=Consent.Purpose.SOGI, how=Consent.How.SPOKEN,
                given_on=self.rows.day(day), recorded_by=by, recorded_at=person.created_at,
            )
        )  # fmt: skip

    def _request(self, call, minute, by) -> Request:
        chance = self.chance
        way = WAYS.draw(chance) if call.young else Way.PHONE
        service = way == Way.PARTNER
        received = self.rows.moment(call.day, minute)
        reasons = sorted({WHY.draw(chance) for _each in range(chance.choice([1, 2, 2, 3]))})
        return Request(
            id=call.id,
            person_id=call.young and call.young.id,
            opened_file=bool(call.young) and call.young.since == call.day,
            received_at=received,
            logged_at=received,
            received_by=by,
            channel=way,
            caller=self._caller(call, service),
            caller_organisation=chance.choice(ALL_ORGANISATIONS) if service else "",
            speaks_freely=chance.choice([Answer.YES, Answer.YES, Answer.NO, Answer.UNSURE, Answer.NOT_ASKED]),
            call_back_uses=[Use.CALL, Use.TEXT] if chance.happens(0.6) else [Use.TEXT],
            ethos=call.ethos,
            reasons=reasons,
            main_reason=chance.choice(reasons),
            place_of_stay=LIVED_IN.draw(chance),
            needs=self._needs(call),
            urgency=call.urgency,
            in_danger=Answer.YES if chance.happens(0.12) else Answer.NO,
            is_injured=Answer.YES if chance.happens(0.03) else Answer.NO,
            story=chance.choice(ALL_STORIES),
            **self._progress(call, received),
        )

    def _progress(self, call, received) -> dict:
        """Calls of today and yesterday are new; the others were taken up."""
        if call.day >= -1:
            return {"state": State.NEW}
        words = self.chance.choice(ASSESSMENTS + MORE_ASSESSMENTS) if call.young else ""
        answered = received + timedelta(hours=self.chance.choice(HOURS_TO_ANSWER), minutes=15)
        done = {"answered_at": answered, "worked_on_at": answered}
        return {"state": State.ASSESSING, "worker": call.worker, "assessment": words, **done}

    def _caller(self, call, service) -> str:
        if service:
            return self.chance.choice([Caller.PARTNER, Caller.SERVICE])
        if call.young is None:
            return Caller.ANONYMOUS
        return Caller.RELATIVE if self.chance.happens(0.1) else Caller.SELF

    def _needs(self, call) -> list:
        if call.wants_space:
            return [Need.ACCOMMODATION, Need.SUPPORT]
        return [self.chance.choice([Need.SUPPORT, Need.SUPPORT, Need.LISTENING, Need.PAPERS, Need.INFORMATION])]
