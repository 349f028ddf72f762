"""A death is noted, soberly, and can be taken back if it was a mistake."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from refuge.access import page
from refuge.people import operations
from refuge.people.merge_forms import DeathForm
from refuge.people.views.editing import data_of, edit, step
from refuge.people.views.page import person_of


@page("people.record_death")
@require_http_methods(["GET", "POST"])
def record(request, reference):
    person = person_of(request, reference)
    words = {"title": _("A death"), "said": _("The death is noted. The file is read-only.")}
    note = _("Alerts and letters stop, and the file can be read but no longer changed. It can be taken back.")
    form = DeathForm(data_of(request))
    return edit(request, person, form, operations.record_death, **words, note=note, back="overview", person=person)


@page("people.record_death")
@require_POST
def undo(request, reference):
    person = person_of(request, reference)
    said = _("The death was noted by mistake: the file is open again.")
    return step(request, person, operations.undo_death, said=said, back="overview", person=person)
