"""Discarded e-mails go for good after a while, with their attachments and what history copied of them."""

from datetime import timedelta

from django.utils import timezone

from intake.mail.parameters import DISCARDED_DAYS
from intake.models import IncomingMail
from intake.models.mail import MailState
from refuge.audit import keeper
from refuge.documents.models import Document
from refuge.operations import operation
from refuge.parameters.registry import value_of


def forget() -> int:
    """Erase the e-mails discarded longer ago than `intake.mail_discarded_days`; how many."""
    days = value_of(DISCARDED_DAYS.code, timezone.localdate())
    before = timezone.now() - timedelta(days=days)
    discarded = IncomingMail.objects.filter(state=MailState.DISCARDED, settled_at__lt=before)
    return sum(_erase(pk) for pk in discarded.values_list("pk", flat=True))


@operation
def _erase(pk) -> bool:
    """One e-mail, if it is still discarded. Its history goes with it: it would keep the text, sealed."""
    mail = IncomingMail.objects.select_for_update().filter(pk=pk, state=MailState.DISCARDED).first()
    if mail is None:
        return False
    documents = list(Document.objects.of_record(mail))
    for record in [*documents, mail]:
        record_pk = record.pk
        record.delete()
        _erase_history(type(record), record_pk)
    return True


def _erase_history(model, pk) -> None:
    events = model._meta.get_field("events").related_model
    ids = list(events.objects.filter(pgh_obj_id=pk).values_list("pk", flat=True))
    keeper.remove(model=events, ids=ids, reason="discarded e-mail past its term")
