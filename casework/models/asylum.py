"""The asylum procedure of a young person: its steps, the deadlines of its letters, and what is to be done for it.

What intake knows of the centre, of file numbers and of the agreement stays there (intake.AsylumFile). Kinds and days
are plain, because deadlines are found by them; what came out and what was written is encrypted.
"""

from django.conf import settings
from django.db import models
from django.db.models import ExpressionWrapper, F, OuterRef, Q, Subquery, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.asylum.parameters import SOON_DAYS
from casework.models.asylum_choices import Counting, DeadlineKind, Ending, StepKind, StepResult
from casework.models.asylum_rules import NoDeadlineRunsInAClosedTrack, NoDeadlineRunsOnClosing
from casework.models.plan import KeptManager, both_or_neither
from refuge.access import allows
from refuge.encryption import EncryptedTextField
from refuge.history import tracked
from refuge.parameters.registry import number_in_sql
from refuge.people.models import Person, of_open_file
from refuge.people.models.rules import FileNotMerged
from refuge.records import Record

USER = settings.AUTH_USER_MODEL
VIEW, STATUS, TASKS = "intake.view_asylum", "intake.view_asylum_status", "casework.asylum_tasks"
# Ascension and the first of May in a row, then the weekend: a deadline moves on by no more than these days.
MOVES_BY = 5
# What the letter says, before weekends and holidays.
BY_THE_LETTER = ExpressionWrapper(F("notified_on") + F("days"), models.DateField())
LATEST = ExpressionWrapper(F("notified_on") + F("days") + Value(MOVES_BY), models.DateField())


class AsylumTrackQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those whose status `user` may know, in files that are open to them."""
        if not allows(user, STATUS):
            return self.none()
        return self.filter(of_open_file(user))

    def open(self):
        return self.filter(closed_on__isnull=True)

    def with_status(self):
        """With `current`, the step that was reached last, and `current_on`, its day. Part of the same query."""
        reached = AsylumStep.objects.reached().filter(track=OuterRef("pk")).order_by("-done_on", "-kind", "-id")
        return self.annotate(
            current=Subquery(reached.values("kind")[:1]), current_on=Subquery(reached.values("done_on")[:1])
        )

    def with_next_deadline(self):
        running = AsylumDeadline.objects.running().filter(track=OuterRef("pk")).order_by("due_on", "id")
        return self.annotate(
            next_due_on=Subquery(running.values("due_on")[:1]), next_due_kind=Subquery(running.values("kind")[:1])
        )


@tracked()
class AsylumTrack(Record):
    """One procedure, followed from a day on; a subsequent application is a track of its own."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="asylum_tracks")
    opened_on = models.DateField(_("followed since"), default=timezone.localdate)
    opened_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)
    note = EncryptedTextField(_("what matters"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    outcome = EncryptedTextField(_("outcome"))
    closing_note = EncryptedTextField(_("closing note"))

    objects = AsylumTrackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(closed_on__isnull=True),
                name="casework_one_open_asylum_track",
                violation_error_message=_("An asylum procedure is followed already: close it first."),
            ),
            models.CheckConstraint(
                name="casework_asylum_track_closed_whole",
                condition=Q(closed_on__isnull=True, closed_by__isnull=True, outcome__isnull=True)
                | Q(closed_on__isnull=False, closed_by__isnull=False, outcome__isnull=False),
                violation_error_message=_("A procedure that is closed has an outcome, a day and an author."),
            ),
            models.CheckConstraint(
                name="casework_asylum_track_closed_after_opening",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                violation_error_message=_("It cannot be closed before the day since which it is followed."),
            ),
        ]
        indexes = [models.Index(fields=["opened_on", "id"], name="casework_asylum_opened")]
        triggers = [FileNotMerged(), NoDeadlineRunsOnClosing()]

    def __str__(self):
        return f"{self.opened_on}"

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class OfTrackQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of the tracks that `user` may read whole."""
        if not allows(user, VIEW):
            return self.none()
        return self.filter(of_open_file(user, "track__person"))


class AsylumStepQuerySet(OfTrackQuerySet):
    def reached(self):
        """Done, not only planned."""
        return self.filter(done_on__isnull=False)


@tracked()
class AsylumStep(Record):
    """One step with its day: done, or planned for a day."""

    track = models.ForeignKey(AsylumTrack, models.CASCADE, related_name="steps")
    kind = models.PositiveSmallIntegerField(_("step"), choices=StepKind.choices)
    planned_on = models.DateField(_("planned for"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    result = EncryptedTextField(_("what came out"))
    note = EncryptedTextField(_("note"))
    noted_at = models.DateTimeField(default=timezone.now, editable=False)
    noted_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True, editable=False)

    objects = KeptManager.from_queryset(AsylumStepQuerySet)()
    with_removed = AsylumStepQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "done_on", "planned_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="casework_asylum_step_has_a_day",
                condition=Q(planned_on__isnull=False) | Q(done_on__isnull=False),
                violation_error_message=_("Give the day on which it was, or for which it is planned."),
            ),
            models.CheckConstraint(
                name="casework_asylum_step_is_known",
                condition=Q(kind__in=StepKind.values),
                violation_error_message=_("This step is none of the procedure."),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.done_on or self.planned_on}"

    @property
    def result_text(self) -> str:
        return StepResult(self.result).label if self.result else ""


class AsylumDeadlineQuerySet(OfTrackQuerySet):
    def running(self):
        """Nobody has said what became of it, and the young person is alive."""
        return self.filter(ended_at__isnull=True, track__person__death_noted_at__isnull=True)

    def due_soon(self, today):
        """Late, or due within the days of the parameter."""
        last = Value(today, models.DateField()) + number_in_sql(SOON_DAYS.code, today)
        return self.filter(due_on__lte=ExpressionWrapper(last, models.DateField()))


@tracked()
class AsylumDeadline(Record):
    """What has to be done by a day, reckoned from a letter that somebody had before them. Nothing sets one by itself:
    `confirmed_by` read the number of days on the letter."""

    track = models.ForeignKey(AsylumTrack, models.CASCADE, related_name="deadlines")
    kind = models.CharField(_("what has to be done"), max_length=12, choices=DeadlineKind.choices)
    notified_on = models.DateField(_("notified on"))
    days = models.PositiveSmallIntegerField(_("days stated on the letter"))
    counting = models.CharField(_("counted in"), max_length=8, choices=Counting.choices)
    due_on = models.DateField(_("due by"), editable=False)
    note = EncryptedTextField(_("note"))
    confirmed_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)
    ending = models.CharField(_("what became of it"), max_length=6, choices=Ending.choices, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    ending_note = EncryptedTextField(_("what was done"))
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True, editable=False)

    objects = KeptManager.from_queryset(AsylumDeadlineQuerySet)()
    with_removed = AsylumDeadlineQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="casework_asylum_deadline_has_days",
                condition=Q(days__gte=1, days__lte=366),
                violation_error_message=_("A letter states between 1 and 366 days."),
            ),
            models.CheckConstraint(
                name="casework_asylum_deadline_reckoned",
                condition=Q(due_on__gte=BY_THE_LETTER) & (Q(counting=Counting.WORKING) | Q(due_on__lte=LATEST)),
                violation_error_message=_("The last day does not follow from the letter."),
            ),
            models.CheckConstraint(
                name="casework_asylum_deadline_on_a_weekday",
                condition=Q(due_on__iso_week_day__lte=5),
                violation_error_message=_("A deadline does not fall on a weekend: it moves to the next working day."),
            ),
            models.CheckConstraint(
                name="casework_asylum_deadline_ended_whole",
                condition=Q(ending="", ended_at__isnull=True, ended_by__isnull=True)
                | (~Q(ending="") & Q(ended_at__isnull=False, ended_by__isnull=False)),
                violation_error_message=_("What became of a deadline has an author and a time."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                condition=Q(ended_at__isnull=True, removed_at__isnull=True),
                name="casework_asylum_running",
            )
        ]
        triggers = [NoDeadlineRunsInAClosedTrack()]

    def __str__(self):
        return f"{self.kind} {self.due_on}"

    @property
    def is_running(self) -> bool:
        return self.ended_at is None


class AsylumTaskQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of the tracks that `user` reads whole; to others what was given to them, in files open to them."""
        if not allows(user, TASKS):
            return self.none()
        mine = self if allows(user, VIEW) else self.filter(responsible=user)
        return mine.filter(of_open_file(user, "track__person"))

    def to_do(self):
        """Not done, in a procedure that goes on, for somebody alive."""
        return self.filter(
            done_at__isnull=True, track__closed_on__isnull=True, track__person__death_noted_at__isnull=True
        )

    def of(self, user):
        return self.filter(responsible=user)

    def due_soon(self, today):
        """With a day that has come, or comes within the days of the parameter."""
        last = Value(today, models.DateField()) + number_in_sql(SOON_DAYS.code, today)
        return self.filter(due_on__lte=ExpressionWrapper(last, models.DateField()))


@tracked()
class AsylumTask(Record):
    """One thing to do for the procedure; the checklist of the interview is a row of these."""

    track = models.ForeignKey(AsylumTrack, models.CASCADE, related_name="tasks")
    text = EncryptedTextField(_("what is to be done"), blank=False)
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    of_checklist = models.BooleanField(default=False, editable=False)
    due_on = models.DateField(_("due by"), null=True, blank=True)
    responsible = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who does it")
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)
    done_at = models.DateTimeField(_("done"), null=True, blank=True, editable=False)
    done_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True, editable=False)

    objects = KeptManager.from_queryset(AsylumTaskQuerySet)()
    with_removed = AsylumTaskQuerySet.as_manager()

    class Meta:
        ordering = ["position", "created_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="casework_asylum_task_says_something",
                condition=Q(text__isnull=False),
                violation_error_message=_("An action needs words."),
            ),
            both_or_neither("casework_asylum_task_done_by_somebody", "done_at", "done_by"),
        ]
        indexes = [
            models.Index(
                fields=["responsible", "due_on"], condition=Q(done_at__isnull=True), name="casework_asylum_to_do"
            )
        ]

    def __str__(self):
        return "done" if self.done_at else "to do"

    @property
    def is_late(self) -> bool:
        return self.done_at is None and self.due_on is not None and self.due_on < timezone.localdate()


class EditedChecklist(Record):
    """The checklist of the interview as the house has put it, in one language; else it is as
    casework/asylum/checklist.py says. It is about nobody."""

    language = models.CharField(max_length=2)
    items = models.JSONField(_("items"))  # [text, …]
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["language"],
                name="casework_one_checklist_a_language",
                violation_error_message=_("Somebody else changed this template at the same moment."),
            )
        ]

    def __str__(self):
        return self.language
