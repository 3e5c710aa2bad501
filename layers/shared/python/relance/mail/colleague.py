"""Who a test of a campaign is sent to: a signed-in colleague, never a person of the base."""

import hashlib
from typing import Literal

from relance.candidates import Candidate, CandidateId, Wishes
from relance.cv.profile import Basics, Profile
from relance.records import Instant, Record


class Colleague(Record):
    """A mail that names one is a test: it goes to this address and to no candidate, and counts in no report."""

    account: str
    """Stable name of the account that asked for it."""
    address: str
    """As the sign-in service has verified it."""

    @property
    def reader_id(self) -> CandidateId:
        """Stands where mails name their candidate; no candidate has it."""
        return CandidateId(f"colleague-{hashlib.sha256(self.account.encode()).hexdigest()[:24]}")


def stand_in(colleague: Colleague, *, language: Literal["fr", "en"], at: Instant) -> Candidate:
    """The colleague as the reader of a mail: an address and a language, no name, no consent, nothing of a CV."""
    return Candidate(
        candidate_id=colleague.reader_id,
        profile=Profile(basics=Basics(email=colleague.address)),
        wishes=Wishes(language=language),
        created_at=at,
        updated_at=at,
    )
