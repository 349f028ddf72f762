"""When deadlines are told of, and the table of days that letters usually state (DOMAIN.md 3.2).

The table only suggests: the law changed on 12 June 2026, and what it says since is not verified. What counts is the
letter, which somebody reads and types.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from casework.models.asylum_choices import Counting, DeadlineKind
from refuge.parameters.registry import Parameter, declare, histories, values_of

PACT = date(2026, 6, 12)
BEFORE = date(2018, 1, 1)

SOON_DAYS = declare(
    Parameter(
        code="casework.asylum_soon_days",
        label=_("How many days ahead a deadline of an asylum file stands on the Today page"),
        unit=_("days"),
        value=14,
        source=_("Choice of the house"),
        certainty="L",
        maximum=90,
    )
)
ALERT_DAYS = declare(
    Parameter(
        code="casework.asylum_alert_days",
        label=_("A deadline of an asylum file alerts before its day"),
        unit=_("days"),
        value=[14, 7, 3, 1],
        source=_("Choice of the house"),
        certainty="L",
        minimum=0,
        maximum=90,
    )
)


@dataclass(frozen=True)
class Suggestion:
    """What letters of one sort usually state."""

    parameter: Parameter
    kind: DeadlineKind
    counting: Counting

    @property
    def label(self):
        return self.parameter.label


def _suggest(code, kind, label, days, source, certainty, counting=Counting.CALENDAR, **more) -> Suggestion:
    unit = _("working days") if counting == Counting.WORKING else _("days")
    parameter = Parameter(
        code=f"casework.asylum_{code}", label=label, unit=unit, value=days, source=source, certainty=certainty,
        minimum=1, maximum=366, **more,
    )  # fmt: skip
    return Suggestion(declare(parameter), kind, counting)


_APPEALS = _(
    "CGRS, before the Pact of 12 June 2026; since then 5 days to a month by EU regulation 2024/1348: not verified"
)
_TRANSFERS = _("Before the Pact of 12 June 2026; since then 1 to 3 weeks by EU regulation 2024/1351: not verified")

SUGGESTIONS = (
    _suggest(
        "announce", DeadlineKind.ANNOUNCE, _("Application to be made after arrival"), 8,
        _("Asylum Information Database, 24 June 2025"), "H", Counting.WORKING,
    ),
    _suggest(
        "card", DeadlineKind.CARD, _("Going to the municipality for the orange card"), 8,
        _("Immigration Office, questions and answers on documents"), "H", Counting.WORKING,
    ),
    _suggest(
        "transfer", DeadlineKind.TRANSFER, _("Transfer: appeal for annulment"), 30, _TRANSFERS, "L",
        valid_from=PACT, earlier=((BEFORE, 30),),
    ),
    _suggest(
        "transfer_urgent", DeadlineKind.TRANSFER, _("Transfer: extreme urgency"), 10, _TRANSFERS, "L",
        valid_from=PACT, earlier=((BEFORE, 10),),
    ),
    _suggest(
        "transfer_urgent_again", DeadlineKind.TRANSFER, _("Transfer: extreme urgency, not the first order"), 5,
        _TRANSFERS, "L", valid_from=PACT, earlier=((BEFORE, 5),),
    ),
    _suggest(
        "absence", DeadlineKind.ABSENCE, _("Absent from the CGRS interview: to be justified"), 8,
        _("CGRS, since 4 August 2025; 15 days before"), "H", valid_from=date(2025, 8, 4), earlier=((BEFORE, 15),),
    ),
    _suggest(
        "remarks", DeadlineKind.REMARKS, _("Remarks on the notes of the interview"), 8,
        _("Act of 15 December 1980: after they were received"), "M", Counting.WORKING,
    ),
    _suggest(
        "appeal", DeadlineKind.APPEAL, _("CGRS decision, ordinary procedure"), 30, _APPEALS, "L",
        valid_from=PACT, earlier=((BEFORE, 30),),
    ),
    _suggest(
        "appeal_short", DeadlineKind.APPEAL,
        _("In detention; inadmissible or manifestly unfounded, decided in time"), 10,
        _APPEALS, "L", valid_from=PACT, earlier=((BEFORE, 10),),
    ),
    _suggest(
        "appeal_shortest", DeadlineKind.APPEAL, _("Subsequent application made in detention, inadmissible"), 5,
        _APPEALS, "L", valid_from=PACT, earlier=((BEFORE, 5),),
    ),
    _suggest(
        "cassation", DeadlineKind.CASSATION, _("Judgment of the CALL: cassation"), 30,
        _("Council of State, with a filter of admissibility"), "M",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Suggested:
    """A row of the table as it stood on a day: `since` is the first day of its value."""

    suggestion: Suggestion
    days: int
    since: date


def suggested(kind, on) -> list[Suggested]:
    """What the table says of a kind of deadline on a day. One query at most, with the other parameters of the page."""
    rows = [each for each in SUGGESTIONS if each.kind == kind]
    codes = [each.parameter.code for each in rows]
    values, known = values_of(codes, on), histories(codes)
    return [Suggested(each, values[each.parameter.code], _since(each.parameter, known, on)) for each in rows]


def _since(parameter, known, on) -> date:
    days = [valid_from for valid_from, _worth in known.get(parameter.code, []) if valid_from <= on]
    return max(days, default=parameter.valid_from)
