"""Candidates: people, what was read from their CVs, what they agreed to, and what we wrote to them."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Final

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import Field, StringConstraints

from recruiter_api.access import Caller, User
from recruiter_api.dependencies import (
    After,
    Applications,
    Audit,
    Campaigns,
    CandidatePath,
    Candidates,
    Cvs,
    Limit,
    Mails,
    Now,
)
from recruiter_api.people import CandidateLine, headline, lines
from recruiter_api.routing import new_router
from relance.advice.disguise import disguised
from relance.advice.linter import ForbiddenWordsError, note_hits
from relance.applications import Application
from relance.candidates import Candidate, CandidateId, Consent, ConsentChannel, CvId, DoNotContact
from relance.errors import InvalidInputError, NotFoundError
from relance.mail.mails import Mail
from relance.matching.analysis import fold
from relance.ports.audit import AuditLog
from relance.ports.people import CandidateStore
from relance.records import Cursor, Instant, Page, Record

router = new_router()
LONGEST_CONSENT: Final = timedelta(days=731)
"""A yes holds for two years at most (R30)."""
_MOST_READ: Final = 2000
"""A filtered page reads at most so many people, then hands back where it stands."""


class ProblemFilter(StrEnum):
    """Which people a list holds, by the state of their newest file."""

    ANY = "any"
    NONE = "none"


class CandidateView(Record):
    """One person with everything that hangs on them."""

    candidate: Candidate
    applications: tuple[Application, ...]
    mails: tuple[Mail, ...]
    contactable: bool


class NewConsent(Record):
    """A yes that was given outside the portal: on a form, at an interview (R29)."""

    text_version: str = Field(min_length=1, max_length=50)
    given_at: Instant
    proof: str = Field(min_length=3, max_length=300)
    """Where the evidence is kept, such as the reference of the signed form."""
    expires_at: Instant | None = None
    """At most two years after it was given, which is the default."""


class WhyNot(Record):
    """Why the house does not send offers to somebody; the person can read it."""

    why: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=300)]


class CvLink(Record):
    """A short-lived address of an original file."""

    url: str
    filename: str


@router.get("/candidates", summary="People of the base", tags=["candidates"])
def list_candidates(
    candidates: Candidates,
    desk: Campaigns,
    now: Now,
    problem: Annotated[ProblemFilter | None, Query(description="any: unreadable newest file; none: readable")] = None,
    q: Annotated[str | None, Query(description="words of the name, headline or e-mail", max_length=100)] = None,
    after: After = None,
    limit: Limit = 50,
) -> Page[CandidateLine]:
    """A page may be shorter than `limit` before the last one; go on with `next` until it is null."""
    words = fold(q).split() if q else []
    found, place = _filtered(candidates, problem, words, after=after, limit=limit)
    return Page(items=lines(found, eligibility=desk.eligibility, now=now), next=place)


@router.get(
    "/candidates/<candidate_id>", summary="One person with profile, sources, history and mails", tags=["candidates"]
)
def get_candidate(
    candidate_id: CandidatePath,
    candidates: Candidates,
    applications: Applications,
    mails: Mails,
    desk: Campaigns,
    now: Now,
) -> CandidateView:
    """`profile.meta.sources` names the line of the CV behind each value."""
    candidate = candidates.get(CandidateId(candidate_id))
    (line,) = lines([candidate], eligibility=desk.eligibility, now=now)
    return CandidateView(
        candidate=candidate,
        applications=tuple(applications.of_candidate(candidate.candidate_id)),
        mails=tuple(mails.of_candidate(candidate.candidate_id)),
        contactable=line.contactable,
    )


@router.post(
    "/candidates/<candidate_id>/consent", status_code=201, summary="Record a yes with its proof", tags=["candidates"]
)
def record_consent(
    candidate_id: CandidatePath, new: NewConsent, user: Caller, candidates: Candidates, audit: Audit, now: Now
) -> Candidate:
    """A yes that is newer than an unsubscription lifts it; an older one is refused: a no stands until a later yes, and
    a later yes is not replaced by an earlier one. The same yes again changes nothing."""
    candidate = candidates.get(CandidateId(candidate_id))
    consent, held = _consent(new, now=now), candidate.consent
    if candidate.unsubscribed_at is not None and new.given_at <= candidate.unsubscribed_at:
        raise InvalidInputError("the person said no after this yes: only a newer yes can be recorded")
    if consent == held:
        return candidate
    if held is not None and new.given_at <= held.given_at:
        raise InvalidInputError(
            f"a newer yes is held, given on {held.given_at.isoformat()}: an older one cannot replace it"
        )
    saved = candidates.save(
        candidate.model_copy(update={"consent": consent, "unsubscribed_at": None, "updated_at": now})
    )
    # The proof is free text about a person: it stands on the consent, which can be erased, never in the audit.
    detail = {"text_version": consent.text_version, "expires_at": consent.expires_at.isoformat()}
    audit.append(f"candidate#{candidate_id}", actor=user.name, action="consent_recorded", detail=detail, at=now)
    return saved


@router.put(
    "/candidates/<candidate_id>/do-not-contact",
    summary="Send a person no offers, by the house's own decision",
    tags=["candidates"],
)
def bar_candidate(
    candidate_id: CandidatePath, reason: WhyNot, user: Caller, candidates: Candidates, audit: Audit, now: Now
) -> Candidate:
    """Kept apart from what the person chose: their agreement stays, and holds again when this is lifted. Answers to
    applications still leave. The reason is held to the rules of a personal sentence (R20); another one replaces it."""
    found = (*note_hits(reason.why), *disguised(reason.why))
    if found:
        raise ForbiddenWordsError(found, field="why")
    no = DoNotContact(by=user.name, at=now, why=reason.why)
    return _with_no(CandidateId(candidate_id), no, user, candidates, audit, now=now)


@router.delete(
    "/candidates/<candidate_id>/do-not-contact", summary="Lift the house's own decision", tags=["candidates"]
)
def unbar_candidate(
    candidate_id: CandidatePath, user: Caller, candidates: Candidates, audit: Audit, now: Now
) -> Candidate:
    """What the person chose themselves holds as before."""
    return _with_no(CandidateId(candidate_id), None, user, candidates, audit, now=now)


@router.get("/candidates/<candidate_id>/cv-link", summary="A link to the original file", tags=["candidates"])
def link_cv(
    candidate_id: CandidatePath,
    candidates: Candidates,
    cvs: Cvs,
    cv_id: Annotated[str | None, Query(description="another file than the newest", pattern=r"^[0-9a-f]{64}$")] = None,
) -> CvLink:
    """It stops working after a few minutes."""
    candidate = candidates.get(CandidateId(candidate_id))
    file = next((file for file in candidate.cvs if cv_id in (None, file.cv_id)), None)
    if file is None:
        raise NotFoundError("this person has no such file")
    url = cvs.link(candidate.candidate_id, CvId(file.cv_id), filename=file.filename)
    return CvLink(url=url, filename=file.filename)


def _with_no(
    who: CandidateId, no: DoNotContact | None, user: User, candidates: CandidateStore, audit: AuditLog, *, now: Instant
) -> Candidate:
    held = candidates.get(who)
    before = held.do_not_contact
    if before is None if no is None else before is not None and before.why == no.why:
        return held
    saved = candidates.save(held.model_copy(update={"do_not_contact": no, "updated_at": now}))
    barred = "contact_barred" if before is None else "contact_bar_reworded"
    action = "contact_allowed" if no is None else barred
    audit.append(f"candidate#{who}", actor=user.name, action=action, detail={}, at=now)
    return saved


def _filtered(
    candidates: CandidateStore, problem: ProblemFilter | None, words: list[str], *, after: Cursor | None, limit: int
) -> tuple[list[Candidate], Cursor | None]:
    """Reads on until the page is full or enough people were read; never past what the page can show, for the cursor."""
    found: list[Candidate] = []
    read = 0
    while read < _MOST_READ and len(found) < limit:
        page = candidates.page(after=after, limit=limit - len(found))
        found += [candidate for candidate in page.items if _passes(candidate, problem, words)]
        read += len(page.items)
        after = page.next
        if after is None:
            break
    return found, after


def _passes(candidate: Candidate, problem: ProblemFilter | None, words: list[str]) -> bool:
    if problem is not None and (candidate.problem is not None) != (problem is ProblemFilter.ANY):
        return False
    if not words:
        return True
    said = fold(" ".join(part for part in (candidate.name, headline(candidate), candidate.email) if part))
    return all(word in said for word in words)


def _consent(new: NewConsent, *, now: Instant) -> Consent:
    if new.given_at > now:
        raise InvalidInputError("the yes lies in the future: check given_at")
    expires_at = new.expires_at or new.given_at + LONGEST_CONSENT
    if not new.given_at < expires_at <= new.given_at + LONGEST_CONSENT:
        raise InvalidInputError("a yes holds for two years at most: check expires_at")
    return Consent(
        text_version=new.text_version,
        given_at=new.given_at,
        channel=ConsentChannel.APPLICATION_FORM,
        proof=new.proof,
        expires_at=expires_at,
    )
