"""Volunteers, activities and amounts made ready for the eye."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from refuge.access import allows
from refuge.people.choices import LANGUAGES, labels
from refuge.ui.words import clock, short_day
from volunteers.models import Availability, Kind, Seat, Skill, State
from volunteers.words import hours

TONES = {
    State.CANDIDATE: "accent",
    State.ACTIVE: "well",
    State.PAUSED: "soon",
    State.LEFT: "plain",
    State.DECLINED: "plain",
}
SEAT_TONES = {Seat.PLACE: "well", Seat.WAITING: "soon", Seat.GIVEN_BACK: "plain"}
SOON = 30  # days within which what ends is shown as pressing


@dataclass(frozen=True)
class VolunteerRow:
    """One line of the list of volunteers."""

    volunteer: object
    url: str
    facts: str
    tone: str


def volunteer_rows(volunteers) -> list[VolunteerRow]:
    return [
        VolunteerRow(
            each,
            reverse("volunteers:volunteer", args=[each.pk]),
            " · ".join(filter(None, [labels(Skill.choices, each.skills), labels(LANGUAGES, each.languages)])),
            TONES[each.state],
        )
        for each in volunteers
    ]


def when(activity) -> str:
    """24/11/2026, 18:00 to 20:00, with the second day where it ends on another."""
    ends = clock(activity.ends_at)
    if timezone.localdate(activity.starts_at) != timezone.localdate(activity.ends_at):
        ends = f"{short_day(activity.ends_at)}, {ends}"
    return f"{short_day(activity.starts_at)}, {clock(activity.starts_at)} – {ends}"


@dataclass(frozen=True)
class ActivityRow:
    """One line of the list of activities: when, what, where, and how full it is."""

    activity: object
    url: str
    facts: str
    state: str
    tone: str


def activity_rows(activities) -> list[ActivityRow]:
    """Of activities counted by `with_counts`."""
    return [activity_row(each) for each in activities]


def activity_row(activity) -> ActivityRow:
    facts = [when(activity), str(Kind(activity.kind).label), activity.place]
    return ActivityRow(
        activity,
        reverse("volunteers:activity", args=[activity.pk]),
        " · ".join(filter(None, facts)),
        *state_of(activity),
    )


def state_of(activity) -> tuple[str, str]:
    """How full it is in words, or what became of it, and the chip's tone."""
    if activity.cancelled_at:
        return _("called off"), "plain"
    if activity.attendance_at:
        return _("held"), "calm"
    if activity.is_over:
        return _("attendance to note"), "late"
    left = activity.places - activity.taken
    if left > 0:
        text = ngettext("%(n)s place free", "%(n)s places free", left) % {"n": left}
        return text, "soon" if activity.taken * 2 < activity.places else "accent"
    if activity.waiting:
        return ngettext("full, %(n)s waits", "full, %(n)s wait", activity.waiting) % {"n": activity.waiting}, "well"
    return _("full"), "well"


@dataclass(frozen=True)
class ShiftRow:
    """A sign-up on the activity's page or among a volunteer's shifts."""

    signup: object
    state: str
    tone: str
    replaces: str = ""


def shift_rows(signups) -> list[ShiftRow]:
    return [shift_row(each) for each in signups]


def own_row(signup) -> ShiftRow:
    """For the volunteer themselves: without the name of whose place it was."""
    return shift_row(signup, with_names=False)


def shift_row(signup, *, with_names=True) -> ShiftRow:
    replaces = str(signup.replaces.volunteer) if with_names and signup.replaces_id else ""
    if signup.attended:
        text = str(signup.get_attended_display())
        held = f"{text} · {hours(signup.minutes)}" if signup.minutes else text
        return ShiftRow(signup, held, "calm" if signup.minutes else "plain", replaces)
    return ShiftRow(signup, str(signup.get_seat_display()), SEAT_TONES[signup.seat], replaces)


def ends_soon(day) -> str:
    """The tone of a day until which something holds."""
    if day is None:
        return "plain"
    left = (day - timezone.localdate()).days
    return "late" if left < 0 else "soon" if left <= SOON else "well"


def volunteer_page(user, volunteer) -> dict:
    """What the page of one volunteer shows."""
    shifts = volunteer.signups.select_related("activity", "replaces__volunteer").order_by("-activity__starts_at", "-id")
    extracts = volunteer.extracts.current().select_related("created_by").order_by("-seen_on", "-created_at")
    trainings = volunteer.trainings.current().order_by("-held_on", "-id")
    may_pay = allows(user, "volunteers.view_allowance")
    return {
        "volunteer": volunteer,
        "tone": TONES[volunteer.state],
        "skills": labels(Skill.choices, volunteer.skills),
        "languages": labels(LANGUAGES, volunteer.languages),
        "availability": labels(Availability.choices, volunteer.availability),
        "insured": ends_soon(volunteer.insured_until),
        "agreement": ends_soon(volunteer.agreement_until),
        "engagements": volunteer.engagements.order_by("-starts_on"),
        "extracts": [(each, ends_soon(each.next_on)) for each in extracts],
        "trainings": [(each, ends_soon(each.valid_until)) for each in trainings],
        "shifts": shift_rows(shifts[:10]),
        "may_change": allows(user, "volunteers.change"),
        "may_pay": may_pay,
        "year": timezone.localdate().year,
    }
