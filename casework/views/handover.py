"""Handing a colleague's caseload over, before their account is switched off or while they are away."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from casework import operations
from casework.forms import HandOverForm
from refuge.access import get_visible, page
from refuge.accounts.models import User


@page("casework.hand_over")
@require_http_methods(["GET", "POST"])
def hand_over(request, pk):
    member = get_visible(User, request.user, pk=pk)
    form = HandOverForm(request.POST or None, leaving=member)
    if request.method == "POST":
        form.apply(operations.hand_over, user=member, by=request.user)
        if form.done:
            messages.success(request, _("The caseload is handed over."))
            return redirect("team_member", member.pk)
    return render(request, "casework/hand_over.html", {"member": member, "form": form})
