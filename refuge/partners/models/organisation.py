"""An organisation outside that the house works with."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, F, Q, TextField, Value, When
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.access import allows
from refuge.encryption import EncryptedTextField
from refuge.history import tracked
from refuge.partners.choices import Need, OrganisationType
from refuge.people.choices import LANGUAGES
from refuge.people.models.name import Fold
from refuge.records import Record

LIKE_ENOUGH = 4  # letters from which a slip of the pen is looked past


def is_long(text: str) -> bool:
    """Whether a slip of the pen is looked past in this."""
    return len(text) >= LIKE_ENOUGH


class OrganisationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The whole directory, for whoever may read it: an organisation tells nothing of a young person."""
        return self if allows(user, "partners.view") else self.none()

    def current(self):
        """Those the house works with: neither archived nor merged into another."""
        return self.filter(archived_at__isnull=True)

    def found_by(self, text: str):
        """Those with a word that begins with `text`, in the name or the abbreviation; from four letters on also those
        with a word like it. Accents and case do not matter."""
        text = text.replace("\0", "").strip()
        return self.with_word(text, or_like_it=is_long(text))

    def with_word(self, text: str, *, or_like_it: bool):
        wanted = Fold(Value(text, output_field=TextField()))
        found = Q(folded__contains=Concat(Value(" "), wanted))
        if or_like_it:
            found |= Q(folded__trigram_word_similar=wanted)
        return self.filter(found)

    def best_first(self, text: str):
        """An abbreviation or a name that begins with `text` stands before a word further on."""
        wanted = Fold(Value(text.replace("\0", "").strip(), output_field=TextField()))
        return self.alias(wanted=wanted).order_by(
            Case(
                When(abbreviation_key__startswith=F("wanted"), then=0),
                When(name_key__startswith=F("wanted"), then=1),
                default=2,
                output_field=models.SmallIntegerField(),
            ),
            "name_key",
            "id",
        )


@tracked(exclude=["name_key", "abbreviation_key", "folded"])
class Organisation(Record):
    """A service, association, school or authority. Its people, agreements, meetings and marks hang on it."""

    name = models.CharField(_("name"), max_length=150)
    abbreviation = models.CharField(_("abbreviation"), max_length=30, blank=True)
    name_key = models.GeneratedField(expression=Fold(F("name")), output_field=TextField(), db_persist=True)
    abbreviation_key = models.GeneratedField(
        expression=Fold(F("abbreviation")), output_field=TextField(), db_persist=True
    )
    # Each word has a space before it, so that "the beginning of a word" is one condition.
    folded = models.GeneratedField(
        expression=Fold(Concat(Value(" "), F("name"), Value(" "), F("abbreviation"), output_field=TextField())),
        output_field=TextField(),
        db_persist=True,
    )
    type = models.CharField(_("type"), max_length=8, choices=OrganisationType.choices)
    services = ArrayField(
        models.CharField(max_length=16, choices=Need.choices), default=list, blank=True, verbose_name=_("services")
    )
    languages = ArrayField(
        models.CharField(max_length=3, choices=LANGUAGES), default=list, blank=True, verbose_name=_("languages")
    )
    area = models.CharField(_("area"), max_length=120, blank=True)
    opening_hours = models.CharField(_("opening hours"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    website = models.URLField(_("website"), blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    note = EncryptedTextField(_("what to know"))
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="partners_named", condition=Q(name__regex=r"\S"),
                violation_error_message=_("An organisation needs a name."),
            ),
            models.UniqueConstraint(
                fields=["name_key"], condition=Q(archived_at__isnull=True), name="partners_name_once",
                violation_error_message=_("An organisation with this name is in the directory already."),
            ),
        ]  # fmt: skip
        indexes = [
            GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="partners_folded"),
            models.Index(fields=["name_key", "id"], name="partners_by_name"),
        ]

    def __str__(self):
        return f"{self.name} ({self.abbreviation})" if self.abbreviation else self.name
