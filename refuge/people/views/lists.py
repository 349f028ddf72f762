"""The list of files, a new file, and the files that may be the same person's."""

from dateutil.relativedelta import relativedelta
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from refuge.access import allows, page
from refuge.accounts.fields import ACCOMPANYING, ColleagueField
from refuge.parameters.registry import value_of
from refuge.people import operations
from refuge.people.age import parse_age
from refuge.people.choices import PRONOUNS
from refuge.people.duplicates import possible_duplicates
from refuge.people.forms import PersonForm
from refuge.people.models import Person
from refuge.people.models.person import AGE_FIELDS
from refuge.people.parameters import AGE_TO
from refuge.people.search import people_found
from refuge.ui.lists import ListForm, Listing
from refuge.ui.search import SHORTEST

ADULT = 18
SUGGESTED = 8
# What a row of the list shows of a file.
SHOWN = (
    "reference", "chosen_name", "pronouns", "created_at", "worker__name",
    *AGE_FIELDS, "adult_from", "minor_until",
)  # fmt: skip


class FilesForm(ListForm):
    worker = ColleagueField(*ACCOMPANYING, label=gettext_lazy("Worker in charge"), nobody=gettext_lazy("Everybody"))
    age = forms.ChoiceField(
        label=gettext_lazy("Age"),
        choices=[
            ("", gettext_lazy("All ages")),
            ("minor", gettext_lazy("Under 18")),
            ("adult", gettext_lazy("Usual ages")),
            ("older", gettext_lazy("Older")),
            ("unknown", gettext_lazy("Age unknown")),
        ],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["worker"].ask()

    def filter(self, people):
        if worker := self.cleaned_data["worker"]:
            people = people.filter(worker=worker)
        return people.filter(in_age_group(self.cleaned_data["age"]))


def in_age_group(group: str) -> Q:
    """People certainly of that age today, everybody for ""; "unknown" is whoever is neither certainly 18 nor certainly
    younger."""
    if not group:
        return Q()
    today = timezone.localdate()
    older = today - relativedelta(years=value_of(AGE_TO.code, today) + 1 - ADULT)
    groups = {
        "minor": Q(minor_until__gt=today),
        "adult": Q(adult_from__lte=today, adult_from__gt=older),
        "older": Q(adult_from__lte=older),
        "unknown": (Q(adult_from__isnull=True) | Q(adult_from__gt=today))
        & (Q(minor_until__isnull=True) | Q(minor_until__lte=today)),
    }
    return groups.get(group, Q())


@page("people.view_file")
@require_GET
def files(request):
    columns = {"name": "name_key", "opened": "created_at", "reference": "reference"}
    usual_age = (value_of(AGE_TO.code, timezone.localdate()),) if request.GET.get("age") else ()
    listing = Listing(
        request, FilesForm, lambda: _files_of(request.user), columns, sort="name", kept="people.files",
        keeps=("worker", "age"), more=usual_age,
    )  # fmt: skip
    return listing.render("people/list.html", {"may_open": allows(request.user, "people.change_file")})


def _files_of(user):
    return Person.objects.visible_to(user).select_related("worker").only(*SHOWN)


@page("people.change_file")
@require_http_methods(["GET", "POST"])
def new(request):
    form = PersonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        person = form.apply(operations.open_file, by=request.user)
        if form.done:
            messages.success(request, _("File opened."))
            return redirect("people:person", person.reference)
    return render(request, "people/new.html", {"form": form, "pronoun_choices": PRONOUNS})


@page("people.find_duplicates")
@require_POST
def duplicates(request):
    """The rows "Already known?" for what is being typed. POST, since it carries a name and a phone.

    With `choose` in the form each row can be chosen, as the value `person` of the form around it.
    """
    candidates = possible_duplicates(
        request.user,
        chosen_name=request.POST.get("chosen_name", "")[:100],
        phone=(request.POST.get("phone") or request.POST.get("call_back") or "")[:120],
        age=_age_as_typed(request.POST.get("age", "")),
    )
    context = {"candidates": candidates, "choose": "choose" in request.POST, "chosen": request.POST.get("person", "")}
    return render(request, "people/duplicates.html", context)


@page("people.view_file")
@require_POST
def suggest(request):
    """What a field for a file's reference offers for what is being typed in it, the only thing posted: a name as well
    as a reference."""
    typed = next(iter(request.POST.values()), "")[:100].strip()
    found = people_found(request.user, typed, SUGGESTED) if len(typed) >= SHORTEST else []
    return render(request, "people/suggest.html", {"found": found, "discreet": request.user.discreet})


def _age_as_typed(text: str) -> dict:
    """The age as far as it can be read already."""
    try:
        return parse_age(text[:40], timezone.localdate())
    except ValidationError:
        return {}
