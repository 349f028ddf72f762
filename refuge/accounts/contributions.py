"""What accounts add to the shared pages."""

from django.utils.translation import gettext_lazy as _

from refuge.accounts import indicators, parameters, policy
from refuge.registry import NavigationEntry, navigation

__all__ = ["indicators", "parameters", "policy"]

navigation.add(NavigationEntry(_("Team"), "team", "users-round", "accounts.manage_team", group=_("House"), order=90))
