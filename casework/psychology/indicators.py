"""What the house counts of the psychologist: persons and sessions, and nothing that was said or scored."""

from django.utils.translation import gettext_lazy as _

from refuge.counting import told
from refuge.indicators import COUNTS, PERSONS, SESSIONS, SHARE, Figure, Indicator, Period, declare

# That somebody is followed is as much as the team knows: the rights table gives numbers to management alone.
FOR_MANAGEMENT = "casework.psychology_counts"

COUNTED = """
    SELECT count(DISTINCT follow_up.person_id) FILTER (WHERE session.attendance = 'attended'),
           count(*) FILTER (WHERE session.attendance = 'attended'),
           count(*) FILTER (WHERE session.attendance = 'missed'),
           count(*)
    FROM casework_followupsession AS session
    JOIN casework_followup AS follow_up ON follow_up.id = session.followup_id
    WHERE session.held_on BETWEEN %(first)s AND %(last)s
"""


def counted(period: Period) -> tuple:
    """Persons seen, sessions held, sessions missed, sessions fixed."""
    return told(COUNTED, period)[0]


def persons(period: Period) -> Figure:
    return Figure(period.once(counted)[0])


def sessions(period: Period) -> Figure:
    return Figure(period.once(counted)[1])


def no_show(period: Period) -> Figure:
    return Figure.share(period.once(counted)[2], period.once(counted)[3])


FOLLOWED = declare(
    Indicator(
        code="psychology_persons",
        name=_("Young people followed by a psychologist"),
        definition=_(
            "Different persons who had at least one session with a psychologist of the house within the period. A "
            "session that was missed or cancelled does not count."
        ),
        unit=PERSONS,
        compute=persons,
        sensitivity=COUNTS,
        permission=FOR_MANAGEMENT,
        order=24,
    )
)
HELD = declare(
    Indicator(
        code="psychology_sessions",
        name=_("Sessions with a psychologist"),
        definition=_("Sessions held within the period, whatever their length. Nothing of what was said is counted."),
        unit=SESSIONS,
        compute=sessions,
        sensitivity=COUNTS,
        permission=FOR_MANAGEMENT,
        order=25,
    )
)
NO_SHOW = declare(
    Indicator(
        code="psychology_no_show",
        name=_("Sessions missed"),
        definition=_(
            "Of the sessions fixed for a day of the period, the share to which the person did not come. One that was "
            "cancelled in time is counted among those fixed, and not among those missed."
        ),
        unit=SHARE,
        compute=no_show,
        sensitivity=COUNTS,
        permission=FOR_MANAGEMENT,
        numerator=_("sessions missed"),
        denominator=_("sessions held, missed or cancelled in time"),
        of=SESSIONS,
        order=26,
    )
)
