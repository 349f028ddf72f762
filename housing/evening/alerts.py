"""Who is told of an absence, and of a colleague's other word. All of it is given in the transaction of the mark, so it
needs no run of its own; rule 8 gives each recipient each alert once.

The day of an alert is the first night of its run of absent nights, so that a run is one alert however long it lasts. A
night that nobody checked neither counts nor breaks a run: not checked is never absent, and never present either. Once
the run is broken or corrected the alert is off the lists; absent once more, it is back on them.
"""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from housing.alerts.common import not_closed_to
from housing.evening.parameters import ABSENT_NIGHTS
from housing.models import Mark, SafetyEntry
from housing.models.presence import Presence
from refuge.access import allows
from refuge.accounts.models import Role, User
from refuge.notifications.operations import notify, resolve, tell_anew
from refuge.notifications.registry import Kind, declare, worded_subjects
from refuge.parameters.registry import value_of
from refuge.people.models import TeamAlert

ANSWERING = frozenset({Role.COORDINATOR, Role.EDUCATOR})


def _absent(params: dict) -> str:
    nights = params["nights"]
    text = ngettext("Absent for %(nights)d night", "Absent for %(nights)d nights running", nights)
    return text % {"nights": nights}


ABSENT = declare(Kind("housing.absent_nights", _absent, ANSWERING, tone="late", icon="moon"))
ABSENT_SAFETY = declare(
    Kind(
        "housing.absent_safety",
        _("Absent tonight, with a safety plan: see the plan"),
        ANSWERING,
        tone="late",
        icon="shield-alert",
    )
)
OTHER_WORD = declare(Kind("housing.mark_differs", _("A colleague marked the round otherwise"), ANSWERING, icon="moon"))
ACUTE = declare(
    Kind(
        "housing.safety_acute",
        _("The safety log has an acute entry"),
        frozenset({Role.MANAGEMENT}),
        tone="late",
        icon="siren",
    )
)
OF_ABSENCE = (ABSENT, ABSENT_SAFETY)


def name_entries(user, ids) -> dict:
    """The type of incident: who it is about stands on its page."""
    return {entry.pk: entry.get_type_display() for entry in SafetyEntry.objects.visible_to(user).filter(pk__in=ids)}


worded_subjects["housing.safetyentry"] = name_entries


@dataclass(frozen=True)
class Run:
    """Nights marked absent in a row, those not checked left out."""

    first: date
    nights: int


def run_of(stay) -> Run | None:
    """The run that the last checked night ends, or None if that night was not an absent one."""
    marks = Mark.objects.filter(stay=stay).counting().values_list("night", "presence")
    nights = []
    for night, presence in sorted(marks, reverse=True):
        if presence != Presence.ABSENT:
            break
        nights.append(night)
    return Run(nights[-1], len(nights)) if nights else None


def tell_of_absence(stay, night) -> None:
    """Bring the alerts about a stay to what the marks say now. Its person is locked."""
    run = run_of(stay)
    enough = value_of(ABSENT_NIGHTS.code, night)
    due = []
    if run and TeamAlert.objects.standing().filter(person=stay.person, kind=TeamAlert.Kind.SAFETY).exists():
        due.append((ABSENT_SAFETY, {}))
    if run and run.nights >= enough:
        due.append((ABSENT, {"nights": enough}))
    for kind, params in due:
        _tell(kind, stay, run, params)
    over = [kind for kind in OF_ABSENCE if kind not in [told for told, _params in due]]
    resolve(subject=stay, kinds=over)


def tell_of_other_word(mark) -> None:
    """Whoever said otherwise of the same person and night learns of it; agreed, they need not any more."""
    others = Mark.objects.filter(stay=mark.stay, night=mark.night).exclude(made_by=mark.made_by)
    if not mark.presence:
        return
    differing = [each.made_by for each in others.standing().select_related("made_by") if each.presence != mark.presence]
    if not differing:
        resolve(subject=mark.stay, kinds=[OTHER_WORD])
        return
    notify(
        kind=OTHER_WORD,
        subject=mark.stay,
        recipients=not_closed_to(differing, mark.stay.person),
        url=reverse("housing:round"),
        due_on=mark.night,
    )


def tell_of_acute(entry) -> None:
    """Management, at once."""
    recipients = User.objects.with_role(Role.MANAGEMENT)
    if entry.person:
        recipients = not_closed_to(recipients, entry.person)
    notify(kind=ACUTE, subject=entry, recipients=recipients, url=reverse("housing:safety_entry", args=[entry.pk]))


def _tell(kind, stay, run, params) -> None:
    told = notify(
        kind=kind,
        subject=stay,
        recipients=_team(stay.person),
        url=reverse("housing:stay", args=[stay.pk]),
        due_on=run.first,
        params=params,
    )
    if not told:
        # Given before, and taken off when a mark was corrected that is an absent one again.
        tell_anew(kind=kind, subject=stay, due_on=run.first)


def _team(person) -> list[User]:
    told = list(User.objects.with_role(Role.COORDINATOR))
    if person.worker and allows(person.worker, "housing.view_stay"):
        told.append(person.worker)
    return not_closed_to(told, person)
