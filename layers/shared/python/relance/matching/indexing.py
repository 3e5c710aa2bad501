"""Makes the search document of a candidate or a job.

Everything that can move a rank is made here, in one place, so that both engines hold the same tokens and vectors.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from relance.applications import Application
from relance.candidates import Candidate
from relance.cv.profile import Profile
from relance.jobs import Job
from relance.mail.mails import Mail
from relance.matching.analysis import LANGUAGES, stems
from relance.matching.career import dated_jobs
from relance.matching.chunks import chunks
from relance.matching.document import CandidateDocument, IndexedText, JobDocument
from relance.matching.gender import neutral
from relance.matching.identity import identity
from relance.matching.redaction import redact, redacted_lines
from relance.segments import AddressState
from relance.segments.candidate_facts import facts_of

if TYPE_CHECKING:
    from relance.ports.embedding import Embedder

# A longer text is a file in the wrong place; its beginning says enough.
_LONGEST_TEXT: Final = 200_000


def candidate_document(
    candidate: Candidate,
    cv_text: str,
    applications: Sequence[Application],
    mails: Sequence[Mail] = (),
    *,
    embedder: "Embedder",
    address: AddressState = AddressState.USABLE,
) -> CandidateDocument:
    """The document of a candidate whose newest CV reads `cv_text`; with an empty one, only filters can find them."""
    who = identity(candidate.profile)
    title = redact(title_of(candidate.profile), who).replace("\n", " ")
    text = cv_text[:_LONGEST_TEXT]
    lines = tuple(redacted_lines(text, who))
    content = indexed_text("\n".join(line.text for line in lines), title, embedder=embedder)
    facts = facts_of(candidate, applications, mails, address=address)
    career = dated_jobs(candidate.profile, text, [line.number for line in lines])
    return CandidateDocument(facts.model_copy(update={"career": career}), content)


def job_document(job: Job, *, embedder: "Embedder") -> JobDocument:
    """The document of a job: title, description and criteria."""
    lines = neutral("\n".join((job.description, *(criterion.text for criterion in job.criteria))))
    content = indexed_text(lines[:_LONGEST_TEXT], neutral(job.title).strip(), embedder=embedder)
    return JobDocument(job.job_id, job.revision, job.language, content)


def indexed_text(text: str, title: str, *, embedder: "Embedder") -> IndexedText:
    """Tokens and vectors of a redacted text; one call of the model, so that equal texts give equal bytes."""
    body = text if title in text else f"{title}\n{text}"
    pieces = chunks(body)
    vectors = embedder.embed([*pieces, title], kind="document")
    return IndexedText(
        title=title,
        text=text,
        tokens={language: tuple(stems(body, language)) for language in LANGUAGES},
        title_tokens={language: tuple(stems(title, language)) for language in LANGUAGES},
        chunk_vectors=vectors[:-1],
        title_vector=vectors[-1] if title else None,
        model_id=embedder.model_id,
    )


def title_of(profile: Profile | None) -> str:
    """The headline of the CV, else the position of the newest job that has one, else nothing."""
    if profile is None:
        return ""
    positions = (work.position for work in profile.work if work.position)
    return profile.basics.label or next(positions, "")
