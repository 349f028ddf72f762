"""Handing a caseload over for a holiday. For good is `hand_over`."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Cover
from refuge.access import allows
from refuge.operations import operation


@operation
def arrange_cover(*, away, colleague, starts_on, ends_on, by) -> Cover:
    """`colleague` sees the caseload of `away` and gets its alerts from one day to the other; it ends by itself.

    Files closed to the colleague stay closed to them. RuleBroken if somebody stands in on some of these days already.
    """
    if ends_on < timezone.localdate():
        raise ValidationError({"ends_on": ValidationError(_("This day is past."), code="past")})
    if not (colleague.is_active and allows(colleague, "casework.view_plan")):
        message = _("This colleague does not work with files.")
        raise ValidationError({"colleague": ValidationError(message, code="may_not_read")})
    return Cover.objects.create(away=away, colleague=colleague, starts_on=starts_on, ends_on=ends_on, created_by=by)


@operation
def end_cover(*, cover, by) -> Cover:
    """Back earlier than thought, or arranged by mistake: it holds no longer."""
    return _set_ended(cover, timezone.now())


@operation
def restore_cover(*, cover, by) -> Cover:
    """Undo `end_cover`."""
    return _set_ended(cover, None)


def _set_ended(cover, moment) -> Cover:
    cover = Cover.objects.select_for_update(of=("self",)).get(pk=cover.pk)
    cover.ended_at = moment
    cover.save(update_fields=["ended_at"])
    return cover
