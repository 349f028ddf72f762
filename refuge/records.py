"""What every record of the house has in common."""

import uuid
from functools import cache

from django.db import models
from django.utils.encoding import force_str


@cache
def labels(field) -> dict:
    """The words for a field's choices, lazy: each reader has their language."""
    return dict(field.flatchoices)


class Record(models.Model):
    """A row with a random UUID: encrypted fields are bound to it, audit and alerts name their subject by it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field):  # noqa: N802 Django's name
        """Behind each get_…_display. Django's own translates all of a field's choices to find the word of one."""
        value = getattr(self, field.attname)
        return force_str(labels(field).get(value, value), strings_only=True)
