"""Everything that an answer can say: reasons, advice, paragraphs, tone; a version names exactly one such set."""

import hashlib
from collections.abc import Mapping
from functools import cache, cached_property
from typing import Final

from pydantic import Field

from relance.advice.library import Library, library
from relance.advice.tone import FAMILIAR, FORMAL, Tone
from relance.mail import phrases
from relance.mail.typography import Language
from relance.records import Record
from relance.rejections.reasons import Catalogue, catalogue

OF_ANSWERS: Final = ("answer.", "greeting.")
"""Beginnings of the names of the paragraphs that an answer is made of."""
_LONGEST_VERSION: Final = 16


class Paragraphs(Record):
    """The frame around reason and advice by dotted name; `tu` holds only what differs from `fr`."""

    fr: Mapping[str, str]
    en: Mapping[str, str]
    tu: Mapping[str, str] = Field(default_factory=dict)

    def of(self, language: Language, tone: Tone) -> Mapping[str, str]:
        """Those of one language and tone."""
        if language == "en":
            return self.en
        return {**self.fr, **self.tu} if tone == FAMILIAR else self.fr


class Words(Record):
    """One complete set of words."""

    tone: Tone = FORMAL
    reasons: Catalogue
    advice: Library
    paragraphs: Paragraphs

    @cached_property
    def version(self) -> str:
        """Named by its content: the same words have the same version wherever they are in force."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:_LONGEST_VERSION]


@cache
def shipped() -> Words:
    """The product's own words."""
    return Words(
        reasons=catalogue(),
        advice=library(),
        paragraphs=Paragraphs(fr=_frame("fr"), en=_frame("en"), tu=phrases.familiar_words()),
    )


def _frame(language: Language) -> dict[str, str]:
    return {name: text for name, text in phrases.words(language).items() if name.startswith(OF_ANSWERS)}
