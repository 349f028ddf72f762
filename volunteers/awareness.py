"""Awareness and advocacy: what was held, for whom, at which level, with whom, and what it reached."""

from dataclasses import dataclass

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils import timezone

from refuge.indicators import Period
from refuge.questions import SOME_TIME, ask
from refuge.ui.words import short_day
from volunteers.indicators import within
from volunteers.models import Activity, Kind
from volunteers.rows import state_of


def actions():
    return Activity.objects.filter(kind=Kind.AWARENESS)


def labels() -> list[str]:
    """The labels of projects that awareness actions carry, each once, in the order of the alphabet."""
    found = ask("volunteers.labels", None, lambda: actions().exclude(labels=[]).values_list("labels"))
    return sorted({label for (labels,) in found for label in labels}, key=str.casefold)


def held_with(period: Period):
    """Partners with which an activity was held within the period."""
    return Activity.objects.over(period.now).filter(partner__isnull=False, **within(period)).values("partner")


def listed(user):
    """With what a row shows."""
    records = actions().visible_to(user).with_counts().select_related("partner")
    return records.defer("feedback", "description", "partner__note")


def sums(records) -> dict:
    """How many of these actions were held, and how many people they reached. One query."""
    return records.over().order_by().aggregate(held=Count("pk"), reached=Sum("people_reached"))


def sums_of_all(user) -> dict:
    """The same of all that `user` sees."""
    now = {SOME_TIME: timezone.now()}
    ((held, reached),) = ask("volunteers.awareness_sums", user, lambda: _sums_of_all(user), stand_ins=now) or [
        (0, None)
    ]
    return {"held": held, "reached": reached}


def _sums_of_all(user):
    over = actions().visible_to(user).over(SOME_TIME).order_by().values("kind")
    return over.annotate(held=Count("pk"), reached=Sum("people_reached")).values_list("held", "reached")


@dataclass(frozen=True)
class ActionRow:
    action: object
    url: str
    day: str
    facts: str
    reached: str
    state: str
    tone: str


def action_rows(actions) -> list[ActionRow]:
    """Of actions counted by `with_counts`, with their partner."""
    return [_action_row(each) for each in actions]


def _action_row(action) -> ActionRow:
    facts = [action.public, str(action.get_level_display()), str(action.partner or ""), ", ".join(action.labels)]
    return ActionRow(
        action,
        reverse("volunteers:activity", args=[action.pk]),
        short_day(action.starts_at),
        " · ".join(filter(None, facts)),
        "–" if action.people_reached is None else str(action.people_reached),
        *state_of(action),
    )


def table(records):
    """What the file of these actions holds: no volunteer and no young person."""
    return [
        (
            timezone.localdate(action.starts_at), action.title, action.public, action.get_level_display(),
            action.partner or "", ", ".join(action.labels), action.people_reached, action.taken,
        )
        for action in records.with_counts().select_related("partner").defer("partner__note", "feedback")
        .order_by("starts_at", "id")
    ]  # fmt: skip
