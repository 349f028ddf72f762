"""What people do with their own alerts."""

from datetime import datetime

from django.utils import timezone

from refuge.notifications.models import Alert, AlertPreference
from refuge.operations import operation


@operation
def mark_read(*, alert: Alert, by) -> Alert:
    """Take the alert off the count; read twice, the first moment stays."""
    by.alerts.unread().filter(pk=alert.pk).update(read_at=timezone.now())
    return alert


@operation
def mark_unread(*, alert: Alert, by) -> Alert:
    by.alerts.filter(pk=alert.pk).update(read_at=None)
    return alert


@operation
def mark_all_read(*, by) -> datetime | None:
    """Mark all own alerts read. The answer is the moment they carry, by which `unread_again` finds them; None if
    there was nothing to read."""
    now = timezone.now()
    return now if by.alerts.unread().update(read_at=now) else None


@operation
def unread_again(*, read_at: datetime, by) -> int:
    """Undo `mark_all_read`."""
    return by.alerts.filter(read_at=read_at).update(read_at=None)


@operation
def set_digest(*, digest: bool, by) -> AlertPreference:
    """Whether what is not theirs to answer comes once a day. What waits already keeps its way."""
    return AlertPreference.objects.update_or_create(user=by, defaults={"digest": digest})[0]
