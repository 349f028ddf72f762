"""Who stands in for whom: a caseload handed over for a holiday."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from casework import operations
from casework.forms import CoverForm
from casework.models import Cover
from casework.views.acting import data_of, press
from refuge.access import get_visible, page
from refuge.ui.undo import offer_undo


@page("casework.cover")
@require_http_methods(["GET", "POST"])
def covers(request):
    """Those that hold or are to come, and the form for another. Their own, for who hands over nobody else's."""
    form = CoverForm(data_of(request), user=request.user, initial={"away": request.user})
    if request.method == "POST":
        cover = form.apply(operations.arrange_cover, by=request.user)
        if form.done:
            offer_undo(request, _("The holiday is arranged."), reverse("casework:cover_end", args=[cover.pk]))
            return redirect("casework:covers")
    rows = Cover.objects.visible_to(request.user).not_over().select_related("away", "colleague")
    return render(request, "casework/covers.html", {"form": form, "covers": rows.order_by("starts_on", "id")})


@page("casework.cover")
@require_POST
def end(request, pk):
    cover = get_visible(Cover, request.user, pk=pk)
    undo = reverse("casework:cover_restore", args=[cover.pk])
    said = _("Nobody stands in any more.")
    return press(request, operations.end_cover, said=said, back=reverse("casework:covers"), undo=undo, cover=cover)


@page("casework.cover")
@require_POST
def restore(request, pk):
    cover = get_visible(Cover, request.user, pk=pk)
    said = _("The holiday is arranged again.")
    return press(request, operations.restore_cover, said=said, back=reverse("casework:covers"), cover=cover)
