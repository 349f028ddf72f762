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
    of_applicants = {False: fits, True: sorted(fits, key=_reserved_first)}
    shared = {"may_plan": allows(user, "housing.plan")}
    return {request.pk: shared | _cell(request, plans.get(request.pk), of_applicants) for request in requests}


def _reserved_first(fit) -> tuple:
    return fit.free_from is not None, fit.free_until is not None, not fit.space.reserved_asylum


def _plans(user) -> dict:
    """What is offered or promised already, by request: there are fewer of these than spaces."""
    plans = read("housing.coming", user, lambda: _coming(user))
    return {plan.request_id: plan for plan in plans}


def _coming(user):
    coming = Occupancy.objects.visible_to(user).coming().exclude(request=None)
    return coming.select_related("space").order_by("-created_at")


def _cell(request, plan, fits) -> dict:
    if plan:
        return {"given": plan}
    person = request.person
    if person is None or person.age_status() == AgeStatus.UNKNOWN:
        return {"age_unknown": True}
    if person.age_status() == AgeStatus.MINOR:
        return {"not_before": person.adult_from}
    found = fits[person.residence == Person.Residence.APPLICANT]
    now = sum(fit.free_from is None for fit in found)
    return {"fits": found[:SHOWN], "now": now, "soon": len(found) - now, "request": request}
