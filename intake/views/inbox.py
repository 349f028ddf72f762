"""The inbox: what waits for a decision, the oldest first; by its filters everything, the newest first."""

from django.views.decorators.http import require_safe

from intake.forms import InboxForm
from intake.models import Request
from intake.models.choices import UNDECIDED
from intake.rows import rows_for
from refuge.access import page
from refuge.ui.lists import Listing

COLUMNS = {"received": "received_at"}


@page("intake.view_request")
@require_safe
def inbox(request):
    requests = Request.objects.visible_to(request.user).for_lists()
    sort = "received" if request.GET.get("state", "") in ("", *UNDECIDED) else "-received"
    listing = Listing(request, InboxForm, requests, COLUMNS, sort=sort, form_kwargs={"user": request.user})
    return listing.render("intake/inbox.html", {"rows": rows_for(listing.rows)})
