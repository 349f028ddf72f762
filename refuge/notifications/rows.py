"""Alerts as the list shows them, and the refused e-mails as the team page does."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import zip_longest
from uuid import UUID

from django.conf import settings
from django.db.models import CharField, Count, Max, Min, Q, Value

from refuge.notifications.models import Alert, AlertPreference, Delivery
from refuge.notifications.registry import Kind, kinds, subjects, worded_subjects
from refuge.questions import SOME_PEOPLE, ask, read

NOBODY = UUID(int=0)
UNKNOWN = Kind(code="", title="")


@dataclass(frozen=True)
class AlertRow:
    """An alert with the name of its subject, where the reader may see that; else without a way to it."""

    alert: Alert
    kind: Kind
    subject: str
    leads_somewhere: bool


# For how many of a kind there are stand-ins: at most four for each one, so that SOME_PEOPLE are enough for a page.
SIZES = (4, 12, settings.PAGE_SIZE)


def rows_of(user, alerts) -> list[AlertRow]:
    """The alerts of a page. One query for the names of all subjects, and one for each sort that is put into words."""
    names = _names(user, alerts)
    return [_row(alert, names) for alert in alerts]


def _names(user, alerts) -> dict:
    """{label: {id: name}}, for the labels whose app can name them."""
    ids = defaultdict(set)
    for alert in alerts:
        ids[alert.subject_label].add(alert.subject_id)
    names = {label: worded_subjects[label](user, ids[label]) for label in ids.keys() & worded_subjects.keys()}
    wanted = {label: sorted(ids[label]) for label in sorted(ids.keys() & subjects.keys())}
    return names | _asked_names(user, wanted)


def _asked_names(user, wanted) -> dict:
    """{label: {id: name}}. Each label is asked about no more stand-ins than it needs: all of a page's for each of eight
    labels would be two hundred values to send."""
    names, places, who, start = {label: {} for label in wanted}, [], {}, 0
    for label, ids in wanted.items():
        end = start + next(size for size in SIZES if len(ids) <= size)
        places.append((label, start, end))
        who |= dict(zip_longest(SOME_PEOPLE[start:end], ids, fillvalue=NOBODY))
        start = end
    if places:
        for pk, name, label in ask("alerts.names", user, lambda: _all_named(user, places), *places, stand_ins=who):
            names[label][pk] = name
    return names


def _all_named(user, places):
    """(id, name, label) of the stand-ins, whatever they are."""
    named = [
        subjects[label](user, SOME_PEOPLE[start:end])
        .order_by()
        .annotate(subject_label=Value(label, output_field=CharField()))
        for label, start, end in places
    ]
    return named[0].union(*named[1:], all=True) if len(named) > 1 else named[0]


def _row(alert, names) -> AlertRow:
    named = names.get(alert.subject_label)
    return AlertRow(
        alert=alert,
        kind=kinds.get(alert.kind, UNKNOWN),
        subject=str((named or {}).get(alert.subject_id, "")),
        leads_somewhere=named is None or alert.subject_id in named,
    )


def preference_of(user) -> AlertPreference:
    """What they chose, or what holds for who chose nothing."""
    chosen = read("alerts.preference", user, lambda: AlertPreference.objects.filter(user=user))
    return chosen[0] if chosen else AlertPreference(user=user)


def may_switch_off(user, preference=None) -> list[Kind]:
    """The kinds that they have been told of, or switched off before, and that none of their roles must answer.
    `preference` is theirs, where it is known."""
    told = {kind for (kind,) in ask("alerts.told", user, lambda: _kinds_told(user))}
    off = (preference or preference_of(user)).off
    found = (kinds.get(code) for code in {*told, *off})
    return [kind for kind in found if kind and kind.label and not kind.answerable_by & user.roles]


def _kinds_told(user):
    return Alert.objects.visible_to(user).order_by().values_list("kind").distinct()


def unread(user):
    """For the top bar."""
    return Alert.objects.visible_to(user).unread()


def refused_mails(request, record) -> dict | None:
    """Whose e-mails were refused, how many, since when, why; None when all went well. One query."""
    rows = read("team.refused", None, _refused_by_reader)
    return {"refused": rows} if rows else None


def _refused_by_reader():
    by_reader = Delivery.objects.refused().values("alert__recipient__name", "alert__recipient__email")
    return by_reader.annotate(
        number=Count("pk"),
        given_up=Count("pk", filter=Q(state=Delivery.State.FAILED)),
        since=Min("alert__created_at"),
        next_try_at=Min("next_try_at", filter=Q(state=Delivery.State.WAITING)),
        reason=Max("last_error"),
    ).order_by("alert__recipient__name")[:20]
