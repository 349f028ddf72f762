"""`/parameters/`: what amounts, deadlines and periods are worth, and setting them. Management only."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from refuge.access import get_visible, page
from refuge.parameters import operations
from refuge.parameters.forms import SetValueForm
from refuge.parameters.kinds import shown
from refuge.parameters.models import ParameterValue
from refuge.parameters.registry import Parameter, declared

CERTAINTY = {
    "H": (gettext_lazy("certain"), "well"),
    "M": (gettext_lazy("probable"), "calm"),
    "L": (gettext_lazy("to be checked"), "soon"),
}


@dataclass
class Line:
    """One parameter with its values, newest first, seen from today."""

    parameter: Parameter
    values: list
    today: date

    def __post_init__(self):
        for value in self.values:
            value.text = shown(self.parameter, value.value)
            # What came with the software is named in the reader's language, what somebody wrote stays as written.
            value.source_text = value.source if value.set_by else self.parameter.source
            value.is_future = value.valid_from > self.today

    @cached_property
    def current(self):
        """What holds today; before the first value's day that first value holds too."""
        return next((value for value in self.values if not value.is_future), self.values[-1] if self.values else None)

    @property
    def next(self):
        return next((value for value in reversed(self.values) if value.is_future and value != self.current), None)

    @property
    def certainty(self):
        return CERTAINTY[self.parameter.certainty]


def heading(app_label: str) -> str:
    """The name of the app that declared a parameter."""
    return capfirst(apps.get_app_config(app_label).verbose_name if app_label in apps.app_configs else app_label)


def lines_of(user) -> list[Line]:
    """Every declared parameter by code, with all its values: one query."""
    rows = ParameterValue.objects.visible_to(user).select_related("set_by").order_by("code", "-valid_from")
    values = {code: list(group) for code, group in groupby(rows, key=lambda row: row.code)}
    today = timezone.localdate()
    return [Line(declared[code], values.get(code, []), today) for code in sorted(declared)]


@page("parameters.change")
@require_safe
def parameters(request):
    grouped = groupby(lines_of(request.user), key=lambda line: line.parameter.code.partition(".")[0])
    groups = [(heading(app), list(lines)) for app, lines in grouped]
    return render(request, "parameters/parameters.html", {"groups": groups})


@page("parameters.change")
@require_http_methods(["GET", "POST"])
def parameter(request, code):
    if code not in declared:
        raise Http404
    form = SetValueForm(request.POST or None, parameter=declared[code])
    form.apply(operations.set_value, code=code, by=request.user)
    if form.done:
        messages.success(request, _("The new value is kept."))
        return redirect("parameter", code)
    line = next(line for line in lines_of(request.user) if line.parameter.code == code)
    return render(request, "parameters/parameter.html", {"form": form, "line": line})


@page("parameters.change")
@require_POST
def withdraw(request, pk):
    value = get_visible(ParameterValue, request.user, pk=pk)
    try:
        operations.withdraw_value(value=value, by=request.user)
        messages.success(request, _("The value that was to come is withdrawn."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("parameter", value.code)
