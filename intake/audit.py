"""How requests stand in the access log: an anonymous call is its own subject, all others are their person's file."""

from django.urls import reverse

from intake.models import Request
from refuge.people.models import Closure


def name_requests(user, ids) -> dict:
    """The reference alone: a log tells no name."""
    found = Request.objects.visible_to(user).filter(pk__in=ids).values_list("pk", "reference")
    return {pk: (reference, reverse("intake:detail", args=[reference])) for pk, reference in found}


def hidden_requests(user):
    return Request.objects.filter(person__in=Closure.objects.closed_to(user).values("person")).values("pk")


def find_request(user, text):
    found = Request.objects.visible_to(user).filter(reference=text.strip().upper())
    return found.values_list("pk", flat=True).first()
