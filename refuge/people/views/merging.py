"""Merging: choose the other file, compare the two, make them one; and part them again."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from refuge.access import allows, get_visible, page
from refuge.audit.operations import log_opening
from refuge.people import operations
from refuge.people.comparing import compared, holdings, moved, noted_since
from refuge.people.duplicates import Candidate, likely_same, possible_duplicates
from refuge.people.merge_forms import MergeForm
from refuge.people.models import Merge
from refuge.people.search import people_found
from refuge.people.taking import GROUPS
from refuge.people.views.editing import data_of
from refuge.people.views.page import header_of, person_of

OFFERED = 10


@page("people.merge")
@require_GET
def choose(request, reference):
    """The other file: found by what is typed, else those that may be the same person's."""
    person = person_of(request, reference)
    log_opening(request, person, detail="merge")
    text = request.GET.get("q", "")[:100].strip()
    found = (
        [Candidate(each) for each in people_found(request.user, text, OFFERED)] if text else _likely(request, person)
    )
    context = {"text": text, "candidates": [each for each in found if each.person.pk != person.pk]}
    part = request.htmx and request.htmx.target == "results"
    return render(
        request, "people/merge_rows.html" if part else "people/merge_choose.html", {**header_of(person), **context}
    )


def _likely(request, person) -> list[Candidate]:
    likely = likely_same(request.user, person)
    known = {each.person.pk for each in likely}
    age = {name: getattr(person, name) for name in ("birth_date", "birth_year", "stated_age", "stated_on")}
    like = possible_duplicates(request.user, chosen_name=person.chosen_name, age=age)
    return likely + [each for each in like if each.person.pk not in known]


@page("people.merge")
@require_http_methods(["GET", "POST"])
def compare(request, reference, other):
    """Both files are opened by this, and their legal names shown: both are logged."""
    kept, absorbed = person_of(request, reference), person_of(request, other)
    form = MergeForm(data_of(request), kept=kept, absorbed=absorbed, user=request.user)
    if request.method == "POST":
        merge = form.apply(operations.merge_people, kept=kept, absorbed=absorbed, by=request.user)
        if form.done:
            messages.success(request, _("The two files are one."))
            return redirect("people:merge_done", kept.reference, merge.pk)
    for person in (kept, absorbed):
        log_opening(request, person, what="reveal", detail="merge")
    context = {
        "form": form, "kept": kept, "absorbed": absorbed,
        "rows": compared(kept, absorbed, request.user), "holdings": holdings(kept, absorbed, request.user),
    }  # fmt: skip
    return render(request, "people/merge_compare.html", context)


@page("people.view_changes")
@require_GET
def done(request, reference, pk):
    """What moved, what was taken over, and what was noted since."""
    person = person_of(request, reference)
    merges = Merge.objects.select_related("absorbed", "merged_by", "parted_by")
    merge = get_visible(merges, request.user, kept=person, pk=pk)
    log_opening(request, person, detail="merge")
    context = {
        "merge": merge,
        "moved": moved(merge, request.user),
        "since": noted_since(merge, request.user),
        "taken": _taken(merge, request.user),
        "may_part": not merge.is_parted and allows(request.user, "people.merge"),
    }
    return render(request, "people/merge_done.html", {**header_of(person), **context})


def _taken(merge, user) -> list[str]:
    """The names of the fields that the file took over, of those that `user` may read."""
    return [group.label for group in GROUPS if group.name in (merge.taken or {}) and allows(user, group.permission)]


@page("people.merge")
@require_POST
def part(request, reference, pk):
    person = person_of(request, reference)
    merge = get_visible(Merge, request.user, kept=person, pk=pk)
    try:
        operations.part_people(merge=merge, by=request.user)
        messages.success(request, _("They are two files again."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("people:merge_done", person.reference, pk)
