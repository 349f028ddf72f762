"""What stands in a row of the board: stays, plans, closures, and the days on which the space can be given."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from housing.board.window import Window
from housing.models import Status
from housing.models.choices import COMING
from housing.words import near_in, soon_days
from refuge.access import allows
from refuge.questions import SOMEBODY
from refuge.ui.words import initials

WHAT = {
    "emergency": gettext_lazy("Emergency"),
    "post": gettext_lazy("Post-shelter"),
    "promise": pgettext_lazy("a space", "Promise"),
    "risk": gettext_lazy("Promise at risk"),
    "closed": gettext_lazy("Closed"),
    "over": gettext_lazy("Beyond the date"),
    "free": pgettext_lazy("a space", "Free"),
}


@dataclass(slots=True)
class Stretch:
    """Some days of a row, half-open; without an end that is known, up to the window's. `kind` names its look; `label`
    stands in it, `title` tells it whole, `who` is the name or the reason alone, `url` is where it leads and `menu`
    where what can be done with it is asked for."""

    start: date
    end: date
    kind: str
    label: str
    title: str
    who: str = ""
    short: str = ""
    url: str = ""
    menu: str = ""
    ending: bool = False
    private: bool = False
    endless: bool = False

    @property
    def what(self) -> str:
        return WHAT[self.kind]


@dataclass
class Row:
    """One space, with the periods in which it is in service."""

    code: str
    programme: str
    is_reserved: bool
    unit: str
    site: str
    service: list = field(default_factory=list)
    stretches: list = field(default_factory=list)

    @property
    def url(self) -> str:
        return _address_of(self.code)


@lru_cache(maxsize=2000)
def _address_of(code) -> str:
    """A code is typed, and its address kept as Django quotes it."""
    return reverse("housing:space", args=[code])


class Addresses:
    """Of many records of a kind: the map of addresses is asked once for each kind."""

    def __init__(self):
        self._kinds = {}

    def of(self, name: str, pk) -> str:
        if name not in self._kinds:
            self._kinds[name] = reverse(name, args=[SOMEBODY]).split(str(SOMEBODY))
        before, after = self._kinds[name]
        return f"{before}{pk}{after}"


class Reader:
    """Turns records into stretches, with the ways that one reader may go and the `names` that they may know."""

    def __init__(self, user, window: Window, names: dict):
        self.window, self.names, self.soon, self.addresses = window, names, soon_days(), Addresses()
        self.opens_stays = allows(user, "housing.view_stay")
        self.opens_plans = allows(user, "housing.record")
        self.plans = allows(user, "housing.plan")
        self.give = reverse("housing:give")
        # Looked up once: they stand in every row.
        self.year, self.language = window.today.year, get_language()
        self.held = _("%(space)s: %(name)s, from %(start)s until %(end)s")
        self.asked, self.taken = " " + _("+ request"), _("taken")
        self.free_from, self.until = _("%(space)s: free from %(day)s"), _("until %(day)s")

    def near(self, day) -> str:
        return near_in(day, self.year, self.language)

    def closure(self, closure, row) -> Stretch:
        until = self.until % {"day": self.near(closure.ends_on)} if closure.ends_on else _("until further notice")
        text = f"{closure.reason} · {until}"
        title, end = _("Closed: %(text)s") % {"text": text}, closure.ends_on or self.window.end
        return Stretch(
            closure.starts_on, end, "closed", text, title, closure.reason, url=row.url, endless=not closure.ends_on
        )

    def occupancy(self, occupancy, row) -> list[Stretch]:
        if occupancy.status in COMING:
            return [self._plan(occupancy, row)]
        if occupancy.status == Status.ENDED:
            return [self._held(occupancy, row, occupancy.ended_on)] if occupancy.ended_on > occupancy.starts_on else []
        return self._going_on(occupancy, row)

    def free(self, row) -> list[Stretch]:
        """From today on: in service, and neither held nor promised nor closed. Only a plan can begin later."""
        found = []
        for start, end in row.service:
            day = max(start, self.window.start, self.window.today)
            end = min(end or self.window.end, self.window.end)
            for each in row.stretches:
                if day < each.start:
                    found.append((day, min(each.start, end)))
                day = max(day, each.end)
            found.append((day, end))
        return [self._free(row, start, end) for start, end in found if start < end]

    def _free(self, row, start, end) -> Stretch:
        title = self.free_from % {"space": row.code, "day": self.near(start)}
        endless = end == self.window.end
        if not endless:
            title += " " + self.until % {"day": self.near(end)}
        url = ""
        if self.plans or (self.opens_plans and start == self.window.today):
            url = f"{self.give}?{urlencode({'space': row.code, 'from': start.isoformat()})}"
        return Stretch(start, end, "free", "", title, url=url, endless=endless)

    def _plan(self, occupancy, row) -> Stretch:
        text = _("Promised: %(name)s") if occupancy.status == Status.PROMISED else _("Offered: %(name)s")
        name, when = self._name(occupancy), _("from %(day)s") % {"day": self.near(occupancy.starts_on)}
        title = f"{text % {'name': name}} · {when}"
        if occupancy.at_risk:
            title = _("At risk") + " · " + title
        return self._of(
            occupancy, row, occupancy.starts_on, occupancy.agreed_until, "risk" if occupancy.at_risk else "promise",
            title, title, short=initials(name), page="housing:plan" if self.opens_plans else "", pk=occupancy.pk,
        )  # fmt: skip

    def _held(self, occupancy, row, end, *, ending=False) -> Stretch:
        name, until = self._name(occupancy), self.near(end)
        told = {"space": row.code, "name": name, "start": self.near(occupancy.starts_on), "end": until}
        title, asked = self.held % told, self.asked if occupancy.asked else ""
        return self._of(
            occupancy, row, occupancy.starts_on, end, row.programme, f"{name} · {until}{asked}", title + asked,
            short=f"{initials(name)} · {until}{asked}", ending=ending,
        )  # fmt: skip

    def _going_on(self, occupancy, row) -> list[Stretch]:
        """As agreed, with an edge where the end is near; and beyond it, until tonight, a stretch of its own."""
        today, agreed = self.window.today, max(occupancy.agreed_until, occupancy.starts_on)
        days = (today - occupancy.stay__agreed_until).days
        ending = (agreed - today).days <= self.soon
        found = [self._held(occupancy, row, agreed, ending=ending)] if agreed > self.window.start else []
        if days > 0:
            name, beyond = self._name(occupancy), f"+{days}"
            title = _("%(name)s is %(days)d days beyond the date") % {"name": name, "days": days}
            label = beyond if found else f"{name} · {beyond}"
            short = beyond if found else f"{initials(name)} · {beyond}"
            tomorrow = today + timedelta(days=1)
            found.append(self._of(occupancy, row, agreed, tomorrow, "over", label, title, short=short))
        return found

    def _of(self, occupancy, row, start, end, kind, label, title, *, page="housing:stay", pk=None, **more) -> Stretch:
        """Whom the reader knows has a menu, and a page where they may open it; else the space's page says no more."""
        name = self._name(occupancy)
        if occupancy.person_id not in self.names:
            return Stretch(start, end, kind, label, title, name, url=row.url, **more)
        opens = page and (self.opens_stays or pk)
        url = self.addresses.of(page, pk or occupancy.stay_id) if opens else row.url
        menu = self.addresses.of("housing:board_menu", occupancy.pk)
        return Stretch(start, end, kind, label, title, name, url=url, menu=menu, private=True, **more)

    def _name(self, occupancy) -> str:
        return self.names.get(occupancy.person_id) or self.taken
