"""Comments as colleagues may read them: what could identify or harm somebody is masked."""

import re
from typing import Final

from relance.advice.linter import TONE, hits
from relance.mail.mails import MailId
from relance.ratings.rating import Rating
from relance.records import Instant, Record

MASK: Final = "[…]"
_ABOUT_THE_WORDS: Final = frozenset({TONE, "proxy", "judgement"})
"""What a recruiter must not write, and a candidate may."""
_CONTACT: Final = re.compile(
    r"[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63})+"
    r"|(?:https?://|www\.)\S+"
    r"|(?<!\w)(?:\+|00)?\d(?:[ .\-/()]?\d){7,14}(?!\w)"
)


class ShownComment(Record):
    """One comment, what was masked, and what it is about; not who wrote it."""

    mail_id: MailId
    reason_id: str
    words_version: str
    score: int
    text: str
    masked: tuple[str, ...]
    """Why something was masked: `contact`, or a category of the linter."""
    given_at: Instant


def shown(rating: Rating) -> ShownComment | None:
    """The comment with addresses, numbers, links and words on protected grounds masked; None without one."""
    if rating.comment is None:
        return None
    text, contacts = _CONTACT.subn(MASK, rating.comment)
    categories = {"contact"} if contacts else set()
    for hit in (hit for hit in hits(text) if hit.category not in _ABOUT_THE_WORDS):
        text = text.replace(hit.word, MASK)
        categories.add(hit.category)
    return ShownComment(
        mail_id=rating.mail_id,
        reason_id=rating.reason_id,
        words_version=rating.words_version,
        score=rating.score,
        text=text,
        masked=tuple(sorted(categories)),
        given_at=rating.given_at,
    )
