"""What is done with documents: keeping, describing, removing."""

from refuge.documents.operations.keeping import (
    add_document,
    describe_document,
    remove_document,
    restore_document,
)

__all__ = ["add_document", "describe_document", "remove_document", "restore_document"]
