"""The old register: uploaded, looked at before anything is taken over, taken over, undone; and the stays that wait."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from housing import operations
from housing.models import ImportState, RegisterImport, WaitingStay
from housing.policy import may
from housing.register.forms import TakeStayForm, UploadForm
from housing.register.giving_back import workbook_of
from housing.register.telling import why
from housing.views.common import run, said
from refuge.access import allows, get_visible, page
from refuge.audit.operations import log_opening
from refuge.people.models import Person

SHOWN = 50
TONES = {
    ImportState.READ: "accent",
    ImportState.DONE: "well",
    ImportState.REFUSED: "late",
    ImportState.FAILED: "late",
}
VIEW, IMPORT = "housing.view_import", "housing.import_register"


@page(VIEW)
@require_http_methods(["GET", "POST"])
def imports(request):
    """Upload a workbook, and see what became of earlier ones."""
    form = UploadForm(request.POST or None, request.FILES or None) if allows(request.user, IMPORT) else None
    if request.method == "POST":
        if form is None:
            raise Http404
        found = form.apply(operations.upload_register, by=request.user)
        if form.done:
            return redirect("register:import", found.pk)
    rows = RegisterImport.objects.visible_to(request.user).select_related("asked_by").order_by("-asked_at", "-pk")
    context = {"form": form, "rows": [_row(each) for each in rows.defer("found", "rejected")[:SHOWN]]}
    return render(request, "housing/register/imports.html", context)


@page(VIEW)
@require_safe
def one(request, pk):
    """What a workbook holds and what became of it. While a worker is at it, htmx asks for the part that changes."""
    found = get_visible(RegisterImport.objects.select_related("asked_by"), request.user, pk=pk)
    part = request.htmx and not request.htmx.history_restore_request
    template = "housing/register/import_body.html" if part else "housing/register/import.html"
    return render(request, template, {**_row(found), **_contents(request, found)})


@page(IMPORT)
@require_safe
def rejected(request, pk):
    """The rejected rows as a workbook, for mending and importing them again."""
    found = get_visible(RegisterImport, request.user, pk=pk)
    if not found.rejected:
        raise Http404
    log_opening(request, found, detail="XLSX")
    return HttpResponse(
        workbook_of(found.rejected),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": 'attachment; filename="register-rejected.xlsx"'},
    )


def step(operation, done, back="register:import"):
    """A view that posts one operation on one import."""

    @page(IMPORT)
    @require_POST
    def view(request, pk):
        found = get_visible(RegisterImport, request.user, pk=pk)
        run(request, operation, done(), register_import=found)
        return redirect(back, *([found.pk] if back == "register:import" else []))

    return view


start = step(operations.start_import, lambda: _("The register is being taken over. You may leave this page."))
undo = step(operations.ask_undo_import, lambda: _("The import is being undone. You may leave this page."))
discard = step(operations.discard_import, lambda: _("The workbook is forgotten."), back="register:imports")


@page(VIEW)
@require_http_methods(["GET", "POST"])
def take(request, pk):
    """Decide on a stay that waits."""
    waiting = get_visible(WaitingStay.objects.select_related("request__person"), request.user, pk=pk)
    if not _may_decide(request.user, waiting) or waiting.settled_at:
        raise Http404
    log_opening(request, waiting.request.person, detail="stay")
    form = TakeStayForm(request.POST or None, waiting=waiting)
    if request.method == "POST":
        form.apply(operations.take_waiting_stay, waiting=waiting, by=request.user)
        if form.done:
            said(request, _("The stay is taken over."), "register:wait_again", waiting.pk)
            return redirect("register:import", waiting.register_import_id)
    return render(
        request, "housing/register/take.html", {"waiting": waiting, "reasons": _reasons(waiting), "form": form}
    )


@page(VIEW)
@require_POST
def leave(request, pk):
    """Leave a stay out for good, with a way back."""
    waiting = get_visible(WaitingStay.objects.select_related("request"), request.user, pk=pk)
    if not _may_decide(request.user, waiting):
        raise Http404
    try:
        operations.leave_out(waiting=waiting, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        said(request, _("The stay stays out."), "register:wait_again", waiting.pk)
    return redirect("register:import", waiting.register_import_id)


@page(VIEW)
@require_POST
def wait_again(request, pk):
    waiting = get_visible(WaitingStay.objects.select_related("request"), request.user, pk=pk)
    if not _may_decide(request.user, waiting):
        raise Http404
    run(request, operations.wait_again, _("The stay waits again for a decision."), waiting=waiting)
    return redirect("register:import", waiting.register_import_id)


def _may_decide(user, waiting) -> bool:
    """More time than three months is management's to approve; the rest is the coordinator's."""
    is_overlong = any(rule == "overlong" for rule, _detail in waiting.reasons)
    return allows(user, "housing.decide_extension" if is_overlong else IMPORT)


def _kept(user, found):
    """The files that an undoing left, as far as `user` may know of them."""
    return Person.objects.visible_to(user).filter(reference__in=found.kept).values_list("reference", flat=True)


def _reasons(waiting) -> list[str]:
    return [why(rule, detail) for rule, detail in waiting.reasons]


def _row(found) -> dict:
    return {"found": found, "tone": TONES.get(found.state, "plain")}


def _contents(request, found) -> dict:
    waiting = WaitingStay.objects.visible_to(request.user).filter(register_import=found)
    waiting = waiting.select_related("request__person", "stay").order_by("settled_at", "arrived_on", "pk")
    told = found.found or {}
    return {
        "told": told,
        "rejected": told.get("rejected", [])[:SHOWN],
        "left_out": [(left["number"], why(left["rule"], left["detail"])) for left in told.get("left_out", ())],
        "unread": told.get("unread", [])[:SHOWN],
        "waiting": [(each, _reasons(each), _may_decide(request.user, each)) for each in waiting],
        "kept": _kept(request.user, found),
        "may": may(request.user),
    }
