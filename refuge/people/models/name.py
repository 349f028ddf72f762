"""The names a person is found by, kept by a trigger on the person: a former chosen name still finds the file."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func
from django.utils.translation import gettext_lazy as _

from refuge.records import Record


class Fold(Func):
    """Lower case without accents, as `refuge_fold` in migration 0001: immutable, so that it can be indexed."""

    function = "refuge_fold"
    output_field = models.TextField()


class Sound(Func):
    """The consonants of a name, doubled ones once: Mohamed, Mohammed and Mouhamad sound alike, Nour and Noor too."""

    function = "refuge_sound"
    output_field = models.TextField()


class PersonName(Record):
    """Written by the database alone (trigger `people_keep_names`), also for rows written in bulk or by SQL."""

    class Kind(models.TextChoices):
        CHOSEN = "chosen", _("chosen name")
        LEGAL = "legal", _("legal name")

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="names")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.CharField(max_length=150)
    current = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "text"], name="people_name_once")]
        indexes = [
            GinIndex(OpClass(Fold(F("text")), name="gin_trgm_ops"), name="people_name_folded"),
            models.Index(Sound(F("text")), name="people_name_sound"),
        ]

    def __str__(self):
        return self.text
