"""The named filters that people keep for themselves."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models import SavedView
from refuge.operations import operation

MOST = 12


@operation
def save_view(*, name, query, by) -> SavedView:
    """Keep a filter of the inbox under a name that its maker does not use yet; a dozen at most."""
    if SavedView.objects.visible_to(by).current().count() >= MOST:
        message = _("You have %(most)s views already. Remove one first.")
        raise ValidationError({"name": ValidationError(message, code="too_many", params={"most": MOST})})
    _check_free(name, by)
    return SavedView.objects.create(user=by, name=name.strip(), query=query)


@operation
def rename_view(*, view, name, by) -> SavedView:
    if name.strip() != view.name:
        _check_free(name, by)
    view.name = name.strip()
    view.save(update_fields=["name"])
    return view


@operation
def remove_view(*, view, by) -> None:
    """It is shown no more. `restore_view` puts it back until the next one is removed."""
    SavedView.objects.filter(user=by, removed_at__isnull=False).delete()
    view.removed_at = timezone.now()
    view.save(update_fields=["removed_at"])


@operation
def restore_view(*, view, by) -> SavedView:
    view.removed_at = None
    view.save(update_fields=["removed_at"])
    return view


def _check_free(name, by) -> None:
    if SavedView.objects.visible_to(by).current().filter(name=name.strip()).exists():
        message = _("You have a view of this name already.")
        raise ValidationError({"name": ValidationError(message, code="taken")})
