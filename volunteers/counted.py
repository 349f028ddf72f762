"""Which volunteers and activities the figures about volunteers count."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.indicators import Line, Source, tell
from volunteers.indicators import before, within
from volunteers.models import Activity, Kind, SignUp, Volunteer

VOLUNTEERS, ACTIVITIES = _("Volunteers counted"), _("Activities counted")


def volunteer_lines(volunteers) -> list[Line]:
    return [Line(title=each.name, url=reverse("volunteers:volunteer", args=[each.pk])) for each in volunteers]


def activity_lines(activities) -> list[Line]:
    return [
        Line(
            title=each.title,
            url=reverse("volunteers:activity", args=[each.pk]),
            detail=each.get_kind_display(),
            day=timezone.localdate(each.starts_at),
        )
        for each in activities
    ]


def volunteers(condition, code="counted", name=VOLUNTEERS) -> Source:
    def find(period, user):
        return Volunteer.objects.visible_to(user).filter(condition(period))

    return Source(code, name, find, volunteer_lines, "volunteers.view", order="name")


def activities(**of) -> Source:
    def find(period, user):
        return Activity.objects.visible_to(user).over().filter(**within(period), **of)

    return Source("counted", ACTIVITIES, find, activity_lines, "volunteers.view_activity", order="starts_at")


def held_a_shift(period) -> Q:
    return Exists(SignUp.objects.done().filter(volunteer=OuterRef("pk"), **within(period, "activity__starts_at")))


def held_one_before(period) -> Q:
    return held_a_shift(before(period))


def stayed(period) -> Q:
    return Q(held_one_before(period)) & Q(held_a_shift(period))


tell("volunteers_active", volunteers(held_a_shift))
tell("volunteer_hours", volunteers(held_a_shift))
tell("volunteer_fte", volunteers(held_a_shift))
tell(
    "volunteer_retention",
    volunteers(stayed, "part", _("Volunteers active in both periods")),
    volunteers(held_one_before, "whole", _("Volunteers active in the period before")),
)
tell("activities_held", activities())
tell("activity_participations", activities())
tell("awareness_events", activities(kind=Kind.AWARENESS))
tell("awareness_reached", activities(kind=Kind.AWARENESS))
tell("volunteer_training_hours", activities(kind=Kind.TRAINING))
