"""Who signs in, and the roles they hold from day to day."""

from datetime import timedelta
from functools import cached_property

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from refuge.access import allows
from refuge.history import Rule, tracked
from refuge.records import Record


class Role(models.TextChoices):
    """The seven roles of the house. One person may hold several."""

    MANAGEMENT = "management", _("Management")
    COORDINATOR = "coordinator", _("Social coordinator")
    PSYCHOLOGIST = "psychologist", _("Psychologist")
    EDUCATOR = "educator", _("Specialised educator")
    LOGISTICS = "logistics", _("Logistics and maintenance")
    VOLUNTEERS = "volunteers", _("Volunteers’ coordinator")
    VOLUNTEER = "volunteer", _("Volunteer")


def last_management(**trigger):
    """Refuse what would leave the house without an active person who holds management for good.

    The lock makes two who take the role from each other at once wait in line: the second one is refused.
    """
    return Rule(
        name="accounts_last_management",
        message=_("Nobody would hold the management role any more. Give it to somebody else first."),
        when=pgtrigger.After,
        func=f"""
            PERFORM pg_advisory_xact_lock(hashtext('accounts.management'));
            IF NOT EXISTS (
                SELECT FROM accounts_rolegrant held JOIN accounts_user holder ON holder.id = held.user_id
                WHERE held.role = 'management' AND held.ends_on IS NULL AND holder.is_active
            ) THEN
                {Rule.refuse("accounts_last_management")}
            END IF;
            RETURN NULL;
        """,
        **trigger,
    )


class UserQuerySet(models.QuerySet):
    def with_role(self, *roles, on=None):
        """Active people who hold one of the roles on a day (today unless told)."""
        grants = RoleGrant.objects.current(on).filter(role__in=roles)
        return self.filter(is_active=True, pk__in=grants.values("user"))

    def visible_to(self, user):
        """Management sees every account, anybody else their own."""
        return self if user.has_role(Role.MANAGEMENT) else self.filter(pk=user.pk)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


@tracked(exclude=["password", "last_login"])
class User(Record, AbstractBaseUser):
    """A member of staff or a volunteer. There is no superuser: rights come from roles alone, so that whoever runs
    the installation reads no file."""

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=100)
    language = models.CharField(
        _("language"),
        max_length=2,
        default="fr",
        choices=[("fr", _("French")), ("nl", _("Dutch")), ("en", _("English"))],
    )
    theme = models.CharField(
        _("appearance"),
        max_length=5,
        default="auto",
        choices=[("auto", _("Like the device")), ("light", _("Light")), ("dark", _("Dark"))],
    )
    discreet = models.BooleanField(_("discreet mode"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    switched_off_at = models.DateTimeField(null=True, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_one_account_an_email",
                violation_error_message=_("Somebody already has an account with this e-mail address."),
            )
        ]
        triggers = [
            last_management(
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__is_active=True, new__is_active=False),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def initials(self) -> str:
        words = self.name.split()
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else words[0][1:2])).upper() if words else "?"

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name else ""

    @cached_property
    def roles(self) -> frozenset:
        """The roles held today."""
        return frozenset(RoleGrant.objects.current().filter(user=self).values_list("role", flat=True))

    def has_role(self, *roles) -> bool:
        return not self.roles.isdisjoint(roles)

    def has_perm(self, permission, record=None) -> bool:
        """For templates and packages; views use `@page`."""
        return allows(self, permission, record)


class DateRange(Func):
    """daterange(from, to): half-open; without an end it goes on."""

    function = "DATERANGE"
    output_field = DateRangeField()


class RoleGrantQuerySet(models.QuerySet):
    def current(self, on=None):
        """Grants that hold on a day (today unless told)."""
        on = on or timezone.localdate()
        return self.unended(on).filter(starts_on__lte=on)

    def unended(self, on=None):
        """Grants that hold on a day or later."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on or timezone.localdate()))

    def visible_to(self, user):
        return self if user.has_role(Role.MANAGEMENT) else self.filter(user=user)


@tracked()
class RoleGrant(Record):
    """A role held from a day, until a day if it is lent. `ends_on` is the first day without it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    starts_on = models.DateField(pgettext_lazy("first day", "from"), default=timezone.localdate)
    ends_on = models.DateField(pgettext_lazy("first day without", "until"), null=True, blank=True)
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="accounts_role_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("A role cannot end before it begins."),
            ),
            ExclusionConstraint(
                name="accounts_role_held_once",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This person already holds that role in those days."),
            ),
        ]
        triggers = [
            last_management(
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__role="management", old__ends_on__isnull=True),
            )
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}"

    @property
    def last_day(self):
        """The last day with a lent role; None for one held for good."""
        return self.ends_on and self.ends_on - timedelta(days=1)
