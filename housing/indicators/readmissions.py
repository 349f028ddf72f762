"""Who left and came back."""

from django.db.models import Count, DateField, DurationField, Exists, Func, OuterRef, Q, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from housing.clock import months_after
from housing.models import Stay
from housing.movements import moved_in, moved_on
from housing.parameters import READMISSION_MONTHS
from refuge.indicators import PERSONS, SHARE, Figure, Indicator, Period, declare
from refuge.parameters.registry import value_of


def came_back(period: Period) -> Figure:
    """Of the persons who left in the months before the period, those who arrived again within so many months."""
    months = value_of(READMISSION_MONTHS.code, period.last)
    length = Func(Value(months), template="make_interval(months => %(expressions)s)", output_field=DurationField())
    again = (
        Stay.objects.exclude(pk=OuterRef("pk"))
        .filter(~moved_in(), person=OuterRef("person"), arrived_on__gte=OuterRef("departed_on"))
        .filter(arrived_on__lt=period.end, arrived_on__lte=Cast(OuterRef("departed_on") + length, DateField()))
    )
    left = Stay.objects.filter(
        ~moved_on(), departed_on__gte=months_after(period.first, -months), departed_on__lt=period.first
    )
    counted = left.annotate(again=Exists(again)).aggregate(
        all=Count("person", distinct=True), back=Count("person", distinct=True, filter=Q(again=True))
    )
    return Figure.share(counted["back"], counted["all"])


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
