"""What referrals tell on the timeline of the person page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from refuge.partners.choices import Need, Status
from refuge.partners.models import Referral
from refuge.partners.rows import STATUS_TONES
from refuge.people.registry import timeline_row


def sent(user, person):
    row = timeline_row("partners.sent", at="sent_on", fact="need", actor="sent_by_id")
    return Referral.objects.visible_to(user).filter(person=person, sent_on__isnull=False).annotate(**row)


def describe_sent(entry) -> dict:
    return {"title": _("Referral sent"), "detail": Need(entry["fact"]).label, "url": _page(entry)}


def answered(user, person):
    row = timeline_row("partners.answered", at="answered_on", fact="need", note="status")
    return Referral.objects.visible_to(user).filter(person=person, answered_on__isnull=False).annotate(**row)


def describe_answered(entry) -> dict:
    status = Status(entry["note"])
    title = _("Referral: %(state)s") % {"state": status.label}
    return {
        "title": title,
        "detail": Need(entry["fact"]).label,
        "url": _page(entry),
        "tone": STATUS_TONES.get(status, "plain"),
    }


def _page(entry) -> str:
    return reverse("partners:referral", args=[entry["record"]])
