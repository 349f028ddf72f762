"""What a volunteer's own page shows."""

from datetime import timedelta

from django.db.models import Count, Q, Sum
from django.utils import timezone

from refuge.parameters.registry import value_of
from volunteers import rows
from volunteers.models import Activity, CalendarFeed, Seat, SignUp, State, Volunteer
from volunteers.parameters import GIVE_BACK_HOURS
from volunteers.words import hours

OPEN_SHIFTS = 30


def page_of(volunteer: Volunteer) -> dict:
    """Shifts taken, shifts to take, hours of the year. The same five queries, however many shifts there are."""
    now, year = timezone.now(), timezone.localdate().year
    mine = list(
        volunteer.signups.standing().filter(activity__ends_at__gt=now).select_related("activity")
        .order_by("activity__starts_at", "id")
    )  # fmt: skip
    taken = {signup.activity_id for signup in mine}
    shifts = (
        Activity.objects.to_come(now).with_counts().defer("feedback").exclude(pk__in=taken).order_by("starts_at", "id")
    )
    within = value_of(GIVE_BACK_HOURS.code, timezone.localdate())
    return {
        "volunteer": volunteer,
        "is_active": volunteer.state == State.ACTIVE,
        "mine": [_own_row(signup, now, within) for signup in mine if not signup.activity.cancelled_at],
        "open": [(rows.activity_row(each), set(each.skills) & set(volunteer.skills)) for each in shifts[:OPEN_SHIFTS]]
        if volunteer.state == State.ACTIVE
        else [],
        "give_back_hours": within,
        "year": year,
        **_hours(volunteer, year),
        "has_feed": CalendarFeed.objects.filter(volunteer=volunteer).exists(),
    }


def _own_row(signup, now, within) -> tuple:
    """The shift, its state in words, and whether it can still be given back."""
    in_time = signup.seat == Seat.WAITING or now <= signup.activity.starts_at - timedelta(hours=within)
    return rows.own_row(signup), rows.when(signup.activity), in_time and not signup.attended


def _hours(volunteer, year: int) -> dict:
    this_year = Q(activity__starts_at__year=year)
    done = SignUp.objects.done().filter(volunteer=volunteer)
    sums = done.aggregate(
        of_year=Sum("minutes", filter=this_year), shifts=Count("pk", filter=this_year), in_all=Sum("minutes")
    )
    return {"hours": hours(sums["of_year"]), "shifts": sums["shifts"], "all_hours": hours(sums["in_all"])}
