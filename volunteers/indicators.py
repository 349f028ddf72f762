"""What the house counts about volunteers and activities (DOMAIN.md 8: 58 to 61, and 63)."""

from collections import Counter

from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from refuge.counting import rows, together
from refuge.days import start_of
from refuge.indicators import HOURS, SHARE, Breakdown, Figure, Indicator, Period, Row, declare
from refuge.parameters.registry import value_of
from volunteers.models import Activity, Kind, Level, Presence, SignUp
from volunteers.parameters import FULL_TIME_HOURS

VOLUNTEERS, ACTIVITIES, PRESENCES, EVENTS, REACHED = "volunteers", "activities", "presences", "events", "reached"
FIGURES = "volunteers.figures"


def within(period: Period, name="starts_at") -> dict:
    return {f"{name}__gte": start_of(period.first), f"{name}__lt": start_of(period.end)}


def before(period: Period) -> Period:
    """The period as long as this one, just before it: of a calendar year the year before."""
    if period.is_calendar_year:
        return Period.year(period.first.year - 1, today=period.today)
    length = period.end - period.first
    return Period(period.first - length, period.last - length, today=period.today)


def shifts(period: Period) -> dict:
    """{(volunteer, kind of activity): minutes} of the shifts held within the period."""
    return {(volunteer, kind): minutes for volunteer, kind, minutes in rows(_shifts, period)}


def _shifts(period: Period):
    found = SignUp.objects.done().filter(**within(period, "activity__starts_at"))
    return found.order_by().values_list("volunteer", "activity__kind").annotate(Sum("minutes"))


def held(period: Period) -> dict:
    """{(kind, level): (number, young people, people reached)} of the activities held: over, and not called off."""
    counted = rows(_held, period)
    return {(kind, level): (number, young or 0, people or 0) for kind, level, number, young, people in counted}


def _held(period: Period):
    found = Activity.objects.over(period.now).filter(**within(period)).order_by().values_list("kind", "level")
    return found.annotate(Count("pk"), Sum("young_people"), Sum("people_reached"))


NUMBER, YOUNG, PEOPLE = range(3)


def sum_of(period: Period, which: int, *, kind=None, level=None) -> int:
    """One of the three numbers of `held`, of a kind and a level where they are given."""
    return sum(
        numbers[which]
        for (of_kind, of_level), numbers in period.once(held).items()
        if kind in (None, of_kind) and level in (None, of_level)
    )


def volunteers(found: dict) -> set:
    return {volunteer for volunteer, _kind in found}


def active(period: Period) -> Figure:
    return Figure(len(volunteers(period.once(shifts))))


def hours(period: Period) -> Figure:
    return Figure(sum(period.once(shifts).values()) / 60)


def hours_by_kind(period: Period) -> list[Row]:
    minutes = Counter()
    for (_volunteer, kind), held_for in period.once(shifts).items():
        minutes[kind] += held_for
    return [Row(kind.value, kind.label, Figure(minutes[kind.value] / 60)) for kind in Kind]


def full_time(period: Period) -> Figure:
    """Hours against those of somebody who works full time, as many years as the period has."""
    year = value_of(FULL_TIME_HOURS.code, period.last)
    of = year if period.is_calendar_year else year * (period.end - period.first).days / 365.25
    return Figure.share(sum(period.once(shifts).values()) / 60, of)


def retention(period: Period) -> Figure:
    earlier = volunteers(shifts(before(period)))
    return Figure.share(len(earlier & volunteers(period.once(shifts))), len(earlier))


def activities(period: Period) -> Figure:
    return Figure(sum_of(period, NUMBER))


def activities_by_kind(period: Period) -> list[Row]:
    return [Row(kind.value, kind.label, Figure(sum_of(period, NUMBER, kind=kind.value))) for kind in Kind]


def participations(period: Period) -> Figure:
    return Figure(sum_of(period, YOUNG))


def participants(period: Period) -> Figure:
    ((number,),) = rows(_participants, period)
    return Figure(number)


def _participants(period: Period):
    found = Presence.objects.filter(
        activity__cancelled_at__isnull=True, activity__ends_at__lte=period.now, **within(period, "activity__starts_at")
    )
    return together(found, number=Count("person", distinct=True))


def events(period: Period) -> Figure:
    return Figure(sum_of(period, NUMBER, kind=Kind.AWARENESS.value))


def reached(period: Period) -> Figure:
    return Figure(sum_of(period, PEOPLE, kind=Kind.AWARENESS.value))


def by_level(which: int):
    """Rows of one of the numbers of awareness actions, by level."""

    def by(period: Period) -> list[Row]:
        levels = [*Level.choices, ("", _("Level not told"))]
        return [
            Row(code, label, Figure(sum_of(period, which, kind=Kind.AWARENESS.value, level=code)))
            for code, label in levels
        ]

    return by


def labelled(period: Period) -> list[tuple]:
    """(projects, people reached) of each awareness action."""
    return rows(_labelled, period)


def _labelled(period: Period):
    found = Activity.objects.over(period.now).filter(kind=Kind.AWARENESS, **within(period))
    return found.values_list("labels", "people_reached")


def by_label(period: Period) -> list[Row]:
    """Awareness actions by project: one with two labels counts for both."""
    found = Counter(label for labels, _people in period.once(labelled) for label in labels)
    return [Row(label, label, Figure(number)) for label, number in sorted(found.items())]


def reached_by_label(period: Period) -> list[Row]:
    """People reached, by project: an action with two labels counts for both."""
    found = Counter()
    for labels, people in period.once(labelled):
        for label in labels:
            found[label] += people or 0
    return [Row(label, label, Figure(number)) for label, number in sorted(found.items())]


def training_hours(period: Period) -> Figure:
    minutes = sum(held_for for (_who, kind), held_for in period.once(shifts).items() if kind == Kind.TRAINING)
    return Figure(minutes / 60)


declare(
    Indicator(
        code="volunteers_active",
        name=_("Active volunteers"),
        definition=_(
            "Volunteers who held at least one shift within the period, as attendance notes it. Each counts once."
        ),
        unit=VOLUNTEERS, compute=active, permission=FIGURES, order=70,
    )
)  # fmt: skip
declare(
    Indicator(
        code="volunteer_hours",
        name=_("Hours of volunteers"),
        definition=_("Hours of the shifts that volunteers held within the period, as attendance notes them."),
        unit=HOURS, compute=hours, permission=FIGURES, order=71,
        breakdowns=(Breakdown("kind", _("Hours of volunteers, by kind of activity"), hours_by_kind),),
    )
)  # fmt: skip
declare(
    Indicator(
        code="volunteer_fte",
        name=_("Hours of volunteers against a full-time year"),
        definition=_(
            "Hours of volunteers within the period, as a share of what somebody who works full time does in as many "
            "days. The hours of a full-time year are a setting of the house."
        ),
        unit=SHARE, compute=full_time, permission=FIGURES, order=72,
        numerator=_("hours of volunteers"), denominator=_("hours of full-time work"),
    )
)  # fmt: skip
declare(
    Indicator(
        code="volunteer_retention",
        name=_("Volunteers who stayed"),
        definition=_(
            "Of the volunteers who held a shift in the period before, as long as this one, the share that held one "
            "within this period too."
        ),
        unit=SHARE, compute=retention, permission=FIGURES, order=73,
        numerator=_("volunteers active in both periods"), denominator=_("volunteers active in the period before"),
    )
)  # fmt: skip
declare(
    Indicator(
        code="activities_held",
        name=_("Activities held"),
        definition=_("Activities that began within the period and are over. What was called off does not count."),
        unit=ACTIVITIES, compute=activities, permission=FIGURES, order=74, is_of_the_hour=True,
        breakdowns=(Breakdown("kind", _("Activities held, by kind"), activities_by_kind),),
    )
)  # fmt: skip
declare(
    Indicator(
        code="activity_participations",
        name=_("Participations of young people"),
        definition=_(
            "Young people present at the activities held within the period, added up: somebody who came twice counts "
            "twice. An activity whose number was not noted adds nothing."
        ),
        unit=PRESENCES, compute=participations, permission=FIGURES, order=75, is_of_the_hour=True,
    )
)  # fmt: skip
declare(
    Indicator(
        code="activity_participants",
        name=_("Young people who took part, noted by name"),
        definition=_(
            "Different young people noted by name at an activity held within the period. Most activities note a number "
            "alone: this figure is the least there were."
        ),
        unit="persons", compute=participants, order=76, is_of_the_hour=True,
    )
)  # fmt: skip
declare(
    Indicator(
        code="awareness_events",
        name=_("Awareness actions"),
        definition=_("Awareness actions held within the period, by the level to which they were addressed."),
        unit=EVENTS, compute=events, permission=FIGURES, order=77, is_of_the_hour=True,
        breakdowns=(
            Breakdown("level", _("Awareness actions, by level"), by_level(NUMBER)),
            Breakdown("project", _("Awareness actions, by project"), by_label, adds_up=False),
        ),
    )
)  # fmt: skip
declare(
    Indicator(
        code="awareness_reached",
        name=_("People reached by awareness actions"),
        definition=_("People reached, as noted after each awareness action held within the period, added up."),
        unit=REACHED, compute=reached, permission=FIGURES, order=78, is_of_the_hour=True,
        breakdowns=(
            Breakdown("level", _("People reached by awareness actions, by level"), by_level(PEOPLE)),
            Breakdown(
                "project", _("People reached by awareness actions, by project"), reached_by_label, adds_up=False
            ),
        ),
    )
)  # fmt: skip
declare(
    Indicator(
        code="volunteer_training_hours",
        name=_("Training hours of volunteers"),
        definition=_(
            "Hours of volunteers at activities of the kind “training” within the period, as attendance notes them."
        ),
        unit=HOURS, compute=training_hours, permission=FIGURES, order=81,
    )
)  # fmt: skip
