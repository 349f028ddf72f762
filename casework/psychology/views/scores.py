"""Questionnaires: the answers typed from the paper form, what they come to, the curve, and the safety check."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from casework.models import Score
from casework.models.psychology import Tool
from casework.psychology import curves, operations
from casework.psychology.forms import CheckForm, ScoreForm
from casework.psychology.opening import log_opening
from casework.psychology.rows import curves_of
from casework.psychology.views.acting import GET_POST, data_of, fill_in, followup_of, record_of, url_of
from refuge.access import page
from refuge.people.views.page import header_of


def tool_of(code) -> Tool:
    if code not in Tool:
        raise Http404
    return Tool(code)


@page("casework.psychology")
@require_http_methods(GET_POST)
def new(request, pk, tool):
    """Where an answer asks for a safety check and none is given, the next page is that of the check."""
    followup, tool = followup_of(request, pk), tool_of(tool)
    if not followup.is_open:
        raise Http404
    form = ScoreForm(data_of(request), tool=tool)
    return fill_in(
        request, followup, form, operations.record_score, title=tool.label, said=_("The answers are recorded."),
        note=_("The paper form is filled in together; here stand the numbers alone."),
        back=_after, followup=followup, tool=tool,
    )  # fmt: skip


def _after(score) -> str:
    name = "score" if score.signed_at else "score_check"
    return reverse(f"casework:{name}", args=[score.pk])


@page("casework.psychology")
@require_safe
def score(request, pk):
    """One filled-in questionnaire, and its curve."""
    found = record_of(request, Score, pk)
    log_opening(request, found.followup)
    scores = found.followup.scores.order_by("taken_on", "recorded_at")
    context = {
        "followup": found.followup,
        "score": found,
        "curve": next(curve for curve in curves_of(scores) if curve.tool == str(found.tool)),
        "back": url_of(found.followup),
    }
    return render(request, "casework/psychology/score.html", {**header_of(found.followup.person), **context})


@page("casework.psychology")
@require_http_methods(GET_POST)
def check(request, pk):
    """The safety check that an answer asks for."""
    found = record_of(request, Score, pk)
    if found.signed_at:
        return redirect("casework:score", found.pk)
    form = CheckForm(data_of(request))
    return fill_in(
        request, found.followup, form, operations.record_check, title=_("Safety check"),
        said=_("The safety check is recorded."),
        note=_("An answer of %(tool)s asks for it, today. Until it is recorded no note is signed.")
        % {"tool": found.tool.label},
        score=found,
    )  # fmt: skip


@page("casework.psychology")
@require_safe
def curve(request, pk, tool):
    """The drawing alone, for the page's <img>; not an opening of its own."""
    followup, tool = followup_of(request, pk), tool_of(tool)
    scores = followup.scores.order_by("taken_on", "recorded_at")
    drawn = curves.svg(tool, [each for each in scores if each.tool == tool])
    return HttpResponse(drawn, content_type="image/svg+xml")
