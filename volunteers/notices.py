"""What volunteers are told of their shifts, and what of a volunteer runs out: each once. No alert names anybody."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from refuge.accounts.models import Role, User
from refuge.notifications.models import Alert, Delivery
from refuge.notifications.operations import notify, resolve, tell_anew, unresolve
from refuge.notifications.registry import Kind, declare, subjects
from refuge.operations import operation
from refuge.parameters.registry import value_of
from volunteers.models import HERE, Activity, Extract, SignUp, State, Training, Volunteer
from volunteers.parameters import EXPIRY_DAYS, REMINDER_DAYS

CATCH_UP = timedelta(days=30)
MINE = "volunteers:me"


def _in_days(text):
    """A title that ends with how many days are left."""

    def title(params: dict) -> str:
        days = params["days"]
        when = gettext("today") if days <= 0 else ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}
        return f"{text} – {when}"

    return title


def _of_shifts(text):
    """A title that ends with how many of one's shifts it is about."""

    def title(params: dict) -> str:
        shifts = params["shifts"]
        return f"{text} – {ngettext('%(n)d shift', '%(n)d shifts', shifts) % {'n': shifts}}"

    return title


V = frozenset({Role.VOLUNTEERS})
REMINDER = declare(Kind("volunteers.reminder", _in_days(_("Your shift")), tone="soon", icon="calendar-check"))
PLACE = declare(Kind("volunteers.place", _("You have a place in an activity"), tone="well", icon="ticket"))
CALLED_OFF = declare(
    Kind("volunteers.called_off", _("One of your shifts is called off"), tone="late", icon="calendar-x")
)
HELD = declare(
    Kind("volunteers.held_after_all", _("One of your shifts is held after all"), tone="well", icon="calendar-check")
)
CHANGED = declare(Kind("volunteers.changed", _("One of your shifts is at another time or place"), icon="calendar-sync"))
SERIES_OFF = declare(
    Kind("volunteers.series_off", _of_shifts(_("Shifts of a series are called off")), tone="late", icon="calendar-x")
)
SERIES_CHANGED = declare(
    Kind("volunteers.series_changed", _of_shifts(_("Shifts of a series have changed")), icon="calendar-sync")
)
INSURANCE = declare(
    Kind("volunteers.insurance", _in_days(_("The insurance of a volunteer ends")), V, icon="shield-alert")
)
AGREEMENT = declare(Kind("volunteers.agreement", _in_days(_("The agreement of a volunteer ends")), V, icon="handshake"))
EXTRACT = declare(
    Kind("volunteers.extract", _in_days(_("A criminal-record extract is to be seen again")), V, icon="file-search")
)
TRAINING = declare(
    Kind("volunteers.training", _in_days(_("A training of a volunteer has to be done again")), V, icon="graduation-cap")
)


def tell_place(signup) -> None:
    """To the volunteer, who had been waiting or takes over; told again when it happens again, on the same day too."""
    _tell(PLACE, signup)


def forget_shift(signup) -> None:
    """Nothing of a place that was given back stands on anybody's list."""
    resolve(subject=signup)


def tell_called_off(activity, by) -> None:
    for signup in activity.signups.with_place():
        resolve(subject=signup)
    _tell_all(CALLED_OFF, activity, by)


def tell_changed(activity, by) -> None:
    """To who has a place, where the activity is moved; moved twice on one day, they are told once."""
    _tell_all(CHANGED, activity, by)


def _tell_all(kind, activity, by) -> None:
    shifts = activity.signups.with_place().filter(volunteer__user__isnull=False).select_related("volunteer__user")
    recipients = [signup.volunteer.user for signup in shifts]
    tell_anew(kind=kind, subject=activity)
    notify(kind=kind, subject=activity, recipients=recipients, url=reverse(MINE), by=by)


def tell_held(activity, called_off_at, by) -> None:
    """What the calling off took off is on the lists again; who may have read of it is told that it is taken back."""
    knew = _who_know(CALLED_OFF, [activity])
    resolve(subject=activity, kinds=[CALLED_OFF])
    for signup in activity.signups.with_place():
        unresolve(subject=signup, since=called_off_at)
    tell_anew(kind=HELD, subject=activity)
    notify(kind=HELD, subject=activity, recipients=knew, url=reverse(MINE), by=by)


def tell_series_held(signups, called_off_at, by) -> None:
    """The same of a series."""
    knew = _who_know(SERIES_OFF, signups)
    for signup in signups:
        unresolve(subject=signup, since=called_off_at)
        resolve(subject=signup, kinds=[SERIES_OFF])
    tell_of_series(SERIES_CHANGED, [signup for signup in signups if signup.volunteer.user in knew], by)


def _who_know(kind, subjects) -> set:
    """Those whose alert of this kind is read, or left by e-mail."""
    about = Alert.objects.open().filter(kind=kind.code, subject_id__in=[each.pk for each in subjects])
    known = about.filter(Q(read_at__isnull=False) | Q(deliveries__state=Delivery.State.SENT))
    return {alert.recipient for alert in known.select_related("recipient")}


def tell_of_series(kind, signups, by) -> None:
    """Everybody who signed up for one of these activities, once: on their first one, with how many there are.
    Changed twice on one day, they are told once."""
    mine = defaultdict(list)
    for signup in signups:
        if signup.volunteer.user:
            mine[signup.volunteer].append(signup)
    for volunteer, shifts in mine.items():
        about = {"subject": shifts[0], "url": reverse(MINE)}
        tell_anew(kind=kind, subject=shifts[0])
        notify(kind=kind, recipients=[volunteer.user], params={"shifts": len(shifts)}, by=by, **about)


def send_volunteer_alerts(today=None) -> int:
    """Give every alert that is due on `today`; how many were new. A run that comes twice adds nothing."""
    today = today or timezone.localdate()
    return _reminders(today) + _expiries(today)


@operation
def _reminders(today) -> int:
    """To volunteers, of what begins within some days."""
    lead = value_of(REMINDER_DAYS.code, today)
    shifts = SignUp.objects.with_place().filter(
        activity__in=Activity.objects.to_come(),
        activity__starts_at__date__range=(today, today + timedelta(days=lead)),
        volunteer__user__isnull=False,
    )
    return sum(_remind(signup, today, lead) for signup in shifts.select_related("activity", "volunteer__user"))


def _remind(signup, today, lead) -> int:
    day = timezone.localdate(signup.activity.starts_at)
    due_on = day - timedelta(days=lead)
    return len(_tell(REMINDER, signup, due_on=due_on, params={"days": (day - today).days}))


@operation
def _expiries(today) -> int:
    leads = sorted(value_of(EXPIRY_DAYS.code, today))
    recipients = list(User.objects.with_role(Role.VOLUNTEERS, Role.MANAGEMENT))
    given = 0
    for kind, rows, name in _what_ends():
        span = {f"{name}__range": (today - CATCH_UP, today + timedelta(days=leads[-1]))}
        for record in rows.filter(**span):
            ends_on = getattr(record, name)
            left = (ends_on - today).days
            lead = next(lead for lead in leads if left <= lead)
            given += len(
                notify(
                    kind=kind,
                    subject=record,
                    recipients=recipients,
                    url=reverse("volunteers:volunteer", args=[getattr(record, "volunteer_id", record.pk)]),
                    due_on=ends_on - timedelta(days=lead),
                    params={"days": left},
                )
            )
    return given


def _what_ends() -> list:
    """(kind, rows, name of the day) of what runs out about those who volunteer now."""
    here = Volunteer.objects.here()
    extracts = Extract.objects.current().filter(volunteer__state__in=HERE)
    newest = extracts.order_by("volunteer", "-seen_on", "-created_at").distinct("volunteer")
    return [
        (INSURANCE, here, "insured_until"),
        (AGREEMENT, here, "agreement_until"),
        (EXTRACT, Extract.objects.filter(pk__in=newest.values("pk")), "next_on"),
        (TRAINING, Training.objects.current().filter(volunteer__state=State.ACTIVE), "valid_until"),
    ]


def _tell(kind, signup, **about) -> list:
    """What was taken off with a place that was given back is on the list again once the place is taken again."""
    user = signup.volunteer.user
    if not user:
        return []
    tell_anew(kind=kind, subject=signup, due_on=about.get("due_on"))
    return notify(kind=kind, subject=signup, recipients=[user], url=reverse(MINE), **about)


def name_volunteers(user, ids):
    return Volunteer.objects.visible_to(user).filter(pk__in=ids).values_list("pk", "name")


def name_shifts(user, ids):
    return SignUp.objects.visible_to(user).filter(pk__in=ids).values_list("pk", "activity__title")


def name_activities(user, ids):
    """To volunteers those that they had signed up for."""
    shifts = SignUp.objects.visible_to(user).filter(activity__in=ids)
    return shifts.values_list("activity", "activity__title")


def _name_parts(model):
    return lambda user, ids: model.objects.visible_to(user).filter(pk__in=ids).values_list("pk", "volunteer__name")


subjects["volunteers.volunteer"] = name_volunteers
subjects["volunteers.signup"] = name_shifts
subjects["volunteers.activity"] = name_activities
subjects["volunteers.extract"] = _name_parts(Extract)
subjects["volunteers.training"] = _name_parts(Training)
