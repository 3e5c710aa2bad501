"""Makes the search document of a candidate or a job.

Everything that can move a rank is made here, in one place, so that both engines hold the same tokens and vectors.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from relance.applications import Application
from relance.candidates import Candidate
from relance.cv.profile import Profile
from relance.jobs import Job
from relance.matching.analysis import LANGUAGES, fold, stems
from relance.matching.chunks import chunks
from relance.matching.document import CandidateDocument, IndexedText, JobDocument
from relance.matching.gender import neutral
from relance.matching.identity import identity
from relance.matching.redaction import redact
from relance.segments import ApplicationFact, CandidateFacts

if TYPE_CHECKING:
    from relance.ports.search import Embedder

# A longer text is a file in the wrong place; its beginning says enough.
_LONGEST_TEXT: Final = 200_000


def candidate_document(
    candidate: Candidate, cv_text: str, applications: Sequence[Application], *, embedder: "Embedder"
) -> CandidateDocument:
    """The document of a candidate whose newest CV reads `cv_text`; with an empty one, only filters can find them."""
    who = identity(candidate.profile)
    title = redact(title_of(candidate.profile), who).replace("\n", " ")
    content = indexed_text(redact(cv_text[:_LONGEST_TEXT], who), title, embedder=embedder)
    return CandidateDocument(facts=candidate_facts(candidate, applications), content=content)


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


def candidate_facts(candidate: Candidate, applications: Sequence[Application]) -> CandidateFacts:
    """What filters can know of a candidate."""
    profile, consent = candidate.profile, candidate.consent
    return CandidateFacts(
        candidate_id=candidate.candidate_id,
        index_revision=candidate.index_revision,
        language=candidate.language,
        readable=profile is not None,
        skills=frozenset(fold(skill.name).strip() for skill in profile.skills) if profile else frozenset(),
        spoken_languages=frozenset(spoken.language for spoken in profile.languages) if profile else frozenset(),
        history=tuple(_fact(application) for application in sorted(applications, key=lambda each: each.job_id)),
        consent_from=consent.given_at if consent else None,
        consent_until=consent.expires_at if consent else None,
        unsubscribed=candidate.unsubscribed_at is not None,
    )


def _fact(application: Application) -> ApplicationFact:
    return ApplicationFact(
        job_id=application.job_id,
        stage=application.stage,
        outcome=application.outcome,
        reason_id=application.reason_id,
        updated_at=application.updated_at,
    )
