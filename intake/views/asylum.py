"""What is known of an applicant's reception."""

from copy import copy

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake import operations
from intake.forms import AsylumForm
from intake.models import AsylumFile
from refuge.access import page
from refuge.people.views.editing import data_of, edit
from refuge.people.views.page import person_of


@page("intake.view_asylum")
@require_http_methods(["GET", "POST"])
def asylum(request, reference):
    person = person_of(request, reference)
    known = AsylumFile.objects.visible_to(request.user).filter(person=person).first()
    form = AsylumForm(data_of(request), instance=copy(known) if known else AsylumFile(person=person))
    words = {"title": _("Asylum: reception and agreement"), "said": _("Saved.")}
    note = _(
        "Read by the coordinator and the psychologists alone. Numbers are encrypted, and find the file in a search."
    )
    return edit(request, person, form, operations.keep_asylum_file, **words, note=note, back="overview", person=person)
