"""What the house counts about asylum (DOMAIN.md 8: 46). What came out of a step is encrypted and in no figure: that
protection was granted, or finally refused, is a step of its own."""

from django.utils.translation import gettext_lazy as _

from casework.models import StepKind
from refuge.counting import told
from refuge.indicators import COUNTS, PERSONS, SHARE, Figure, Indicator, Period, declare

HOUSED = """
    SELECT count(DISTINCT slept.person_id)
    FROM housing_occupancy AS slept
    JOIN casework_asylumtrack AS track ON track.person_id = slept.person_id
    WHERE slept.status IN ('arrived', 'ended')
      AND daterange(slept.starts_on, slept.ended_on) * daterange(%(first)s, %(end)s)
          && daterange(track.opened_on, track.closed_on)
"""
STEPS = """
    SELECT step.kind, count(DISTINCT track.person_id)
    FROM casework_asylumstep AS step JOIN casework_asylumtrack AS track ON track.id = step.track_id
    WHERE step.done_on BETWEEN %(first)s AND %(last)s AND step.removed_at IS NULL
    GROUP BY step.kind
"""
# The last final step of the period decides: a refusal that was followed by protection is no refusal.
FINAL = """
    SELECT count(*), count(*) FILTER (WHERE kind = %(granted)s)
    FROM (
        SELECT DISTINCT ON (track.person_id) step.kind
        FROM casework_asylumstep AS step JOIN casework_asylumtrack AS track ON track.id = step.track_id
        WHERE step.done_on BETWEEN %(first)s AND %(last)s AND step.removed_at IS NULL
          AND step.kind IN (%(granted)s, %(refused)s)
        ORDER BY track.person_id, step.done_on DESC, step.noted_at DESC
    ) AS final
"""


def housed(period: Period) -> Figure:
    if period.nights_end <= period.first:
        return Figure(0)
    ((number,),) = told(HOUSED, period, end=period.nights_end)
    return Figure(number)


def decided(period: Period) -> Figure:
    return Figure(dict(told(STEPS, period)).get(StepKind.DECISION, 0))


def recognised(period: Period) -> Figure:
    more = {"granted": int(StepKind.PROTECTED), "refused": int(StepKind.REFUSED)}
    ((number, granted),) = told(FINAL, period, **more)
    return Figure.share(granted, number)


declare(
    Indicator(
        code="asylum_housed",
        name=_("Asylum applicants accommodated"),
        definition=_(
            "Different persons for whom a space was held at least one night of the period while their asylum procedure "
            "was followed here."
        ),
        unit=PERSONS,
        compute=housed,
        sensitivity=COUNTS,
        order=29,
    )
)
declare(
    Indicator(
        code="asylum_decided",
        name=_("Asylum applicants with a decision"),
        definition=_("Different persons for whom a decision of the CGRS was noted with a day of the period."),
        unit=PERSONS,
        compute=decided,
        sensitivity=COUNTS,
        order=29,
    )
)
declare(
    Indicator(
        code="asylum_recognised",
        name=_("Recognition rate"),
        definition=_(
            "Of the persons whose procedure came to its end in the period, the share that was granted protection; the "
            "others were finally refused. The last of several ends counts."
        ),
        unit=SHARE,
        compute=recognised,
        numerator=_("persons granted protection"),
        denominator=_("persons with a final decision"),
        of=PERSONS,
        sensitivity=COUNTS,
        order=29,
    )
)
