"""Records for tests: valid by default, each field open to an override. People are invented."""

from datetime import UTC, datetime
from typing import Any

from relance.applications import Application
from relance.candidates import Candidate, CandidateId, Consent, ConsentChannel, CvFile, CvId
from relance.cv.problems import ProblemCode, problem
from relance.cv.profile import Basics, Language, Meta, Profile, Skill
from relance.jobs import Criterion, CriterionWeight, Job, JobId
from relance.ports.people import CandidateStore
from relance.privacy.erasure import Erasure, ErasureOrder
from relance.records import Instant

NOW: Instant = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
"""A Monday morning, the present of every test that does not choose its own."""


def profile(
    *,
    name: str | None = "Zoé Lambert",
    email: str | None = "zoe.lambert@example.org",
    label: str | None = "Comptable",
    language: str | None = "fr",
    skills: tuple[str, ...] = ("comptabilité générale", "Sage"),
    **overrides: Any,
) -> Profile:
    """What was read from a French accountant's CV."""
    fields: dict[str, Any] = {
        "basics": Basics(name=name, label=label, email=email, phone="+33639980012"),
        "skills": tuple(Skill(name=skill) for skill in skills),
        "languages": (Language(language="fr", fluency="native"), Language(language="en", fluency="B2")),
        "meta": Meta(language=language, years_experience=6.5),
    }
    return Profile(**(fields | overrides))


def cv_file(cv_id: str = "c0ffee", *, problem_code: ProblemCode | None = None, **overrides: Any) -> CvFile:
    """A file that could be read, unless a problem is given."""
    fields: dict[str, Any] = {
        "cv_id": CvId(cv_id),
        "filename": "cv.pdf",
        "received_at": NOW,
        "problem": problem(problem_code) if problem_code else None,
    }
    return CvFile(**(fields | overrides))


def candidate(candidate_id: str = "zoe", *, name: str | None = "Zoé Lambert", **overrides: Any) -> Candidate:
    """A person whose CV was read, not yet written to a store; e-mail `<candidate_id>@example.org`."""
    fields: dict[str, Any] = {
        "candidate_id": CandidateId(candidate_id),
        "profile": profile(name=name, email=f"{candidate_id}@example.org"),
        "cvs": (cv_file(),),
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Candidate(**(fields | overrides))


def consent(**overrides: Any) -> Consent:
    """A yes to the talent pool, given in January for two years."""
    fields: dict[str, Any] = {
        "text_version": "2026-01",
        "given_at": datetime(2026, 1, 15, 10, 0, tzinfo=UTC),
        "channel": ConsentChannel.PORTAL,
        "proof": "link-1",
        "expires_at": datetime(2028, 1, 15, 10, 0, tzinfo=UTC),
    }
    return Consent(**(fields | overrides))


def job(job_id: str = "accountant", **overrides: Any) -> Job:
    """An open French offer with one criterion of each weight, not yet written to a store."""
    fields: dict[str, Any] = {
        "job_id": JobId(job_id),
        "title": "Comptable fournisseurs",
        "description": "Vous tenez la comptabilité fournisseurs d'un groupe industriel sous Sage.",
        "language": "fr",
        "criteria": (
            Criterion(criterion_id="sage", text="Maîtrise de Sage", weight=CriterionWeight.MUST, terms=("sage",)),
            Criterion(criterion_id="english", text="Anglais courant", weight=CriterionWeight.NICE),
        ),
        "place": "Lyon",
        "contract": "CDI",
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Job(**(fields | overrides))


def application(job_id: str = "accountant", candidate_id: str = "zoe", **overrides: Any) -> Application:
    """A fresh application, not yet written to a store."""
    fields: dict[str, Any] = {
        "job_id": JobId(job_id),
        "candidate_id": CandidateId(candidate_id),
        "applied_at": NOW,
        "updated_at": NOW,
    }
    return Application(**(fields | overrides))


def erase(candidates: CandidateStore, candidate_id: str) -> Erasure:
    """Erase a person from the store of candidates alone; the tombstone stays."""
    person = candidates.get(CandidateId(candidate_id))
    order = ErasureOrder(candidate_id=person.candidate_id, by="candidate", at=NOW)
    erasure = candidates.erase(person, order, address_key=None, now=NOW)
    candidates.release(erasure.markers, person.candidate_id)
    return erasure
