"""What partners and referrals tell: a hold that was lifted, an agreement that ends, an answer that is late."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from refuge.accounts.models import Role, User
from refuge.notifications.operations import notify
from refuge.notifications.registry import Kind, declare, subjects
from refuge.operations import operation
from refuge.parameters.registry import value_of
from refuge.partners.models import Agreement, Referral
from refuge.partners.parameters import AGREEMENT_ALERT_DAYS, ANSWER_DAYS
from refuge.people.models import Closure


def _ends(params: dict) -> str:
    days = params["days"]
    if days <= 0:
        return gettext("An agreement with a partner ends today")
    text = ngettext(
        "An agreement with a partner ends in %(days)d day", "An agreement with a partner ends in %(days)d days", days
    )
    return text % {"days": days}


MANAGEMENT = frozenset({Role.MANAGEMENT})
LIFTED = declare(
    Kind(
        "partners.lifted",
        _("In a vital interest, a letter that was held back may leave"),
        MANAGEMENT,
        tone="late",
        icon="shield-alert",
    )
)
AGREEMENT_ENDS = declare(Kind("partners.agreement_ends", _ends, MANAGEMENT, tone="soon", icon="handshake"))
LATE = declare(
    Kind(
        "partners.late",
        _("A partner has not answered a referral"),
        frozenset({Role.COORDINATOR}),
        tone="soon",
        icon="mail-question-mark",
        digest=True,
    )
)


def tell_lifted(referral, by) -> None:
    """Alert management, those to whom the file is closed apart."""
    recipients = _who_may(referral.person_id, User.objects.with_role(Role.MANAGEMENT))
    notify(kind=LIFTED, subject=referral, recipients=recipients, url=_page(referral), by=by)


def send_partner_alerts(today=None) -> int:
    """Give every alert that is due on `today`; returns how many were new. A run that comes twice adds nothing."""
    today = today or timezone.localdate()
    return _agreements(today) + _late_answers(today)


@operation
def _agreements(today) -> int:
    lead = timedelta(days=value_of(AGREEMENT_ALERT_DAYS.code, today))
    people = list(User.objects.with_role(Role.MANAGEMENT, Role.COORDINATOR))
    ending = Agreement.objects.current().filter(
        ends_on__range=(today, today + lead), organisation__archived_at__isnull=True
    )
    return sum(
        len(
            notify(
                kind=AGREEMENT_ENDS,
                subject=each,
                recipients=people,
                url=reverse("partners:organisation", args=[each.organisation_id]),
                due_on=each.ends_on - lead,
                params={"days": (each.ends_on - today).days},
            )
        )
        for each in ending
    )


@operation
def _late_answers(today) -> int:
    """To who sent it, or to the coordinators where they are gone or kept out of the file: once, on the day on which the
    answer is late."""
    days = timedelta(days=value_of(ANSWER_DAYS.code, today))
    coordinators = list(User.objects.with_role(Role.COORDINATOR))
    late = Referral.objects.waiting_for_answer().filter(sent_on__lte=today - days, person__death_noted_at__isnull=True)
    return sum(
        len(
            notify(
                kind=LATE,
                subject=each,
                recipients=_of_the_answer(each, coordinators),
                url=_page(each),
                due_on=each.sent_on + days,
            )
        )
        for each in late.select_related("sent_by")
    )


def _of_the_answer(referral, coordinators) -> list[User]:
    sender = referral.sent_by
    visible = sender.is_active and Referral.objects.visible_to(sender).filter(pk=referral.pk).exists()
    return [sender] if visible else _who_may(referral.person_id, coordinators)


def _who_may(person_id, users) -> list[User]:
    """Those of `users` for whom the file is there."""
    closed = set(Closure.objects.filter(person=person_id, reopened_at__isnull=True).values_list("user", flat=True))
    return [user for user in users if user.pk not in closed]


def _page(referral) -> str:
    return reverse("partners:referral", args=[referral.pk])


def subjects_of(person) -> list:
    """What of referrals alerts can be about, of this person."""
    return list(Referral.objects.filter(person=person).only("pk"))


def name_referrals(user, ids):
    """The chosen names behind referrals, for who may read those files."""
    return Referral.objects.visible_to(user).filter(pk__in=ids).values_list("pk", "person__chosen_name")


def name_agreements(user, ids):
    """The organisations' names."""
    return Agreement.objects.visible_to(user).filter(pk__in=ids).values_list("pk", "organisation__name")


subjects["partners.referral"] = name_referrals
subjects["partners.agreement"] = name_agreements
