"""What the house counts about what changed: rights opened and life areas (DOMAIN.md 8: 45 and 53)."""

from django.utils.translation import gettext_lazy as _

from casework.models import Area, Right
from refuge.counting import told
from refuge.indicators import COUNTS, PERSONS, SHARE, Breakdown, Figure, Indicator, Period, Row, declare

# Of persons with a plan in the period: who lacked a right at entry and had not obtained it before the period, and who
# of them obtained it in the period. In all (NULL) somebody counts once.
OBTAINED = """
    SELECT lacking."right", count(DISTINCT lacking.person_id),
           count(DISTINCT lacking.person_id) FILTER (WHERE opened.first_on IS NOT NULL)
    FROM casework_rightstep AS lacking
    JOIN people_person AS person ON person.id = lacking.person_id AND person.merged_into_id IS NULL
    LEFT JOIN LATERAL (
        SELECT min(step.happened_on) AS first_on
        FROM casework_rightstep AS step
        WHERE step.person_id = lacking.person_id AND step."right" = lacking."right" AND step.step = 'opened'
          AND step.removed_at IS NULL AND step.happened_on <= %(last)s
    ) AS opened ON true
    WHERE lacking.step = 'lacked' AND lacking.removed_at IS NULL AND lacking.happened_on <= %(last)s
      AND (opened.first_on IS NULL OR opened.first_on >= %(first)s)
      AND EXISTS (
          SELECT FROM casework_plan AS plan
          WHERE plan.person_id = lacking.person_id AND plan.opened_on <= %(last)s
            AND (plan.closed_on IS NULL OR plan.closed_on >= %(first)s)
      )
    GROUP BY GROUPING SETS ((lacking."right"), ())
"""
# Persons whose areas were gone through at an exit in the period and at entry, by area, and in all (NULL).
GAINED = """
    SELECT area, count(DISTINCT person_id), count(DISTINCT person_id) FILTER (WHERE area = ANY(gained))
    FROM casework_lifemeasurement AS measured, unnest(compared) AS area
    WHERE measured.moment = 'exit' AND measured.removed_at IS NULL
      AND measured.held_on BETWEEN %(first)s AND %(last)s
    GROUP BY GROUPING SETS ((area), ())
"""


def obtained(period: Period) -> dict:
    return {right: (lacked, got) for right, lacked, got in told(OBTAINED, period)}


def gained(period: Period) -> dict:
    return {area: (twice, higher) for area, twice, higher in told(GAINED, period)}


def _share(numbers, key) -> Figure:
    whole, part = numbers.get(key, (0, 0))
    return Figure.share(part, whole)


def rights_opened(period: Period) -> Figure:
    return _share(period.once(obtained), None)


def rights_rows(period: Period) -> list[Row]:
    numbers = period.once(obtained)
    return [Row(right.value, right.label, _share(numbers, right.value)) for right in Right]


def areas_gained(period: Period) -> Figure:
    return _share(period.once(gained), None)


def areas_rows(period: Period) -> list[Row]:
    numbers = period.once(gained)
    return [Row(area.value, area.label, _share(numbers, area.value)) for area in Area]


declare(
    Indicator(
        code="rights_opened",
        name=_("Rights opened"),
        definition=_(
            "Of the persons with a support plan in the period who lacked a right at entry (income, reference address, "
            "health cover, identity or residence document) and had not obtained it before, the share that obtained it "
            "in the period. In the whole somebody counts once, and as having obtained if it was one right at least."
        ),
        unit=SHARE,
        compute=rights_opened,
        numerator=_("persons who obtained a right"),
        denominator=_("persons who lacked it at entry"),
        breakdowns=(Breakdown("right", _("Rights opened, by right"), rights_rows, adds_up=False),),
        of=PERSONS,
        order=26,
    )
)
declare(
    Indicator(
        code="areas_gained",
        name=_("Life areas: higher at the exit than at entry"),
        definition=_(
            "Of the persons whose life areas were gone through at an exit in the period and at entry, the share that "
            "stands at least one level higher at the exit in one area at least. By area: of those with both measures "
            "of this area, the share that stands higher in it."
        ),
        unit=SHARE,
        compute=areas_gained,
        numerator=_("persons who stand higher"),
        denominator=_("persons with two measures"),
        breakdowns=(Breakdown("area", _("Life areas: higher at the exit, by area"), areas_rows, adds_up=False),),
        of=PERSONS,
        sensitivity=COUNTS,
        order=28,
    )
)
