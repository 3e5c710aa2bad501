"""A paragraph of the house: where in a mail it stands, and in which version (R17)."""

from enum import StrEnum
from typing import Literal

from relance.mail.typography import Language
from relance.records import Instant, Record


class Slot(StrEnum):
    """Where a paragraph of the house may stand."""

    ANSWER_CLOSING = "answer.closing"
    """After the advice, before the links; the decision and its reason stay where they are."""
    ANSWER_CLOSING_APPLIED = "answer.closing.applied"
    """Instead of `answer.closing` for those who got no further; likewise below."""
    ANSWER_CLOSING_SCREENED = "answer.closing.screened"
    ANSWER_CLOSING_INTERVIEWED = "answer.closing.interviewed"
    ANSWER_CLOSING_FINALIST = "answer.closing.finalist"
    OFFER_OPENING = "offer.opening"
    """Instead of the product's own sentence; a campaign's introduction goes before it."""
    OFFER_CLOSING = "offer.closing"
    """Before the signature."""

    @property
    def kind(self) -> Literal["answer", "offer"]:
        """Of the mails it stands in."""
        return "answer" if self.value.startswith("answer.") else "offer"


class Wording(Record):
    """One paragraph of the house in one language. An empty text takes it away; no version is ever changed."""

    slot: Slot
    language: Language
    version: int
    """Counts from 1 with each change."""
    text: str
    by: str
    at: Instant
