"""Maintenance: a ticket says what is to be repaired and where. It is about rooms and dates, never about a person."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from housing.models.space import Site, Space, Unit
from refuge.access import allows
from refuge.encryption import EncryptedTextField
from refuge.history import tracked
from refuge.records import Record


class Priority(models.IntegerChoices):
    URGENT = 1, pgettext_lazy("a repair", "Urgent")
    SOON = 2, pgettext_lazy("a repair", "Soon")
    WHENEVER = 3, pgettext_lazy("a repair", "When possible")


class TicketState(models.TextChoices):
    REPORTED = "reported", pgettext_lazy("a repair", "Reported")
    PLANNED = "planned", pgettext_lazy("a repair", "Planned")
    UNDER_WAY = "under_way", pgettext_lazy("a repair", "Under way")
    DONE = "done", pgettext_lazy("a repair", "Done")
    CANCELLED = "cancelled", pgettext_lazy("a repair", "Cancelled")


OPEN_STATES = (TicketState.REPORTED, TicketState.PLANNED, TicketState.UNDER_WAY)


def exactly_one(*names) -> Q:
    """Of these foreign keys one is set, and no more."""
    first, *others = (Q(**{f"{name}__isnull": name != chosen for name in names}) for chosen in names)
    for other in others:
        first |= other
    return first


class TicketQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of them for whoever works on tickets; whoever may only report sees their own."""
        if allows(user, "housing.work_on_tickets"):
            return self
        return self.filter(reported_by=user) if allows(user, "housing.report_ticket") else self.none()

    def open(self):
        return self.filter(state__in=OPEN_STATES)

    def overdue(self, day):
        return self.open().filter(due_on__lt=day)

    def on_site(self, site):
        """In the house itself, in one of its flats, or in one of their spaces."""
        return self.filter(Q(site=site) | Q(unit__site=site) | Q(space__unit__site=site))

    def of_space(self, space):
        """About the space, or about what all of its flat share."""
        return self.filter(Q(space=space) | Q(unit=space.unit_id))

    def with_place(self):
        return self.select_related("site", "unit__site", "space__unit__site")


@tracked()
class Ticket(Record):
    """Something to repair, in a space, a flat, or what the whole house shares."""

    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="tickets")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="tickets")
    space = models.ForeignKey(Space, models.PROTECT, null=True, blank=True, related_name="tickets")
    part = models.CharField(_("where exactly"), max_length=60, blank=True)
    what = models.CharField(_("what is wrong"), max_length=120)
    details = EncryptedTextField(_("more about it"))
    priority = models.PositiveSmallIntegerField(_("how pressing"), choices=Priority.choices)
    state = models.CharField(_("state"), max_length=10, choices=TicketState.choices, default=TicketState.REPORTED)
    due_on = models.DateField(_("to be done by"), null=True, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("who takes care of it"),
    )  # fmt: skip
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    reported_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_on = models.DateField(_("done or cancelled on"), null=True, editable=False)

    objects = TicketQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="housing_ticket_in_one_place",
                condition=exactly_one("site", "unit", "space"),
                violation_error_message=_("A ticket is about one place: a house, a flat or a space."),
            ),
            models.CheckConstraint(
                name="housing_ticket_says_what",
                condition=Q(what__regex=r"\S"),
                violation_error_message=_("Write what is wrong."),
            ),
            models.CheckConstraint(
                name="housing_ticket_ended_when_over",
                condition=Q(state__in=OPEN_STATES, ended_on__isnull=True)
                | (~Q(state__in=OPEN_STATES) & Q(ended_on__isnull=False)),
                violation_error_message=_("What is done or cancelled has a day on which it was."),
            ),
        ]
        indexes = [
            models.Index(fields=["priority", "id"], name="housing_ticket_priority"),
            models.Index(fields=["reported_at", "id"], name="housing_ticket_reported"),
            models.Index(fields=["due_on"], condition=Q(ended_on__isnull=True), name="housing_ticket_due"),
        ]

    def __str__(self):
        return self.what

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def place(self):
        """The space, flat or house it is about."""
        return self.space or self.unit or self.site

    @property
    def house(self):
        return self.site or (self.unit or self.space.unit).site

    def is_overdue(self, day) -> bool:
        return bool(self.is_open and self.due_on and self.due_on < day)


class OfTicketQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(ticket__in=Ticket.objects.visible_to(user))


class TicketCostQuerySet(OfTicketQuerySet):
    def standing(self):
        return self.filter(removed_at__isnull=True)


@tracked()
class TicketCost(Record):
    """What was paid for a repair, to whom, and when."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="costs")
    amount = models.DecimalField(_("amount in euros"), max_digits=8, decimal_places=2)
    supplier = models.CharField(_("supplier"), max_length=80)
    paid_on = models.DateField(_("day of the invoice"), default=timezone.localdate)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = TicketCostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="housing_cost_is_an_amount",
                condition=Q(amount__gt=0),
                violation_error_message=_("A cost is more than nothing."),
            )
        ]

    def __str__(self):
        return f"{self.amount}"


@tracked()
class TicketComment(Record):
    """What was found, tried or ordered. Text only: what may be read by all who work on tickets."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="comments")
    text = EncryptedTextField(_("comment"), blank=False)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfTicketQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="housing_comment_says_something",
                condition=Q(text__isnull=False),
                violation_error_message=_("Write a comment."),
            )
        ]

    def __str__(self):
        return f"{self.written_at:%Y-%m-%d}"
