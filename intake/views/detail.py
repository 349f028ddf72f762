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
        "alerts": help_request.person.team_alerts.standing().order_by("since") if help_request.person else [],
        "row": row_of(help_request, Patience(request)),
        "facts": facts,
        "domains": domains_of(help_request),
        "unasked": unasked,
        "uses": uses_of(help_request),
        "history": History(help_request),
        "others": rows_for(
            Request.objects.visible_to(request.user).beside(help_request).for_lists()[:10], Patience(request)
        ),
        "may": {act: allows(request.user, f"intake.{act}_request") for act in ("assess", "assign", "decide")},
        "can_undo": help_request.received_by_id == request.user.pk and help_request.state == State.NEW,
    }
    return render(request, "intake/detail.html", context)
