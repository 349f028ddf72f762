"""Requests made ready for the eye: a row of a list, the facts of a page. One query at most, for a parameter."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from intake.ages import age_status, age_words
from intake.models.choices import (
    PROMISING,
    Answer,
    Channel,
    Complaint,
    Need,
    NeedDomain,
    NeedLevel,
    Perpetrator,
    Reason,
    State,
    Urgency,
    Use,
)
from intake.parameters import ANSWER_HOURS, of_today
from refuge.parameters.registry import value_of
from refuge.people.models import AgeStatus
from refuge.ui.templatetags.ui import known_address
from refuge.ui.words import clock, short_day

TONES = {Urgency.TONIGHT: "late", Urgency.TWO_DAYS: "soon", Urgency.WEEK: "plain", Urgency.PREVENTION: "plain"}
STATE_TONES = {
    State.NEW: "accent",
    State.ASSESSING: "soon",
    State.ACCOMMODATED: "well",
    State.FOLLOWED: "well",
    State.WAITING: "calm",
}


@dataclass(frozen=True)
class Row:
    """One line of a list of requests."""

    url: str
    reference: str
    person: object
    facts: list
    received_at: object
    urgency: str
    tone: str
    state: str
    state_tone: str
    is_minor: bool
    worker: str
    is_open: bool
    waited: str
    marks: list


class Patience:
    """How long a call may wait for an answer, seen from now. Of a page that knows its `request` one query serves all
    who ask; else one of its own, and none where nothing is unanswered."""

    def __init__(self, request=None):
        self.now, self.request = timezone.now(), request

    @cached_property
    def hours(self) -> int:
        if self.request:
            return of_today(self.request)[ANSWER_HOURS.code]
        return value_of(ANSWER_HOURS.code, timezone.localdate(self.now))

    def marks(self, request) -> list[tuple]:
        """What stands out, in (words, tone, icon): no answer for too long, and a promise to call back."""
        hours, marks = self.hours_since(request), []
        if request.is_open and not request.answered_at and hours >= self.hours:
            marks.append((_("No answer for %(hours)d h") % {"hours": hours}, "late", "phone-missed"))
        if request.call_back_due and request.state in PROMISING:
            marks.append(self._promise(request.call_back_due))
        return marks

    def hours_since(self, request) -> int:
        return int((self.now - request.received_at).total_seconds() // 3600)

    def _promise(self, due) -> tuple:
        time = (
            clock(due) if timezone.localdate(due) == timezone.localdate(self.now) else f"{short_day(due)} {clock(due)}"
        )
        if due < self.now:
            return _("Call back was promised for %(time)s") % {"time": time}, "late", "phone-missed"
        return _("Call back before %(time)s") % {"time": time}, "soon", "phone-outgoing"


class Words:
    """What rows say of their choices: it depends on the language alone."""

    def __init__(self):
        self.urgencies, self.states, self.channels = (_labels(each) for each in (Urgency, State, Channel))
        self.waited = _("%(number)d h ago")


@lru_cache
def words_in(language) -> Words:
    """Of the language that is spoken now."""
    return Words()


def _labels(choices) -> dict:
    return {value: str(label) for value, label in choices.choices}


def rows_for(requests, patience=None) -> list[Row]:
    patience = patience or Patience()
    return [row_of(request, patience) for request in requests]


def row_of(request, patience=None) -> Row:
    patience, words = patience or Patience(), words_in(get_language())
    caller = request.caller_organisation or words.channels.get(request.channel, request.channel)
    return Row(
        url=known_address("intake:detail", request.reference),
        reference=request.reference,
        person=request.person,
        facts=[fact for fact in (request.reference, caller, age_words(request.person)) if fact],
        received_at=request.received_at,
        urgency=words.urgencies.get(request.urgency, request.urgency),
        tone=TONES.get(request.urgency, "plain"),
        state=words.states.get(request.state, request.state),
        state_tone=STATE_TONES.get(request.state, "plain"),
        is_minor=age_status(request.person) == AgeStatus.MINOR,
        worker=request.worker.name if request.worker else "",
        is_open=request.is_open,
        waited=words.waited % {"number": patience.hours_since(request)},
        marks=patience.marks(request),
    )


def origin(request) -> str:
    """Where the call came from: the service by name, else the channel."""
    return request.caller_organisation or request.get_channel_display()


def facts_of(request, *, with_reasons) -> tuple[list, list]:
    """What is known as (label, value), and the labels of what nobody asked; reasons only `with_reasons`."""
    facts = {
        _("Who calls"): request.get_caller_display(),
        _("Service"): request.caller_organisation or None,
        _("How"): request.get_channel_display(),
        _("Noted by"): request.received_by.name,
        _("Living situation"): request.ethos and request.get_ethos_display(),
        _("Call back before"): f"{short_day(request.call_back_by)} {clock(request.call_back_by)}"
        if request.call_back_by
        else None,
        _("Can speak freely"): request.speaks_freely and request.get_speaks_freely_display(),
        _("In danger now"): request.in_danger and request.get_in_danger_display(),
        _("Injured"): request.is_injured and request.get_is_injured_display(),
        _("A minor with them"): request.minor_with_them and request.get_minor_with_them_display(),
        _("Asks for"): _listed(Need, request.needs),
        _("Lived last in"): request.place_of_stay and request.get_place_of_stay_display(),
    }
    if with_reasons:
        facts |= reasons_of(request)
    return [fact for fact in facts.items() if fact[1]], [label for label, value in facts.items() if value == ""]


def reasons_of(request) -> dict:
    """Why somebody had to leave, the main reason first, and what is known of who did it."""
    rest = [code for code in request.reasons if code != request.main_reason]
    first = [f"{Reason(request.main_reason).label} ({_('main reason')})"] if request.main_reason else []
    told = {_("Reasons"): ", ".join([*first, *(str(Reason(code).label) for code in rest)])}
    if request.reasons_words:
        told[_("Reasons, in other words")] = request.reasons_words
    if found := request.found:
        told[_("Who did it")] = _listed(Perpetrator, found.perpetrators or [])
        told[_("Complaint to the police")] = Complaint(found.complaint).label if found.complaint else ""
        told[_("Reported to Unia or the Institute for equality")] = (
            Answer(found.reported).label if found.reported else ""
        )
    return told


def domains_of(request) -> list[tuple]:
    """(domain, level, tone) of each need that was asked about, the urgent first."""
    levels = (request.found.domains or {}) if request.found else {}
    tones = {NeedLevel.URGENT: "late", NeedLevel.SOME: "soon", NeedLevel.NONE: "plain"}
    found = [(NeedDomain(code).label, NeedLevel(level)) for code, level in levels.items()]
    found.sort(key=lambda each: list(tones).index(each[1]))
    return [(domain, level.label, tones[level]) for domain, level in found]


def uses_of(request) -> str:
    """What is safe when calling an anonymous caller back."""
    return _listed(Use, request.call_back_uses)


def _listed(choices, codes) -> str:
    return ", ".join(str(choices(code).label) for code in codes)
