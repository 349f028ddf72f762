"""The list of volunteers."""

from django.views.decorators.http import require_safe

from refuge.access import allows, page
from refuge.ui.lists import ListForm, Listing
from volunteers.models import Volunteer


@page("volunteers.view")
@require_safe
def directory(request):
    records = Volunteer.objects.visible_to(request.user).for_lists()
    listing = Listing(request, ListForm, records, {"name": "name_key"}, sort="name")
    return listing.render("volunteers/list.html", {"may_change": allows(request.user, "volunteers.change")})
