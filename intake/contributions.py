"""What requests add to the shared pages: navigation, Today, search, the person page, the audit pages."""

import re

from django.db.models import Count, Min, Window
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake import alerts as alerts
from intake import attempts, audit, timeline, waiting
from intake import indicators as indicators
from intake import indicators_response as indicators_response
from intake import parameters as parameters
from intake import policy as policy
from intake.ages import age_words
from intake.inquiries import contributions as inquiries
from intake.mail import contributions as mail
from intake.models import ContactAttempt, Decision, Request
from intake.rows import Patience, origin, rows_for
from refuge.audit.registry import Subject, Tracked, add_subject, add_tracked, details
from refuge.people import registry as people
from refuge.people.merging import MergeRule, add_merge_rule
from refuge.registry import NavigationEntry, SearchHit, SearchProvider, SlotPart, navigation, search_providers, slots
from refuge.ui.words import initials

__all__ = ["inquiries", "mail"]

VIEW = "intake.view_request"
ON_TODAY = 5
FIRST_YEAR = 2018  # the house opened
REFERENCE = re.compile(r"(?:R-?)?(?:(\d{4})-)?0*(\d{1,6})", re.IGNORECASE)


def unanswered(user):
    return Request.objects.visible_to(user).unanswered()


def figure(request, record) -> dict:
    return unanswered(request.user).aggregate(unanswered=Count("pk"), oldest=Min("received_at"))


def to_decide(request, record) -> dict:
    """The oldest, and how many there are, in one query."""
    requests = Request.objects.visible_to(request.user).open().for_lists().most_pressing_first()
    oldest = list(requests.annotate(count=Window(Count("pk")))[:ON_TODAY])
    return {"rows": rows_for(oldest, Patience(request)), "count": oldest[0].count if oldest else 0}


def find(user, text: str, limit: int) -> list[SearchHit]:
    """Requests by reference: R-2026-0381, 2026-381 or 381, the newest year first."""
    requests = Request.objects.visible_to(user).filter(reference__in=references(text.strip()))
    return [_hit(request) for request in requests.for_lists().order_by("-reference")[:limit]]


def references(text: str) -> list[str]:
    match = REFERENCE.fullmatch(text)
    if not match:
        return []
    year, number = match.groups()
    years = [year] if year else range(FIRST_YEAR, timezone.localdate().year + 1)
    return [f"R-{each}-{int(number):04}" for each in years]


def _hit(request) -> SearchHit:
    name = request.person.chosen_name if request.person else ""
    return SearchHit(
        url=reverse("intake:detail", args=[request.reference]),
        title=name or _("Anonymous call"),
        detail=" · ".join([request.reference, origin(request), str(age_words(request.person))]),
        chip=request.get_state_display(),
        initials=initials(name),
    )


def about_somebody(request, record):
    """Only who has a file can be referred."""
    return {} if record.person_id else None


def of_person(request, person) -> dict:
    requests = Request.objects.visible_to(request.user).filter(person=person).for_lists()
    return {"rows": rows_for(requests.order_by("-received_at", "-id"), Patience(request))}


navigation.add(
    NavigationEntry(
        label=gettext_lazy("Requests"),
        url_name="intake:inbox",
        icon="inbox",
        permission=VIEW,
        group=gettext_lazy("Intake"),
        order=20,
        badge=unanswered,
        phone=True,
    )
)
slots["intake.request.actions"].add(SlotPart("intake/refer_action.html", "partners.refer", about_somebody))
navigation.add(
    NavigationEntry(
        label=gettext_lazy("Waiting list"),
        url_name="intake:waiting",
        icon="list-ordered",
        permission=VIEW,
        group=gettext_lazy("Intake"),
        order=21,
    )
)
slots["intake.contact"].add(SlotPart("intake/contact_channels.html", "people.view_identity", attempts.reach))
slots["intake.request.main"].add(SlotPart("intake/attempts.html", VIEW, attempts.of_request, order=5))
slots["today.side"].add(SlotPart("intake/today_waiting.html", VIEW, waiting.overdue, order=20))
slots["today.figures"].add(SlotPart("intake/today_figure.html", VIEW, figure, order=40))
slots["today.main"].add(SlotPart("intake/today_requests.html", VIEW, to_decide, order=10))
search_providers.add(SearchProvider(gettext_lazy("Requests"), VIEW, find, order=20))
people.panels.add(
    people.Panel("requests", gettext_lazy("Requests"), "intake/person_requests.html", VIEW, of_person, order=15)
)
people.timeline.add(people.TimelineSource("intake.call", timeline.calls, timeline.describe_call, VIEW))
people.timeline.add(people.TimelineSource("intake.decision", timeline.decisions, timeline.describe_decision, VIEW))
add_subject(Subject("intake.request", audit.name_requests, audit.hidden_requests, audit.find_request))
details["call_back"] = gettext_lazy("how to call back")
add_tracked(
    Tracked(Request, gettext_lazy("Request"), "person_id", "people.person"),
    Tracked(ContactAttempt, gettext_lazy("Contact attempt"), "request__person_id", "people.person"),
    Tracked(Decision, gettext_lazy("Decision"), "request__person_id", "people.person"),
)
add_merge_rule(MergeRule(Request, gettext_lazy("Requests"), VIEW))
