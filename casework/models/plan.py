"""The support plan: what somebody wants to reach, in nine domains, and who does what by when."""

from django.conf import settings
from django.db import models
from django.db.models import Count, ExpressionWrapper, F, Min, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models.choices import Domain, GoalState, PlanKind
from casework.parameters import DUE_SOON_DAYS
from refuge.access import allows
from refuge.encryption import EncryptedTextField
from refuge.history import tracked
from refuge.parameters.registry import number_in_sql
from refuge.people.models import Person, of_open_file
from refuge.people.models.rules import FileNotMerged
from refuge.records import Record

USER = settings.AUTH_USER_MODEL


class KeptManager(models.Manager):
    """Without what was removed: the rows stay, because history finds its file through them."""

    def get_queryset(self):
        return super().get_queryset().filter(removed_at__isnull=True)


def both_or_neither(name, one, other):
    """Two facts that are only known together."""
    pairs = [Q(**{f"{one}__isnull": known, f"{other}__isnull": known}) for known in (True, False)]
    return models.CheckConstraint(
        name=name,
        condition=pairs[0] | pairs[1],
        violation_error_message=_("A step that is done has a time and an author."),
    )


class PlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Plans of the people whose file `user` may open."""
        if not allows(user, "casework.view_states"):
            return self.none()
        return self.filter(of_open_file(user))

    def open(self):
        return self.filter(closed_on__isnull=True)

    def with_counts(self):
        """How many goals in each state, how many actions late, and the next day something is due: one query."""
        goals = Goal.objects.filter(plan=OuterRef("pk")).order_by().values("plan")
        actions = Action.objects.to_do().filter(goal__plan=OuterRef("pk")).order_by().values("goal__plan")
        late = actions.filter(due_on__lt=timezone.localdate())
        return self.annotate(
            goals_open=_number(goals.filter(state=GoalState.OPEN)),
            goals_reached=_number(goals.filter(state=GoalState.REACHED)),
            actions_to_do=_number(actions),
            actions_late=_number(late),
            next_due=Subquery(actions.annotate(first=Min("due_on")).values("first")),
        )


def _number(rows):
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)


@tracked()
class Plan(Record):
    """One open plan a person (rule 6)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="plans")
    kind = models.CharField(_("kind of support"), max_length=12, choices=PlanKind.choices)
    opened_on = models.DateField(_("opened on"), default=timezone.localdate)
    opened_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    closing_note = EncryptedTextField(_("what was reached, what remains"))

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(closed_on__isnull=True),
                name="casework_one_open_plan",
                violation_error_message=_("This person has an open plan already. Close it before opening another."),
            ),
            models.CheckConstraint(
                name="casework_plan_closes_after_opening",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                violation_error_message=_("A plan cannot be closed before it was opened."),
            ),
            both_or_neither("casework_plan_closed_by_somebody", "closed_on", "closed_by"),
        ]
        indexes = [models.Index(fields=["-opened_on", "-id"], name="casework_plan_newest")]
        triggers = [FileNotMerged()]

    def __str__(self):
        return f"{self.get_kind_display()} {self.opened_on}"

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class GoalQuerySet(models.QuerySet):
    def visible_to(self, user):
        if not allows(user, "casework.view_states"):
            return self.none()
        return self.filter(of_open_file(user, "plan__person"))


@tracked()
class Goal(Record):
    """What the young person wants to reach, in their words."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="goals")
    domain = models.CharField(_("domain"), max_length=16, choices=Domain.choices)
    wording = EncryptedTextField(_("goal"), blank=False)
    state = models.CharField(_("state"), max_length=8, choices=GoalState.choices, default=GoalState.OPEN)
    set_on = models.DateField(_("set on"), default=timezone.localdate)
    set_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True, editable=False)

    objects = KeptManager.from_queryset(GoalQuerySet)()
    with_removed = GoalQuerySet.as_manager()

    class Meta:
        ordering = ["set_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="casework_goal_says_something",
                condition=Q(wording__isnull=False),
                violation_error_message=_("A goal needs words."),
            ),
            models.CheckConstraint(
                name="casework_goal_ended_has_day",
                condition=Q(state=GoalState.OPEN, ended_on__isnull=True)
                | (~Q(state=GoalState.OPEN) & Q(ended_on__isnull=False)),
                violation_error_message=_("A goal that is reached or dropped has the day of it."),
            ),
        ]
        indexes = [models.Index(fields=["plan"], condition=Q(state=GoalState.OPEN), name="casework_goal_open")]

    def __str__(self):
        return f"{self.get_domain_display()}: {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        return self.state == GoalState.OPEN


class ActionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Actions in the plans that `user` may read, not only count."""
        if not allows(user, "casework.view_plan"):
            return self.none()
        return self.filter(of_open_file(user, "goal__plan__person"))

    def to_do(self):
        """Not done, and still wanted: goal and plan are open."""
        return self.filter(done_at__isnull=True, goal__state=GoalState.OPEN, goal__plan__closed_on__isnull=True)

    def of(self, user):
        return self.filter(responsible=user)

    def due_soon(self):
        """Late, or due within the days of the parameter."""
        today = timezone.localdate()
        last = Value(today, models.DateField()) + number_in_sql(DUE_SOON_DAYS.code, today)
        return self.filter(due_on__lte=ExpressionWrapper(last, models.DateField()))

    def for_lists(self):
        """With what one row of somebody's list shows, the first due first, in one query."""
        shown = ("text", "due_on", "done_at", "goal__domain", "goal__plan__person__chosen_name")
        return self.select_related("goal__plan__person").only(*shown).order_by("due_on", "id")


@tracked()
class Action(Record):
    """One step towards a goal: what, by whom, by when."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="actions")
    text = EncryptedTextField(_("what is to be done"), blank=False)
    due_on = models.DateField(_("due by"))
    responsible = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("who does it"))
    created_on = models.DateField(default=timezone.localdate, editable=False)
    created_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)
    done_at = models.DateTimeField(_("done"), null=True, blank=True, editable=False)
    done_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True, editable=False)

    objects = KeptManager.from_queryset(ActionQuerySet)()
    with_removed = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="casework_action_says_something",
                condition=Q(text__isnull=False),
                violation_error_message=_("An action needs words."),
            ),
            both_or_neither("casework_action_done_by_somebody", "done_at", "done_by"),
        ]
        indexes = [
            models.Index(
                fields=["responsible", "due_on", "id"],
                condition=Q(done_at__isnull=True),
                name="casework_to_do",
            ),
            models.Index(
                fields=["done_at"],
                include=["goal", "removed_at"],
                condition=Q(done_at__isnull=False),
                name="casework_done",
            ),
            models.Index(
                fields=["goal"],
                condition=Q(done_at__isnull=True, removed_at__isnull=True),
                name="casework_left_of_goal",
            ),
        ]

    def __str__(self):
        return f"{self.due_on}: {'done' if self.done_at else 'to do'}"

    @property
    def is_late(self) -> bool:
        return self.done_at is None and self.due_on < timezone.localdate()
