"""What is missing or contradictory about stays, for the yearly round."""

from datetime import timedelta

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from housing.models import Occupancy, Stay
from housing.models.choices import Destination
from refuge.checks import Check, Gap, declare
from refuge.ui.templatetags.ui import known_address
from refuge.ui.words import short_day

VIEW = "housing.view_stay"
SHOWN = ("programme", "arrived_on", "departed_on", "person__chosen_name")


def stays(user):
    return Stay.objects.visible_to(user).select_related("person").only(*SHOWN)


def without_destination(period, user):
    """Departures of the period after which nobody knows where the young person lives."""
    left = Q(departed_on__gte=period.first, departed_on__lt=period.end)
    return stays(user).filter(left, destination=Destination.UNKNOWN).order_by("departed_on", "pk")


def beyond_agreement(period, user):
    """Still there after the day that was agreed, within the period: a departure was not noted, or no extension."""
    late = Q(departed_on__isnull=True, agreed_until__lt=period.end)
    return (
        stays(user)
        .filter(late, agreed_until__lt=period.today, arrived_on__lt=period.end)
        .order_by("agreed_until", "pk")
    )


def without_space(period, user):
    """Longer than a night and never in a space: no night of theirs is counted."""
    long = Q(departed_on__isnull=True) | Q(departed_on__gt=F("arrived_on") + timedelta(days=1))
    within = Q(arrived_on__gte=period.first, arrived_on__lt=period.end)
    found = stays(user).filter(within, long).exclude(pk__in=_in_a_space(period.first).values("stay"))
    return found.order_by("arrived_on", "pk")


def _in_a_space(first):
    """Occupancies with a night, as the figures count them: enough to know of each stay that began on `first` or later.
    Told at once, so that the index of those who slept is asked once and not for each stay."""
    nights = Q(ended_on__gt=first) & Q(ended_on__gt=F("starts_on"))
    return Occupancy.objects.facts().filter(Q(ended_on__isnull=True) | nights, stay__isnull=False)


def gaps(found) -> list[Gap]:
    return [
        Gap(
            f"{each.person.chosen_name} · {each.get_programme_display()}",
            known_address("housing:stay", each.pk),
            " – ".join(filter(None, [short_day(each.arrived_on), short_day(each.departed_on)])),
            about=each.person,
        )
        for each in found
    ]


declare(Check("no_destination", _("Departures without a known destination"), VIEW, without_destination, gaps, order=20))
declare(Check("beyond", _("Stays past the day that was agreed"), VIEW, beyond_agreement, gaps, order=21))
declare(Check("no_space", _("Stays without a space"), VIEW, without_space, gaps, order=22))
