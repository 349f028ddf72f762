"""What the house counts about partners and referrals (DOMAIN.md 8: 14 and 64)."""

from functools import reduce
from operator import or_
from statistics import median

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from refuge.counting import number, rows
from refuge.indicators import (
    DAYS,
    ORGANISATIONS,
    REFERRALS,
    SHARE,
    Breakdown,
    Figure,
    Indicator,
    Period,
    Row,
    declare,
)
from refuge.partners.choices import Need, Status
from refuge.partners.models import Meeting, Organisation, Referral
from refuge.partners.registry import acting


def sent_within(period: Period) -> Q:
    """Referrals sent within the period and not withdrawn since."""
    return Q(sent_on__range=(period.first, period.last)) & ~Q(status=Status.WITHDRAWN)


def answered_within(period: Period) -> Q:
    return Q(answered_on__range=(period.first, period.last), status__in=[Status.ACCEPTED, Status.REFUSED])


def active_within(period: Period) -> Q:
    """Organisations; one entry each: what was merged counts with what it was merged into."""
    days = (period.first, period.last)
    referred = Referral.objects.filter(Q(sent_on__range=days) | Q(answered_on__range=days))
    met = Meeting.objects.current().filter(held_on__range=days)
    own = Q(pk__in=referred.values("organisation")) | Q(pk__in=met.values("organisation"))
    return reduce(or_, (Q(pk__in=says(period)) for says in acting), own)


def sent(period: Period) -> dict[tuple[str, str], int]:
    """How many referrals were sent within the period, by need and state."""
    return {(need, status): many for need, status, many in rows(_sent, period)}


def _sent(period: Period):
    found = Referral.objects.filter(sent_within(period))
    return found.order_by().values_list("need", "status").annotate(number=Count("pk"))


def made(period: Period) -> Figure:
    return Figure(sum(period.once(sent).values()))


def by_need(period: Period) -> list[Row]:
    numbers = period.once(sent)
    return [
        Row(need.value, need.label, Figure(sum(many for (of, _s), many in numbers.items() if of == need)))
        for need in Need
    ]


def accepted(period: Period) -> Figure:
    numbers = period.once(sent)
    yes = sum(many for (_need, status), many in numbers.items() if status == Status.ACCEPTED)
    return Figure.share(yes, sum(numbers.values()))


def days_to_answer(period: Period) -> Figure:
    days = [(came - went).days for went, came in rows(_answered, period)]
    return Figure(median(days) if days else None, None, len(days))


def _answered(period: Period):
    return Referral.objects.filter(answered_within(period)).values_list("sent_on", "answered_on")


def active(period: Period) -> Figure:
    return Figure(number(_active, period))


def _active(period: Period):
    return Organisation.objects.filter(active_within(period))


REFERRALS_MADE = declare(
    Indicator(
        code="referrals_made",
        name=_("Referrals made"),
        definition=_(
            "Referrals to partner organisations sent within the period, those withdrawn since left out. Referrals are "
            "counted, not persons: somebody referred for two needs counts twice."
        ),
        unit=REFERRALS,
        compute=made,
        breakdowns=(Breakdown("need", _("Referrals made, by need"), by_need),),
        order=36,
    )
)
REFERRALS_ACCEPTED = declare(
    Indicator(
        code="referrals_accepted",
        name=_("Referrals accepted"),
        definition=_(
            "Of the referrals sent within the period, the share that the partner accepted, whenever the answer came. "
            "One without an answer counts as not accepted."
        ),
        unit=SHARE,
        compute=accepted,
        numerator=_("referrals accepted"),
        denominator=_("referrals sent"),
        of=REFERRALS,
        order=37,
    )
)
REFERRAL_DAYS = declare(
    Indicator(
        code="referral_days",
        name=_("Days until a partner answers (median)"),
        definition=_(
            "Median number of days between sending a referral and its answer, for the answers, yes or no, that came "
            "within the period."
        ),
        unit=DAYS,
        compute=days_to_answer,
        of=REFERRALS,
        order=38,
    )
)
ACTIVE_PARTNERS = declare(
    Indicator(
        code="active_partners",
        name=_("Active partner organisations"),
        definition=_(
            "Organisations to which a referral was sent, from which an answer came, with which a meeting or an "
            "activity was held, or which gave to the shop within the period. Two entries that were merged count once."
        ),
        unit=ORGANISATIONS,
        compute=active,
        order=80,
        is_of_the_hour=True,
    )
)
