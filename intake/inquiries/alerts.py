"""Management is told at once when an authority asks."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intake.models import Inquiry
from refuge.accounts.models import Role, User
from refuge.notifications.operations import notify, resolve, unresolve
from refuge.notifications.registry import Kind, declare, subjects

AUTHORITY = declare(
    Kind(
        "intake.authority_asks",
        _("An authority asks after somebody"),
        frozenset({Role.MANAGEMENT}),
        tone="late",
        icon="shield-question-mark",
    )
)


def name_inquiries(user, ids):
    """The reference: whom they ask after is nobody's business in a list."""
    return Inquiry.objects.visible_to(user).filter(pk__in=ids).values_list("pk", "reference")


subjects["intake.inquiry"] = name_inquiries


def tell(inquiry) -> None:
    if inquiry.is_authority:
        recipients = User.objects.with_role(Role.MANAGEMENT)
        url = reverse("intake:inquiry", args=[inquiry.pk])
        notify(kind=AUTHORITY, subject=inquiry, recipients=recipients, url=url, by=inquiry.received_by)


def end(inquiry) -> None:
    resolve(subject=inquiry, kinds=[AUTHORITY])


def begin_again(inquiry, since) -> None:
    unresolve(subject=inquiry, since=since, kinds=[AUTHORITY])
