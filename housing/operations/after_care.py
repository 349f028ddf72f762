"""After a departure the team asks, some months on, how it goes. The contacts are planned with the departure."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.clock import months_after
from housing.models import AfterCare, AfterCareTry, Destination, Outcome
from housing.models.after_care import REACHED
from housing.operations.locking import GONE, lock, not_in_future, short
from housing.parameters import AFTER_CARE_EARLY_DAYS, AFTER_CARE_MONTHS
from refuge.notifications.operations import resolve, unresolve
from refuge.operations import operation
from refuge.parameters.registry import value_of
from refuge.people.death import check_alive

# They still live with us, or not any more at all: nobody is to be asked after these.
NOBODY_ASKS = (Destination.POST_SHELTER_HERE, Destination.DECEASED)


@operation
def plan_contacts(*, stay, by=None) -> list[AfterCare]:
    """The contacts that follow a departure, so many months on each (parameter on the day of departure); none twice.
    Of a stay noted long after it was over those that were due before it was noted are left out: nobody could make
    them, and they are no contacts missed."""
    if stay.destination in NOBODY_ASKS or stay.person.has_died:
        return []
    noted_on = timezone.localdate(stay.created_at)
    days = {
        months: months_after(stay.departed_on, months) for months in value_of(AFTER_CARE_MONTHS.code, stay.departed_on)
    }
    planned = [
        AfterCare(stay=stay, months=months, due_on=day, next_on=day) for months, day in days.items() if day >= noted_on
    ]
    return AfterCare.objects.bulk_create(planned, ignore_conflicts=True)


@operation
def forget_contacts(*, stay, by) -> None:
    """The departure is taken back, and with it the contacts planned after it. Refused once one was made or tried."""
    contacts = AfterCare.objects.filter(stay=stay)
    if contacts.exclude(outcome="").exists() or AfterCareTry.objects.filter(contact__stay=stay).exists():
        message = _("A contact was made after this departure: take that back first.")
        raise ValidationError(message, code="housing_after_care_needs_departure")
    for contact in contacts:
        resolve(subject=contact, by=by)
    contacts.delete()


@operation
def note_contact(*, contact, outcome, by, on=None, lives="", note="") -> AfterCare:
    """What a contact came to: still housed, not any more, not known, not reached, or no more contact wished, which
    ends the others too and can be said at any time. Long before it is due (parameter) no other outcome is taken: nobody
    is still housed after six months the day after they left. Where they live is noted of who was reached alone."""
    on = on or timezone.localdate()
    not_in_future(on)
    contact = _locked(contact)
    _check_open(contact)
    if on < contact.stay.departed_on:
        message = _("A contact is made after the departure.")
        raise ValidationError({"on": ValidationError(message, code="before_departure")})
    if outcome != Outcome.DECLINED:
        _check_not_early(contact, on)
    if not outcome:
        raise ValidationError({"outcome": ValidationError(_("Choose what it came to."), code="outcome_needed")})
    contact.outcome, contact.done_on, contact.note = outcome, on, note.strip()
    contact.lives = lives if outcome in REACHED else ""
    contact.done_by, contact.recorded_at = by, timezone.now()
    contact.save()
    for each in _with_the_others(contact):
        resolve(subject=each, by=by)
    return contact


@operation
def note_try(*, contact, next_on, by, on=None, note="") -> AfterCareTry:
    """Nobody answered: it is tried again on another day, and told of on that day once more."""
    on = on or timezone.localdate()
    not_in_future(on)
    contact = _locked(contact)
    _check_open(contact)
    if on < contact.stay.departed_on:
        message = _("A contact is made after the departure.")
        raise ValidationError({"on": ValidationError(message, code="before_departure")})
    if next_on is None or next_on <= on or next_on < contact.due_on:
        message = _("Give a day after that on which it was tried.")
        raise ValidationError({"next_on": ValidationError(message, code="not_later")})
    tried = AfterCareTry.objects.create(
        contact=contact, tried_on=on, note=note.strip(), next_before=contact.next_on, tried_by=by
    )
    contact.next_on = next_on
    contact.save(update_fields=["next_on"])
    resolve(subject=contact, by=by)
    return tried


@operation
def undo_contact(*, contact, by) -> AfterCare:
    """Noted by mistake: it is to be made again, and the alerts that it took off are back."""
    contact = _locked(contact)
    if not contact.outcome:
        raise ValidationError(GONE, code="gone")
    for each in _with_the_others(contact):
        unresolve(subject=each, since=contact.recorded_at, by=by)
    contact.outcome = contact.lives = contact.note = ""
    contact.done_on = contact.done_by = contact.recorded_at = None
    contact.save()
    return contact


@operation
def undo_try(*, tried, by) -> None:
    """Not tried after all: it is due as it was before. The last one alone is taken back."""
    contact = _locked(tried.contact)
    last = contact.tries.order_by("recorded_at", "pk").last()
    if last is None or last.pk != tried.pk or contact.outcome:
        raise ValidationError(GONE, code="gone")
    contact.next_on = last.next_before
    contact.save(update_fields=["next_on"])
    unresolve(subject=contact, since=last.recorded_at, by=by)
    last.delete()


def _locked(contact) -> AfterCare:
    lock(people=[contact.stay.person_id])
    found = AfterCare.objects.select_related("stay__person").filter(pk=contact.pk).first()
    if found is None:
        raise ValidationError(GONE, code="gone")
    return found


def _check_open(contact) -> None:
    check_alive(contact.stay.person)
    if not AfterCare.objects.open().filter(pk=contact.pk).exists():
        raise ValidationError(GONE, code="gone")


def _check_not_early(contact, on) -> None:
    first = contact.due_on - timedelta(days=value_of(AFTER_CARE_EARLY_DAYS.code, contact.stay.departed_on))
    if on < first:
        message = _("This contact is due on %(due)s: it is made on %(first)s at the earliest.")
        days = {"due": short(contact.due_on), "first": short(first)}
        raise ValidationError({"on": ValidationError(message, code="too_early", params=days)})


def _with_the_others(contact) -> list[AfterCare]:
    """The contact; with those that go with it, where no more contact is wished."""
    if contact.outcome != Outcome.DECLINED:
        return [contact]
    others = AfterCare.objects.filter(stay__person=contact.stay.person_id, outcome="")
    return [contact, *others.exclude(pk=contact.pk)]
