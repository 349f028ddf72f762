"""The copy of a plan for the young person: made, read over, downloaded, marked as given and signed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework import operations
from casework.forms import CopyForm, MarkCopyForm
from casework.handout import handout_pdf, language_for
from casework.models import PlanCopy
from casework.views.acting import data_of, fill_in, press
from casework.views.plans import plan_of, plan_url
from refuge.access import allows, get_visible, page
from refuge.audit.operations import log_opening
from refuge.people.views.page import header_of


def copy_of(request, pk) -> PlanCopy:
    return get_visible(PlanCopy.objects.select_related("plan__person__worker", "made_by"), request.user, pk=pk)


def copy_url(copy) -> str:
    return reverse("casework:copy", args=[copy.pk])


@page("casework.add")
@require_http_methods(["GET", "POST"])
def make(request, pk):
    plan = plan_of(request, pk)
    initial = {"language": language_for(plan.person, get_language())}
    note = _("The paper holds goals and steps, the chosen name and nobody else’s, and not the name of the house.")
    return fill_in(
        request, plan.person, CopyForm(data_of(request), initial=initial), operations.make_copy,
        title=_("A copy for the young person"), said=_("Read the copy over before you give it."), note=note,
        back=copy_url, undo=lambda copy: reverse("casework:copy_remove", args=[copy.pk]),
        cancel=plan_url(plan), plan=plan,
    )  # fmt: skip


@page("casework.view_plan")
@require_safe
def copy(request, pk):
    """What it says, to be read over, and the days on which it was given and signed."""
    found = copy_of(request, pk)
    log_opening(request, found.plan.person, detail="plan")
    context = {
        "copy": found,
        "form": MarkCopyForm(initial={"given_on": found.given_on, "signed_on": found.signed_on}),
        "may_add": allows(request.user, "casework.add"),
    }
    return render(request, "casework/copy.html", {**header_of(found.plan.person), **context})


@page("casework.view_plan")
@require_safe
def pdf(request, pk):
    found = copy_of(request, pk)
    log_opening(request, found.plan.person, what="reveal", detail="plan_copy")
    response = HttpResponse(handout_pdf(found.content), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="plan-{found.made_on.isoformat()}.pdf"'
    return response


@page("casework.add")
@require_POST
def mark(request, pk):
    found = copy_of(request, pk)
    form = MarkCopyForm(request.POST)
    form.apply(operations.mark_copy, copy=found, by=request.user)
    if form.done:
        messages.success(request, _("The days are noted."))
        return redirect(copy_url(found))
    context = {"copy": found, "form": form, "may_add": True}
    return render(request, "casework/copy.html", {**header_of(found.plan.person), **context})


@page("casework.add")
@require_POST
def remove(request, pk):
    found = copy_of(request, pk)
    undo = reverse("casework:copy_restore", args=[found.pk])
    said = _("The copy is removed.")
    return press(request, operations.remove_copy, said=said, back=plan_url(found.plan), undo=undo, copy=found)


@page("casework.add")
@require_POST
def restore(request, pk):
    found = copy_of(request, pk)
    return press(request, operations.restore_copy, said=_("The copy is back."), back=copy_url(found), copy=found)
