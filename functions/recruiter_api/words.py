"""The employer's own words of answers: read, checked line by line, put in force."""

from pydantic import Field

from recruiter_api.access import APPROVERS, Caller
from recruiter_api.dependencies import Answers, Audit, Now
from recruiter_api.routing import new_router
from relance.advice.tone import Tone
from relance.records import Record
from relance.words.check import checked
from relance.words.own import LONGEST_FILE, OwnWords
from relance.words.words import Words, shipped

router = new_router()


class WordsInForce(Record):
    """What new answers are written with."""

    version: str
    tone: Tone
    own: OwnWords | None
    """The employer's file; null while only the product's words are used."""


class WordsSource(Record):
    """A file of words."""

    source: str = Field(max_length=LONGEST_FILE)
    """TOML, as docs/words.md describes it; empty: the product's words alone."""
    revision: int | None = Field(default=None, ge=0)
    """The revision that was read; 409 when it is no longer the one in force."""


class WordsChecked(Record):
    """The file can be put in force."""

    version: str
    """What answers written with it would name."""
    tone: Tone


@router.get("/words", summary="The words that answers are written with", tags=["words"])
def read_words(desk: Answers) -> WordsInForce:
    """The employer's own file, and the version of the whole set."""
    return _in_force(desk.words.current(), desk.words.in_force())


@router.post("/words/check", summary="Check a file of words", tags=["words"])
def check_words(given: WordsSource) -> WordsChecked:
    """400 with each line, word and better wording; nothing is changed."""
    words = checked(given.source, shipped())
    return WordsChecked(version=words.version, tone=words.tone)


@router.put("/words", summary="Put a file of words in force", tags=["words"])
def put_words(given: WordsSource, user: Caller, desk: Answers, audit: Audit, now: Now) -> WordsInForce:
    """Needs the group approver. Answers written before keep the words of their version."""
    user.need(APPROVERS)
    own = desk.words.put(given.source, by=user.name, revision=given.revision, now=now)
    detail = {"version": own.version, "revision": str(own.revision)}
    audit.append("words", actor=user.name, action="words put in force", detail=detail, at=now)
    return _in_force(desk.words.current(), own)


def _in_force(words: Words, own: OwnWords | None) -> WordsInForce:
    return WordsInForce(version=words.version, tone=words.tone, own=own)
