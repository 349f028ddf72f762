"""The journal: short dated notes on what was done with and for somebody."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models.choices import Audience, Domain, NoteKind
from casework.models.cover import Cover
from refuge.access import allows
from refuge.encryption import EncryptedTextField
from refuge.history import tracked
from refuge.people.models import Person, of_open_file
from refuge.people.models.rules import FileNotMerged
from refuge.records import Record


def _in_hands_of(user) -> Q:
    """Kept-back notes that `user` reads: what they wrote, and what was kept to the worker in charge, where they are
    that worker or stand in for them today."""
    away = Cover.objects.current().filter(colleague=user).values("away")
    return Q(author=user) | Q(person__worker=user) | Q(person__worker__in=away)


class JournalNoteQuerySet(models.QuerySet):
    def kept(self):
        """Those not taken back."""
        return self.filter(withdrawn_at__isnull=True)

    def readable_by(self, user):
        """What `user` may read of files open to them: the team's notes, and those kept to the worker in charge where
        they are that worker, stand in for them or wrote it. Whoever reads with a reason reads the team's alone."""
        if not allows(user, "casework.read_notes_with_reason"):
            return self.none()
        notes = self.kept().filter(of_open_file(user))
        kept_back = _in_hands_of(user) if allows(user, "casework.read_notes") else Q(pk__in=[])
        return notes.filter(Q(audience=Audience.TEAM) | kept_back)

    def visible_to(self, user):
        """What `user` may read without giving a reason."""
        return self.readable_by(user) if allows(user, "casework.read_notes") else self.none()

    def written_by(self, user):
        """Their own, in files that are open to them. Who may read notes reads those whoever they are kept to."""
        if not (allows(user, "casework.read_notes") and allows(user, "casework.read_notes_with_reason")):
            return self.none()
        return self.kept().filter(of_open_file(user), author=user)

    def withdrawn_by(self, user):
        """What `user` wrote and took back, in files still open to them."""
        return self.filter(of_open_file(user), author=user, withdrawn_at__isnull=False)

    def kept_from(self, user) -> Q:
        """Which notes, or rows of their history, `user` is not even told of: kept to others than them."""
        theirs = _in_hands_of(user) if allows(user, "casework.read_notes") else Q(pk__in=[])
        return Q(audience=Audience.WORKER) & ~theirs

    def newest_first(self):
        return self.order_by("-happened_on", "-written_at", "-id")


@tracked()
class JournalNote(Record):
    """A note: when, in which domain, by which means, with whom, for how long, and what. Its words are changed by its
    author for some hours (a parameter), history keeping each state; after that they are added to."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="notes")
    domain = models.CharField(_("domain"), max_length=16, choices=Domain.choices)
    kind = models.CharField(_("kind of contact"), max_length=12, choices=NoteKind.choices, default=NoteKind.TALK)
    happened_on = models.DateField(_("day of the contact"), default=timezone.localdate)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(1440)]
    )
    present = EncryptedTextField(_("who was there"))
    text = EncryptedTextField(_("note"), blank=False)
    audience = models.CharField(_("who reads it"), max_length=6, choices=Audience.choices, default=Audience.TEAM)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    amended_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = JournalNoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="casework_note_says_something",
                condition=Q(text__isnull=False),
                violation_error_message=_("A note needs words."),
            )
        ]
        indexes = [
            models.Index(fields=["person", "-happened_on", "-written_at", "-id"], name="casework_note_newest"),
            # With what the figures of a period ask of a note, so that they need not open it.
            models.Index(
                fields=["happened_on"], include=["domain", "person", "kind", "withdrawn_at"], name="casework_note_day"
            ),
            models.Index(fields=["author", "-happened_on", "-written_at", "-id"], name="casework_note_own"),
        ]
        triggers = [FileNotMerged()]

    def __str__(self):
        return f"{self.get_kind_display()} {self.happened_on}"


@tracked()
class NoteAddition(Record):
    """What its author added to a note when it could no longer be changed."""

    note = models.ForeignKey(JournalNote, models.PROTECT, related_name="additions")
    text = EncryptedTextField(_("addition"), blank=False)
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="casework_addition_says_something",
                condition=Q(text__isnull=False),
                violation_error_message=_("An addition needs words."),
            )
        ]

    def __str__(self):
        return f"{self.written_at:%Y-%m-%d}"
