"""Spending the codes of authenticator apps."""

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from allauth.mfa.utils import decrypt

from refuge.operations import operation


def counter_of(secret: str, code: str) -> int:
    """The period a code belongs to; 0 if its last moment has just passed."""
    values = {auth.format_hotp_value(auth.hotp_value(secret, c)): c for c in auth.yield_hotp_counters_from_time()}
    return values.get(normalize_user_code(code), 0)


@operation
def use_up(*, authenticator: Authenticator, code: str) -> bool:
    """Whether this valid code is used for the first time. It and every earlier one are spent from then on.

    The package remembers a used code in the cache, for half a minute, while a code is valid for longer than that:
    the row remembers here, and its lock lets one request at a time ask.
    """
    row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    counter = counter_of(decrypt(row.data["secret"]), code)
    if counter <= row.data.get("last_counter", 0):
        return False
    row.data["last_counter"] = counter
    row.save(update_fields=["data"])
    return True
