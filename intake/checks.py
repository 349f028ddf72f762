"""What is missing about requests, for the yearly round."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.models import Request
from intake.models.choices import UNDECIDED
from refuge.checks import Check, Gap, declare
from refuge.days import start_of
from refuge.ui.templatetags.ui import known_address
from refuge.ui.words import short_day

VIEW = "intake.view_request"


def received(period, user):
    within = {"received_at__gte": start_of(period.first), "received_at__lt": start_of(period.end)}
    found = Request.objects.visible_to(user).select_related("person").filter(**within)
    return found.only("reference", "received_at", "person__chosen_name").order_by("received_at", "pk")


def without_decision(period, user):
    """Received in the period and still without an outcome: counted as received, never as processed."""
    return received(period, user).filter(state__in=UNDECIDED)


def without_need(period, user):
    """Nobody noted what was asked for: in no breakdown by need."""
    return received(period, user).filter(needs=[])


def gaps(found) -> list[Gap]:
    return [
        Gap(
            each.person.chosen_name if each.person else _("Anonymous call"),
            known_address("intake:detail", each.reference),
            f"{each.reference} · {short_day(each.received_at)}",
            about=each.person,
        )
        for each in found
    ]


declare(Check("no_decision", gettext_lazy("Requests without a decision"), VIEW, without_decision, gaps, order=10))
declare(Check("no_need", gettext_lazy("Requests without a need"), VIEW, without_need, gaps, order=11))
