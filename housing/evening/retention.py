"""Hand-over notes and read receipts go for good after some weeks, with what history copied of them."""

from datetime import timedelta

from django.utils import timezone

from housing.evening.parameters import HANDOVER_DAYS
from housing.models import HandoverNote, HandoverReading
from refuge.audit import keeper
from refuge.operations import operation
from refuge.parameters.registry import value_of


def first_night_kept(today=None):
    """The oldest night whose hand-over is still there."""
    today = today or timezone.localdate()
    return today - timedelta(days=value_of(HANDOVER_DAYS.code, today))


def is_gone(night) -> bool:
    """Whether the hand-over of a night is past its term. The least that the term can be is not asked for."""
    is_old = (timezone.localdate() - night).days > HANDOVER_DAYS.minimum
    return is_old and night < first_night_kept()


@operation
def forget_handovers(*, today=None, by=None) -> int:
    """Erase what is older, whether it was removed by hand before or not; how many rows. It may run twice."""
    return sum(_forget(model, first_night_kept(today)) for model in (HandoverNote, HandoverReading))


def _forget(model, first) -> int:
    gone, _models = model.objects.filter(night__lt=first).delete()
    events = model._meta.get_field("events").related_model
    ids = list(events.objects.filter(night__lt=first).values_list("pk", flat=True))
    if ids:
        keeper.remove(model=events, ids=ids, reason="hand-over past its term")
    return gone
