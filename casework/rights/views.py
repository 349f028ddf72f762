"""Steps of a right: noted and taken back."""

from crispy_forms.layout import Layout
from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from casework import operations
from casework.forms import a_day, lines
from casework.models import Right, RightStep, Step
from casework.rights.rows import rights_of
from casework.views.acting import data_of, fill_in, press
from refuge.access import allows, get_visible, page, require
from refuge.partners.forms import OrganisationField
from refuge.people.registry import TimelineSource, timeline_row
from refuge.people.views.editing import panel_url
from refuge.people.views.page import person_of
from refuge.ui.forms import RefugeForm, SegmentedSelect

VIEW = "casework.view_rights"


class RightForm(RefugeForm):
    layout = Layout("step", "happened_on", "organisation", "detail")
    step = forms.ChoiceField(label=gettext_lazy("What happened"), choices=Step.choices, widget=SegmentedSelect)
    happened_on = a_day(gettext_lazy("Day"))
    organisation = OrganisationField(label=gettext_lazy("With which organisation"), required=False)
    detail = lines(gettext_lazy("In a few words"), 3, required=False)


@page("casework.add")
@require_http_methods(["GET", "POST"])
def note(request, reference, right):
    person = person_of(request, reference)
    if right not in Right:
        raise Http404
    return fill_in(
        request, person, RightForm(data_of(request)), operations.note_right, title=Right(right).label,
        said=_("The step is noted."), back=panel_url(person, "rights"),
        undo=lambda step: reverse("casework:right_remove", args=[step.pk]), person=person, right=right,
    )  # fmt: skip


def step_of(request, pk) -> RightStep:
    found = get_visible(RightStep.objects.select_related("person"), request.user, pk=pk)
    require(request.user, "casework.remove_right", found)
    return found


@page(VIEW)
@require_POST
def remove(request, pk):
    found = step_of(request, pk)
    back, undo = panel_url(found.person, "rights"), reverse("casework:right_restore", args=[found.pk])
    said = _("The step is removed.")
    return press(request, operations.remove_right, said=said, back=back, undo=undo, step=found)


@page(VIEW)
@require_POST
def restore(request, pk):
    found = step_of(request, pk)
    back = panel_url(found.person, "rights")
    return press(request, operations.restore_right, said=_("The step is back."), back=back, step=found)


def rights_panel(request, person) -> dict:
    rights = rights_of(request.user, person)
    removable = {step.pk for row in rights for step in row.steps
                 if allows(request.user, "casework.remove_right", step)}  # fmt: skip
    return {"rights": rights, "may_note": not person.has_died, "removable": removable}


def opened(user, person):
    row = timeline_row("right", at="happened_on", fact="right", note="step", actor="noted_by_id")
    steps = RightStep.objects.visible_to(user).kept().filter(person=person)
    return steps.filter(step__in=[Step.OPENED, Step.REFUSED, Step.ENDED]).annotate(**row)


def about_opened(row) -> dict:
    title = _("%(right)s · %(step)s") % {"right": Right(row["fact"]).label, "step": Step(row["note"]).label}
    return {"title": title, "tone": "well"} if row["note"] == Step.OPENED else {"title": title}


SOURCE = TimelineSource("right", opened, about_opened, VIEW)
