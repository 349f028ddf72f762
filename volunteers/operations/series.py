"""A whole series changed or called off from one of its activities on; those signed up are told once."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.notifications.operations import resolve
from refuge.operations import operation
from refuge.ui.words import short_day
from volunteers.models import Activity, SignUp
from volunteers.notices import SERIES_CHANGED, SERIES_OFF, tell_of_series, tell_series_held
from volunteers.operations.activities import ENDS_AFTER, set_facts


@operation
def change_series(*, activity, begins, ends, by, **facts) -> list[Activity]:
    """Set fields and hours of this activity and of all that follow in its series and have not begun; each keeps its
    day. An end before the beginning is refused, unless the activity goes past midnight as it is: then it falls on the
    next day. All or none: fewer places than are taken on one of the days is refused, with the day. Everybody signed up
    for one of them is told once."""
    if ends == begins or (ends < begins and not _past_midnight(activity)):
        raise ValidationError({"ends": ValidationError(ENDS_AFTER, code="volunteers_activity_in_order")})
    changed = []
    for each in _from_here(activity):
        try:
            set_facts(each, {**facts, **_times(each, begins, ends)})
        except ValidationError as error:
            raise _on_that_day(error, each) from error
        changed.append(each)
    tell_of_series(SERIES_CHANGED, _signed_up(changed), by)
    return changed


@operation
def call_off_series(*, activity, by) -> list[Activity]:
    """Neither this activity nor those that follow in its series will be held; who signed up is told once.
    `restore_series` takes it back."""
    off = _from_here(activity)
    signups = _signed_up(off)
    moment = timezone.now()
    for each in off:
        each.cancelled_at = moment
        each.save(update_fields=["cancelled_at"])
        resolve(subject=each)
    for signup in signups:
        resolve(subject=signup)
    tell_of_series(SERIES_OFF, signups, by)
    return off


@operation
def restore_series(*, activity, by) -> list[Activity]:
    """Those that were called off together with this one will be held after all, with the same sign-ups."""
    if activity.cancelled_at is None:
        raise ValidationError(_("This activity is not called off."), code="not_cancelled")
    rows = Activity.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    back = list(rows.filter(series=activity.series_id, cancelled_at=activity.cancelled_at))
    for each in back:
        each.cancelled_at = None
        each.save(update_fields=["cancelled_at"])
    tell_series_held(_signed_up(back), activity.cancelled_at, by)
    return back


def _from_here(activity) -> list[Activity]:
    """This one and those after it that have not begun, held in the order of their ids, told in that of their days."""
    if activity.series_id is None:
        raise ValidationError(_("This activity is not part of a series."), code="no_series")
    rows = Activity.objects.select_for_update(no_key=True, of=("self",)).to_come()
    found = list(rows.filter(series=activity.series_id, starts_at__gte=activity.starts_at).order_by("pk"))
    if not found:
        raise ValidationError(_("Nothing of this series is still to come."), code="over")
    return sorted(found, key=lambda each: (each.starts_at, each.pk))


def _past_midnight(activity) -> bool:
    return timezone.localdate(activity.ends_at) > timezone.localdate(activity.starts_at)


def _times(activity, begins, ends) -> dict:
    day = timezone.localdate(activity.starts_at)
    last = day if ends > begins else day + timedelta(days=1)
    return {
        "starts_at": timezone.make_aware(datetime.combine(day, begins)),
        "ends_at": timezone.make_aware(datetime.combine(last, ends)),
    }


def _on_that_day(error, activity) -> ValidationError:
    """The same refusal with the day of which it is told."""
    named = error.error_dict if hasattr(error, "error_dict") else {None: [error]}
    name, errors = next(iter(named.items()))
    text = f"{short_day(activity.starts_at)}: {' '.join(errors[0].messages)}"
    told = ValidationError(text, code=errors[0].code)
    return ValidationError({name: told}) if name else told


def _signed_up(activities) -> list[SignUp]:
    """Who has a place or waits for one, the first activity first."""
    rows = SignUp.objects.standing().filter(activity__in=activities).select_related("volunteer__user", "activity")
    return list(rows.order_by("activity__starts_at", "id"))
