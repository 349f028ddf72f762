"""A caseload goes from one colleague to another for good: people in charge, with the notes kept for them, open actions
and appointments to come. For a holiday see covers.py."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from casework.covering import can_open
from casework.models import Action, Appointment, AsylumTask, Plan
from casework.operations.actions import check_responsible
from casework.operations.asylum.tasks import check_responsible as check_task
from refuge.operations import operation
from refuge.people.models import Person


@operation
def hand_over(*, user, to, by) -> int:
    """Put `to` in the place of `user`: in charge of the same people, responsible for the same actions and tasks of
    asylum procedures, at the same appointments.

    Returns how many of all of these. ValidationError, and nothing moved, if `to` cannot open one of those files.
    """
    people = Person.objects.select_for_update(of=("self",), no_key=True).standing().filter(worker=user).order_by("pk")
    actions = Action.objects.select_for_update(of=("self",)).to_do().of(user).order_by("pk")
    appointments = Appointment.objects.select_for_update(of=("self",)).filter(pk__in=_to_come(user)).order_by("pk")
    people, actions, appointments = list(people), list(actions), list(appointments.select_related("person"))
    tasks = _tasks_of(user)
    for track in {task.track for task in tasks}:
        check_task(to, track)
    _check_can_open(to, people, actions)
    _check_appointments(to, appointments)
    Person.objects.filter(pk__in=[person.pk for person in people]).update(worker=to)
    Action.objects.filter(pk__in=[action.pk for action in actions]).update(responsible=to)
    AsylumTask.objects.filter(pk__in=[task.pk for task in tasks]).update(responsible=to)
    for field in ("worker", "accompanied_by"):
        own = [each.pk for each in appointments if getattr(each, f"{field}_id") == user.pk]
        Appointment.objects.filter(pk__in=own).update(**{field: to})
    return len(people) + len(actions) + len(tasks) + len(appointments)


def check_nothing_in_hand(*, user, by) -> None:
    """Before an account is switched off: ValidationError while people, open actions or appointments to come are still
    theirs."""
    number = Person.objects.standing().filter(worker=user).count() + Action.objects.to_do().of(user).count()
    number += _to_come(user).count() + AsylumTask.objects.to_do().of(user).count()
    if number:
        message = ngettext(
            "%(number)s file, action or appointment is still theirs. Hand it over first.",
            "%(number)s files, actions and appointments are still theirs. Hand them over first.",
            number,
        )
        raise ValidationError(message, code="in_hand", params={"number": number})


def _tasks_of(user) -> list[AsylumTask]:
    """Held until the operation ends."""
    tasks = AsylumTask.objects.select_for_update(of=("self",)).to_do().of(user).select_related("track")
    return list(tasks.order_by("pk"))


def _check_can_open(to, people, actions) -> None:
    plans = Plan.objects.filter(goals__actions__in=actions).distinct()
    for plan in plans:
        check_responsible(to, plan)
    seen = Person.objects.visible_to(to).filter(pk__in=[person.pk for person in people]).count()
    if seen < len(people):
        message = ngettext(
            "This colleague cannot open one of the files.", "This colleague cannot open some of the files.", len(people)
        )
        raise ValidationError({"to": ValidationError(message, code="may_not_read")})


def _to_come(user):
    """Without an order, so that it can be locked."""
    return Appointment.objects.ahead().of(user).filter(starts_at__gte=timezone.now())


def _check_appointments(to, appointments) -> None:
    if not all(can_open(to, person) for person in {each.person for each in appointments}):
        message = _("This colleague cannot open the file of one of the appointments.")
        raise ValidationError({"to": ValidationError(message, code="may_not_read")})
