"""Deciding, taking the decision back, reopening."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from intake import operations
from intake.ages import age_status
from intake.eligibility import eligibility
from intake.forms import DecideForm
from intake.views.about import about_request, move, say, to_page
from refuge.accounts import drafts
from refuge.people.models import AgeStatus


@about_request("intake.decide_request")
@require_http_methods(["GET", "POST"])
def decide(request, help_request):
    """The decision, once; whoever comes second is told so and keeps what they typed."""
    draft = f"intake:decide:{help_request.pk}"
    initial = drafts.restore(request, draft) or {"outcome": request.GET.get("outcome")}
    form = DecideForm(request.POST or None, about=help_request, initial=initial)
    if request.method == "POST":
        decision = form.apply(operations.decide, request=help_request, by=request.user)
        if form.done:
            drafts.discard(request, draft)
            done = _("Decided: %(outcome)s.") % {"outcome": decision.get_outcome_display()}
            say(request, help_request, done, "intake:revoke")
            return to_page(help_request)
    age = age_status(help_request.person)
    context = {
        "record": help_request,
        "form": form,
        "draft": draft,
        "age": age,
        "danger_missing": age == AgeStatus.MINOR and not help_request.danger_assessments.exists(),
        "eligibility": eligibility(help_request, request.user),
    }
    return render(request, "intake/decide.html", context)


@about_request("intake.decide_request")
@require_POST
def revoke(request, help_request):
    return move(request, help_request, operations.revoke_decision, _("The decision is taken back."))


@about_request("intake.decide_request")
@require_POST
def reopen(request, help_request):
    return move(request, help_request, operations.reopen, _("The request is open again."))
