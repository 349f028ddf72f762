"""The panel "Documents" of the person page, and the papers of any other record."""

from django.db.models import Exists, OuterRef, Q

from refuge.access import allows
from refuge.documents.forms import PanelForm
from refuge.documents.models import Document
from refuge.documents.parameters import first_step
from refuge.documents.rows import rows_for
from refuge.people.registry import Panel
from refuge.questions import SOMEBODY, read

SIZE = 25


def listed(documents):
    """With what a row shows, in one query."""
    renewed = Document.objects.kept().filter(renews=OuterRef("pk"))
    documents = documents.select_related("uploaded_by").annotate(is_renewed=Exists(renewed))
    return documents.order_by("-uploaded_at", "-id")


def of_person(request, person) -> dict:
    """The newest; an educator sees their own uploads, and is told so."""
    form = PanelForm(request.GET)
    documents = Document.objects.visible_to(request.user).kept().about(person)
    if form.is_valid():
        documents = form.filter(documents)
    place = _place(documents, request.GET.get("after", ""))
    page = list(listed(documents).filter(place)[: SIZE + 1])
    return {
        "document_form": form,
        "rows": rows_for(page[:SIZE], first_step()),
        "next": str(page[SIZE - 1].pk) if len(page) > SIZE else "",
        "may_add": not person.has_died and allows(request.user, "documents.add"),
        "sees_all": allows(request.user, "documents.view_all"),
    }


def of_record(user, record) -> list:
    """Rows of the papers of an inquiry, an e-mail, and so on, as far as `user` may open them."""
    label = record._meta.label_lower
    found = read(
        "documents.of_record", user, lambda: _of_some_record(user, label), label, stand_ins={SOMEBODY: record.pk}
    )
    return rows_for(found, first_step())


def _of_some_record(user, label):
    return listed(Document.objects.visible_to(user).kept().filter(subject_label=label, subject_id=SOMEBODY))


def _place(documents, cursor: str) -> Q:
    """The condition for what comes after the row that the address names; none for what is no row of these."""
    row = documents.filter(pk=cursor).values_list("uploaded_at", "pk").first() if _is_key(cursor) else None
    return Q(uploaded_at__lt=row[0]) | Q(uploaded_at=row[0], pk__lt=row[1]) if row else Q()


def _is_key(text: str) -> bool:
    return len(text) == 36 and text.count("-") == 4 and all(each in "0123456789abcdef-" for each in text)


def panel(label) -> Panel:
    return Panel("documents", label, "documents/panel.html", "documents.view", of_person, order=50)
