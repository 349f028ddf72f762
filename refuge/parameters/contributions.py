"""What parameters add to the shared pages."""

from django.utils.translation import gettext_lazy as _

from refuge.parameters import policy
from refuge.registry import NavigationEntry, navigation

__all__ = ["policy"]

navigation.add(
    NavigationEntry(
        _("Parameters"), "parameters", "sliders-horizontal", "parameters.change", group=_("House"), order=92
    )
)
