"""Which requests, and which people, the figures about requests count."""

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.indicators_response import answered_of, calls, in_time_of, judged_of
from intake.models import Decision, Request
from intake.models.choices import GIVES_A_SPACE, Need, RefusalReason, State
from refuge.days import start_of
from refuge.indicators import Line, Source, tell
from refuge.people.counted import people

VIEW = "intake.view_request"
COUNTED = gettext_lazy("Requests counted")


def lines(requests) -> list[Line]:
    return [
        Line(
            title=request.person.chosen_name if request.person else _("Anonymous call"),
            url=reverse("intake:detail", args=[request.reference]),
            reference=request.reference,
            detail=State(getattr(request, "decided_as", "") or request.state).label,
            day=timezone.localdate(request.received_at),
            about=request.person,
        )
        for request in requests
    ]


def requests(condition, *, code="counted", name=COUNTED) -> Source:
    """The source of a figure that counts requests: `condition(period)` narrows those that `user` may read."""

    def find(period, user):
        return condition(Request.objects.visible_to(user).for_lists(), period)

    return Source(code, name, find, lines, VIEW, order="received_at")


def received(period) -> Q:
    return Q(received_at__gte=start_of(period.first), received_at__lt=start_of(period.end))


def decided(found, period):
    """Decided within the period, each with the outcome and the reason of its last decision there."""
    within = Decision.objects.filter(
        request=OuterRef("pk"),
        decided_at__gte=start_of(period.first),
        decided_at__lt=start_of(period.end),
        revoked_at__isnull=True,
    ).order_by("-decided_at", "-id")
    last = {
        "decided_as": Subquery(within.values("outcome")[:1]),
        "refused_for": Subquery(within.values("refusal_reason")[:1]),
    }
    return found.annotate(**last).filter(decided_as__isnull=False)


def for_a_space(found, period):
    """Requests for a space that were decided for good."""
    asked = Q(needs__contains=[Need.ACCOMMODATION]) | Q(decided_as__in=GIVES_A_SPACE)
    return decided(found, period).filter(asked).exclude(decided_as=State.WAITING)


def accepted(found, period):
    return for_a_space(found, period).filter(decided_as=State.ACCOMMODATED)


def without_a_space(found, period):
    return for_a_space(found, period).filter(decided_as=State.DECLINED, refused_for=RefusalReason.NO_PLACE)


def came_to_nothing(found, period):
    return decided(found, period).filter(decided_as__in=(State.DECLINED, State.WITHDRAWN, State.UNREACHABLE))


def part(condition) -> Source:
    return requests(condition, code="part", name=gettext_lazy("Requests above the line"))


def whole(condition) -> Source:
    return requests(condition, code="whole", name=gettext_lazy("Requests below the line"))


def asked(period) -> Q:
    return Exists(Request.objects.filter(received(period), person=OuterRef("pk")))


tell("requests_processed", requests(decided))
tell("requests_received", requests(lambda found, period: found.filter(received(period))))
tell("requesters", people(asked))
tell("acceptance_rate", part(accepted), whole(for_a_space))
tell("unmet_demand", part(without_a_space), whole(for_a_space))
tell("refusals", requests(came_to_nothing))
tell("response_median", requests(lambda found, period: answered_of(calls(found, period))))
tell(
    "response_in_time",
    part(lambda found, period: in_time_of(calls(found, period), period)),
    whole(lambda found, period: judged_of(calls(found, period), period)),
)
