"""The names a person is found by, kept by a trigger on the person: a former chosen name still finds the file."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from refuge.people.models.agreement import Closure
from refuge.people.registry import visible_people
from refuge.records import Record


class Fold(Func):
    """Lower case without accents, as `refuge_fold` in migration 0001: immutable, so that it can be indexed."""

    function = "refuge_fold"
    output_field = models.TextField()


class Joined(Func):
    """The folded name without spaces, hyphens and apostrophes: Van de Putte and Vandeputte are one."""

    function = "refuge_joined"
    output_field = models.TextField()


class Sound(Func):
    """The consonants of a name, doubled ones once: Mohamed, Mohammed and Mouhamad sound alike, Nour and Noor too."""

    function = "refuge_sound"
    output_field = models.TextField()


class Once(Func):
    """A value that no row changes, reckoned once in each place where it stands. In SQL that is kept PostgreSQL does
    not know what was asked for, and would fold it anew for each name."""

    template = "(SELECT %(expressions)s)"
    output_field = models.TextField()


class PersonNameQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The names of the files `user` may open. Where that is all but the closed ones, no file is looked up: a
        common name has thousands of bearers."""
        people = visible_people(user)
        names = self if people == Q() else self.filter(person__in=self._people().filter(people))
        return names.exclude(person__in=Closure.objects.closed_to(user).values("person"))

    def _people(self):
        return self.model._meta.get_field("person").related_model.objects.all()


class PersonName(Record):
    """Written by the database alone (trigger `people_keep_names`), also for rows written in bulk or by SQL."""

    class Kind(models.TextChoices):
        CHOSEN = "chosen", _("chosen name")
        LEGAL = "legal", _("legal name")

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="names")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.CharField(max_length=150)
    current = models.BooleanField(default=True)
    # Stored, so that ranking a common name's thousand bearers folds nothing anew.
    folded = models.GeneratedField(expression=Fold(F("text")), output_field=models.TextField(), db_persist=True)
    joined = models.GeneratedField(expression=Joined(F("text")), output_field=models.TextField(), db_persist=True)
    sound = models.GeneratedField(expression=Sound(F("text")), output_field=models.TextField(), db_persist=True)

    objects = PersonNameQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "text"], name="people_name_once")]
        indexes = [
            GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="people_name_folded"),
            GinIndex(fields=["joined"], opclasses=["gin_trgm_ops"], name="people_name_joined"),
            models.Index(fields=["sound"], name="people_name_sound"),
        ]

    def __str__(self):
        return self.text
