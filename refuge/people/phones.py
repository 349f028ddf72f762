"""Phone numbers and e-mails in one spelling, so that the blind index finds any way of writing them."""

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from refuge.people.models import Channel

REGION = "BE"


def normalise_phone(text: str) -> str:
    """The number as +32470123456; a number without a country is Belgian. ValidationError if it is none."""
    number = _number(text)
    if number is None:
        raise ValidationError(
            _("This is not a phone number. Outside Belgium, begin with + and the country."), code="phone"
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def normalise_email(text: str) -> str:
    """Lower case, trimmed. ValidationError if it is no address."""
    text = text.strip().lower()
    validate_email(text)
    return text


def normalise(kind: str, text: str) -> str:
    """What a Channel of this kind stores."""
    spellings = {Channel.Kind.PHONE: normalise_phone, Channel.Kind.EMAIL: normalise_email}
    return spellings.get(kind, str.strip)(text)


def normalised_or_none(text: str) -> str | None:
    """The stored spelling if `text` is a phone number or an e-mail address, else None."""
    try:
        return normalise_email(text) if "@" in text else normalise_phone(text)
    except ValidationError:
        return None


def display(kind: str, value: str) -> str:
    """As Belgians write it: 0470 12 34 56 at home, +33 6 … abroad."""
    number = _number(value) if kind == Channel.Kind.PHONE else None
    if number is None:
        return value
    at_home = number.country_code == phonenumbers.country_code_for_region(REGION)
    style = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def masked(kind: str, value: str) -> str:
    """Enough to tell one number from another, not enough to dial or write."""
    return f"•••• •• {value[-2:]}" if kind == Channel.Kind.PHONE else "••••••••"


def _number(text: str):
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None
