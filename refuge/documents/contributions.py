"""What documents add to the shared pages: the panel of the person page, the timeline, alerts, the audit pages."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from refuge.audit.registry import Subject, Tracked, add_subject, add_tracked, details
from refuge.documents import alerts, parameters, policy
from refuge.documents.models import Document, Kind
from refuge.documents.panels import panel
from refuge.notifications.registry import subjects as alert_subjects
from refuge.people import registry as people
from refuge.people.merging import MergeRule, add_merge_rule
from refuge.people.registry import TimelineSource, timeline_row

__all__ = ["alerts", "parameters", "policy"]

VIEW = "documents.view"
LABEL = "documents.document"


def added(user, person):
    row = timeline_row("document.added", at="uploaded_at", fact="kind", actor="uploaded_by_id")
    return Document.objects.visible_to(user).kept().about(person).annotate(**row)


def about_adding(row) -> dict:
    page = reverse("documents:document", args=[row["record"]])
    return {"title": _("Document added"), "detail": Kind(row["fact"]).label, "url": page}


def name_for_alerts(user, ids):
    """The chosen names behind documents, for who may open them."""
    documents = Document.objects.visible_to(user).filter(pk__in=ids)
    return documents.values_list("pk", "person__chosen_name")


def name_for_audit(user, ids) -> dict:
    """The kind alone: a log tells no title."""
    documents = Document.objects.visible_to(user).filter(pk__in=ids)
    return {each.pk: (each.get_kind_display(), reverse("documents:document", args=[each.pk])) for each in documents}


def nothing_hidden(user):
    return Document.objects.none().values("pk")


def not_found(user, text):
    return None


people.panels.add(panel(gettext_lazy("Documents")))
people.timeline.add(TimelineSource("document.added", added, about_adding, VIEW))
alert_subjects[LABEL] = name_for_alerts
people.alert_subjects.append(alerts.subjects_of)
details.update({
    "documents": gettext_lazy("Documents"),
    "document_preview": gettext_lazy("preview of a document"),
    "document_download": gettext_lazy("download of a document"),
})  # fmt: skip
# Papers of no file: of an inquiry, of an e-mail not filed yet.
add_subject(Subject(LABEL, name_for_audit, nothing_hidden, not_found))
add_tracked(
    Tracked(
        Document, gettext_lazy("Document"), "person_id", "people.person",
        dict.fromkeys(("kind", "issued_on", "expires_on", "removed_at"), "documents.view_all"),
    )
)  # fmt: skip
add_merge_rule(MergeRule(Document, gettext_lazy("Documents"), "documents.view_all"))
