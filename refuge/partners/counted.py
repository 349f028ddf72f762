"""Which referrals and organisations the figures about partners count."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from refuge.indicators import Line, Source, tell
from refuge.partners.choices import Status
from refuge.partners.indicators import active_within, answered_within, sent_within
from refuge.partners.models import Organisation, Referral

COUNTED = _("Referrals counted")


def lines(referrals) -> list[Line]:
    """The person and the day. To whom, and for what, stands on the referral's own page, by its own rules."""
    return [
        Line(
            title=referral.person.chosen_name,
            url=reverse("partners:referral", args=[referral.pk]),
            reference=referral.person.reference,
            detail=referral.get_status_display(),
            day=referral.sent_on,
            about=referral.person,
        )
        for referral in referrals
    ]


def names(organisations) -> list[Line]:
    return [Line(title=each.name, url=reverse("partners:organisation", args=[each.pk])) for each in organisations]


def referrals(condition, code="counted", name=COUNTED) -> Source:
    def find(period, user):
        return Referral.objects.visible_to(user).select_related("person").filter(condition(period))

    return Source(code, name, find, lines, "partners.view_referral", order="sent_on")


def accepted(period) -> Q:
    return sent_within(period) & Q(status=Status.ACCEPTED)


def organisations(period, user):
    return Organisation.objects.visible_to(user).filter(active_within(period))


tell("referrals_made", referrals(sent_within))
tell(
    "referrals_accepted",
    referrals(accepted, "part", _("Referrals accepted")),
    referrals(sent_within, "whole", _("Referrals made")),
)
tell("referral_days", referrals(answered_within))
tell("active_partners", Source("counted", _("Organisations counted"), organisations, names, "partners.view", "name"))
