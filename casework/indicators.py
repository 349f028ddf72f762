"""What the house counts about support."""

from django.utils.translation import gettext_lazy as _

from casework.models import Domain
from refuge.counting import told
from refuge.indicators import PERSONS, Breakdown, Figure, Indicator, Period, Row, declare

# Everything done with or for somebody, one row each: notes of a contact, and steps of a plan done. A done step has a
# moment, a note a day.
DONE = """
    SELECT note.domain, note.person_id
    FROM casework_journalnote AS note
    WHERE note.happened_on BETWEEN %(first)s AND %(last)s
      AND note.withdrawn_at IS NULL AND note.kind <> 'observed'
    UNION ALL
    SELECT goal.domain, plan.person_id
    FROM casework_action AS step
    JOIN casework_goal AS goal ON goal.id = step.goal_id
    JOIN casework_plan AS plan ON plan.id = goal.plan_id
    WHERE step.done_at >= %(start_moment)s AND step.done_at < %(end_moment)s AND step.removed_at IS NULL
"""
BY_DOMAIN = f"""
    SELECT domain, count(DISTINCT person_id), count(*)
    FROM ({DONE}) AS done
    GROUP BY GROUPING SETS ((domain), ())
"""  # noqa: S608 (all of it stands here)


def done(period: Period) -> dict:
    """{domain: (different persons, actions)}; None is all of them."""
    return {domain: numbers for domain, *numbers in told(BY_DOMAIN, period)}


def supported(period: Period) -> dict:
    """Persons by domain; None is the number of different persons in all."""
    return {domain: persons for domain, (persons, _actions) in period.once(done).items()}


def total(period: Period) -> Figure:
    return Figure(supported(period)[None])


def by_domain(period: Period) -> list[Row]:
    numbers = supported(period)
    return [Row(domain.value, domain.label, Figure(numbers.get(domain.value, 0))) for domain in Domain]


SUPPORTED = declare(
    Indicator(
        code="supported",
        name=_("Young people supported"),
        definition=_(
            "Different persons with at least one support action recorded in the period: a talk, call, accompaniment, "
            "letter or meeting noted in the journal, or a step of a support plan done. They need not have been "
            "accommodated. Observations and calls for information alone do not count; who was supported in several "
            "domains counts in each of them, and once in the whole."
        ),
        unit=PERSONS,
        compute=total,
        breakdowns=(Breakdown("domain", _("Young people supported, by domain"), by_domain, adds_up=False),),
        order=20,
    )
)
