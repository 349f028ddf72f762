"""A caseload goes from one colleague to another: people in charge, with the notes kept for them, and open actions."""

from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from casework.models import Action, Plan
from casework.operations.actions import check_responsible
from refuge.operations import operation
from refuge.people.models import Person


@operation
def hand_over(*, user, to, by) -> int:
    """Put `to` in the place of `user`: in charge of the same people, responsible for the same actions.

    Returns how many of both. ValidationError, and nothing moved, if `to` cannot open one of those files.
    """
    people = Person.objects.select_for_update(of=("self",), no_key=True).standing().filter(worker=user).order_by("pk")
    actions = Action.objects.select_for_update(of=("self",)).to_do().of(user).order_by("pk")
    people, actions = list(people), list(actions)
    _check_can_open(to, people, actions)
    Person.objects.filter(pk__in=[person.pk for person in people]).update(worker=to)
    Action.objects.filter(pk__in=[action.pk for action in actions]).update(responsible=to)
    return len(people) + len(actions)


def check_nothing_in_hand(*, user, by) -> None:
    """Before an account is switched off: ValidationError while people or open actions are still theirs."""
    number = Person.objects.standing().filter(worker=user).count() + Action.objects.to_do().of(user).count()
    if number:
        message = ngettext(
            "%(number)s file or action is still theirs. Hand it over first.",
            "%(number)s files and actions are still theirs. Hand them over first.",
            number,
        )
        raise ValidationError(message, code="in_hand", params={"number": number})


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
