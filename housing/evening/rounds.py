"""The round of a night made ready for the eye: who holds a space, what was said of them, who is on duty, guests."""

from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.models import Absence, Duty, GuestCount, Mark, Occupancy, Unit
from housing.models.presence import Presence
from housing.models.space import Space
from refuge.people.models import TeamAlert
from refuge.questions import read
from refuge.ui.words import clock, moment, short_day

# Why whoever is on duty opens the address of their flat: the words of the access log, and what they say.
DUTY_REASONS = {
    "duty_fire": gettext_lazy("Fire"),
    "duty_medical": gettext_lazy("Ambulance"),
    "duty_violence": gettext_lazy("Violence, police"),
    "duty_way": gettext_lazy("On my way there"),
}


class Marked:
    """What colleagues' words come to: `marks` has them, the latest first."""

    @property
    def presence(self) -> str:
        """What counts; "" is not checked."""
        return self.marks[0].presence if self.marks else ""

    @property
    def told(self) -> str:
        """Who said what and when; of two who differ both, the one that counts first."""
        if not self.marks:
            return _("not checked")
        if all(mark.presence == self.presence for mark in self.marks):
            return said_by(self.marks[0])
        return _("%(counts)s (counts); %(others)s") % {
            "counts": said_by(self.marks[0]),
            "others": "; ".join(said_by(mark) for mark in self.marks[1:] if mark.presence != self.presence),
        }


@dataclass
class Row(Marked):
    """One person of the round. `marks` are all colleagues' words, the latest first: it is the one that counts."""

    space: Space
    occupancy: Occupancy
    night: date
    reader: object
    marks: list = field(default_factory=list)
    absence: Absence | None = None
    alerts: list = field(default_factory=list)

    @property
    def person(self):
        return self.occupancy.person

    @property
    def own(self) -> str:
        """What the reader has said: pressing it once more takes it back."""
        return next((mark.presence for mark in self.marks if mark.made_by_id == self.reader.pk), "")

    @property
    def proposed(self) -> str:
        """What a known absence proposes, while nobody was checked."""
        return Presence.EXCUSED if self.absence and not self.marks else ""

    @property
    def choices(self) -> list[dict]:
        """The three buttons: what each posts, whether it is what counts, whether it is proposed."""
        return [
            {
                "presence": each.value,
                "label": each.label,
                "pressed": each == self.presence,
                "posts": "" if each == self.presence == self.own else each.value,
                "proposed": each == self.proposed,
            }
            for each in Presence
        ]

    @property
    def last_word(self) -> str:
        """The last mark with its day and time: it may be of a night before."""
        return said_by(self.marks[0], with_day=True) if self.marks else _("not checked")

    @property
    def differs(self) -> bool:
        return len({mark.presence for mark in self.marks}) > 1

    @property
    def away(self) -> str:
        """The absence in words."""
        if not self.absence:
            return ""
        kind = self.absence.get_kind_display()
        if self.absence.ends_on:
            return _("%(kind)s until %(day)s") % {"kind": kind, "day": short_day(self.absence.ends_on)}
        return kind

    def as_json(self) -> dict:
        return {"presence": self.presence, "own": self.own, "told": self.told, "differs": self.differs}


@dataclass
class Flat:
    unit: Unit
    rows: list
    guests: GuestCount | None = None
    on_duty: list = field(default_factory=list)
    is_mine: bool = False


def said_by(mark, with_day=False) -> str:
    time = moment(mark.made_at) if with_day else clock(mark.made_at)
    words = {"presence": mark.get_presence_display(), "name": mark.made_by.name, "time": time}
    return _("%(presence)s · %(name)s, %(time)s") % words


def rows_of(user, night) -> list[Row]:
    """Everybody `user` may know who holds a space that night, with what to know of them. Four queries."""
    occupancies = read("evening.residents", user, lambda: _shown(residents(user, night)), night)
    marks, absences, alerts = marks_of(night), absences_of(night), alerts_of(night)
    return [
        Row(
            each.space,
            each,
            night,
            user,
            marks.get(each.stay_id, []),
            absences.get(each.stay_id),
            alerts.get(each.person_id, []),
        )
        for each in occupancies
    ]


def there_now(user, night) -> list[Row]:
    """Whoever is in a space at this moment, with the last word on them, of this night or of one before. Three queries:
    who left this morning is not there, who came this morning is."""
    occupancies = read("evening.there", user, lambda: _in_order(Occupancy.objects.visible_to(user).current()))
    stays = [each.stay_id for each in occupancies]
    words = Mark.objects.standing().filter(stay__in=stays).select_related("made_by")
    last = {mark.stay_id: mark for mark in words.order_by("stay", "-night", "-made_at", "-pk").distinct("stay")}
    absences = absences_of(night)
    return [
        Row(
            each.space,
            each,
            night,
            user,
            [last[each.stay_id]] if each.stay_id in last else [],
            absences.get(each.stay_id),
        )
        for each in occupancies
    ]


def attach(user, night, places, away) -> list[Row]:
    """The rows of whoever is there now, each put to its place of the evening's page. One query: the absences are found
    among those that the page shows (`away_tonight`)."""
    there = [place for place in places if place.occupant and place.occupant.known]
    marks = marks_of(night)
    absences = {absence.stay_id: absence for absence in away if absence.is_tonight}
    for place in there:
        stay = place.occupant.stay_id
        place.row = Row(place.space, place.occupant, night, user, marks.get(stay, []), absences.get(stay))
    return [place.row for place in there]


def residents(user, night):
    return _in_order(Occupancy.objects.visible_to(user).on_night(night))


def _shown(occupancies):
    """Of a person and a space what the round shows: they have many columns more."""
    who = ("person__chosen_name", "person__pronouns")
    occupancies = occupancies.select_related(None).select_related("person", "space__unit")
    return occupancies.only("stay", *who, "space__code", "space__unit__name")


def marks_of(night) -> dict:
    """Standing marks of the night by stay, the latest first. Whoever shows them knows whose they may show."""
    return _grouped(read("evening.marks", None, lambda: _marks_of(night), night), lambda mark: mark.stay_id)


def _marks_of(night):
    marks = Mark.objects.standing().filter(night=night).select_related("made_by")
    return marks.only("stay", "presence", "made_at", "made_by__name").order_by("stay", "-made_at", "-pk")


def absences_of(night) -> dict:
    """Absences of the night by stay, whoever may know of them."""
    absences = read("evening.absences", None, lambda: Absence.objects.on_night(night), night)
    return {each.stay_id: each for each in absences}


def alerts_of(night) -> dict:
    """What the team must know of those who have a space that night or are there now, by person, whoever may read it."""
    return _grouped(read("evening.alerts", None, lambda: _alerts_of(night), night), lambda alert: alert.person_id)


def _alerts_of(night):
    there = Occupancy.objects.facts().filter(Q(ended_on__isnull=True) | Q(ended_on__gt=night))
    alerts = TeamAlert.objects.standing().filter(Exists(there.filter(person=OuterRef("person"))))
    return alerts.order_by("person", "since")


def flats_of(user, night, rows, only=None) -> list[Flat]:
    """The rows by flat, or those of one flat; those that the reader is on duty in first. Two queries."""
    guests = read("evening.guests", None, lambda: GuestCount.objects.filter(night=night), night)
    guests = {each.unit_id: each for each in guests}
    duties = _grouped(read("evening.duties", None, lambda: _duties(night), night), lambda duty: duty.unit_id)
    by_unit = {unit: list(group) for unit, group in groupby(rows, key=lambda row: row.space.unit)}
    if only:
        by_unit = {only: by_unit.get(only, [])}
    flats = []
    for unit, found in by_unit.items():
        on_duty = [duty.user for duty in duties.get(unit.pk, [])]
        flats.append(Flat(unit, found, guests.get(unit.pk), on_duty, user in on_duty))
    return sorted(flats, key=lambda flat: not flat.is_mine)


def _duties(night):
    return Duty.objects.on_night(night).select_related("user").order_by("unit", "user__name")


def counted(rows) -> dict:
    """How many are checked of how many, and who is not here."""
    return {
        "checked": sum(1 for row in rows if row.presence),
        "all": len(rows),
        "absent": sum(1 for row in rows if row.presence == Presence.ABSENT),
    }


def duties_of(user, night) -> list[Duty]:
    return list(Duty.objects.on_night(night).filter(user=user).select_related("unit__site"))


def last_duties_of(user, night) -> list[Duty]:
    """Tonight's, or else those of the last night on duty, proposed for tonight. One query."""
    return read("evening.own_duties", user, lambda: _last_duties(user, night), night)


def _last_duties(user, night):
    own = Duty.objects.filter(user=user, night__lte=night, ended_at__isnull=True)
    last = own.order_by("-night").values("night")[:1]
    return own.filter(night__in=last).select_related("unit__site").order_by("unit__name")


def away_tonight(user, night) -> list[Absence]:
    """Who is known to sleep elsewhere (`is_tonight`), and whose stay goes on without a space, planned day of coming
    back or not."""
    return read("evening.away", user, lambda: _away(user, night), night)


def _away(user, night):
    without = Q(pk__in=Absence.objects.without_space().filter(stay__departed_on__isnull=True).values("pk"))
    tonight = Exists(Absence.objects.on_night(night).filter(pk=OuterRef("pk")))
    away = Absence.objects.visible_to(user).annotate(is_tonight=tonight).filter(without | Q(is_tonight=True))
    return away.select_related("stay__person").order_by("starts_on", "pk")


def last_night_seen(stay) -> date | None:
    """The last night on which the round found them present."""
    nights = Mark.objects.filter(stay=stay).counting().values_list("night", "presence")
    return max((night for night, presence in nights if presence == Presence.PRESENT), default=None)


def present_nights(stay) -> int:
    """Nights *present*, of those checked. What was held is counted in housing/nights.py, and never from here."""
    marks = Mark.objects.filter(stay=stay).counting().values_list("presence", flat=True)
    return sum(1 for presence in marks if presence == Presence.PRESENT)


def _in_order(occupancies):
    """By flat; of those alive, in a space that is known."""
    alive = occupancies.filter(space__isnull=False, person__death_noted_at__isnull=True)
    alive = alive.select_related("person", "stay", "space__unit__site")
    return alive.order_by("space__unit__site__alias", "space__unit__name", "space__code")


def _grouped(records, key) -> dict:
    return {found: list(group) for found, group in groupby(records, key=key)}
