"""Encrypted columns: AES-256-GCM, each value bound to its model, field and row, under a key named with the value.

A value copied to another row, another field or another table does not open there. Where a value must be found
again, a `BlindIndexField` beside it holds an HMAC of it. Key rings are files, apart from SECRET_KEY.

Stored form: version (1 byte) · key id (4) · nonce (12) · ciphertext and tag.
"""

import base64
import hmac
import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import FieldError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

VERSION = b"\x01"


class CannotOpen(Exception):
    """The value was not sealed for this place, or its key is not on the ring."""


@dataclass(frozen=True)
class KeyRing:
    """The keys of one compartment. The current one seals; every one of them opens."""

    current: str
    keys: dict[str, bytes]
    index: bytes

    @classmethod
    def read(cls, path: str) -> "KeyRing":
        content = json.loads(Path(path).read_text())
        keys = {key_id: base64.b64decode(key) for key_id, key in content["keys"].items()}
        return cls(content["current"], keys, base64.b64decode(content["index"]))

    def seal(self, plain: bytes, place: str) -> bytes:
        """`plain` encrypted under the current key, to be opened only at `place`."""
        nonce = os.urandom(12)
        return (
            VERSION
            + self.current.encode()
            + nonce
            + AESGCM(self.keys[self.current]).encrypt(nonce, plain, place.encode())
        )

    def open(self, sealed: bytes, place: str) -> bytes:
        """The plain bytes of `sealed`; CannotOpen if it was sealed for another place or an unknown key."""
        key = self.keys.get(sealed[1:5].decode())
        if sealed[:1] != VERSION or key is None:
            raise CannotOpen(place)
        try:
            return AESGCM(key).decrypt(sealed[5:17], sealed[17:], place.encode())
        except InvalidTag as error:
            raise CannotOpen(place) from error

    def blind(self, text: str, place: str) -> bytes:
        """The same 32 bytes for the same text at the same place, telling nothing of the text without the key."""
        return hmac.digest(self.index, f"{place}\0{text}".encode(), "sha256")


@cache
def key_ring(name: str) -> KeyRing:
    return KeyRing.read(settings.KEY_RINGS[name])


class Sealed(bytes):
    """A ciphertext as it came from the database, not yet opened."""


def _owner(instance) -> tuple[str, object]:
    """The model label and row id a value belongs to; a history row's values belong to the row it tells of."""
    tracked = getattr(instance, "pgh_tracked_model", None)
    if tracked is not None:
        return tracked._meta.label_lower, instance.pgh_obj_id
    return instance._meta.label_lower, instance.pk


class _SealedAttribute:
    """Opens the value on first reading, so that a list which does not show it pays nothing."""

    def __init__(self, field):
        self.field = field

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if self.field.attname not in instance.__dict__:
            instance.refresh_from_db(fields=[self.field.attname])
        value = instance.__dict__[self.field.attname]
        if isinstance(value, Sealed):
            value = instance.__dict__[self.field.attname] = self.field.unseal(value, instance)
        return self.field.empty if value is None else value

    def __set__(self, instance, value):
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(models.Field):
    """Text stored encrypted. It cannot be searched, ordered or set by `update()`; nothing stored reads as ""."""

    empty = ""

    def __init__(self, *args, ring="data", **kwargs):
        self.ring = ring
        kwargs.update(null=True, editable=kwargs.get("editable", True))
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if self.ring != "data":
            kwargs["ring"] = self.ring
        return name, path, args, kwargs

    def get_internal_type(self):
        return "BinaryField"

    def contribute_to_class(self, cls, name, **kwargs):
        super().contribute_to_class(cls, name, **kwargs)
        if not cls._meta.abstract:
            setattr(cls, self.attname, _SealedAttribute(self))

    def place(self, instance) -> str:
        label, row = _owner(instance)
        return f"{label}.{self.name}:{row}"

    def unseal(self, value: Sealed, instance):
        return self._opened(value, self.place(instance))

    def unseal_of(self, pk, value: Sealed | None):
        """What `value` says, read as a plain value and not as a record: that of the row `pk` of the field's model."""
        return self.empty if value is None else self._opened(value, f"{self.model._meta.label_lower}.{self.name}:{pk}")

    def _opened(self, value: Sealed, place: str):
        return self.decode(key_ring(self.ring).open(bytes(value), place))

    def encode(self, value) -> bytes:
        return str(value).encode()

    def decode(self, plain: bytes):
        return plain.decode()

    def from_db_value(self, value, expression, connection):
        return None if value is None else Sealed(value)

    def pre_save(self, instance, add):
        value = instance.__dict__.get(self.attname)
        if isinstance(value, Sealed):
            return value
        if value in (None, self.empty):
            return None
        return Sealed(key_ring(self.ring).seal(self.encode(value), self.place(instance)))

    def get_db_prep_value(self, value, connection, prepared=False):
        if value is None:
            return None
        if not isinstance(value, Sealed):
            raise FieldError(f"{self} is encrypted with its row: save the record, do not update() or filter it.")
        return connection.Database.Binary(value)

    def get_lookup(self, name):
        # "df" and "ndf" (is distinct from) are how the history triggers ask whether the ciphertext changed.
        return super().get_lookup(name) if name in {"isnull", "df", "ndf"} else None

    def formfield(self, **kwargs):
        return models.TextField(blank=self.blank, verbose_name=self.verbose_name, help_text=self.help_text).formfield(
            **kwargs
        )


class EncryptedJSONField(EncryptedTextField):
    """A JSON value stored encrypted; nothing stored reads as None."""

    empty = None

    def encode(self, value) -> bytes:
        return json.dumps(value, cls=DjangoJSONEncoder).encode()

    def decode(self, plain: bytes):
        return json.loads(plain)


class EncryptedBytesField(EncryptedTextField):
    """Bytes stored encrypted: a file that waits to be read. Nothing stored reads as b""."""

    empty = b""

    def encode(self, value) -> bytes:
        return bytes(value)

    def decode(self, plain: bytes):
        return plain


class BlindIndexField(models.BinaryField):
    """HMAC of another field's text, kept beside it, so that an equal value can be found: `.filter(**find(...))`."""

    def __init__(self, *args, source, ring="data", **kwargs):
        self.source, self.ring = source, ring
        kwargs.update(null=True, editable=False, max_length=32)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs["source"] = self.source
        if self.ring != "data":
            kwargs["ring"] = self.ring
        return name, path, args, kwargs

    def index(self, text: str) -> bytes | None:
        """What a row with this text holds. Callers normalise first: one spelling, one index."""
        model = getattr(self.model, "pgh_tracked_model", self.model)
        return key_ring(self.ring).blind(text, f"{model._meta.label_lower}.{self.source}") if text else None

    def pre_save(self, instance, add):
        value = self.index(getattr(instance, self.source))
        setattr(instance, self.attname, value)
        return value
