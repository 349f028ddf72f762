"""The page of one request."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from intake.care import flags_of
from intake.history import History
from intake.models import Request
from intake.models.choices import State
from intake.rows import Patience, domains_of, facts_of, row_of, rows_for, uses_of
from intake.views.about import about_request
from refuge.access import allows
from refuge.people.models import TeamAlert
from refuge.questions import SOME_PEOPLE, SOMEBODY, SOMEBODY_ELSE, read


@about_request("intake.view_request")
@require_safe
def detail(request, help_request):
    """Facts, story, decision and history."""
    if help_request.person:
        help_request.person.standing_flags = flags_of(help_request)
    with_reasons = allows(request.user, "intake.view_reasons")
    facts, unasked = facts_of(help_request, with_reasons=with_reasons)
    context = {
        "record": help_request,
        "alerts": _alerts(help_request.person_id),
        "row": row_of(help_request, Patience(request)),
        "facts": facts,
        "domains": domains_of(help_request),
        "unasked": unasked,
        "uses": uses_of(help_request),
        "history": History(help_request),
        "others": rows_for(_others(request.user, help_request), Patience(request)),
        "may": {act: allows(request.user, f"intake.{act}_request") for act in ("assess", "assign", "decide")},
        "can_undo": help_request.received_by_id == request.user.pk and help_request.state == State.NEW,
    }
    return render(request, "intake/detail.html", context)


def _alerts(person) -> list:
    return read("intake.request.alerts", None, _alerts_of_somebody, stand_ins={SOMEBODY: person}) if person else []


def _alerts_of_somebody():
    return TeamAlert.objects.standing().filter(person=SOMEBODY).order_by("since")


def _others(user, help_request) -> list:
    """The other requests of the same call or person."""
    alike = Request(
        pk=SOME_PEOPLE[0],
        call=SOMEBODY_ELSE if help_request.call else None,
        person_id=SOMEBODY if help_request.person_id else None,
    )
    this = {SOME_PEOPLE[0]: help_request.pk, SOMEBODY: help_request.person_id, SOMEBODY_ELSE: help_request.call}
    of_what = (bool(alike.call), bool(alike.person_id))
    return read("intake.request.others", user, lambda: _beside(user, alike), *of_what, stand_ins=this)


def _beside(user, alike):
    return Request.objects.visible_to(user).beside(alike).for_lists()[:10]
