"""Risk flags, raised and looked at again under the person's header."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake import operations
from intake.forms import CloseFlagForm, FlagForm, ReviewForm
from intake.models import RiskFlag
from refuge.access import allows, get_visible, page
from refuge.audit.operations import log_opening
from refuge.people.views.editing import data_of, edit, step
from refuge.people.views.page import header_of, person_of

GET_POST = ["GET", "POST"]


@page("intake.add_flag")
@require_http_methods(GET_POST)
def raise_flag(request, reference):
    person = person_of(request, reference)
    words = {"title": _("Raise a risk flag"), "said": _("The risk flag stands.")}
    note = _("A flag is neutral: it says what to look out for, and when to look again. The whole team reads it.")
    form = FlagForm(data_of(request))
    return edit(request, person, form, operations.raise_flag, **words, note=note, back="overview", person=person)


@page("intake.view_flags")
@require_safe
def flags(request, reference):
    """Every flag of the person, those that stand first."""
    person = person_of(request, reference)
    log_opening(request, person, detail="risks")
    found = RiskFlag.objects.visible_to(request.user).filter(person=person).select_related("set_by", "closed_by")
    found = sorted(found.order_by("-set_at"), key=lambda flag: flag.closed_at is not None)
    context = {
        **header_of(person),
        "flags": found,
        "may_add": allows(request.user, "intake.add_flag"),
        "may_change": allows(request.user, "intake.change_flag"),
    }
    return render(request, "intake/flags.html", context)


@page("intake.change_flag")
@require_http_methods(GET_POST)
def review(request, pk):
    flag = _flag(request, pk)
    if flag.closed_at:
        raise Http404
    form = ReviewForm(data_of(request), initial={"level": flag.level, "note": flag.note})
    words = {"title": _("Look again: %(risk)s") % {"risk": flag.get_kind_display()}, "said": _("The review is noted.")}
    return edit(request, flag.person, form, operations.review_flag, **words, back="overview", flag=flag)


@page("intake.change_flag")
@require_http_methods(GET_POST)
def close(request, pk):
    """Closing says why; a flag closed by mistake is reopened on the page of flags."""
    flag = _flag(request, pk)
    if flag.closed_at:
        return redirect("intake:flags", flag.person.reference)
    form = CloseFlagForm(data_of(request))
    words = {
        "title": _("Close the flag: %(risk)s") % {"risk": flag.get_kind_display()},
        "said": _("The flag is closed."),
    }
    return edit(request, flag.person, form, operations.close_flag, **words, back="overview", flag=flag)


@page("intake.change_flag")
@require_POST
def reopen(request, pk):
    flag = _flag(request, pk)
    return step(
        request, flag.person, operations.reopen_flag, said=_("The flag stands again."), back="overview", flag=flag
    )


def _flag(request, pk) -> RiskFlag:
    return get_visible(RiskFlag.objects.select_related("person__worker"), request.user, pk=pk, kept="intake.flag")
