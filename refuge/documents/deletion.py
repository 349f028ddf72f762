"""A row that is really deleted takes its file with it, whoever deletes it, once that is certain."""

from functools import partial

from django.db import transaction
from django.db.models.signals import post_delete

from refuge.documents import storage


def connect() -> None:
    from refuge.documents.models import Document

    post_delete.connect(_remove_file, sender=Document, dispatch_uid="documents.remove_file")


def _remove_file(sender, instance, **kwargs) -> None:
    """On commit alone: a deletion that is rolled back leaves the file. A process killed in between leaves it to the
    sweeper."""
    transaction.on_commit(partial(storage.remove, instance.stored_as))
