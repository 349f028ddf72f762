"""Figures of one programme or one site: which nights, spaces and stays they count then."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from housing.models import Occupancy, Site
from housing.models.choices import Programme
from refuge.indicators import Narrowing, Period, add_narrowing
from refuge.questions import ask

NARROWS = frozenset({"programme", "site"})
SITES_SPACES = (
    "(SELECT space.id FROM housing_space AS space JOIN housing_unit AS unit ON unit.id = space.unit_id"
    " WHERE unit.site_id = %(site)s)"
)
# Conditions that narrow a query over occupancies (`slept`), and one over what is in service (`service`).
NIGHTS = {
    "programme": " AND slept.stay_id IN (SELECT id FROM housing_stay WHERE programme = %(programme)s)",
    "site": f" AND slept.space_id IN {SITES_SPACES}",
}
SPACES = {
    "programme": " AND service.space_id IN (SELECT id FROM housing_space WHERE programme = %(programme)s)",
    "site": f" AND service.space_id IN {SITES_SPACES}",
}
DEPARTURES = {
    "programme": " AND stay.programme = %(programme)s",
    "site": " AND EXISTS (SELECT FROM housing_occupancy AS slept WHERE slept.stay_id = stay.id"
    " AND slept.status IN ('arrived', 'ended') AND slept.ended_on = stay.departed_on"
    f" AND slept.space_id IN {SITES_SPACES})",
}
MARKS = {"/* nights */": NIGHTS, "/* spaces */": SPACES, "/* departures */": DEPARTURES}


def sites() -> list[tuple[str, str]]:
    known = ask("housing.sites", None, lambda: Site.objects.order_by("alias").values_list("pk", "alias"))
    return [(str(pk), alias) for pk, alias in known]


def narrow(sql: str, period: Period) -> str:
    """The query with the period's conditions where its comments ask for them. Without any it stays as it is."""
    for mark, conditions in MARKS.items():
        sql = sql.replace(mark, "".join(conditions[name] for name in period.within))
    return sql


def nights_narrowed(period: Period) -> dict:
    """The same for a queryset of occupancies."""
    paths = {"programme": "stay__programme", "site": "space__unit__site"}
    return {paths[name]: value for name, value in period.within.items()}


def stays_narrowed(period: Period, *, when: str) -> Q:
    """Stays of that programme; of that site those that were there on the day of `when`: arrived_on or departed_on."""
    found = Q()
    if "programme" in period.within:
        found &= Q(programme=period.within["programme"])
    if "site" in period.within:
        side = {"arrived_on": "starts_on", "departed_on": "ended_on"}[when]
        there = Occupancy.objects.facts().filter(stay=OuterRef("pk"), space__unit__site=period.within["site"])
        found &= Q(Exists(there.filter(**{side: OuterRef(when)})))
    return found


add_narrowing(Narrowing("programme", _("Programme"), lambda: Programme.choices))
add_narrowing(Narrowing("site", _("Site"), sites))
