"""Opening, closing and reopening a plan."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework import reviews
from casework.models import Plan
from refuge.operations import operation
from refuge.people.death import check_alive


def locked(plan) -> Plan:
    """The plan as it is now, held until the operation ends: everything about one plan happens in turn."""
    return Plan.objects.select_for_update(of=("self",)).select_related("person").get(pk=plan.pk)


def locked_open(plan) -> Plan:
    """The same, refused once the plan is closed."""
    plan = locked(plan)
    check_alive(plan.person)
    if not plan.is_open:
        raise ValidationError(_("This plan is closed. Reopen it to go on."), code="closed")
    return plan


def check_not_to_come(day, field) -> None:
    if day and day > timezone.localdate():
        raise ValidationError({field: ValidationError(_("This day is still to come."), code="future")})


@operation
def open_plan(*, person, kind, by, opened_on=None) -> Plan:
    """Open the person's plan. RuleBroken if they have an open one: of two people at once, the second is told."""
    check_alive(person)
    check_not_to_come(opened_on, "opened_on")
    return Plan.objects.create(person=person, kind=kind, opened_on=opened_on or timezone.localdate(), opened_by=by)


@operation
def close_plan(*, plan, by, closing_note="", closed_on=None) -> Plan:
    """Close the plan. Goals and actions stay as they are; what was not done is no longer on anybody's list."""
    plan = locked_open(plan)
    check_not_to_come(closed_on, "closed_on")
    plan.closed_on, plan.closed_by, plan.closing_note = closed_on or timezone.localdate(), by, closing_note.strip()
    plan.save(update_fields=["closed_on", "closed_by", "closing_note"])
    reviews.end(plan)
    return plan


@operation
def reopen_plan(*, plan, by) -> Plan:
    """Go on with a closed plan. RuleBroken if the person has another open one by now."""
    plan = locked(plan)
    check_alive(plan.person)
    plan.closed_on = plan.closed_by = None
    plan.save(update_fields=["closed_on", "closed_by"])
    reviews.begin_again(plan)
    return plan
