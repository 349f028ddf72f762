"""Reviews of a plan, and the copy of it for the young person."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework import reviews
from casework.handout import check_discreet, content_of
from casework.models import PlanCopy, PlanReview
from casework.operations.plans import check_not_to_come, locked, locked_open
from refuge.operations import operation
from refuge.people.death import check_alive


@operation
def hold_review(*, plan, kind, reached, by, changes="", held_on=None) -> PlanReview:
    """Note a review that was held: its alert is off the lists. RuleBroken if it was held already."""
    plan = locked_open(plan)
    check_not_to_come(held_on, "held_on")
    if held_on and held_on < plan.opened_on:
        message = _("The plan was not open yet on this day.")
        raise ValidationError({"held_on": ValidationError(message, code="before")})
    review = PlanReview.objects.create(
        plan=plan, kind=kind, reached=reached.strip(), changes=changes.strip(),
        held_on=held_on or timezone.localdate(), noted_by=by,
    )  # fmt: skip
    reviews.end(plan)
    return review


@operation
def remove_review(*, review, by) -> PlanReview:
    """It was noted by mistake: it is due again, and so is its alert. History keeps it."""
    plan = locked(review.plan)
    check_alive(plan.person)
    reviews.begin_again(plan)
    return _set_removed(PlanReview, review, timezone.now())


@operation
def restore_review(*, review, by) -> PlanReview:
    """Undo `remove_review`."""
    plan = locked(review.plan)
    check_alive(plan.person)
    reviews.end(plan)
    return _set_removed(PlanReview, review, None)


@operation
def make_copy(*, plan, language, by) -> PlanCopy:
    """Put together what the young person gets on paper, and keep it: it stays the same whatever becomes of the plan.

    ValidationError if the plan has no goal, or its words hold an orientation, the house, or a name of somebody else.
    """
    plan = locked_open(plan)
    content = content_of(plan, language)
    check_discreet(plan, content)
    return PlanCopy.objects.create(plan=plan, content=content, made_by=by)


@operation
def mark_copy(*, copy, by, given_on=None, signed_on=None) -> PlanCopy:
    """Note the days on which it was given and signed; without a day it was not."""
    check_not_to_come(given_on, "given_on")
    check_not_to_come(signed_on, "signed_on")
    check_alive(copy.plan.person)
    copy = PlanCopy.objects.select_for_update(of=("self",)).get(pk=copy.pk)
    if copy.removed_at:
        raise ValidationError(_("This copy has been removed."), code="removed")
    copy.given_on, copy.signed_on = given_on, signed_on
    copy.save(update_fields=["given_on", "signed_on"])
    return copy


@operation
def remove_copy(*, copy, by) -> PlanCopy:
    """It is not needed: refused once it was given or signed."""
    copy = PlanCopy.objects.select_for_update(of=("self",)).get(pk=copy.pk)
    if copy.given_on or copy.signed_on:
        raise ValidationError(_("This copy was given to the young person, so it stays."), code="given")
    return _set_removed(PlanCopy, copy, timezone.now())


@operation
def restore_copy(*, copy, by) -> PlanCopy:
    """Undo `remove_copy`."""
    return _set_removed(PlanCopy, copy, None)


def _set_removed(model, record, moment):
    record = model.objects.select_for_update(of=("self",)).get(pk=record.pk)
    record.removed_at = moment
    record.save(update_fields=["removed_at"])
    return record
