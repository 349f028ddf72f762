"""Living together: wishes and conflicts on a person's page, and what a form shows before a space is given."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from housing import operations
from housing.house_forms import ConflictForm, WishesForm
from housing.models import Conflict, LivingWishes, Space
from housing.together import flat_for
from housing.views.common import day_of
from refuge.access import page
from refuge.audit.operations import log_opening
from refuge.people.models import Person
from refuge.people.views.editing import data_of, edit, step
from refuge.people.views.page import person_of

NOTE, PANEL = "housing.note_together", "together"


@page("housing.record")
@require_safe
def flat(request):
    """Part of the forms that give a space: `?person=` a reference, `?space=` an id, `?starts_on=` the first night if it
    is not today. Empty until both are known."""
    person, space = _asked(request)
    if person is None or space is None:
        return HttpResponse()
    log_opening(request, person, detail=PANEL)
    day = max(day_of(request, "starts_on") or timezone.localdate(), timezone.localdate())
    flat = flat_for(request.user, person, space, day)
    return render(request, "housing/flat.html", {"person": person, "flat": flat})


def _asked(request):
    reference, space = (request.GET.get(name, "").strip() for name in ("person", "space"))
    if "\0" in reference + space:
        raise Http404
    person = Person.objects.visible_to(request.user).filter(reference=reference.upper()).first()
    try:
        return person, Space.objects.select_related("unit__site").filter(pk=space or None).first()
    except ValidationError as error:
        raise Http404 from error


@page(NOTE)
@require_http_methods(["GET", "POST"])
def wishes(request, reference):
    person = person_of(request, reference)
    noted = LivingWishes.objects.filter(person=person).first()
    form = WishesForm(data_of(request), initial={"wishes": noted.wishes, "note": noted.note} if noted else {})
    texts = {"title": _("Wishes for living together"), "said": _("Saved."), "back": PANEL}
    return edit(request, person, form, operations.set_wishes, person=person, **texts)


@page(NOTE)
@require_http_methods(["GET", "POST"])
def conflict(request, reference):
    person = person_of(request, reference)
    form = ConflictForm(data_of(request), user=request.user)
    texts = {"title": _("A conflict"), "said": _("The conflict is noted."), "back": PANEL}
    texts["note"] = _("It warns whoever gives a space, on both files. It refuses nothing.")
    return edit(request, person, form, operations.note_conflict, person=person, **texts)


def _conflict(request, person, pk):
    return get_object_or_404(Conflict.objects.visible_to(request.user).of(person), pk=pk)


@page(NOTE)
@require_POST
def end(request, reference, pk):
    person = person_of(request, reference)
    undo = ("housing:conflict_resume", pk)
    found = _conflict(request, person, pk)
    done = _("The conflict is over.")
    return step(request, person, operations.end_conflict, said=done, back=PANEL, undo=undo, conflict=found)


@page(NOTE)
@require_POST
def resume(request, reference, pk):
    person = person_of(request, reference)
    found = _conflict(request, person, pk)
    return step(request, person, operations.resume_conflict, said=_("Saved."), back=PANEL, conflict=found)
