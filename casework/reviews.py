"""When a plan is to be looked over, and the alert of it, given once.

A plan has one review due at most: at the exit, else the second, else the first. It stays due until it is held, or a
later one is.
"""

from datetime import date, timedelta

from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from casework.covering import told
from casework.models import Plan, PlanReview, ReviewKind
from casework.parameters import FIRST_REVIEW_WEEKS, REVIEW_ALERT_DAYS, SECOND_REVIEW_WEEKS
from housing.models import Stay
from housing.parameters import ALERT_CATCH_UP
from refuge.accounts.models import Role, User
from refuge.notifications.models import Alert
from refuge.notifications.operations import notify, resolve, unresolve
from refuge.notifications.registry import Kind, declare, subjects
from refuge.operations import operation
from refuge.parameters.registry import number_in_sql, value_of
from refuge.ui.words import short_day


def _title(params: dict) -> str:
    return gettext("A support plan is to be reviewed on %(day)s") % {"day": short_day(date.fromisoformat(params["on"]))}


WEEKS = {"first": FIRST_REVIEW_WEEKS, "second": SECOND_REVIEW_WEEKS}
REVIEW = declare(Kind("casework.review", _title, frozenset({Role.COORDINATOR}), icon="flag"))


def name_plans(user, ids):
    """The chosen names behind plans, for who may open those files."""
    plans = Plan.objects.visible_to(user).filter(pk__in=ids)
    return plans.values_list("pk", "person__chosen_name")


subjects["casework.plan"] = name_plans


def due_on(plan, kind) -> date | None:
    """The day of a review of `plan`, which comes from `with_due`; None for an exit that is not in sight."""
    return {ReviewKind.FIRST: plan.first_on, ReviewKind.SECOND: plan.second_on, ReviewKind.EXIT: plan.exit_on}[kind]


def with_due(plans, today: date):
    """With the days of the three reviews, and `review_due`, the kind that is due on `today` or soon, else "". The
    parameters are part of the question."""
    newest = Stay.objects.filter(person=OuterRef("person")).order_by("-arrived_on", "-id")
    out = newest.annotate(out=Coalesce("departed_on", "agreed_until")).values("out")[:1]
    weeks = {name: number_in_sql(each.code, today) for name, each in WEEKS.items()}
    plans = plans.annotate(
        exit_on=Subquery(out, output_field=DateField()),
        first_on=_day(F("opened_on") + weeks["first"] * 7),
        second_on=_day(F("opened_on") + weeks["second"] * 7),
        told_until=_day(Value(today, DateField()) + number_in_sql(REVIEW_ALERT_DAYS.code, today)),
    )
    soon = F("told_until")
    return plans.annotate(
        review_due=Case(
            When(Q(exit_on__gte=F("opened_on"), exit_on__lte=soon) & ~_held("exit"), then=Value("exit")),
            When(Q(second_on__lte=soon) & ~_held(*_later("second")), then=Value("second")),
            When(Q(first_on__lte=soon) & ~_held(*_later("first")), then=Value("first")),
            default=Value(""),
            output_field=CharField(),
        )
    )


def _day(expression):
    return ExpressionWrapper(expression, DateField())


def _later(kind) -> list:
    """The kind and those after it."""
    return ReviewKind.values[ReviewKind.values.index(kind) :]


def _held(*kinds):
    return Exists(PlanReview.objects.kept().filter(plan=OuterRef("pk"), kind__in=kinds))


def tell(today: date | None = None) -> int:
    """Give the alert of every review that has come due; how many were new. A run that comes late gives what those of
    the last days did not; what was due before is on the page alone."""
    today = today or timezone.localdate()
    plans = with_due(Plan.objects.open().filter(person__death_noted_at__isnull=True), today)
    first = today - timedelta(days=value_of(ALERT_CATCH_UP.code, today))
    due = [(plan, due_on(plan, plan.review_due)) for plan in plans.exclude(review_due="").order_by("pk")]
    coordinators = list(User.objects.with_role(Role.COORDINATOR))
    return sum(_tell(plan, on, coordinators) for plan, on in due if on >= first)


@operation
def _tell(plan, on, coordinators) -> int:
    rows = Plan.objects.open().select_for_update(of=("self",), no_key=True).select_related("person__worker")
    found = rows.filter(pk=plan.pk, person__death_noted_at__isnull=True).first()
    if found is None or found.reviews.kept().filter(kind__in=_later(plan.review_due)).exists():
        return 0
    worker = found.person.worker
    given = notify(
        kind=REVIEW, subject=found, recipients=told(found.person, *([worker] if worker else coordinators)),
        url=reverse("casework:plan", args=[found.pk]), due_on=on, params={"on": on.isoformat()},
    )  # fmt: skip
    return len(given)


def end(plan) -> None:
    """It was held, or the plan is closed: the alert is off the lists."""
    resolve(subject=plan, kinds=[REVIEW])


def begin_again(plan) -> None:
    """What took the alert off last is taken back."""
    off = Alert.objects.about(plan._meta.label_lower, plan.pk).filter(kind=REVIEW.code, resolved_at__isnull=False)
    last = off.order_by("resolved_at").last()
    if last:
        unresolve(subject=plan, since=last.resolved_at, kinds=[REVIEW])


def subjects_of(person) -> list:
    """What of plans alerts can be about, of this person."""
    return list(Plan.objects.filter(person=person).only("pk"))
