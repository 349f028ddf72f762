"""`/housing/count-night/`: the count of a night, looked at and taken."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from housing.counting.files import TYPES, definitions_of, file_of
from housing.counting.forms import CountNightForm
from housing.counting.night import count
from housing.models import CountNight
from housing.models.count_night import FileKind
from housing.operations.count_night import take_count
from housing.views.common import day_of
from refuge.access import page
from refuge.questions import read

RECENT = 10


@page("housing.count_night")
@require_http_methods(["GET", "POST"])
def count_night(request):
    """`?night=` says which, the last one over unless told; posted, it leaves as a file, and that is noted."""
    last = timezone.localdate() - timedelta(days=1)
    asked = day_of(request, "night")
    night = min(asked or last, last)
    form = CountNightForm(request.POST or None, initial={"night": night, "kind": FileKind.XLSX})
    if request.method == "POST":
        taken = form.apply(take_count, by=request.user)
        if form.done:
            return _file(taken)
    counted = count(night, exact=False)
    taken = read("housing.counts_taken", request.user, lambda: _taken(request.user))
    context = {"form": form, "counted": counted, "definitions": definitions_of(counted), "taken": taken}
    wrong = bool(request.GET.get("night")) and night != asked
    return render(request, "housing/count_night.html", context | {"last": last, "wrong": wrong})


def _taken(user):
    return CountNight.objects.visible_to(user).select_related("taken_by").order_by("-taken_at")[:RECENT]


def _file(taken) -> HttpResponse:
    content = file_of(count(taken.night, exact=taken.is_exact), taken.kind)
    response = HttpResponse(content, content_type=TYPES[taken.kind])
    response["Content-Disposition"] = f'attachment; filename="count-night-{taken.night:%Y-%m-%d}.{taken.kind}"'
    response["Cache-Control"] = "no-store"
    return response
