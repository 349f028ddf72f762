"""Referring the person of a request to a partner, on the road of refuge/partners."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake.views.about import about_request, to_page
from refuge.partners.views.referring import refer as refer_person


@about_request("partners.refer")
@require_http_methods(["GET", "POST"])
def refer(request, help_request):
    """The same page as on the file, back to the request. An anonymous call is joined to a file first."""
    if help_request.person is None:
        messages.info(request, _("Nobody can be referred without a file: join the call to one first."))
        return to_page(help_request)
    back = reverse("intake:detail", args=[help_request.reference])
    return refer_person(request, help_request.person, back=back)
