"""E-mail addresses as keyed hashes: what we keep of an address where the address itself must not stand."""

import hashlib
import hmac
import unicodedata
from typing import Final

from relance.errors import InvalidInputError

_LABEL: Final = b"relance/address/1"


def derived_key(pepper: bytes, label: bytes) -> bytes:
    """32 bytes for one purpose, from the deployment's pepper; another label gives an unrelated key."""
    if len(pepper) < 16:
        raise InvalidInputError("the pepper has fewer than 16 bytes")
    return hmac.digest(pepper, label, hashlib.sha256)


def normalised(email: str) -> str:
    """The form under which two spellings of an address are the same: NFKC, lower case, domain in Punycode.

    The local part is lowered too: no provider in use tells capitals apart, and a person must not be written to
    twice for a capital (R5). InvalidInputError when there is no local part or no domain.
    """
    folded = unicodedata.normalize("NFKC", email).strip().lower()
    local, at, domain = folded.rpartition("@")
    if not (local and at and domain):
        raise InvalidInputError("an e-mail address needs a part before and a part after the @")
    try:
        return f"{local}@{domain.rstrip('.').encode('idna').decode('ascii')}"
    except UnicodeError as error:
        raise InvalidInputError("the part of the e-mail address after the @ is not a domain") from error


def address_key(email: str, pepper: bytes) -> str:
    """HMAC-SHA256 of the normalised address, 64 hexadecimal characters (R16, R31)."""
    return hmac.new(derived_key(pepper, _LABEL), normalised(email).encode(), hashlib.sha256).hexdigest()
