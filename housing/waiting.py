"""The waiting list's column of spaces: what was promised, else what fits each person now and in the next month."""

from django.utils import timezone

from housing.fitting import fitting
from housing.models import Occupancy
from refuge.access import allows
from refuge.people.models import AgeStatus, Person
from refuge.questions import read

SHOWN = 3


def spaces_for(user, requests) -> dict:
    """{request id: {"given" or "fits" or "not_before"}}. Three queries, however many requests."""
    today, plans = timezone.localdate(), _plans(user)
    fits = fitting(today, limit=None)
    now = sum(fit.free_from is None for fit in fits)
    numbers = {"now": now, "soon": len(fits) - now, "may_plan": allows(user, "housing.plan")}
    # Those reserved come last but for applicants.
    first = {False: fits[:SHOWN], True: sorted(fits, key=_reserved_first)[:SHOWN]}
    return {request.pk: numbers | _cell(request, plans.get(request.pk), first) for request in requests}


def _reserved_first(fit) -> tuple:
    return fit.free_from is not None, fit.free_until is not None, not fit.space.reserved_asylum


def _plans(user) -> dict:
    """What is offered or promised already, by request: there are fewer of these than spaces."""
    plans = read("housing.coming", user, lambda: _coming(user))
    return {plan.request_id: plan for plan in plans}


def _coming(user):
    coming = Occupancy.objects.visible_to(user).coming().exclude(request=None)
    return coming.select_related("space").order_by("-created_at")


def _cell(request, plan, first) -> dict:
    if plan:
        return {"given": plan}
    person = request.person
    age = person.age_status() if person else AgeStatus.UNKNOWN
    if age == AgeStatus.UNKNOWN:
        return {"age_unknown": True}
    if age == AgeStatus.MINOR:
        return {"not_before": person.adult_from}
    return {"fits": first[person.residence == Person.Residence.APPLICANT], "request": request}
