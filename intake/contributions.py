"""What requests add to the shared pages: navigation, Today, search, the person page, the audit pages."""

import re

from django.db.models import Count, Min, Q, Window
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake import alerts as alerts
from intake import attempts, audit, care, timeline, waiting
from intake import checks as checks
from intake import counted as counted
from intake import demand as demand
from intake import exports as exports
from intake import indicators as indicators
from intake import indicators_response as indicators_response
from intake import merging as merging
from intake import parameters as parameters
from intake import policy as policy
from intake import reminders as reminders
from intake import series as series
from intake.ages import age_words
from intake.inquiries import contributions as inquiries
from intake.mail import contributions as mail
from intake.models import (
    Assessment,
    AsylumFile,
    ContactAttempt,
    DangerAssessment,
    Decision,
    MinorFollowUp,
    Request,
    RiskFlag,
)
from intake.rows import Patience, origin, rows_for
from refuge.audit.registry import Subject, Tracked, add_subject, add_tracked, details
from refuge.people import registry as people
from refuge.questions import read
from refuge.registry import NavigationEntry, SearchHit, SearchProvider, SlotPart, navigation, search_providers, slots
from refuge.ui.words import initials

__all__ = ["inquiries", "mail"]

VIEW = "intake.view_request"
SUBJECT = "people.person"
ON_TODAY = 5
FIRST_YEAR = 2018  # the house opened
REFERENCE = re.compile(r"(?:R-?)?(?:(\d{4})-)?0*(\d{1,6})", re.IGNORECASE)


def unanswered(user):
    return Request.objects.visible_to(user).unanswered()


def most_pressing(request) -> list:
    """The first of the open requests, each with how many there are, how many nobody answered and the oldest of those.
    One query a page: the figure and the list of Today share it."""
    if not hasattr(request, "intake_most_pressing"):
        user = request.user
        request.intake_most_pressing = read("today.requests", user, lambda: _most_pressing(user))
    return request.intake_most_pressing


def _most_pressing(user):
    waits = Q(answered_at__isnull=True)
    told = {
        "count": Window(Count("pk")),
        "unanswered": Window(Count("pk", filter=waits)),
        "oldest": Window(Min("received_at", filter=waits)),
    }
    rows = Request.objects.visible_to(user).open().for_lists().most_pressing_first()
    return rows.annotate(**told)[:ON_TODAY]


def figure(request, record) -> dict:
    first = next(iter(most_pressing(request)), None)
    return {"unanswered": first.unanswered, "oldest": first.oldest} if first else {"unanswered": 0, "oldest": None}


def to_decide(request, record) -> dict:
    rows = most_pressing(request)
    return {"rows": rows_for(rows, Patience(request)), "count": rows[0].count if rows else 0}


def find(user, text: str, limit: int) -> list[SearchHit]:
    """Requests by reference: R-2026-0381, 2026-381 or 381, the newest year first."""
    meant = references(text.strip())
    if not meant:
        return []
    requests = Request.objects.visible_to(user).filter(reference__in=meant)
    return [_hit(request) for request in requests.for_lists().order_by("-reference")[:limit]]


def references(text: str) -> list[str]:
    match = REFERENCE.fullmatch(text)
    if not match:
        return []
    year, number = match.groups()
    years = [year] if year else range(FIRST_YEAR, timezone.localdate().year + 1)
    return [f"R-{each}-{int(number):04}" for each in years]


def find_numbered(user, text: str, limit: int) -> list[SearchHit]:
    """The file with this SP or badge number, however it is spaced."""
    if not any(letter.isdigit() for letter in text):
        return []
    numbered = [*AsylumFile.objects.numbered(text).values_list("pk", flat=True)]
    if not numbered:  # Mostly: who may read them need not be asked then.
        return []
    found = AsylumFile.objects.visible_to(user).filter(pk__in=numbered).select_related("person").order_by("pk")[:limit]
    return [_numbered_hit(each.person) for each in found]


def _numbered_hit(person) -> SearchHit:
    return SearchHit(
        url=reverse("people:person", args=[person.reference]),
        title=person.chosen_name,
        detail=" · ".join([person.reference, str(person.age_words)]),
        initials=initials(person.chosen_name),
    )


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
CARE = "intake.view_flags"
ASYLUM = "intake.view_asylum_status"
slots["today.figures"].add(SlotPart("intake/today_figure.html", VIEW, figure, order=40))
slots["today.main"].add(SlotPart("intake/today_requests.html", VIEW, to_decide, order=10))
search_providers.add(SearchProvider(gettext_lazy("Requests"), VIEW, find, order=20))
search_providers.add(SearchProvider(gettext_lazy("Asylum file numbers"), "intake.view_asylum", find_numbered, order=25))
slots["today.side"].add(SlotPart("intake/today_due.html", CARE, care.due_today, order=5))
slots["person.flags"].add(SlotPart("intake/flag_chips.html", CARE, care.flag_chips))
slots["person.overview.side"].add(SlotPart("intake/flags_card.html", CARE, care.flags_card, order=10))
slots["person.overview.side"].add(SlotPart("intake/asylum_card.html", ASYLUM, care.asylum_of_person, order=20))
slots["intake.request.flags"].add(SlotPart("intake/flags_card.html", CARE, care.flags_of_request))
slots["intake.request.top"].add(SlotPart("intake/turned_18.html", VIEW, care.birthday_card, order=5))
slots["intake.request.main"].add(SlotPart("intake/minor.html", VIEW, care.minor_card, order=10))
slots["intake.request.side"].add(SlotPart("intake/asylum_card.html", ASYLUM, care.asylum_of_request, order=30))
people.panels.add(
    people.Panel("requests", gettext_lazy("Requests"), "intake/person_requests.html", VIEW, of_person, order=15)
)
people.timeline.add(people.TimelineSource("intake.call", timeline.calls, timeline.describe_call, VIEW))
people.timeline.add(people.TimelineSource("intake.decision", timeline.decisions, timeline.describe_decision, VIEW))
people.alert_subjects.append(alerts.subjects_of)
add_subject(Subject("intake.request", audit.name_requests, audit.hidden_requests, audit.find_request))
details["call_back"] = gettext_lazy("how to call back")
people.timeline.add(people.TimelineSource("intake.flag", timeline.flags, timeline.describe_flag, CARE))
details["risks"] = gettext_lazy("Risk flags")
add_tracked(
    Tracked(Request, gettext_lazy("Request"), "person_id", SUBJECT),
    Tracked(ContactAttempt, gettext_lazy("Contact attempt"), "request__person_id", SUBJECT),
    Tracked(Decision, gettext_lazy("Decision"), "request__person_id", SUBJECT),
    Tracked(Assessment, gettext_lazy("Assessment"), "request__person_id", SUBJECT),
    Tracked(
        RiskFlag, gettext_lazy("Risk flag"), "person_id", SUBJECT,
        dict.fromkeys(("kind", "level", "since", "review_on", "closed_at"), CARE),
    ),
    Tracked(DangerAssessment, gettext_lazy("Danger assessment"), "request__person_id", SUBJECT, {"level": VIEW}),
    Tracked(MinorFollowUp, gettext_lazy("Keeping in touch"), "person_id", SUBJECT, {"worker": VIEW, "next_on": VIEW}),
    Tracked(
        AsylumFile, gettext_lazy("Asylum"), "person_id", SUBJECT,
        dict.fromkeys(("agreed_on", "agreement_ends_on"), "intake.view_asylum"),
    ),
)  # fmt: skip
