"""Documents made ready for the eye. No query is made here."""

from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from refuge.documents.models import Document
from refuge.ui.words import short_day


@dataclass(frozen=True)
class Row:
    """One line of a list of documents. `chip` and `tone` tell of its end."""

    document: Document
    url: str
    title: str
    facts: str
    chip: str
    tone: str
    is_renewable: bool


def rows_for(documents, lead_days: int) -> list[Row]:
    """Documents annotated with `is_renewed` where they can be; the chip warns `lead_days` before the end."""
    return [row_of(document, lead_days) for document in documents]


def row_of(document, lead_days: int) -> Row:
    chip, tone = end_of(document, lead_days)
    facts = [document.get_kind_display(), document.get_content_type_display(), filesizeformat(document.size)]
    facts += [short_day(timezone.localtime(document.uploaded_at)), document.uploaded_by.name]
    return Row(
        document=document,
        url=reverse("documents:document", args=[document.pk]),
        title=document.title,
        facts=" · ".join(map(str, facts)),
        chip=chip,
        tone=tone,
        is_renewable=bool(document.expires_on and document.person_id and tone in ("late", "soon")),
    )


def end_of(document, lead_days: int) -> tuple[str, str]:
    """Until when it holds, in words, and how pressing that is; nothing for what has no end."""
    if not document.expires_on:
        return "", "plain"
    if getattr(document, "is_renewed", False):
        return _("renewed"), "plain"
    left = (document.expires_on - timezone.localdate()).days
    if left < 0:
        return _("ended on %(day)s") % {"day": short_day(document.expires_on)}, "late"
    tone = "soon" if left <= lead_days else "well"
    return _("until %(day)s") % {"day": short_day(document.expires_on)}, tone
