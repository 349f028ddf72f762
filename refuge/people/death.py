"""After a death the file is read-only. Operations of every app begin with `check_alive`.

What ends something stays possible, and can be taken back: a departure, a request or a referral withdrawn, a document
removed. Inquiries after the person come in, and are answered, as before.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def check_alive(person) -> None:
    """ValidationError, code "deceased", if the death of this person is noted. None is nobody, and passes."""
    if person is not None and person.has_died:
        raise ValidationError(_("This person has died: the file can be read, and no longer changed."), code="deceased")
