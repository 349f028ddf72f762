"""What people do with their own alerts."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from refuge.notifications.models import Alert, AlertPreference
from refuge.notifications.rows import may_switch_off
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
def set_preference(*, digest: bool, by, off=()) -> AlertPreference:
    """How they are told of what is not theirs to answer: once a day or at once, and of which kinds (`off`) not at
    all. What waits already keeps its way. A kind that their role must answer cannot be switched off."""
    kinds = {kind.code for kind in may_switch_off(by)}
    if not set(off) <= kinds:
        message = _("What your role has to answer cannot be switched off.")
        raise ValidationError({"off": ValidationError(message, code="answerable")})
    return AlertPreference.objects.update_or_create(user=by, defaults={"digest": digest, "off": sorted(off)})[0]
