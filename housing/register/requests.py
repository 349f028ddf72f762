"""The requests of a register, with the decision as it was written down there."""

import re
from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from housing.register import words
from housing.register.cells import text_of
from housing.register.words import fold, meaning
from intake.models import Decision, Request
from intake.models.choices import REASON_OF, Caller, Channel, Reason, RefusalReason, State

NOON = time(12)
# What has no field of its own stays with the call in the register's own words.
KEPT_AS_WRITTEN = ("living", "town", "residence", "sent_by", "worker", "remarks")
FRIEND = re.compile(r"\b(ami|amie|amies|amis|vriend|vriendin)\b")


def noon(day) -> datetime:
    """The register knows days; noon is the same day in every zone of Europe."""
    return timezone.make_aware(datetime.combine(day, NOON))


def request_of(call, person, *, reference, author) -> Request:
    sent_by = text_of(call.values.get("sent_by"))
    return Request(
        reference=reference,
        received_at=noon(call.called_on),
        received_by=author,
        person=person,
        channel=call.codes["channel"] or Channel.OTHER,
        caller=_caller(sent_by),
        caller_organisation=sent_by[:120] if _caller(sent_by) == Caller.SERVICE else "",
        ethos=call.codes["living"] or "",
        reasons=_reasons(call),
        reasons_words=text_of(call.values.get("reasons")),
        urgency=call.codes["urgency"] or "",
        story=_story(call),
        state=State.ASSESSING,
    )


def decision_of(call, request, author) -> Decision | None:
    """What was decided; None where the register says nothing that has a meaning here: the request then waits."""
    outcome = call.outcome
    if outcome is None:
        return None
    facts = {"refusal_reason": REASON_OF.get(outcome, "")}
    if outcome == State.DECLINED:
        facts = {
            "refusal_reason": RefusalReason.UNRECORDED,
            "space_was_free": "unsure",
            "offered_instead": _("Not noted in the old register."),
        }
    return Decision(
        request=request,
        outcome=outcome,
        reason=_("Old register: %(words)s") % {"words": text_of(call.values["decision"])},
        decided_by=author,
        decided_at=noon(call.decided_on or call.called_on),
        **facts,
    )


def _caller(sent_by: str) -> str:
    if not sent_by:
        return Caller.SELF
    return Caller.RELATIVE if FRIEND.search(fold(sent_by)) else Caller.SERVICE


def _reasons(call) -> list[str]:
    codes = {}
    for said in filter(None, map(str.strip, text_of(call.values.get("reasons")).split(","))):
        codes[meaning(words.REASONS, said) or Reason.OTHER] = None
    return list(codes)


def _story(call) -> str:
    """Everything written about the call, under the headings of the register."""
    headings = {
        "living": _("Living situation"),
        "town": _("Town"),
        "residence": _("Residence status"),
        "sent_by": _("Sent by"),
        "worker": _("Worker"),
        "remarks": _("Remarks"),
    }
    lines = [f"{headings[name]} : {text_of(call.values.get(name))}" for name in KEPT_AS_WRITTEN if _said(call, name)]
    apart = (*KEPT_AS_WRITTEN, "reasons")  # those that stand here already, and what few may read
    unread = [f"{column} : {text}" for column, text in call.unread if column not in apart]
    number = _("Old register, sheet %(sheet)s, number %(number)s") % {
        "sheet": call.sheet,
        "number": call.number if call.number is not None else "–",
    }
    return "\n".join([number, *lines, *unread])


def _said(call, name) -> bool:
    return bool(text_of(call.values.get(name)))
