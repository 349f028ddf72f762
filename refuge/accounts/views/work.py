"""`/team/work/`: how much colleagues work, as what; and the lines of one colleague, edited by management."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F, Func, Sum
from django.db.models.functions import Lower
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from refuge.access import get_visible, page
from refuge.accounts import operations
from refuge.accounts.models import StaffTraining, StaffWork, User
from refuge.accounts.words import percent, short
from refuge.accounts.work_forms import StaffWorkListForm, TrainingForm, WorkForm
from refuge.ui.lists import Listing
from refuge.ui.undo import offer_undo

TEAM = "accounts.manage_team"
TRAININGS_SHOWN = 50


@dataclass(frozen=True)
class Kind:
    model: type
    form: type
    title: str
    saved: str
    removed: str


KINDS = {
    "work": Kind(
        StaffWork, WorkForm, gettext_lazy("Working time"), gettext_lazy("The working time is noted."),
        gettext_lazy("The line of working time is removed."),
    ),
    "training": Kind(
        StaffTraining, TrainingForm, gettext_lazy("Training"), gettext_lazy("The training is noted."),
        gettext_lazy("The training is removed."),
    ),
}  # fmt: skip


def work_of(user) -> dict:
    """The lines of one colleague, in two queries: working time, the newest first, and the trainings followed last."""
    work = user.work.current().order_by("-starts_on", "function")
    trainings = user.trainings.current().order_by("-held_on", "id")[:TRAININGS_SHOWN]
    return {
        "work": [(each, percent(each.share)) for each in work],
        "trainings": [(each, short(each.hours)) for each in trainings],
    }


@page(TEAM)
@require_safe
def staff_work(request):
    """Everybody's working time, with the sum of today."""
    today = timezone.localdate()
    # É sorts as E: the database's own order puts it after Z.
    records = StaffWork.objects.visible_to(request.user).current().select_related("user")
    records = records.annotate(sort_name=Func(Lower(F("user__name")), function="unaccent"))
    listing = Listing(request, StaffWorkListForm, records, {"name": "sort_name", "from": "starts_on"}, sort="name")
    now = StaffWork.objects.visible_to(request.user).current().within(today, today).aggregate(share=Sum("share"))
    context = {"rows": [(each, percent(each.share)) for each in listing.rows], "full_time": short(now["share"] or 0)}
    return listing.render("accounts/staff_work.html", context)


@page(TEAM)
@require_http_methods(["GET", "POST"])
def add(request, pk, kind):
    colleague, part = get_visible(User, request.user, pk=pk), KINDS[kind]
    form = part.form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        made = form.apply(operations.add_to_colleague, kind=part.model, user=colleague, by=request.user)
        if form.done:
            offer_undo(request, part.saved, reverse("team_part_remove", args=[kind, made.pk]))
            return redirect("team_member", pk)
    return _form_page(request, form, part, colleague)


@page(TEAM)
@require_http_methods(["GET", "POST"])
def edit(request, kind, pk):
    record, part = _record(request, kind, pk), KINDS[kind]
    form = part.form(request.POST if request.method == "POST" else None, instance=_record(request, kind, pk))
    if request.method == "POST":
        form.apply(operations.change_of_colleague, record=record, by=request.user)
        if form.done:
            messages.success(request, part.saved)
            return redirect("team_member", record.user_id)
    return _form_page(request, form, part, record.user)


@page(TEAM)
@require_POST
def remove(request, kind, pk):
    record = _record(request, kind, pk)
    undo = reverse("team_part_restore", args=[kind, pk])
    return _press(request, record, operations.remove_of_colleague, KINDS[kind].removed, undo)


@page(TEAM)
@require_POST
def restore(request, kind, pk):
    return _press(request, _record(request, kind, pk), operations.restore_of_colleague, _("It is back."))


def _record(request, kind, pk):
    return get_visible(KINDS[kind].model.objects.select_related("user"), request.user, pk=pk)


def _press(request, record, operation, said, undo=""):
    try:
        operation(record=record, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        offer_undo(request, said, undo) if undo else messages.success(request, said)
    return redirect("team_member", record.user_id)


def _form_page(request, form, part, colleague):
    return render(request, "accounts/work_form.html", {"form": form, "form_title": part.title, "colleague": colleague})
