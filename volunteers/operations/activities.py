"""Activities: planned once or in a series, changed, called off, and what became of them."""

from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.notifications.operations import resolve
from refuge.operations import operation
from refuge.people.death import check_alive
from refuge.people.operations.changing import change, check
from volunteers.models import Activity, Attended, Presence, Rhythm, Seat, Series
from volunteers.notices import tell_called_off, tell_changed, tell_held
from volunteers.operations.locking import locked, locked_activity
from volunteers.operations.signups import fill_places

MOST_IN_A_SERIES = 60
ENDS_AFTER = _("An activity ends after it begins.")


@operation
def add_activity(*, starts_at, ends_at, by, rhythm="", until=None, **facts) -> Activity:
    """Plan an activity, or with a rhythm one on each day of it up to and including `until`. The first is returned."""
    facts = {field: value.strip() if isinstance(value, str) else value for field, value in facts.items()}
    _check_times(starts_at, ends_at)
    days = _days(starts_at, rhythm, until)
    series = Series.objects.create(rhythm=rhythm, until=until) if len(days) > 1 else None
    made = [
        Activity(
            starts_at=on(starts_at, day),
            ends_at=on(ends_at, day, starts_at),
            series=series,
            created_by=by,
            **facts,
        )
        for day in days
    ]
    check(made[0], list(facts))
    Activity.objects.bulk_create(made)
    return made[0]


@operation
def change_activity(*, activity, by, **facts) -> Activity:
    """Set fields of one activity. More places are given at once to who waits; fewer than are taken are refused. Who has
    a place is told of another time or place."""
    activity = locked_activity(activity)
    before = _where(activity)
    set_facts(activity, facts)
    if activity.starts_at > timezone.now() and _where(activity) != before:
        tell_changed(activity, by)
    return activity


def _where(activity) -> tuple:
    return activity.starts_at, activity.ends_at, activity.place


def set_facts(activity, facts) -> None:
    """The same of one that is held, without telling anybody: who changes a series tells of it once."""
    _check_times(facts.get("starts_at", activity.starts_at), facts.get("ends_at", activity.ends_at))
    taken = activity.signups.with_place().count()
    if facts.get("places", activity.places) < taken:
        message = _("%(number)s volunteers have a place: give places back first.")
        raise ValidationError({"places": ValidationError(message, code="taken", params={"number": taken})})
    change(activity, facts)
    if activity.starts_at > timezone.now():
        fill_places(activity)


@operation
def call_off(*, activity, by) -> Activity:
    """The activity will not be held; everybody who has a place is told. `restore_activity` takes it back."""
    activity = locked_activity(activity)
    if activity.attendance_at:
        raise ValidationError(_("Attendance is noted: it was held."), code="held")
    change(activity, {"cancelled_at": timezone.now()})
    resolve(subject=activity)
    tell_called_off(activity, by)
    return activity


@operation
def restore_activity(*, activity, by) -> Activity:
    """It will be held after all, with the same sign-ups; who may have read that it is called off is told."""
    activity = locked(activity)
    called_off_at = activity.cancelled_at
    if called_off_at:
        change(activity, {"cancelled_at": None})
        tell_held(activity, called_off_at, by)
    return activity


@operation
def note_attendance(*, activity, attended: dict, minutes: dict, by, young_people=None) -> Activity:
    """Who was there, in one sweep: {sign-up id: Attended}, and the minutes where they differ from the activity's.
    Refused before it begins. Noted again, it takes the place of what was noted."""
    activity = locked_activity(activity)
    if activity.starts_at > timezone.now():
        raise ValidationError(_("This activity has not begun."), code="not_begun")
    for signup in activity.signups.with_place():
        answer = attended.get(signup.pk, "")
        held = minutes.get(signup.pk) if minutes.get(signup.pk) is not None else activity.minutes
        change(signup, {"attended": answer, "minutes": held if answer == Attended.YES else None})
    change(activity, {"attendance_at": timezone.now(), "young_people": _at_least_named(activity, young_people)})
    return activity


@operation
def undo_attendance(*, activity, by) -> Activity:
    """As if attendance had not been noted; the number of young people stays."""
    activity = locked_activity(activity)
    for signup in activity.signups.filter(seat=Seat.PLACE):
        change(signup, {"attended": "", "minutes": None})
    change(activity, {"attendance_at": None})
    return activity


@operation
def tell_outcome(*, activity, by, **facts) -> Activity:
    """Costs, public reached, feedback: what became of it."""
    activity = locked_activity(activity)
    if "young_people" in facts:
        facts["young_people"] = _at_least_named(activity, facts["young_people"])
    change(activity, facts)
    return activity


@operation
def name_young_person(*, activity, person, by) -> Presence:
    """Note by name that a young person took part. The number of those present is at least that of the names."""
    check_alive(person)
    activity = locked_activity(activity)
    presence = Presence.objects.create(activity=activity, person=person, noted_by=by)
    change(activity, {"young_people": _at_least_named(activity, activity.young_people)})
    return presence


@operation
def take_name_off(*, presence, by) -> None:
    """The name goes from the list; the number stays, for somebody to correct."""
    presence.delete()


def _at_least_named(activity, number):
    named = activity.presences.count()
    return max(named, number or 0) if named or number is not None else None


def _check_times(starts_at, ends_at) -> None:
    if ends_at <= starts_at:
        raise ValidationError({"ends_at": ValidationError(ENDS_AFTER, code="volunteers_activity_in_order")})


def _days(starts_at, rhythm, until) -> list[date]:
    first = timezone.localtime(starts_at).date()
    if not rhythm:
        return [first]
    if until is None or until < first:
        raise ValidationError({"until": ValidationError(_("Say until which day it comes back."), code="until")})
    days = [day for day in _series(first, rhythm, until) if day <= until]
    if len(days) > MOST_IN_A_SERIES:
        message = _("A series has at most %(most)s activities: choose an earlier day.")
        raise ValidationError({"until": ValidationError(message, code="too_many", params={"most": MOST_IN_A_SERIES})})
    return days


def _series(first: date, rhythm: str, until: date):
    """The days of a rhythm. Monthly: the same day of the month, clamped to its end."""
    if rhythm == Rhythm.MONTHLY:
        months = (until.year - first.year) * 12 + until.month - first.month
        return [first + relativedelta(months=number) for number in range(months + 1)]
    step = 7 if rhythm == Rhythm.WEEKLY else 14
    return [first + timedelta(days=number) for number in range(0, (until - first).days + 1, step)]


def on(moment, day: date, start=None) -> datetime:
    """The same time of day in Brussels on another day, whatever the clock does between; of an end, as many days after
    the start as the first one is."""
    local = timezone.localtime(moment)
    later = local.date() - timezone.localtime(start).date() if start else timedelta()
    return timezone.make_aware(datetime.combine(day + later, local.time()))
