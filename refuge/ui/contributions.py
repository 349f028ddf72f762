"""What the shell itself adds to the navigation."""

from django.utils.translation import gettext_lazy as _

from refuge.registry import NavigationEntry, navigation
from refuge.ui import policy as policy

navigation.add(
    NavigationEntry(label=_("Today"), url_name="today", icon="sun", permission="ui.today", order=0, phone=True)
)
