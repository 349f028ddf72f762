"""A call for help, from the first ring to its decision."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Exists, F, Func, OuterRef, Q, When
from django.db.models.lookups import IsNull
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models.choices import (
    UNDECIDED,
    Answer,
    Caller,
    Channel,
    Ethos,
    Need,
    PlaceOfStay,
    Reason,
    State,
    Urgency,
    Use,
)
from intake.models.flag import flags_raised
from intake.models.places import inbox_place, waiting_place
from refuge import violations
from refuge.access import allows
from refuge.encryption import EncryptedTextField
from refuge.history import tracked
from refuge.people.models import Closure, Person
from refuge.people.models.person import AGE_FIELDS
from refuge.people.models.rules import FileNotMerged
from refuge.records import Record

violations.say("intake_state_is_the_decisions", _("The state of a decided request is the outcome of its own decision."))


class Position(Func):
    """Where an element stands in an array; null where it does not."""

    function = "array_position"
    output_field = models.IntegerField()


# What a row of a list shows (`intake/rows.py`).
IN_A_ROW = (
    "reference", "received_at", "urgency", "state", "channel", "caller_organisation", "answered_at", "call_back_due",
    "person__reference", "person__chosen_name", "person__pronouns", "person__adult_from", "person__minor_until",
    *(f"person__{name}" for name in AGE_FIELDS), "worker__name",
)  # fmt: skip


class RequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Requests `user` may read: anonymous ones, and those about a person whose file is not closed to them.

        Who reads requests reads files (intake/policy.py), so only the closures are asked for: they are few, where the
        question for every visible file would be hashed whole.
        """
        if not allows(user, "intake.view_request"):
            return self.none()
        return self.exclude(Exists(Closure.objects.closed_to(user).filter(person=OuterRef("person"))))

    def open(self):
        """Not decided yet."""
        return self.filter(state__in=UNDECIDED)

    def waiting_for_answer(self):
        """Nobody has begun to assess them."""
        return self.filter(state=State.NEW)

    def unanswered(self):
        """Open, and nobody has tried to reach them, assessed or decided: see `Request.answered_at`."""
        return self.open().filter(answered_at__isnull=True)

    def waiting(self):
        """On the waiting list."""
        return self.filter(state=State.WAITING)

    def late(self, now, answer_hours):
        """What went past its time: open and unanswered for so many hours, or a promise to call back not kept."""
        unanswered = Q(answered_at__isnull=True, received_at__lt=now - timedelta(hours=answer_hours))
        return self.filter(state__in=UNDECIDED).filter(unanswered | Q(call_back_due__lt=now))

    def with_place(self):
        """`place` sorts an inbox: the oldest unanswered first, then the oldest of the others."""
        return self.annotate(place=inbox_place())

    def with_waiting_place(self):
        """`place` sorts the waiting list: by urgency, then the oldest call."""
        return self.annotate(place=waiting_place())

    def most_pressing_first(self):
        """By urgency, then the oldest."""
        ranks = [When(urgency=urgency, then=rank) for rank, urgency in enumerate(Urgency)]
        return self.order_by(Case(*ranks, output_field=models.SmallIntegerField()), "received_at", "id")

    def for_lists(self):
        """With what one row of a list shows, in one query, and nothing else: a request has seven moments, and texts."""
        return self.select_related("person", "worker").only(*IN_A_ROW)

    def with_its_page(self):
        """With what its own page shows, in one query; `raised` are its person's risk flags, without their notes."""
        return self.annotate(raised=flags_raised()).select_related(
            "person__worker", "person__asylum_file", "person__minor_follow_up__worker", "findings", "worker",
            "received_by", "decision",
        )  # fmt: skip

    def beside(self, request):
        """The other requests of the same call, and of the same person."""
        same = Q(pk__in=[])
        if request.call:
            same |= Q(call=request.call)
        if request.person_id:
            same |= Q(person=request.person_id)
        return self.filter(same).exclude(pk=request.pk).order_by("-received_at", "-id")


# Reckoned from the contact attempts, which have a history of their own: see intake/operations/contacting.py.
RECKONED = ("answered_at", "worked_on_at", "contacted_at", "reached_at", "failed_attempts", "call_back_due")


@tracked(exclude=RECKONED)
class Request(Record):
    """Somebody asks for help. Without a person it is an anonymous call, joined to a file later or never.

    It is answered (`answered_at`) by the first contact attempt, assessment or decision, whichever comes first; taking
    it up answers nobody.
    """

    reference = models.CharField(_("reference"), max_length=20, unique=True, editable=False)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    logged_at = models.DateTimeField(default=timezone.now, editable=False)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices, default=Channel.PHONE)
    caller = models.CharField(_("who calls"), max_length=9, choices=Caller.choices, default=Caller.SELF)
    caller_organisation = models.CharField(_("which service"), max_length=120, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="requests")
    opened_file = models.BooleanField(default=False, editable=False)  # this call made the person's file
    call = models.UUIDField(null=True, blank=True, editable=False)  # shared by the requests of one call
    speaks_freely = models.CharField(
        _("can speak freely"), max_length=6, choices=Answer.choices, blank=True, default=""
    )
    call_back = EncryptedTextField(_("how to call back"))
    call_back_uses = ArrayField(
        models.CharField(max_length=11, choices=Use.choices), default=list, blank=True, verbose_name=_("what is safe")
    )
    call_back_by = models.DateTimeField(_("call back before"), null=True, blank=True)
    ethos = models.CharField(_("living situation"), max_length=1, choices=Ethos.choices, blank=True, default="")
    reasons = ArrayField(
        models.CharField(max_length=20, choices=Reason.choices), default=list, blank=True, verbose_name=_("reasons")
    )
    # The one that weighs most, among `reasons`.
    main_reason = models.CharField(_("main reason"), max_length=20, choices=Reason.choices, blank=True, default="")
    place_of_stay = models.CharField(
        _("lived last in"), max_length=8, choices=PlaceOfStay.choices, blank=True, default=""
    )
    reasons_words = EncryptedTextField(_("reasons, in other words"))
    needs = ArrayField(
        models.CharField(max_length=16, choices=Need.choices), default=list, blank=True, verbose_name=_("needs")
    )
    urgency = models.CharField(_("urgency"), max_length=10, choices=Urgency.choices)
    story = EncryptedTextField(_("what happens"))
    in_danger = models.CharField(_("in danger now"), max_length=6, choices=Answer.choices, blank=True, default="")
    is_injured = models.CharField(_("injured"), max_length=6, choices=Answer.choices, blank=True, default="")
    minor_with_them = models.CharField(
        _("a minor with them"), max_length=6, choices=Answer.choices, blank=True, default=""
    )
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.NEW, editable=False)
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("worker")
    )
    assessment = EncryptedTextField(_("assessment"))
    decision = models.OneToOneField(
        "intake.Decision", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)
    worked_on_at = models.DateTimeField(_("first assessed or decided"), null=True, blank=True, editable=False)
    contacted_at = models.DateTimeField(_("last attempt"), null=True, blank=True, editable=False)
    reached_at = models.DateTimeField(_("last reached"), null=True, blank=True, editable=False)
    failed_attempts = models.PositiveSmallIntegerField(_("attempts in vain"), default=0, editable=False)
    call_back_due = models.DateTimeField(_("promised call"), null=True, blank=True, editable=False)

    objects = RequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="intake_decided_means_a_decision",
                condition=Q(state__in=UNDECIDED, decision__isnull=True)
                | Q(~Q(state__in=UNDECIDED), decision__isnull=False),
                violation_error_message=_("A request is decided when it has a decision, and only then."),
            ),
            models.CheckConstraint(
                name="intake_call_back_after_the_call",
                condition=Q(call_back_by__isnull=True) | Q(call_back_by__gt=F("received_at")),
                violation_error_message=_("A promise to call back lies after the call."),
            ),
            models.CheckConstraint(
                name="intake_main_reason_among_reasons",
                condition=Q(main_reason="") | Q(IsNull(Position("reasons", "main_reason"), False)),
                violation_error_message=_("The main reason is one of the reasons chosen."),
            ),
        ]
        indexes = [
            models.Index(fields=["received_at", "id"], name="intake_oldest"),
            # With what the figures of a period ask of a request, so that they need not open it.
            models.Index(
                fields=["received_at"],
                include=["channel", "caller", "person", "needs", "answered_at", "state"],
                name="intake_received",
            ),
            models.Index(fields=["received_at", "id"], condition=Q(state__in=UNDECIDED), name="intake_open_oldest"),
            models.Index(inbox_place(), "id", condition=Q(state__in=UNDECIDED), name="intake_inbox"),
            models.Index(waiting_place(), "id", condition=Q(state=State.WAITING), name="intake_waiting"),
            models.Index(
                fields=["received_at", "id"],
                condition=Q(state__in=UNDECIDED, answered_at__isnull=True),
                name="intake_unanswered",
            ),
            models.Index(
                fields=["call_back_due"], condition=Q(call_back_due__isnull=False), name="intake_promised_call"
            ),
            models.Index(fields=["call"], condition=Q(call__isnull=False), name="intake_call"),
            # What the yearly round looks for among thousands: there are few.
            models.Index(fields=["received_at", "id"], condition=Q(needs=[]), name="intake_without_need"),
        ]
        triggers = [FileNotMerged()]

    def __str__(self):
        return self.reference

    @property
    def found(self):
        """What the assessment found beyond this row, or None. Costs no query where it came `with_its_page`."""
        return getattr(self, "findings", None)

    @property
    def is_open(self) -> bool:
        return self.state in UNDECIDED
