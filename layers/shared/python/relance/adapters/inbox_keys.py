"""Where files that people send from their own page arrive: one spelling for the bucket and its twin."""

from typing import Final

from relance.candidates import CandidateId

INBOX: Final = "inbox/pool/"


def own_uploads(sent_by: CandidateId) -> str:
    """What every key of this person's own uploads begins with."""
    return f"{INBOX}{sent_by}-"
