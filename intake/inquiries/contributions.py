"""What inquiries add to the shared pages: navigation, Today, the call form, the person page, documents, audit."""

from django.db.models import Count, Window
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intake.inquiries import alerts, policy
from intake.models import Inquiry
from refuge.access import allows
from refuge.audit.registry import Subject, Tracked, add_subject, add_tracked, details, subjects
from refuge.documents import registry as documents
from refuge.questions import SOMEBODY, read
from refuge.registry import NavigationEntry, SlotPart, navigation, slots

__all__ = ["alerts", "policy"]

VIEW, NOTE, DECIDE = "intake.view_inquiry", "intake.note_inquiry", "intake.decide_inquiry"
LABEL = "intake.inquiry"
ON_TODAY = 5
# What a row shows; the rest are mostly texts that are sealed.
IN_A_ROW = ("asker", "reference", "channel", "asked_at", "answer", "received_by__name")


def to_decide(user):
    return Inquiry.objects.visible_to(user).to_decide()


def on_today(request, record) -> dict | None:
    """The oldest, and how many there are, in one query."""
    user = request.user
    rows = read("today.inquiries", user, lambda: _oldest_to_decide(user))
    return {"rows": rows, "count": rows[0].count} if rows else None


def _oldest_to_decide(user):
    waiting = to_decide(user).select_related("received_by").only(*IN_A_ROW).annotate(count=Window(Count("pk")))
    return waiting.order_by("asked_at", "id")[:ON_TODAY]


def about_person(request, person) -> dict | None:
    """Who asked after them, newest first."""
    user = request.user
    rows = read("person.inquiries", user, lambda: _newest_about_somebody(user), stand_ins={SOMEBODY: person.pk})
    return {"rows": rows} if rows else None


def _newest_about_somebody(user):
    rows = Inquiry.objects.visible_to(user).kept().filter(person=SOMEBODY).for_lists()
    return rows.order_by("-asked_at", "-id")[:ON_TODAY]


def visible_inquiries(user):
    return Inquiry.objects.visible_to(user).kept().values("pk")


def inquiries_about(person):
    return Inquiry.objects.kept().filter(person=person).values("pk")


def opens_papers(user) -> bool:
    """Whoever reads an inquiry sees what was shown: management decides by it."""
    return True


def page_of(pk) -> str:
    return reverse("intake:inquiry", args=[pk])


def name_inquiries(user, ids) -> dict:
    named = Inquiry.objects.visible_to(user).filter(pk__in=ids).values_list("pk", "reference")
    return {pk: (reference, page_of(pk)) for pk, reference in named}


def hidden_inquiries(user):
    """Those joined to a file that is closed to `user`, found from these few; all for who reads no inquiries."""
    inquiries = Inquiry.objects.values("pk")
    if not allows(user, VIEW):
        return inquiries
    return inquiries.filter(person__in=subjects["people.person"].hidden(user))


def find_inquiry(user, text):
    found = Inquiry.objects.visible_to(user).filter(reference=text.strip().upper())
    return found.values_list("pk", flat=True).first()


navigation.add(
    NavigationEntry(
        label=_("Inquiries"), url_name="intake:inquiries", icon="message-circle-question-mark", permission=VIEW,
        group=_("Intake"), order=26, badge=to_decide,
    )
)  # fmt: skip
slots["today.main"].add(SlotPart("intake/today_inquiries.html", DECIDE, on_today, order=5))
slots["intake.new.side"].add(SlotPart("intake/inquiry_hint.html", NOTE, order=60))
slots["person.overview.side"].add(SlotPart("intake/person_inquiries.html", VIEW, about_person, order=70))
documents.add_subject(documents.Subject(LABEL, visible_inquiries, opens_papers, inquiries_about, page_of))
details["inquiry"] = _("Inquiry")
add_subject(Subject(LABEL, name_inquiries, hidden_inquiries, find_inquiry))
add_tracked(
    Tracked(Inquiry, _("Inquiry"), "pgh_obj_id", LABEL, dict.fromkeys(
        ("asker", "ground", "sentence_said", "answer", "ground_accepted", "decided_at", "removed_at"), VIEW
    ))
)  # fmt: skip
