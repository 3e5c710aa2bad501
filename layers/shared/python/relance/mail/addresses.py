"""One e-mail address, parsed strictly: what cannot be written to safely is refused, with its reason (R11)."""

import re
import unicodedata
from typing import Final

from relance.errors import InvalidInputError

_LOCAL: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def strict_address(given: str) -> str:
    """`local@domain` with the domain in Punycode and lower case.

    InvalidInputError for anything but one plain address: lists, comments, quoted or non-ASCII local parts (SES cannot
    send to them), control characters, domains without a dot. RFC 5321 lengths: local part 64, whole address 254.
    """
    address = given.strip(" ")
    plain = address.isascii() and address.isprintable()  # Nearly every address; the long way costs a campaign time.
    if not plain and any(unicodedata.category(sign) in {"Cc", "Cf", "Zl", "Zp"} for sign in address):
        raise InvalidInputError("the address holds control characters")
    local, at, domain = address.rpartition("@")
    if not at or not _LOCAL.fullmatch(local) or len(local) > 64:
        raise InvalidInputError("the part before the @ is not one that can be written to")
    host = _punycode(domain)
    labels = host.split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels) or labels[-1].isdigit():
        raise InvalidInputError("the domain is not one that can be written to")
    whole = f"{local}@{host}"
    if len(whole) > 254:
        raise InvalidInputError("the address is too long")
    return whole


def _punycode(domain: str) -> str:
    if domain.isascii():
        return domain.lower()
    try:
        return unicodedata.normalize("NFKC", domain).encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise InvalidInputError("the domain is not one that can be written to") from error
