"""Who left and came back."""

from datetime import date

from django.db.models import Count, DateField, DurationField, Exists, Func, OuterRef, Q, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from housing.clock import months_after
from housing.models import Stay
from housing.movements import moved_in, moved_on
from housing.parameters import READMISSION_MONTHS
from refuge.counting import rows, together
from refuge.indicators import PERSONS, SHARE, Figure, Indicator, Period, declare, tell
from refuge.parameters.registry import value_of
from refuge.people.counted import people
from refuge.questions import SOME_DAY


def _months(period: Period) -> int:
    return value_of(READMISSION_MONTHS.code, period.last)


def _since(period: Period) -> date:
    return months_after(period.first, -_months(period))


def left_before(period: Period, since: date) -> Q:
    """Departures of the months before the period."""
    return Q(departed_on__gte=since, departed_on__lt=period.first) & ~moved_on()


def again(period: Period, months: int) -> Exists:
    """Somebody came back after a stay, soon enough to be a readmission, and before the period ended."""
    length = Func(Value(months), template="make_interval(months => %(expressions)s)", output_field=DurationField())
    return Exists(
        Stay.objects.exclude(pk=OuterRef("pk"))
        .filter(~moved_in(), person=OuterRef("person"), arrived_on__gte=OuterRef("departed_on"))
        .filter(arrived_on__lt=period.end, arrived_on__lte=Cast(OuterRef("departed_on") + length, DateField()))
    )


def came_back(period: Period) -> Figure:
    """Of the persons who left in the months before the period, those who arrived again within so many months."""
    ((everybody, back),) = rows(_came_back, period, _months(period), stand_ins={SOME_DAY: _since(period)})
    return Figure.share(back, everybody)


def _came_back(period: Period, months: int):
    found = Stay.objects.filter(left_before(period, SOME_DAY)).annotate(again=again(period, months))
    return together(
        found,
        everybody=Count("person", distinct=True),
        back=Count("person", distinct=True, filter=Q(again=True)),
    )


def who_left(period: Period) -> Q:
    return Q(Exists(Stay.objects.filter(left_before(period, _since(period)), person=OuterRef("pk"))))


def who_came_back(period: Period) -> Q:
    found = Stay.objects.filter(left_before(period, _since(period)), again(period, _months(period)))
    return Q(Exists(found.filter(person=OuterRef("pk"))))


declare(
    Indicator(
        code="readmission_rate",
        name=_("Readmissions"),
        definition=_(
            "Of the different persons who left in the twelve months before the period, those who arrived again at most "
            "twelve months after they left and before the period ended. A move between the programmes is neither. The "
            "house’s settings may say another number of months."
        ),
        unit=SHARE,
        of=PERSONS,
        compute=came_back,
        numerator=_("persons who came back"),
        denominator=_("persons who left in the twelve months before"),
        order=67,
    )
)
tell(
    "readmission_rate",
    people(who_came_back, code="part", name=_("Came back")),
    people(who_left, code="whole", name=_("Left in the months before")),
)
