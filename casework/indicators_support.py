"""What the house counts about support given: actions, plans, goals, minors referred (DOMAIN.md 8: 40 to 43 and 47)."""

from django.utils.translation import gettext_lazy as _

from casework.indicators import done
from casework.models import Domain
from casework.parameters import PLAN_SIGNED_DAYS, PLAN_STAY_DAYS
from refuge.counting import told
from refuge.indicators import ACTIONS, GOALS, PERSONS, SHARE, STAYS, Breakdown, Figure, Indicator, Period, Row, declare
from refuge.parameters.registry import values_of
from refuge.partners.choices import OrganisationType, Status

YOUTH_CARE = [OrganisationType.SAJ, OrganisationType.OCJ, OrganisationType.SDJ]
# Stays that began in the period, lasted longer than the days of the parameter, and whose time to sign is over.
STAYS_WITH_PLAN = """
    SELECT count(*), count(*) FILTER (WHERE EXISTS (
        SELECT FROM casework_plancopy AS copy
        JOIN casework_plan AS plan ON plan.id = copy.plan_id
        WHERE plan.person_id = stay.person_id AND copy.removed_at IS NULL
          AND copy.signed_on BETWEEN stay.arrived_on AND stay.arrived_on + %(sign)s
    ))
    FROM housing_stay AS stay
    WHERE stay.arrived_on BETWEEN %(first)s AND %(last)s
      AND least(stay.departed_on, %(today)s) - stay.arrived_on > %(days)s
      AND stay.arrived_on + %(sign)s < %(today)s
"""
GOALS_ENDED = """
    SELECT goal.domain, count(*), count(*) FILTER (WHERE goal.state = 'reached')
    FROM casework_goal AS goal
    WHERE goal.ended_on BETWEEN %(first)s AND %(last)s AND goal.state IN ('reached', 'dropped')
      AND goal.removed_at IS NULL
    GROUP BY goal.domain
"""
# Supported on a day on which they were certainly under 18; of them those of whom youth care was told in the period.
MINORS = """
    SELECT count(*), count(*) FILTER (WHERE EXISTS (
        SELECT FROM partners_referral AS referral
        JOIN partners_organisation AS organisation ON organisation.id = referral.organisation_id
        WHERE referral.person_id = minor.id AND referral.status <> %(withdrawn)s
          AND referral.sent_on BETWEEN %(first)s AND %(last)s AND organisation.type = ANY(%(youth)s)
    ))
    FROM people_person AS minor
    WHERE minor.minor_until > %(first)s AND (EXISTS (
        SELECT FROM casework_journalnote AS note
        WHERE note.person_id = minor.id AND note.withdrawn_at IS NULL AND note.kind <> 'observed'
          AND note.happened_on BETWEEN %(first)s AND %(last)s AND note.happened_on < minor.minor_until
    ) OR EXISTS (
        SELECT FROM casework_plan AS plan
        JOIN casework_goal AS goal ON goal.plan_id = plan.id
        JOIN casework_action AS step ON step.goal_id = goal.id
        WHERE plan.person_id = minor.id AND step.removed_at IS NULL
          AND step.done_at >= %(start_moment)s AND step.done_at < %(end_moment)s
          AND (step.done_at AT TIME ZONE 'Europe/Brussels')::date < minor.minor_until
    ))
"""


def actions(period: Period) -> Figure:
    return Figure(period.once(done)[None][1])


def actions_rows(period: Period) -> list[Row]:
    found = period.once(done)
    return [Row(domain.value, domain.label, Figure(found.get(domain.value, (0, 0))[1])) for domain in Domain]


def actions_each(period: Period) -> Figure:
    persons, number = period.once(done)[None]
    return Figure.share(number, persons)


def plans_signed(period: Period) -> Figure:
    days = values_of([PLAN_STAY_DAYS.code, PLAN_SIGNED_DAYS.code], period.last)
    more = {"days": days[PLAN_STAY_DAYS.code], "sign": days[PLAN_SIGNED_DAYS.code], "today": period.today}
    ((number, signed),) = told(STAYS_WITH_PLAN, period, **more)
    return Figure.share(signed, number)


def goals_ended(period: Period) -> dict:
    return {domain: (ended, reached) for domain, ended, reached in told(GOALS_ENDED, period)}


def goals_reached(period: Period) -> Figure:
    numbers = period.once(goals_ended).values()
    return Figure.share(sum(reached for _ended, reached in numbers), sum(ended for ended, _reached in numbers))


def goals_rows(period: Period) -> list[Row]:
    numbers = period.once(goals_ended)
    both = [(domain, numbers.get(domain.value, (0, 0))) for domain in Domain]
    return [Row(domain.value, domain.label, Figure.share(reached, ended)) for domain, (ended, reached) in both]


def minors_referred(period: Period) -> Figure:
    more = {"withdrawn": Status.WITHDRAWN, "youth": [each.value for each in YOUTH_CARE]}
    ((number, referred),) = told(MINORS, period, **more)
    return Figure.share(referred, number)


declare(
    Indicator(
        code="support_actions",
        name=_("Support actions"),
        definition=_(
            "Talks, calls, accompaniments, letters and meetings noted in the journal on a day of the period, and steps "
            "of support plans done in it. Observations do not count, nor notes taken back or steps removed."
        ),
        unit=ACTIONS,
        compute=actions,
        breakdowns=(Breakdown("domain", _("Support actions, by domain"), actions_rows),),
        order=21,
    )
)
declare(
    Indicator(
        code="support_actions_each",
        name=_("Support actions a person (mean)"),
        definition=_("Support actions of the period, divided by the different persons whom they were for."),
        unit=ACTIONS,
        compute=actions_each,
        numerator=_("support actions"),
        denominator=_("young people supported"),
        of=PERSONS,
        order=22,
    )
)
declare(
    Indicator(
        code="plans_signed",
        name=_("Stays with a signed plan"),
        definition=_(
            "Of the stays that began in the period and lasted more than 14 days, the share in which the young person "
            "signed a copy of the plan within 21 days of arriving; both numbers of days are settings. Stays whose days "
            "to sign are not over are left out."
        ),
        unit=SHARE,
        compute=plans_signed,
        numerator=_("stays with a plan signed in time"),
        denominator=_("stays longer than 14 days"),
        of=STAYS,
        order=23,
    )
)
declare(
    Indicator(
        code="goals_reached",
        name=_("Goals reached"),
        definition=_(
            "Of the goals of support plans that ended in the period, the share that was reached; the others were "
            "dropped. Goals removed because they were noted by mistake do not count."
        ),
        unit=SHARE,
        compute=goals_reached,
        numerator=_("goals reached"),
        denominator=_("goals reached or dropped"),
        breakdowns=(Breakdown("domain", _("Goals reached, by domain"), goals_rows, adds_up=False),),
        of=GOALS,
        order=24,
    )
)
declare(
    Indicator(
        code="minors_referred",
        name=_("Minors referred to youth care"),
        definition=_(
            "Of the persons supported in the period on a day on which they were certainly under 18, the share of whom "
            "a referral was sent to SAJ, OCJ or SDJ within it. Referrals withdrawn since do not count."
        ),
        unit=SHARE,
        compute=minors_referred,
        numerator=_("minors referred to SAJ, OCJ or SDJ"),
        denominator=_("minors supported"),
        of=PERSONS,
        order=27,
    )
)
