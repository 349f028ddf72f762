"""Referrals beside a request: those of the person it is about."""

from refuge.access import allows
from refuge.partners.models import Referral
from refuge.partners.rows import referral_rows

SHOWN = 5


def of_request(request, help_request) -> dict:
    """The newest ones; without a person there is nobody to refer yet."""
    may_refer = allows(request.user, "partners.refer")
    if not help_request.person_id:
        return {"rows": [], "may_refer": False}
    referrals = Referral.objects.visible_to(request.user).filter(person=help_request.person_id).for_lists()
    return {"rows": referral_rows(referrals.order_by("-prepared_on", "-id")[:SHOWN]), "may_refer": may_refer}
