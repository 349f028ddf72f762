"""What notifications add to the shared pages."""

from django.utils.translation import gettext_lazy as _

from refuge.notifications import parameters, policy
from refuge.notifications.rows import refused_mails, unread
from refuge.registry import NavigationEntry, SlotPart, slots, top_bar

__all__ = ["parameters", "policy"]

top_bar.add(NavigationEntry(_("Alerts"), "notifications:alerts", "bell", "notifications.view_own", badge=unread))
slots["team.notices"].add(SlotPart("notifications/refused.html", "notifications.view_refused", context=refused_mails))
