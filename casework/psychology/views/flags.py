"""Risks the psychologist keeps an eye on."""

from datetime import timedelta

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from casework.models import FollowUpFlag
from casework.psychology import operations
from casework.psychology.forms import FlagForm, ReviewFlagForm
from casework.psychology.parameters import REVIEW_DAYS
from casework.psychology.views.acting import GET_POST, data_of, fill_in, followup_of, press, record_of, url_of
from refuge.access import page
from refuge.parameters.registry import value_of


def _next_day():
    today = timezone.localdate()
    return today + timedelta(days=value_of(REVIEW_DAYS.code, today))


@page("casework.psychology")
@require_http_methods(GET_POST)
def raise_(request, pk):
    followup = followup_of(request, pk)
    if not followup.is_open:
        raise Http404
    form = FlagForm(data_of(request), initial={"review_on": _next_day()})
    return fill_in(
        request, followup, form, operations.raise_flag, title=_("A risk to keep an eye on"),
        said=_("The risk is noted."), undo=lambda flag: reverse("casework:followup_flag_close", args=[flag.pk]),
        note=_("Read in this room alone. What the team must do goes into the safety plan."), followup=followup,
    )  # fmt: skip


@page("casework.psychology")
@require_http_methods(GET_POST)
def review(request, pk):
    flag = record_of(request, FollowUpFlag, pk)
    if flag.closed_at or not flag.followup.is_open:
        raise Http404
    now = {"level": flag.level, "comment": flag.comment, "review_on": _next_day()}
    title = _("Look again: %(risk)s") % {"risk": flag.kind.label}
    form = ReviewFlagForm(data_of(request), initial=now)
    said = _("The review is noted.")
    return fill_in(request, flag.followup, form, operations.review_flag, title=title, said=said, flag=flag)


@page("casework.psychology")
@require_POST
def close(request, pk):
    flag = record_of(request, FollowUpFlag, pk)
    undo = reverse("casework:followup_flag_reopen", args=[flag.pk])
    said = _("The flag is closed.")
    return press(request, operations.close_flag, said=said, back=url_of(flag.followup), undo=undo, flag=flag)


@page("casework.psychology")
@require_POST
def reopen(request, pk):
    flag = record_of(request, FollowUpFlag, pk)
    said = _("The flag stands again.")
    return press(request, operations.reopen_flag, said=said, back=url_of(flag.followup), flag=flag)
