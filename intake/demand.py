"""What the house counts about demand (DOMAIN.md 8, indicators 4 to 8 and 10 to 12)."""

from collections import Counter

from django.utils.translation import gettext_lazy as _

from intake.models.choices import Caller, Channel, Need, RefusalReason, State
from refuge.counting import told
from refuge.indicators import PERSONS, REQUESTS, SHARE, Breakdown, Figure, Indicator, Period, Row, declare

# Requests received that are alike. Their columns stand in an index (`intake_received`).
RECEIVED = """
    SELECT channel, caller, needs, count(*)
    FROM intake_request
    WHERE received_at >= %(start_moment)s AND received_at < %(end_moment)s
    GROUP BY channel, caller, needs
"""
# The different persons whom they were about.
REQUESTERS = """
    SELECT count(DISTINCT person_id)
    FROM intake_request
    WHERE received_at >= %(start_moment)s AND received_at < %(end_moment)s
"""
# The last decision of the period on each request; who asked for a place to sleep or was given one asks for a space.
DECIDED = """
    WITH last AS (
        SELECT DISTINCT ON (request_id) request_id, outcome, refusal_reason
        FROM intake_decision
        WHERE decided_at >= %(start_moment)s AND decided_at < %(end_moment)s AND revoked_at IS NULL
        ORDER BY request_id, decided_at DESC, id DESC
    )
    SELECT last.outcome, last.refusal_reason,
           'accommodation' = ANY (request.needs) OR last.outcome IN ('accommodated', 'waiting') AS for_a_space, count(*)
    FROM last JOIN intake_request AS request ON request.id = last.request_id
    GROUP BY 1, 2, 3
"""


def received(period: Period) -> list[tuple]:
    return told(RECEIVED, period)


def decided(period: Period) -> list[tuple]:
    return told(DECIDED, period)


def total(period: Period) -> Figure:
    return Figure(sum(number for *_alike, number in period.once(received)))


def persons(period: Period) -> Figure:
    ((number,),) = told(REQUESTERS, period)
    return Figure(number)


def by_channel(period: Period) -> list[Row]:
    return _by(Channel, period, lambda channel, _caller, _needs: [channel])


def by_caller(period: Period) -> list[Row]:
    return _by(Caller, period, lambda _channel, caller, _needs: [caller])


def by_need(period: Period) -> list[Row]:
    return _by(Need, period, lambda _channel, _caller, needs: needs)


def _by(choices, period: Period, answers) -> list[Row]:
    """The requests received by one of these; a request counts under each of its answers."""
    numbers = Counter()
    for *alike, number in period.once(received):
        for answer in answers(*alike):
            numbers[answer] += number
    return [Row(each.value, each.label, Figure(numbers[each.value])) for each in choices]


def _space_requests(period: Period, outcome="", reason="") -> int:
    """Requests for a space that were decided for good, with that outcome and reason where given."""
    return sum(
        number
        for decided_as, why, for_a_space, number in period.once(decided)
        if for_a_space
        and decided_as != State.WAITING
        and (not outcome or decided_as == outcome)
        and (not reason or why == reason)
    )


def acceptance(period: Period) -> Figure:
    return Figure.share(_space_requests(period, State.ACCOMMODATED), _space_requests(period))


def unmet(period: Period) -> Figure:
    refused = _space_requests(period, State.DECLINED, RefusalReason.NO_PLACE)
    return Figure.share(refused, _space_requests(period))


def _reasons(period: Period) -> dict[str, int]:
    """How many requests came to nothing, by reason; of a decision from before reasons were asked, the outcome tells."""
    told = {State.WITHDRAWN: RefusalReason.WITHDREW, State.UNREACHABLE: RefusalReason.LOST_CONTACT}
    numbers = dict.fromkeys(RefusalReason, 0)
    for outcome, why, _for_a_space, number in period.once(decided):
        if outcome == State.DECLINED:
            numbers[RefusalReason(why)] += number
        elif outcome in told:
            numbers[told[State(outcome)]] += number
    return numbers


def refusals(period: Period) -> Figure:
    return Figure(sum(_reasons(period).values()))


def by_reason(period: Period) -> list[Row]:
    return [Row(reason.value, reason.label, Figure(number)) for reason, number in _reasons(period).items()]


declare(
    Indicator(
        code="requests_received",
        name=_("Requests received"),
        definition=_(
            "Calls for help whose first contact lies within the period, whatever became of them. Requests are counted, "
            "not persons: a couple that calls makes two. A request may name several needs and counts in each of them."
        ),
        unit=REQUESTS,
        compute=total,
        breakdowns=(
            Breakdown("channel", _("Requests received, by channel"), by_channel),
            Breakdown("caller", _("Requests received, by who called"), by_caller),
            Breakdown("need", _("Requests received, by need"), by_need, adds_up=False),
        ),
        order=25,
    )
)
declare(
    Indicator(
        code="requesters",
        name=_("Young people who asked"),
        definition=_(
            "Different persons about whom a request was received within the period, each counted once. Anonymous calls "
            "that were never joined to a file are left out: whether they were the same person cannot be told."
        ),
        unit=PERSONS,
        compute=persons,
        order=26,
    )
)
declare(
    Indicator(
        code="acceptance_rate",
        name=_("Requests for a space accepted"),
        definition=_(
            "Which part of the requests for a space that were decided within the period led to one. A request for a "
            "space named a place to sleep among its needs, or was given one. Whoever is on the waiting list is not "
            "counted until that ends; of several decisions the last one of the period counts."
        ),
        unit=SHARE,
        of=REQUESTS,
        compute=acceptance,
        numerator=_("requests accommodated"),
        denominator=_("requests for a space decided"),
        order=32,
    )
)
declare(
    Indicator(
        code="unmet_demand",
        name=_("Unmet demand"),
        definition=_(
            "Which part of the requests for a space that were decided within the period was declined because no space "
            "was free. Decided and request for a space mean the same as in the share accepted."
        ),
        unit=SHARE,
        of=REQUESTS,
        compute=unmet,
        numerator=_("requests declined for want of a space"),
        denominator=_("requests for a space decided"),
        order=33,
    )
)
declare(
    Indicator(
        code="refusals",
        name=_("Requests that came to nothing"),
        definition=_(
            "Requests whose last decision of the period was to decline, or that were withdrawn or lost from sight, by "
            "the reason given. Refusals of the old register gave none and stand apart."
        ),
        unit=REQUESTS,
        compute=refusals,
        breakdowns=(Breakdown("reason", _("Requests that came to nothing, by reason"), by_reason),),
        order=34,
    )
)
