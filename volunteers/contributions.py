"""What volunteers and activities add to the shared pages."""

from django.utils.translation import gettext_lazy as _

from refuge.registry import NavigationEntry, navigation
from volunteers import history, policy

__all__ = ["history", "policy"]

GROUP = _("Volunteers")

navigation.add(NavigationEntry(GROUP, "volunteers:list", "hand-heart", "volunteers.view", group=GROUP, order=80))
