"""Giving several requests to one colleague at once, and back."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from intake.models import Request
from intake.operations.contacting import tell_the_next
from refuge.accounts.models import User
from refuge.operations import operation


@operation
def assign_many(*, requests, worker, by) -> dict:
    """Give open requests to a colleague who may read them all, or with None to nobody: all of them or none.

    Answers who had each before, {id: id or None}, for `assign_back`.
    """
    rows = _locked([request.pk for request in requests])
    if len(rows) < len(requests):
        raise ValidationError(_("One of these requests has been decided in the meantime."), code="already_decided")
    if worker and Request.objects.visible_to(worker).filter(pk__in=[row.pk for row in rows]).count() < len(rows):
        message = _("This colleague cannot open all of these requests.")
        raise ValidationError({"worker": ValidationError(message, code="may_not_read")})
    before = {row.pk: row.worker_id for row in rows}
    for row in rows:
        _give(row, worker.pk if worker else None)
    return before


@operation
def assign_back(*, before, worker_id, by) -> tuple[int, int]:
    """Undo `assign_many` where nobody has given the request on since, and whoever had it still works here and may open
    it. Returns how many went back, and how many stayed because of the latter."""
    rows = [row for row in _locked(before) if row.worker_id == worker_id]
    able = _readers(rows, before)
    back = [row for row in rows if before[row.pk] is None or (row.pk, before[row.pk]) in able]
    for row in back:
        _give(row, before[row.pk])
    return len(back), len(rows) - len(back)


def _readers(rows, before) -> set:
    """Pairs of a request and who had it, where they may open it."""
    workers = User.objects.filter(pk__in={before[row.pk] for row in rows} - {None}, is_active=True)
    ids = [row.pk for row in rows]
    return {
        (pk, who.pk)
        for who in workers
        for pk in Request.objects.visible_to(who).filter(pk__in=ids).values_list("pk", flat=True)
    }


def _locked(ids) -> list[Request]:
    return list(Request.objects.select_for_update(of=("self",)).filter(pk__in=ids).open().order_by("pk"))


def _give(request, worker_id) -> None:
    if request.worker_id != worker_id:
        request.worker_id = worker_id
        request.save(update_fields=["worker"])
        tell_the_next(request)
