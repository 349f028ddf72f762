"""The hand-over of a night, made from what the day's records say: by chosen names only, as far as the reader may know.

Later apps add to it through the slot `housing.handover`: appointments, say.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from housing.evening import rounds
from housing.models import Absence, HandoverNote, HandoverReading, SafetyEntry, SpaceClosure, Stay
from housing.models.presence import Presence
from refuge.people.models import TeamAlert, of_open_file
from refuge.questions import ask, read
from refuge.ui.words import short_day


@dataclass(frozen=True)
class Line:
    """One event. `person` may be None; `late` stands out."""

    person: object
    text: str
    late: bool = False


@dataclass(frozen=True)
class Known:
    """Of a person what a line shows."""

    chosen_name: str
    pronouns: str


@dataclass(frozen=True)
class Held(rounds.Marked):
    """Who holds a space that night. Of most there is nothing to say: no record is made of what is read of them."""

    person: Known
    space: str
    starts_on: date
    arrived_on: date
    marks: list


OF_HELD = ("person__chosen_name", "person__pronouns", "space__code", "starts_on", "stay__arrived_on", "stay")


def sections(user, night) -> list[tuple[str, list[Line]]]:
    """(heading, lines) of what happened on the day on which the night begins, and on the night. Seven queries."""
    held = held_by(user, night)
    made = (
        (_("At the round"), at_the_round(held)),
        (_("Arrivals"), arrivals(held, night)),
        (_("Departures"), departures(user, night)),
        (_("Moves"), moves(held, night)),
        (_("Absences"), elsewhere(user, night)),
        (_("To know"), to_know(user, night)),
        (_("Safety"), safety(user, night)),
        (_("Closed spaces"), closures(night)),
    )
    return [(heading, lines) for heading, lines in made if lines]


def held_by(user, night) -> list[Held]:
    """Two queries."""
    held = ask("handover.held", user, lambda: rounds.residents(user, night).values_list(*OF_HELD), night)
    marks = rounds.marks_of(night)
    return [Held(Known(name, pronouns), *facts, marks.get(stay, [])) for name, pronouns, *facts, stay in held]


def at_the_round(held) -> list[Line]:
    """Who was not present, who was not checked. Of those present there is nothing to say."""
    not_here = [each for each in held if each.presence in (Presence.ABSENT, Presence.EXCUSED)]
    lines = [
        Line(each.person, f"{each.space} · {each.told}", each.presence == Presence.ABSENT)
        for each in sorted(not_here, key=lambda each: each.presence != Presence.ABSENT)
    ]
    missing = [each.space for each in held if not each.presence]
    if missing:
        lines.append(Line(None, _("Not checked: %(spaces)s") % {"spaces": ", ".join(missing)}))
    return lines


def arrivals(held, night) -> list[Line]:
    """Who sleeps here for the first night of their stay."""
    return [Line(each.person, each.space) for each in held if each.arrived_on == night]


def departures(user, day) -> list[Line]:
    left = read("handover.departures", user, lambda: _left(user, day), day)
    return [Line(stay.person, stay.get_destination_display()) for stay in left]


def _left(user, day):
    return Stay.objects.visible_to(user).filter(departed_on=day).select_related("person").order_by("person__name_key")


def moves(held, night) -> list[Line]:
    """Into another space during their stay."""
    moved = [each for each in held if each.starts_on == night != each.arrived_on]
    return [Line(each.person, _("now in %(space)s") % {"space": each.space}) for each in moved]


def elsewhere(user, night) -> list[Line]:
    """Away that night, or back on that day."""
    away = read("handover.elsewhere", user, lambda: _away(user, night), night)
    return [Line(each.stay.person, _where(each, night)) for each in away]


def _away(user, night):
    away = Absence.objects.on_night(night) | Absence.objects.filter(ends_on=night)
    away = away.filter(pk__in=Absence.objects.visible_to(user).values("pk"))
    return away.select_related("stay__person").order_by("starts_on", "pk")


def to_know(user, day) -> list[Line]:
    """What the team must know of residents, new on that day."""
    new = read("handover.to_know", user, lambda: _new_alerts(user, day), day)
    return [Line(alert.person, alert.text, late=True) for alert in new]


def _new_alerts(user, day):
    new = TeamAlert.objects.standing().filter(of_open_file(user), since__date=day)
    return new.select_related("person").order_by("since")


def safety(user, day) -> list[Line]:
    """The type alone: the log says more to who opens it."""
    return [
        Line(entry.person, " · ".join(filter(None, [entry.get_type_display(), str(entry.site or "")])), entry.is_acute)
        for entry in read("handover.safety", user, lambda: _entries(user, day), day)
    ]


def _entries(user, day):
    entries = SafetyEntry.objects.visible_to(user).kept().filter(happened_on=day)
    return entries.select_related("person", "site").order_by("recorded_at")


def closures(day) -> list[Line]:
    return [
        Line(None, f"{each.space} · {each.reason if each.starts_on == day else _('open again')}")
        for each in read("handover.closures", None, lambda: _begun(day), day)
    ]


def _begun(day):
    begun = SpaceClosure.objects.filter(Q(starts_on=day) | Q(ends_on=day))
    return begun.select_related("space").order_by("space__code")


def notes(night) -> list[HandoverNote]:
    return read("handover.notes", None, lambda: _notes(night), night)


def _notes(night):
    return HandoverNote.objects.filter(night=night).select_related("written_by").order_by("written_at")


def readings(night) -> list[HandoverReading]:
    return read("handover.readings", None, lambda: _readings(night), night)


def _readings(night):
    return HandoverReading.objects.filter(night=night).select_related("user").order_by("read_at")


def _where(absence, night) -> str:
    if absence.ends_on == night:
        return _("back")
    if absence.ends_on:
        return _("%(kind)s until %(day)s") % {"kind": absence.get_kind_display(), "day": short_day(absence.ends_on)}
    return absence.get_kind_display()
