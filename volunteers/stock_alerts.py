"""When something of the shop runs low, those who keep it are told: once, until there is enough again."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.accounts.models import Role, User
from refuge.notifications.operations import notify, resolve, tell_anew
from refuge.notifications.registry import Kind, declare, subjects
from volunteers.models import ShopItem

KEEPERS = frozenset({Role.LOGISTICS, Role.VOLUNTEERS})
LOW = declare(Kind("volunteers.stock_low", _("Something in the shop runs low"), KEEPERS, tone="soon", icon="package"))


def watch(item, total: int) -> None:
    """Tell of a thing that has come down to its level, take the alert off once it is above it. Inside an operation
    that holds the thing: who comes next finds it told already. Whoever acted is told too: it is what reminds them."""
    is_low = item.archived_at is None and item.low_at is not None and total <= item.low_at
    if is_low == (item.low_since is not None):
        return
    item.low_since = timezone.now() if is_low else None
    item.save(update_fields=["low_since"])
    if is_low:
        _tell(item)
    else:
        resolve(subject=item, kinds=[LOW])


def _tell(item) -> None:
    """An alert of today that was taken off comes back; nobody gets a second e-mail of it."""
    tell_anew(kind=LOW, subject=item)
    recipients = User.objects.with_role(*KEEPERS)
    notify(kind=LOW, subject=item, recipients=recipients, url=reverse("volunteers:shop_item", args=[item.pk]))


def name_items(user, ids):
    return ShopItem.objects.visible_to(user).filter(pk__in=ids).values_list("pk", "name")


subjects["volunteers.shopitem"] = name_items
