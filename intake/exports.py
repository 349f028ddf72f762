"""Requests as rows without names."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models import Request
from intake.models.choices import Need
from refuge.days import start_of
from refuge.exports import Column, Rows, row_exports


def requests(period):
    """Requests received in the period."""
    received = Request.objects.filter(received_at__gte=start_of(period.first), received_at__lt=start_of(period.end))
    needs = {need.value: need.label for need in Need}
    for request in received.order_by("received_at", "pk"):
        yield (
            request.person_id,
            [
                f"{timezone.localdate(request.received_at):%Y-%m}",
                request.get_channel_display(),
                request.get_caller_display(),
                ", ".join(str(needs.get(need, need)) for need in sorted(request.needs)),
                request.get_state_display(),
            ],
        )


row_exports.add(
    Rows(
        "requests",
        _("Requests"),
        (
            Column(_("Month received")),
            Column(_("Channel")),
            Column(_("Who called")),
            Column(_("Needs")),
            Column(_("Outcome")),
        ),
        requests,
        order=10,
    )
)
