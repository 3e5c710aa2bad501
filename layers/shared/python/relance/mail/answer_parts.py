"""Parts of an answer that say where they come from: advice, strength, a sentence that was flagged."""

from pydantic import Field

from relance.records import Instant, Record


class Evidence(Record):
    """The line of the CV that a sentence rests on."""

    line: int
    """Index into the CV's text lines, from 0."""
    quote: str


class AdviceItem(Record):
    """One finding about a CV, in the mail's language."""

    rule_id: str
    text: str
    evidence: Evidence | None = None
    """None only for findings about the file as a whole (a scan, for example)."""
    values: dict[str, str] = Field(default_factory=dict)
    """What its phrase was filled with: with the version of the words, the text can be made again."""
    named: bool = False
    """Whether the shorter wording was used, after a reason that names the same criterion."""


class StrengthSource(Record):
    """Which wording of the strength was used, and what it was filled with."""

    wording: str
    values: dict[str, str]


class Flagged(Record):
    """A personal sentence in which the linter found words: it waits for a second person (R20)."""

    words: tuple[str, ...]
    written_by: str
    cleared_by: str | None = None
    cleared_at: Instant | None = None
