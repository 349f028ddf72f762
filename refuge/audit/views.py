"""The page where management reads who opened and changed what."""

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from refuge.access import page
from refuge.accounts.models import User
from refuge.audit import registry
from refuge.audit.history import Page, Wanted, page_of
from refuge.audit.lines import lines_of
from refuge.questions import ask
from refuge.ui.forms import RecordField
from refuge.ui.lists import ListForm

KINDS = [
    ("", _("Everything")),
    ("view", _("Openings of files")),
    ("reveal", _("Hidden things shown")),
    ("change", _("Changes")),
]


class AnybodyField(RecordField):
    """Whoever has or had an account."""

    def named(self, records):
        return ask("audit.colleagues", None, lambda: records.values_list("pk", "name"))


class AuditForm(ListForm):
    file = forms.CharField(label=_("Reference of a file"), max_length=20)
    colleague = AnybodyField(User.objects.order_by("name"), label=_("Colleague"), empty_label=_("Everybody"))
    day = forms.DateField(label=_("Day"))
    kind = forms.ChoiceField(label=_("What"), choices=KINDS)

    def clean_file(self):
        """The id behind a reference; a reference that leads nowhere is refused, rather than show everything."""
        text = self.cleaned_data["file"].strip()
        found = self._find(text) if text else None
        if text and found is None:
            raise forms.ValidationError(_("There is no file with this reference."), code="unknown")
        return found

    def _find(self, text):
        return next(filter(None, (subject.find(self.user, text) for subject in registry.subjects.values())), None)

    @property
    def wanted(self) -> Wanted:
        data = self.cleaned_data
        colleague = data["colleague"].pk if data["colleague"] else None
        return Wanted(subject=data["file"], colleague=colleague, day=data["day"], kind=data["kind"])


@page("audit.view")
@require_GET
def log(request):
    form = AuditForm(request.GET)
    form.user = request.user
    rows = page_of(request.user, form.wanted, request.GET.get("after", "")) if form.is_valid() else Page()
    context = {"form": form, "lines": lines_of(request.user, rows.rows), "next": rows.next}
    part = request.htmx and request.htmx.target == "results"
    return render(request, "audit/log_rows.html" if part else "audit/log.html", context)
