"""Who an uploaded CV belongs to: ids and unique markers of a person."""

import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import Final

from relance.candidates import CandidateId, CvId
from relance.cv.profile import Profile
from relance.errors import InvalidInputError
from relance.matching.analysis import fold
from relance.ports.people import Upload
from relance.privacy.addresses import address_key, derived_key

_LABEL: Final = b"relance/candidate-id/1"
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Markers:
    """Unique markers of a CV and its person, as they stand in CandidateKeys."""

    file: str
    address: str | None = None
    """Held by the first person who gave this e-mail address; None when the CV shows no address."""
    person: str | None = None
    """Held by a further person with this address and this name."""
    address_key: str | None = None
    """Keyed hash of the address."""


def candidate_id_of(upload: Upload, *, pepper: bytes) -> CandidateId:
    """The id of the person whom this upload may create: random to outsiders, the same at every delivery.

    So nothing is left over when a delivery breaks off, and a late one cannot bring an erased person back (R31).
    """
    version = f"{upload.key}\n{upload.version_id or ''}"
    return CandidateId(hmac.new(derived_key(pepper, _LABEL), version.encode(), hashlib.sha256).hexdigest()[:32])


def id_of_unread(upload: Upload) -> CvId:
    """Stands for the hash of a file that is too large to be read: this very upload."""
    return CvId(hashlib.sha256(f"unread\n{upload.key}\n{upload.version_id or ''}".encode()).hexdigest())


def markers(cv_id: CvId, profile: Profile | None, *, pepper: bytes) -> Markers:
    """What this CV tells about its person. A text that is no address marks nobody."""
    email = profile.basics.email if profile else None
    file = f"cv#{cv_id}"
    if profile is None or not email:
        return Markers(file)
    try:
        hashed = address_key(email, pepper)
    except InvalidInputError:
        return Markers(file)
    address = f"email#{hashed}"
    named = hashlib.sha256("\n".join([address, *_words(profile.basics.name)]).encode()).hexdigest()
    return Markers(file, address, f"{address}#{named[:32]}", hashed)


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two names are written for the same person: case, accents, hyphens and order aside.

    Beside the same address a missing name is no other name.
    """
    return not one or not other or _words(one) == _words(other)


def _words(name: str | None) -> list[str]:
    return sorted(_WORD.findall(fold(name or "")))
