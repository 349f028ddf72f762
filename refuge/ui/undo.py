"""A message that carries its own way back."""

from django.contrib import messages

MARK = "undo:"


def offer_undo(request, message, url) -> None:
    """Say `message` on the next page, with a button that posts to `url` to take the step back."""
    messages.success(request, message, extra_tags=f"{MARK}{url}")


def undo_url(message) -> str:
    """Where the undo button of a message posts to; "" for a message without one."""
    tags = message.extra_tags or ""
    return tags.removeprefix(MARK) if tags.startswith(MARK) else ""
