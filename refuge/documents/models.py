"""One stored file: what it is, whose, until when it holds. The bytes lie sealed under DOCUMENTS_ROOT."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.access import allows
from refuge.documents import registry, storage
from refuge.documents.content import LARGEST, PICTURES, ContentType
from refuge.documents.parameters import first_step
from refuge.encryption import EncryptedTextField
from refuge.history import tracked
from refuge.people.models import Person, of_open_file
from refuge.people.models.rules import FileNotMerged
from refuge.records import Record


class Kind(models.TextChoices):
    IDENTITY = "identity", _("Identity document")
    RESIDENCE = "residence", _("Residence document")
    CPAS = "cpas", _("CPAS decision")
    HEALTH_COVER = "cover", _("Health cover")
    MEDICAL = "medical", _("Medical")
    SCHOOL = "school", _("School, training")
    WORK = "work", _("Work")
    HOUSING = "housing", _("Housing, contract")
    JUSTICE = "justice", _("Justice, complaint")
    LETTER = "letter", _("Letter")
    EMAIL = "email", _("E-mail")
    PHOTO = "photo", _("Photo")
    OTHER = "other", _("Other")


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Papers of files that are open to `user`, and of records that they may see: all of them for whoever works
        with documents, or whom the record's app lets; else, for an educator, their own uploads."""
        own = Q(uploaded_by=user) if allows(user, "documents.view") else Q(pk__in=[])
        everything = allows(user, "documents.view_all")
        of_file = of_open_file(user)
        roads = Q(of_file) if everything else Q(of_file) & own
        for subject in registry.subjects.values():
            of_record = Q(subject_label=subject.label, subject_id__in=subject.visible(user))
            roads |= of_record if everything or subject.opens(user) else of_record & own
        return self.filter(roads)

    def about(self, person):
        """On the person's file, and of the records that are about them."""
        about = Q(person=person)
        for subject in registry.subjects.values():
            about |= Q(subject_label=subject.label, subject_id__in=subject.of_person(person))
        return self.filter(about)

    def kept(self):
        """Not removed."""
        return self.filter(removed_at__isnull=True)

    def of_record(self, record):
        return self.filter(subject_label=record._meta.label_lower, subject_id=record.pk)

    def expiring(self):
        """With an end, and nothing newer that takes their place."""
        renewed = Document.objects.kept().filter(renews=OuterRef("pk"))
        return self.kept().filter(expires_on__isnull=False, person__isnull=False).exclude(Exists(renewed))

    def ending_soon(self):
        """Ended, or about to (the first step of the alerts)."""
        return self.expiring().filter(expires_on__lte=timezone.localdate() + timedelta(days=first_step()))


@tracked(exclude=["digest"])
class Document(Record):
    """A paper of a young person's file, or of a record named by (label, uuid) such as an inquiry."""

    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="documents")
    subject_label = models.CharField(max_length=60, blank=True, editable=False)
    subject_id = models.UUIDField(null=True, blank=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    title = EncryptedTextField(_("title"), blank=False)
    file_name = EncryptedTextField(_("file name"), blank=False, editable=False)
    content_type = models.CharField(_("format"), max_length=100, choices=ContentType.choices, editable=False)
    size = models.PositiveIntegerField(_("size"), editable=False)  # of the plain bytes
    # HMAC of the plain bytes' SHA-256: tells that two are the same, and nothing to whoever has no key.
    digest = models.BinaryField(max_length=32, editable=False)
    stored_as = models.UUIDField(unique=True, editable=False)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    renews = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="renewals", editable=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="documents_belongs_somewhere",
                condition=Q(person__isnull=False, subject_label="", subject_id__isnull=True)
                | (Q(person__isnull=True, subject_id__isnull=False) & ~Q(subject_label="")),
                violation_error_message=_("A document belongs to a file or to a record."),
            ),
            models.CheckConstraint(
                name="documents_has_a_name",
                condition=Q(title__isnull=False, file_name__isnull=False),
                violation_error_message=_("A document needs a title."),
            ),
            models.CheckConstraint(
                name="documents_valid_after_issue",
                condition=Q(issued_on__isnull=True) | Q(expires_on__isnull=True) | Q(expires_on__gte=F("issued_on")),
                violation_error_message=_("The end lies before the day of issue."),
            ),
            models.CheckConstraint(
                name="documents_size_in_limits",
                condition=Q(size__gt=0, size__lte=LARGEST),
                violation_error_message=_("This file is empty or too large."),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-uploaded_at", "-id"], name="documents_newest"),
            models.Index(fields=["subject_label", "subject_id"], name="documents_subject"),
            models.Index(fields=["expires_on"], condition=Q(removed_at__isnull=True), name="documents_expiring"),
        ]
        triggers = [FileNotMerged()]

    def __str__(self):
        return f"{self.get_kind_display()} {self.uploaded_at:%Y-%m-%d}"

    @property
    def is_picture(self) -> bool:
        return self.content_type in PICTURES

    @property
    def is_pdf(self) -> bool:
        return self.content_type == ContentType.PDF

    @property
    def is_text(self) -> bool:
        return self.content_type in (ContentType.TEXT, ContentType.EMAIL)

    def read(self) -> bytes:
        """The plain bytes; CannotOpen when the file is gone, changed, or another row's."""
        return storage.read(self.stored_as, self.pk)

    def keep(self, plain: bytes) -> None:
        """Seal `plain` on disk for this row, which is saved afterwards: a row never stands without its file."""
        self.pk = self.pk or uuid.uuid4()
        self.stored_as = storage.write(plain, self.pk)
