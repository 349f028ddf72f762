"""Follow-ups that nobody holds any more: management proposes a successor, a second person confirms. No names of young
people stand here."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from casework.models import Succession
from casework.psychology import operations
from casework.psychology.forms import SuccessionForm
from casework.psychology.operations.succession import holders_gone
from casework.psychology.views.acting import GET_POST, data_of, press
from refuge.access import allows, get_visible, page
from refuge.ui.forms import RefugeForm

BACK = "casework:succession"


@page("casework.confirm_succession")
@require_http_methods(GET_POST)
def succession(request):
    """What waits for a second person; and for management the form of a proposal, where somebody is gone."""
    may_propose = allows(request.user, "casework.propose_succession")
    gone = holders_gone() if may_propose else None
    form = SuccessionForm(data_of(request), gone=gone) if may_propose else None
    if form and request.method == "POST":
        form.apply(operations.propose_succession, by=request.user)
        if form.done:
            messages.success(request, _("The proposal waits for a second person; they are told."))
            return redirect(BACK)
    waiting = Succession.objects.visible_to(request.user).waiting()
    context = {
        "form": form,
        "is_anybody_gone": bool(gone and gone.exists()),
        "waiting": waiting.select_related("leaving", "successor", "proposed_by").order_by("proposed_at"),
        "is_bound": isinstance(form, RefugeForm) and form.is_bound,
    }
    return render(request, "casework/psychology/succession.html", context)


@page("casework.confirm_succession")
@require_POST
def confirm(request, pk):
    proposal = get_visible(Succession, request.user, pk=pk)
    form = RefugeForm(request.POST)
    number = form.apply(operations.confirm_succession, succession=proposal, by=request.user)
    if form.done:
        said = ngettext("%(number)s follow-up has a psychologist again.",
                        "%(number)s follow-ups have a psychologist again.", number)  # fmt: skip
        messages.success(request, said % {"number": number})
    else:
        messages.error(request, " ".join(str(message) for _field, message in form.problems))
    return redirect(BACK)


@page("casework.confirm_succession")
@require_POST
def withdraw(request, pk):
    proposal = get_visible(Succession, request.user, pk=pk)
    said = _("The proposal is taken back.")
    return press(request, operations.withdraw_succession, said=said, back=BACK, succession=proposal)
