"""What a person thinks of the answer they got: one tap from 0 to 10, a comment if they like, each changeable once."""

import unicodedata
from typing import Final

from pydantic import Field

from relance.candidates import CandidateId
from relance.errors import ConflictError
from relance.jobs import JobId
from relance.mail.mails import AnswerContent, Mail, MailId, MailState
from relance.mail.typography import Language
from relance.records import Instant, Record

LOWEST: Final = 0
HIGHEST: Final = 10
LONGEST_COMMENT: Final = 1000
UNKNOWN_WORDS: Final = "unknown"
"""Words version of answers that were written before it was kept."""
_NEVER_ARRIVED: Final = frozenset({MailState.DRAFT, MailState.HELD, MailState.SKIPPED, MailState.CANCELLED})


class RatingClosedError(ConflictError):
    """It was changed once already: what stands, stays."""


class Rating(Record):
    """One person's word on one answer, with what statistics group by."""

    mail_id: MailId
    revision: int = 0
    candidate_id: CandidateId
    job_id: JobId
    stage: str
    reason_id: str
    words_version: str
    language: Language
    score: int = Field(ge=LOWEST, le=HIGHEST)
    """"Would you recommend us?", as the net promoter score asks it."""
    comment: str | None = Field(default=None, max_length=LONGEST_COMMENT)
    given_at: Instant
    rescored_at: Instant | None = None
    recommented_at: Instant | None = None


def can_be_rated(mail: Mail | None) -> bool:
    """Whether it is an answer, and one that may have reached the person."""
    return mail is not None and isinstance(mail.content, AnswerContent) and mail.state not in _NEVER_ARRIVED


def first(mail: Mail, score: int, *, now: Instant) -> Rating:
    """The first word on an answer; ConflictError when the mail is none, or has not left."""
    if not can_be_rated(mail) or not isinstance(mail.content, AnswerContent):
        raise ConflictError("only an answer that was sent can be rated")
    return Rating(
        mail_id=mail.mail_id,
        candidate_id=mail.candidate_id,
        job_id=mail.job_ids[0],
        stage=mail.content.stage,
        reason_id=mail.content.reason_id,
        words_version=mail.content.words_version or UNKNOWN_WORDS,
        language=mail.language,
        score=score,
        given_at=now,
    )


def rescored(rating: Rating, score: int, *, now: Instant) -> Rating:
    """Another score, once; the same one again changes nothing. RatingClosedError."""
    if score == rating.score:
        return rating
    if rating.rescored_at is not None:
        raise RatingClosedError("this rating was changed once already")
    return rating.model_copy(update={"score": score, "rescored_at": now})


def commented(rating: Rating, comment: str | None, *, now: Instant) -> Rating:
    """A comment; another one, once; none leaves what stands. RatingClosedError."""
    words = clean_comment(comment)
    if words is None or words == rating.comment:
        return rating
    if rating.comment is None:
        return rating.model_copy(update={"comment": words})
    if rating.recommented_at is not None:
        raise RatingClosedError("this comment was changed once already")
    return rating.model_copy(update={"comment": words, "recommented_at": now})


def clean_comment(given: str | None) -> str | None:
    """Without control signs and hidden letters, in single spaces, cut at the longest; None when nothing is left."""
    visible = (" " if _is_blank(sign) else sign for sign in given or "" if unicodedata.category(sign) not in _HIDDEN)
    words = " ".join("".join(visible).split())
    return words[:LONGEST_COMMENT].rstrip() or None


_HIDDEN: Final = frozenset({"Cf", "Co", "Cs", "Cn"})


def _is_blank(sign: str) -> bool:
    return unicodedata.category(sign).startswith(("Z", "Cc"))
