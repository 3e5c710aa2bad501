"""Gathers from the tables what a candidate's search document is made of: one way for each write and for a rebuild."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relance.candidates import Candidate
from relance.matching.document import CandidateDocument
from relance.matching.indexing import candidate_document
from relance.ports.mail import MailLedger, Suppressions
from relance.ports.people import ApplicationStore, CvStore
from relance.segments.candidate_facts import address_state

if TYPE_CHECKING:
    from relance.ports.embedding import Embedder


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where everything about a person lies, beside their own record."""

    applications: ApplicationStore
    cvs: CvStore
    mails: MailLedger
    suppressions: Suppressions
    address_key: Callable[[str], str]
    """Keyed hash of an address; InvalidInputError when it is none."""


def document_of(person: Candidate, *, sources: Sources, embedder: "Embedder") -> CandidateDocument:
    """The document of this person as the tables are now."""
    readable = person.readable_cv
    return candidate_document(
        person,
        sources.cvs.text(person.candidate_id, readable.cv_id) if readable else "",
        sources.applications.of_candidate(person.candidate_id),
        sources.mails.of_candidate(person.candidate_id),
        embedder=embedder,
        address=address_state(person, key=sources.address_key, suppressed=sources.suppressions.reason),
    )
