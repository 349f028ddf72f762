"""What every record of the house has in common."""

import uuid

from django.db import models


class Record(models.Model):
    """A row with a random UUID: encrypted fields are bound to it, audit and alerts name their subject by it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True
