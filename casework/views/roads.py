"""The usual roads: into a plan, and in the house's own words."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework import operations
from casework.forms import EditRoadForm, NewRoadForm, RoadForm
from casework.models import OwnRoad
from casework.operations.roads import MOST_STEPS
from casework.roads import LANGUAGES, all_roads, road_of, roads_in
from casework.views.acting import data_of, fill_in, press, say
from casework.views.goals import goal_of
from casework.views.plans import plan_of, plan_url
from refuge.access import allows, page, require
from refuge.audit.operations import log_opening
from refuge.people.views.page import header_of


def _asked(code, language):
    if language not in LANGUAGES:
        raise Http404
    try:
        return road_of(code, language)
    except KeyError as unknown:
        raise Http404 from unknown


@page("casework.add")
@require_safe
def choose(request, pk):
    """Which road to put into the plan."""
    plan = plan_of(request, pk)
    log_opening(request, plan.person, detail="plan")
    may_edit = allows(request.user, "casework.edit_roads")
    context = {"plan": plan, "roads": roads_in(get_language()), "may_edit": may_edit}
    return render(request, "casework/roads_of_plan.html", {**header_of(plan.person), **context})


@page("casework.add")
@require_http_methods(["GET", "POST"])
def apply(request, pk, code):
    """Its steps as a checklist: those ticked become actions, each with its day."""
    plan = plan_of(request, pk)
    road = _asked(code, get_language())
    form = RoadForm(data_of(request), road=road, initial={"responsible": request.user})
    return fill_in(
        request, plan.person, form, operations.apply_road, title=road.name, note=road.wording,
        said=_("The goal is set, with its actions."), back=plan_url(plan),
        undo=lambda goal: reverse("casework:road_take_back", args=[goal.pk]),
        plan=plan, code=code, language=road.language,
    )  # fmt: skip


@page("casework.add")
@require_POST
def take_back(request, pk):
    """Whoever may change plans takes any goal back with its actions; the others what they have just put in."""
    goal = goal_of(request, pk)
    if goal.set_by_id != request.user.pk:
        require(request.user, "casework.change")
    said = _("The goal and its actions are removed.")
    return press(request, operations.take_road_back, said=said, back=plan_url(goal.plan), goal=goal)


@page("casework.edit_roads")
@require_safe
def roads(request):
    """Every template in every language."""
    here = LANGUAGES.index(get_language())
    rows = [(row[here], row) for row in zip(*all_roads(), strict=True)]
    return render(request, "casework/roads.html", {"rows": rows, "languages": LANGUAGES})


@page("casework.edit_roads")
@require_http_methods(["GET", "POST"])
def new(request):
    """A template of the house's own."""
    form = NewRoadForm(data_of(request), most=MOST_STEPS)
    if form.initial.get("language") is None:
        form.initial["language"] = get_language()
    if request.method == "POST":
        made = form.apply(operations.add_road, by=request.user)
        if form.done:
            say(request, _("The template is in the list."), reverse("casework:road_remove", args=[made.code]))
            return redirect("casework:roads")
    return render(request, "casework/road.html", {"form": form})


def _own(code) -> str:
    return get_object_or_404(OwnRoad, code=code).code


@page("casework.edit_roads")
@require_POST
def remove(request, code):
    undo, back = reverse("casework:road_restore", args=[_own(code)]), reverse("casework:roads")
    said = _("The template is out of the list.")
    return press(request, operations.remove_road, said=said, back=back, undo=undo, code=code)


@page("casework.edit_roads")
@require_POST
def restore(request, code):
    said, back = _("The template is back in the list."), reverse("casework:roads")
    return press(request, operations.restore_road, said=said, back=back, code=_own(code))


@page("casework.edit_roads")
@require_http_methods(["GET", "POST"])
def edit(request, code, language):
    road = _asked(code, language)
    form = EditRoadForm(data_of(request), road=road, most=MOST_STEPS)
    if request.method == "POST":
        form.apply(operations.edit_road, code=code, language=language, by=request.user)
        if form.done:
            messages.success(request, _("The template is changed. Plans that have it already stay as they are."))
            return redirect("casework:roads")
    return render(request, "casework/road.html", {"road": road, "form": form})


@page("casework.edit_roads")
@require_POST
def reset(request, code, language):
    own = _asked(code, language).is_own
    said = _("The template is taken out of this language.") if own else _("The template is as it came.")
    return press(
        request, operations.reset_road, said=said, back=reverse("casework:roads"), code=code, language=language
    )
