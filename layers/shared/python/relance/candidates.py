"""A candidate: a person, their CVs, and what they agreed to."""

from datetime import date
from enum import StrEnum
from typing import Final, Literal, NewType

from pydantic import Field

from relance.cv.problems import Problem
from relance.cv.profile import Profile
from relance.cv.quality import Quality
from relance.records import Instant, Record

CandidateId = NewType("CandidateId", str)
"""Random and opaque."""
UPLOADED: Final = "upload"
"""Source of whoever came by a file that named none."""
CvId = NewType("CvId", str)
"""SHA-256 of the file's bytes, in hexadecimal."""


class ConsentChannel(StrEnum):
    """Where a person said yes to the talent pool."""

    PORTAL = "portal"
    APPLICATION_FORM = "application_form"
    IMPORT = "import"


class Consent(Record):
    """A yes to the talent pool, with its evidence (R29)."""

    text_version: str
    given_at: Instant
    channel: ConsentChannel
    proof: str
    """What shows it: id of the signed link that was pressed, or reference of the form that was signed."""
    expires_at: Instant

    def valid_at(self, at: Instant) -> bool:
        """Whether the yes holds at that moment."""
        return self.given_at <= at < self.expires_at


class CvFile(Record):
    """One uploaded file of a candidate."""

    cv_id: CvId
    filename: str
    received_at: Instant
    problem: Problem | None = None
    quality: Quality | None = None
    """How well it could be read, page by page; None when it could not."""

    @property
    def unread_pages(self) -> int:
        """Pages whose writing could not be read, in a file that could."""
        return sum(not page.readable for page in self.quality.pages) if self.quality else 0


class ContractWish(StrEnum):
    """What kind of contract somebody looks for."""

    PERMANENT = "permanent"
    FIXED_TERM = "fixed_term"
    TEMPORARY = "temporary"
    FREELANCE = "freelance"
    APPRENTICESHIP = "apprenticeship"
    INTERNSHIP = "internship"


class Wishes(Record):
    """What a person said of the job they look for; nothing of it is ever guessed from a CV."""

    contracts: frozenset[ContractWish] = frozenset()
    """Empty: nothing was said."""
    areas: frozenset[str] = Field(default=frozenset(), max_length=150)
    """Where they would work, as `relance.segments.areas` writes it; empty: nothing was said."""
    available_from: date | None = None
    language: Literal["fr", "en"] | None = None
    """In which they want to be written to; None: as their CV."""
    offers_every_days: int | None = Field(default=None, ge=1, le=365)
    """Offers at most once in so many days; never more often than the employer's own rule."""
    refused_titles: frozenset[str] = Field(default=frozenset(), max_length=100)
    """Kinds of jobs that they do not want, as `relance.segments.trades.title_key` writes titles."""


class DoNotContact(Record):
    """The house's own decision not to send offers to a person; their consent is another matter and stays."""

    by: str
    at: Instant
    why: str = Field(min_length=3, max_length=300)


class ContactRefusal(StrEnum):
    """Why campaigns may not write to somebody, in the order in which reasons are looked at."""

    DO_NOT_CONTACT = "do_not_contact"
    UNSUBSCRIBED = "unsubscribed"
    PAUSED = "paused"
    NO_CONSENT = "no_consent"


class Candidate(Record):
    """A person of the base; the truth about them lives in the Candidates table."""

    candidate_id: CandidateId
    revision: int = 0
    """Rises by one with each write; a write states the revision that it read."""
    index_revision: int = 0
    """Rises with each write of the candidate or one of their applications: the version of the search document."""
    profile: Profile | None = None
    """None while no CV of theirs could be read."""
    cvs: tuple[CvFile, ...] = ()
    """Newest first."""
    consent: Consent | None = None
    unsubscribed_at: Instant | None = None
    paused_until: Instant | None = None
    """They asked to hear nothing before that moment; the consent stands."""
    do_not_contact: DoNotContact | None = None
    shares_email_with: tuple[CandidateId, ...] = ()
    """Other people who gave the same e-mail address under another name: never merged, shown to recruiters."""
    wishes: Wishes = Wishes()
    tags: frozenset[str] = Field(default=frozenset(), max_length=50)
    """Set by recruiters; words that stand for a protected ground are refused where they are set."""
    source: str = UPLOADED
    """Where the first file of theirs came from."""
    created_at: Instant
    updated_at: Instant

    @property
    def name(self) -> str | None:
        """Full name as read from the CV."""
        return self.profile.basics.name if self.profile else None

    @property
    def email(self) -> str | None:
        """Address as read from the CV."""
        return self.profile.basics.email if self.profile else None

    @property
    def language(self) -> str:
        """ISO 639-1 code of the CV's language; French when no CV could be read."""
        return (self.profile.meta.language if self.profile else None) or "fr"

    @property
    def mail_language(self) -> Literal["fr", "en"]:
        """In which language to write: the one they chose, else the CV's; English to whoever writes neither."""
        return self.wishes.language or ("fr" if self.language == "fr" else "en")

    @property
    def readable_cv(self) -> CvFile | None:
        """The newest file that could be read; the profile is read from it."""
        return next((file for file in self.cvs if file.problem is None), None)

    @property
    def problem(self) -> Problem | None:
        """What is wrong with the newest file, if anything."""
        return self.cvs[0].problem if self.cvs else None

    def valid_consent(self, at: Instant) -> Consent | None:
        """The yes that holds at that moment: given, not over and not withdrawn (R29)."""
        if self.consent is None or self.unsubscribed_at is not None or not self.consent.valid_at(at):
            return None
        return self.consent

    def is_paused(self, at: Instant) -> bool:
        """Whether they asked to hear nothing at that moment."""
        return self.paused_until is not None and at < self.paused_until

    def contact_refusal(self, at: Instant) -> ContactRefusal | None:
        """Why campaigns may not write to this person at that moment, the first of all reasons (R29); None: they may."""
        holds = {
            ContactRefusal.DO_NOT_CONTACT: self.do_not_contact is not None,
            ContactRefusal.UNSUBSCRIBED: self.unsubscribed_at is not None,
            ContactRefusal.PAUSED: self.is_paused(at),
            ContactRefusal.NO_CONSENT: self.valid_consent(at) is None,
        }
        return next((reason for reason, true in holds.items() if true), None)

    def may_be_offered_jobs(self, at: Instant) -> bool:
        """Whether campaigns may write to this person at that moment (R29)."""
        return self.contact_refusal(at) is None
