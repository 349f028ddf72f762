"""What the house counts about support."""

from django.db import connection
from django.utils.translation import gettext_lazy as _

from casework.models import Domain
from refuge.indicators import PERSONS, Breakdown, Figure, Indicator, Period, Row, declare

# Persons by the domain of what was done with or for them, and in all (NULL). A done step has a moment, a note a day.
PERSONS_BY_DOMAIN = """
    SELECT domain, count(DISTINCT person_id)
    FROM (
        SELECT note.domain, note.person_id
        FROM casework_journalnote AS note
        WHERE note.happened_on BETWEEN %(first)s AND %(last)s
          AND note.withdrawn_at IS NULL AND note.kind <> 'observed'
        UNION ALL
        SELECT goal.domain, plan.person_id
        FROM casework_action AS step
        JOIN casework_goal AS goal ON goal.id = step.goal_id
        JOIN casework_plan AS plan ON plan.id = goal.plan_id
        WHERE (step.done_at AT TIME ZONE 'Europe/Brussels')::date BETWEEN %(first)s AND %(last)s
          AND step.removed_at IS NULL
    ) AS done
    GROUP BY GROUPING SETS ((domain), ())
"""


def supported(period: Period) -> dict:
    """Persons by domain; None is the number of different persons in all."""
    with connection.cursor() as cursor:
        cursor.execute(PERSONS_BY_DOMAIN, {"first": period.first, "last": period.last})
        return dict(cursor.fetchall())


def total(period: Period) -> Figure:
    return Figure(period.once(supported).get(None, 0))


def by_domain(period: Period) -> list[Row]:
    numbers = period.once(supported)
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
