"""The calls for help behind it all: those of the residents, those who wait, those who are followed, and the inbox."""

from demo.assessments import assess_danger, findings
from demo.shelter import PROMISED, RESIDENTS
from demo.words import ASSESSMENTS, DECISIONS, ORGANISATIONS, PEOPLE, STORIES
from intake import operations
from intake.models import Decision, Request
from intake.models.choices import Caller, Channel, Ethos, Need, Urgency, Use

# Hours ago (at most 71: the past ends three days ago, also just after midnight), urgency, name ("" for an anonymous
# call), age (None: not known), taken up already: this morning's inbox.
INBOX = [
    (2, Urgency.TONIGHT, "", None, False),
    (5, Urgency.TWO_DAYS, "Nour", 19, False),
    (21, Urgency.WEEK, "Tijs", 17, False),
    (29, Urgency.WEEK, "Andrei", 22, False),
    (34, Urgency.TWO_DAYS, "Ravi", None, False),
    (50, Urgency.TWO_DAYS, "Océane", 24, True),
    (70, Urgency.PREVENTION, "Kofi", 20, True),
]
# Who else asked, how many days ago, and what was decided.
ASKED = [
    ("Victoire", 9, "waiting"),
    ("Bilal", 16, "waiting"),
    ("Jade", 5, "waiting"),
    ("Oumar", 12, "declined"),
    ("Gabriel", 19, "referred"),
    ("Tariq", 26, "withdrawn"),
    ("Elif", 33, "unreachable"),
    ("Basile", 64, "followed"),
    ("Ines", 48, "followed"),
    ("Soren", 21, "followed"),
    ("Hanna", 37, "followed"),
    ("Noa", 14, "referred"),
]
MINORS = {"Noa", "Hanna"}
WORDS = {name: (pronouns, languages) for name, pronouns, _legal, languages in PEOPLE}


def build_requests(staff, chance, moment, past) -> dict[str, Request]:
    """Log, assess and decide in the order in which the calls came, those of the past between them: references follow
    each other. The residents' own are decided by their arrival."""
    made = {}
    for days, name, outcome in sorted(_calls(chance), reverse=True):
        past.run(-days)
        made[name] = _taken_up(name, days, staff, chance, moment)
        if outcome:
            _decide(made[name], outcome, days, staff, moment)
    past.run(0)
    past.finish()
    for row in sorted(INBOX, key=lambda row: -row[0]):
        made[row[2]] = _inbox(row, staff, chance, moment)
    return made


def _calls(chance) -> list:
    """(days ago, name, outcome)."""
    at_home = [(resident.first[1] + chance.choice([1, 2, 3, 5]), resident.name, "") for resident in RESIDENTS]
    promised = [(6, name, "waiting") for name, _space, _days in PROMISED]
    return at_home + promised + [(days, name, outcome) for name, days, outcome in ASKED]


def _taken_up(name, days, staff, chance, moment) -> Request:
    age = 17 if name in MINORS else chance.choice([18, 19, 19, 20, 20, 21, 22, 23, 24])
    request = _log(name, age, moment.ago(days=days), chance.choice(list(Urgency)), staff, chance)
    operations.assess(
        request=request,
        by=staff["coordinator"],
        assessment=chance.choice(ASSESSMENTS),
        **findings(name),
    )
    if name in MINORS:
        assess_danger(request, staff, at=moment.ago(days=max(days - 1, 1)))
    return request


def _decide(request, outcome, days, staff, moment) -> None:
    refused = {
        "refusal_reason": "outside_remit",
        "space_was_free": "no",
        "offered_instead": "Deux numéros d’accueil de nuit, appelés ensemble.",
    }
    more = refused if outcome == "declined" else {}
    decision = operations.decide(
        request=request, outcome=outcome, reason=DECISIONS[outcome], by=staff["coordinator"], **more
    )
    # Two days after the call, not all at the moment the demo is built.
    Decision.objects.filter(pk=decision.pk).update(decided_at=moment.ago(days=max(days - 2, 1)))


def _inbox(row, staff, chance, moment) -> Request:
    hours, urgency, name, age, taken_up = row
    request = _log(name, age, moment.ago(hours=hours), urgency, staff, chance)
    if taken_up:
        operations.start_assessment(request=request, by=staff["coordinator"])
    return request


def _log(name, age, received_at, urgency, staff, chance) -> Request:
    service = bool(name) and chance.random() < 0.4
    ways_in = [Channel.PHONE, Channel.PHONE, Channel.EMAIL, Channel.PARTNER if service else Channel.ONLINE]
    facts = {
        "received_at": received_at,
        "channel": chance.choice(ways_in) if name else Channel.PHONE,
        "caller": (Caller.SERVICE if service else Caller.SELF) if name else Caller.ANONYMOUS,
        "caller_organisation": chance.choice(ORGANISATIONS) if service else "",
        "speaks_freely": chance.choice(["yes", "yes", "no", "unsure"]),
        "ethos": chance.choice([Ethos.HOSTED, Ethos.HOSTED, Ethos.ROUGH, Ethos.HOUSED, Ethos.HOMELESS_CENTRE]),
        "needs": [Need.SUPPORT] if urgency == Urgency.PREVENTION else [Need.ACCOMMODATION, Need.SUPPORT],
        "urgency": urgency,
        "story": chance.choice(STORIES),
        "call_back": phone_of(name),
        "call_back_uses": [Use.CALL, Use.TEXT] if chance.random() < 0.6 else [Use.TEXT],
    }
    by = staff["coordinator"] if chance.random() < 0.8 else staff["educator"]
    if not name:
        return operations.log_call(by=by, **facts)
    stated = {"stated_age": age, "stated_on": received_at.date()} if age else {}
    return operations.log_call(by=by, chosen_name=name, pronouns=WORDS[name][0], age=stated, **facts)


def phone_of(name: str) -> str:
    """A number of the shape of a Belgian mobile, in a block that the demo keeps to itself."""
    return f"0499 99 {len(name):02} {sum(map(ord, name)) % 100:02}"
