"""The waiting list's column of spaces: what was promised, else what fits each person now and in the next month."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from housing.fitting import fitting
from housing.models import Occupancy
from housing.models.choices import Status
from refuge.access import allows
from refuge.people.models import AgeStatus, Person
from refuge.questions import ask
from refuge.ui.templatetags.ui import chip, known_address
from refuge.ui.widgets import plain
from refuge.ui.words import short_day

SHOWN = 3
# Where the reference of the request comes in.
HERE = "\0"


class Given(NamedTuple):
    """What is offered or promised to the person of a request."""

    request: UUID
    space: str | None
    status: str
    starts_on: date


def spaces_for(user, requests) -> dict:
    """{request id: {"given" or "fits" or "not_before"}}. Three queries, however many requests."""
    today, plans = timezone.localdate(), _plans(user)
    fits = fitting(today, limit=None)
    now = sum(fit.free_from is None for fit in fits)
    numbers = {"now": now, "soon": len(fits) - now, "may_plan": allows(user, "housing.plan")}
    # Those reserved come last but for applicants.
    first = {False: tuple(fits[:SHOWN]), True: tuple(sorted(fits, key=_reserved_first)[:SHOWN])}
    return {request.pk: numbers | _cell(request, plans.get(request.pk), first, today) for request in requests}


def _reserved_first(fit) -> tuple:
    return fit.free_from is not None, fit.free_until is not None, not fit.space.reserved_asylum


def _plans(user) -> dict:
    """What is offered or promised already, by request: there are fewer of these than spaces."""
    return {plan[0]: Given(*plan) for plan in ask("housing.coming", user, lambda: _coming(user))}


def _coming(user):
    coming = Occupancy.objects.visible_to(user).coming().exclude(request=None)
    return coming.order_by("-created_at").values_list("request", "space__code", "status", "starts_on")


def _cell(request, plan, first, today) -> dict:
    if plan:
        return {"given": plan}
    person = request.person
    age = person.age_status(today) if person else AgeStatus.UNKNOWN
    if age == AgeStatus.UNKNOWN:
        return {"age_unknown": True}
    if age == AgeStatus.MINOR:
        return {"not_before": person.adult_from}
    return {"fits": first[person.residence == Person.Residence.APPLICANT], "request": request}


def spaces_cell(cell) -> str:
    """The space promised, else the spaces that fit now and in the next month: safe HTML."""
    given = cell.get("given")
    if given:
        status = chip(Status(given.status).label, "well")
        return f"{status} {plain(given.space or '?')} {_hint(short_day(given.starts_on))}"
    if cell.get("not_before"):
        return _hint(_("Under 18: no space before %(day)s.") % {"day": short_day(cell["not_before"])})
    if cell.get("age_unknown"):
        return _hint(_("Age unknown: no space until it is known."))
    if cell["fits"]:
        parts = _of_fits(cell["fits"], cell["now"], cell["soon"], cell["may_plan"], get_language())
        return plain(cell["request"].reference).join(parts)
    return _hint(_("None now, none within a month"))


@lru_cache(maxsize=200)
def _of_fits(fits, now, soon, may_plan, language) -> list[str]:
    """The same few spaces stand in most rows: drawn once, cut where the reference of the row's request comes in."""
    numbers = _("now %(now)s, within a month %(soon)s") % {"now": now, "soon": soon}
    return ("".join(_fit(each, may_plan) for each in fits) + _hint(numbers)).split(HERE)


def _fit(fit, may_plan) -> str:
    code = plain(fit.space.code)
    if may_plan:
        address = f"{known_address('housing:give')}?request={HERE}&space={quote(fit.space.code)}"
        code = f'<a href="{plain(address)}">{code}</a>'
    reserved = ""
    if fit.space.reserved_asylum:
        title = _("reserved for asylum seekers")
        reserved = f' <span title="{plain(title)}">◇</span>'
    when = chip(short_day(fit.free_from), "soon") if fit.free_from else chip(_("tonight"), "well")
    return f'<span class="d-inline-block">{code}{reserved} {when}</span> '


def _hint(text) -> str:
    return f'<small class="hint d-block">{plain(text)}</small>'
