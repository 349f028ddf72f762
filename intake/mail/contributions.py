"""What e-mails add to the shared pages: navigation, the inbox, the request's page, documents, the audit pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intake.audit import hidden_requests
from intake.mail import alerts, parameters, policy, tasks
from intake.models import IncomingMail
from refuge.access import allows
from refuge.audit.registry import Subject, Tracked, add_subject, add_tracked, details
from refuge.documents import registry as documents
from refuge.documents.panels import of_record
from refuge.questions import SOMEBODY, read
from refuge.registry import NavigationEntry, SlotPart, navigation, slots

__all__ = ["alerts", "parameters", "policy", "tasks"]

VIEW = "intake.view_mail"
LABEL = "intake.incomingmail"
ON_THE_INBOX = 5


def to_file(user):
    return IncomingMail.objects.visible_to(user).to_file()


def on_the_inbox(request, record) -> dict | None:
    """The oldest that wait; nothing where none does."""
    waiting = read("inbox.mails", request.user, lambda: _oldest_first(request.user))
    return {"mails": waiting[:ON_THE_INBOX], "has_more": len(waiting) > ON_THE_INBOX} if waiting else None


def _oldest_first(user):
    return to_file(user).for_lists().order_by("added_at", "id")[: ON_THE_INBOX + 1]


def of_request(request, help_request) -> dict | None:
    """The e-mail that the call was filed from, with its attachments."""
    user, which = request.user, {SOMEBODY: help_request.pk}
    mail = next(iter(read("request.mail", user, lambda: _of_some_request(user), stand_ins=which)), None)
    return {"mail": mail, "attachments": of_record(request.user, mail)} if mail else None


def _of_some_request(user):
    return IncomingMail.objects.visible_to(user).filter(request=SOMEBODY)[:1]


def visible_mails(user):
    return IncomingMail.objects.visible_to(user).values("pk")


def mails_about(person):
    return IncomingMail.objects.filter(request__person=person).values("pk")


def opens_papers(user) -> bool:
    """Attachments go by the rights on documents, whoever reads the letter."""
    return allows(user, "documents.view_all")


def page_of(pk) -> str:
    return reverse("intake:mail", args=[pk])


def name_mails(user, ids) -> dict:
    mails = IncomingMail.objects.visible_to(user).filter(pk__in=ids)
    return {pk: (_("E-mail"), page_of(pk)) for pk in mails.values_list("pk", flat=True)}


def hidden_mails(user):
    """Those filed as a request that is closed to `user`, found from these few; all for who reads no e-mails."""
    mails = IncomingMail.objects.values("pk")
    return mails.filter(request__in=hidden_requests(user)) if allows(user, VIEW) else mails


def find_mail(user, text):
    return None


navigation.add(
    NavigationEntry(
        label=_("E-mails"), url_name="intake:mails", icon="mail", permission=VIEW, group=_("Intake"), order=24,
        badge=to_file,
    )
)  # fmt: skip
slots["intake.inbox.top"].add(SlotPart("intake/mails_waiting.html", VIEW, on_the_inbox))
slots["intake.request.main"].add(SlotPart("intake/request_mail.html", VIEW, of_request, order=10))
documents.add_subject(documents.Subject(LABEL, visible_mails, opens_papers, mails_about, page_of))
details["mail"] = _("E-mail")
add_subject(Subject(LABEL, name_mails, hidden_mails, find_mail))
add_tracked(
    Tracked(IncomingMail, _("E-mail"), "pgh_obj_id", LABEL, dict.fromkeys(
        ("state", "person_knows", "person_agrees", "settled_at"), VIEW
    ))
)  # fmt: skip
