"""Reviews of a plan."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from casework import operations
from casework.forms import ReviewForm
from casework.models import PlanReview, ReviewKind
from casework.views.acting import data_of, fill_in, press
from casework.views.plans import plan_of, plan_url
from refuge.access import get_visible, page
from refuge.accounts import drafts


@page("casework.change")
@require_http_methods(["GET", "POST"])
def hold(request, pk):
    """Kept as a draft while it is typed."""
    plan = plan_of(request, pk)
    draft = f"casework:review:{plan.pk}"
    kind = request.GET.get("kind", "")
    initial = ({"kind": kind} if kind in ReviewKind else {}) | (drafts.restore(request, draft) or {})
    form = ReviewForm(data_of(request), initial=initial)
    return fill_in(
        request, plan.person, form, operations.hold_review, title=_("A review of the plan"),
        said=_("The review is noted."), back=plan_url(plan), draft=draft,
        undo=lambda review: reverse("casework:review_remove", args=[review.pk]), plan=plan,
    )  # fmt: skip


def review_of(request, pk) -> PlanReview:
    return get_visible(PlanReview.objects.select_related("plan__person"), request.user, pk=pk)


@page("casework.change")
@require_POST
def remove(request, pk):
    review = review_of(request, pk)
    undo = reverse("casework:review_restore", args=[review.pk])
    said = _("The review is removed: it is due again.")
    return press(request, operations.remove_review, said=said, back=plan_url(review.plan), undo=undo, review=review)


@page("casework.change")
@require_POST
def restore(request, pk):
    review = review_of(request, pk)
    said = _("The review is back.")
    return press(request, operations.restore_review, said=said, back=plan_url(review.plan), review=review)
