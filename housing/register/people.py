"""The young people of a register: one file for all the calls of one person, and how to reach them without harm."""

import re
from collections import Counter
from datetime import time

from housing.register.cells import text_of
from housing.register.reading import age_of_all
from housing.register.words import fold
from refuge.people.models import Channel, Person, TeamAlert

NO_MESSAGE = re.compile(r"(pas|geen) (laisser de )?(message|voicemail|bericht)")
ONLY_AFTER = re.compile(r"(?:apres|na) (\d{1,2}) ?[hu]")
EVENING = time(18)


def person_of(calls, *, reference, author, opened_at) -> Person:
    """The file, with what the calls together say of the person; of two answers the last one counts."""
    age = age_of_all(calls)
    return Person(
        reference=reference,
        chosen_name=_spelling(call.first_name for call in calls) or "?",
        legal_name=_spelling(call.last_name for call in calls),
        pronouns=_last(calls, "pronouns")[:40],
        birth_date=age.birth_date,
        birth_year=age.birth_year,
        stated_age=age.stated_age,
        stated_on=age.stated_on,
        languages=list(dict.fromkeys(code for call in calls for code in call.languages)),
        residence=_last_code(calls, "residence"),
        created_at=opened_at,
        created_by=author,
    )


def channel_of(calls, person, author) -> Channel | None:
    """The telephone, and the most careful of all that was written about it: no later "yes" outweighs a "no"."""
    phone = next((call.phone for call in calls if call.phone), None)
    if phone is None:
        return None
    kind = Channel.Kind.EMAIL if "@" in phone else Channel.Kind.PHONE
    uses, only_after = {}, None
    for call in calls:
        after = _uses(call, uses)
        only_after = max(filter(None, (only_after, after)), default=None)
    said = dict.fromkeys(text_of(call.values.get("safe")) for call in calls)
    return Channel(
        person=person,
        kind=kind,
        value=phone,
        only_after=only_after,
        note=", ".join(filter(None, said)),
        created_at=person.created_at,
        created_by=author,
        **uses,
    )


def alerts_of(calls, person, author) -> list[TeamAlert]:
    """Allergies that the remarks tell of: the one remark that must reach whoever cooks."""
    told = dict.fromkeys(text_of(call.values.get("remarks")) for call in calls)
    return [
        TeamAlert(person=person, kind=TeamAlert.Kind.ALLERGY, text=text, since=person.created_at, set_by=author)
        for text in told
        if fold(text).startswith("allerg")
    ]


def _uses(call, uses: dict) -> time | None:
    """Note in `uses` what a call says of the telephone; the hour after which it may be used."""
    safe, remark = fold(text_of(call.values.get("safe"))), fold(text_of(call.values.get("remarks")))
    answers = {
        "oui": {"may_call": "yes"},
        "ja": {"may_call": "yes"},
        "non": {"may_call": "no", "may_voicemail": "no", "may_text": "no"},
        "nee": {"may_call": "no", "may_voicemail": "no", "may_text": "no"},
        "soir": {"may_call": "yes"},
        "avond": {"may_call": "yes"},
        "sms seulement": {"may_call": "no", "may_voicemail": "no", "may_text": "yes"},
        "enkel sms": {"may_call": "no", "may_voicemail": "no", "may_text": "yes"},
    }.get(safe, {})
    if NO_MESSAGE.search(remark):
        answers = answers | {"may_voicemail": "no"}
    for use, answer in answers.items():
        uses[use] = "no" if "no" in (answer, uses.get(use)) else answer
    found = ONLY_AFTER.search(remark)
    if found and int(found[1]) < 24:
        return time(int(found[1]))
    return EVENING if safe in ("soir", "avond") else None


def _spelling(names) -> str:
    """The spelling used most; of equal ones that with its accents."""
    counted = Counter(name for name in names if name)
    return max(counted, key=lambda name: (counted[name], len(name.encode())), default="")


def _last(calls, column) -> str:
    said = [text_of(call.values.get(column)) for call in sorted(calls, key=lambda call: call.called_on)]
    return next((text for text in reversed(said) if text.strip(" ?")), "")


def _last_code(calls, column) -> str:
    codes = [call.codes[column] for call in sorted(calls, key=lambda call: call.called_on)]
    return next((code for code in reversed(codes) if code), "")
