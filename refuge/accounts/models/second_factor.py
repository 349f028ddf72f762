"""What is kept about second factors beside allauth's own table."""

from django.db import models

from refuge.accounts.models.user import User
from refuge.history import KeeperOnly
from refuge.records import Record


class SecondFactorReset(Record):
    """Management took somebody's second factor away. Only grows: it lowers a guard, so it must stay visible."""

    user = models.ForeignKey(User, models.PROTECT, related_name="second_factor_resets")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        triggers = [KeeperOnly()]
        default_permissions = ()

    def __str__(self):
        return f"{self.user} ({self.at:%Y-%m-%d})"
