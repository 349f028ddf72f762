"""The audit page in the navigation, and the history of accounts and roles on it."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from refuge.accounts.models import RoleGrant, StaffTraining, StaffWork, User
from refuge.audit import policy as policy
from refuge.audit.registry import Subject, Tracked, add_subject, add_tracked
from refuge.registry import NavigationEntry, navigation

ACCOUNT = "accounts.user"


def name_accounts(user, ids) -> dict:
    accounts = User.objects.visible_to(user).filter(pk__in=ids)
    return {account.pk: (account.name, reverse("team_member", args=[account.pk])) for account in accounts}


def hidden_accounts(user):
    return User.objects.none().values("pk")


def find_account(user, text):
    return None


navigation.add(
    NavigationEntry(
        label=_("Access log"), url_name="audit:log", icon="history", permission="audit.view", group=_("House"), order=94
    )
)
add_subject(Subject(ACCOUNT, name_accounts, hidden_accounts, find_account))
add_tracked(
    Tracked(User, _("Account"), "pgh_obj_id", ACCOUNT, {"name": "audit.view", "is_active": "audit.view"}),
    Tracked(
        RoleGrant,
        _("Role"),
        "user_id",
        ACCOUNT,
        {"role": "audit.view", "starts_on": "audit.view", "ends_on": "audit.view"},
    ),
    Tracked(
        StaffWork,
        _("Working time"),
        "user_id",
        ACCOUNT,
        dict.fromkeys(("function", "share", "starts_on", "ends_on", "removed_at"), "audit.view"),
    ),
    Tracked(
        StaffTraining,
        _("Training"),
        "user_id",
        ACCOUNT,
        dict.fromkeys(("subject", "held_on", "hours", "removed_at"), "audit.view"),
    ),
)
