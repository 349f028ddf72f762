"""Both holders are gone: management and a second person name a successor. Neither of them reads anything."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import FollowUp, Succession
from casework.psychology import alerts
from casework.psychology.operations.follow_ups import put_in_charge
from casework.psychology.operations.locking import refused
from refuge.accounts.models import User
from refuge.operations import operation


@operation
def propose_succession(*, leaving, successor, by) -> Succession:
    """Propose who takes over what `leaving` held and nobody holds any more; nothing moves until a second person agrees.

    Refused while `leaving` is a psychologist of the house, and where nothing is left without a holder.
    """
    if not left_behind(leaving).exists():
        message = _("None of their follow-ups is without a psychologist.")
        raise refused("leaving", message, "nothing_left")
    succession = Succession.objects.create(leaving=leaving, successor=successor, proposed_by=by)
    alerts.ask_second_person(succession)
    return succession


@operation
def confirm_succession(*, succession, by) -> int:
    """The second person agrees: how many follow-ups the successor holds from now on, drafts left behind included.

    RuleBroken where `by` proposed it or takes over. ValidationError if the successor cannot open one of the files.
    """
    succession = _waiting(succession)
    left = left_behind(succession.leaving).select_for_update(of=("self",)).select_related("person").order_by("pk")
    left = list(left)
    succession.confirmed_at, succession.confirmed_by = timezone.now(), by
    succession.save(update_fields=["confirmed_at", "confirmed_by"])
    for followup in left:
        put_in_charge(followup, succession.successor)
    alerts.end_succession(succession)
    alerts.end_those_left(succession.leaving)
    return len(left)


@operation
def withdraw_succession(*, succession, by) -> Succession:
    """The proposal is taken back; another can be made."""
    succession = _waiting(succession)
    succession.withdrawn_at = timezone.now()
    succession.save(update_fields=["withdrawn_at"])
    alerts.end_succession(succession)
    return succession


def left_behind(user):
    """The follow-ups of `user`, closed ones too, that nobody holds any more."""
    return FollowUp.objects.orphaned().filter(psychologist=user)


def holders_gone():
    """Colleagues whose follow-ups nobody holds any more."""
    return User.objects.filter(pk__in=FollowUp.objects.orphaned().values("psychologist")).order_by("name", "pk")


def _waiting(succession) -> Succession:
    waiting = Succession.objects.waiting().select_for_update(of=("self",))
    found = waiting.select_related("leaving", "successor").filter(pk=succession.pk).first()
    if found is None:
        raise ValidationError(_("This proposal is settled already: look at the page again."), code="settled")
    return found
