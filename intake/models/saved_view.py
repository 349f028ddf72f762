"""Filters of the inbox that somebody gave a name."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.records import Record


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A view is its maker's alone."""
        return self.filter(user=user)

    def current(self):
        """Those not removed."""
        return self.filter(removed_at__isnull=True)


class SavedView(Record):
    """A named filter of the inbox: a preference like the theme, so history does not follow it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(max_length=300)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"],
                condition=Q(removed_at__isnull=True),
                name="intake_view_named_once",
                violation_error_message=_("You have a view of this name already."),
            ),
            models.CheckConstraint(
                name="intake_view_has_a_name",
                condition=Q(name__regex=r"\S"),
                violation_error_message=_("Give the view a name."),
            ),
        ]

    def __str__(self):
        return self.name
