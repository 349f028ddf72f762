"""What people do for themselves: preferences, and drafts of what they are typing."""

import json
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from refuge.accounts.models import Draft, User
from refuge.operations import operation

DRAFT_KEY = re.compile(r"[a-z0-9:_-]{1,120}", re.IGNORECASE)
DRAFT_BYTES = 200_000


@operation
def set_preferences(*, user: User, language=None, theme=None, discreet=None, name=None) -> User:
    """Change what is given and leave the rest. ValidationError beside a value that is not offered."""
    given = {"language": language, "theme": theme, "discreet": discreet, "name": name}
    given = {field: value for field, value in given.items() if value is not None}
    for field, value in given.items():
        setattr(user, field, value)
    user.clean_fields(exclude={field.name for field in User._meta.fields} - set(given))
    user.save(update_fields=list(given))
    return user


@operation
def save_draft(*, user: User, key: str, fields: dict) -> Draft:
    """Keep the fields of a form, encrypted, in place of what was kept under `key`. ValidationError if the key is
    not a plain name or the draft is over 200 kB."""
    if not DRAFT_KEY.fullmatch(key):
        raise ValidationError(_("A draft cannot be kept under this name."), code="key")
    if len(json.dumps(fields, ensure_ascii=False).encode()) > DRAFT_BYTES:
        raise ValidationError(_("This text is too long to be kept as a draft."), code="size")
    return Draft.objects.update_or_create(user=user, key=key, defaults={"fields": fields})[0]


@operation
def discard_draft(*, user: User, key: str) -> bool:
    """Throw the draft away; False if there was none."""
    return bool(Draft.objects.filter(user=user, key=key).delete()[0])
