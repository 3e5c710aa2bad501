"""How sentences of ours are set: quotation marks, apostrophes, French spaces, another's words inside our own."""

import re
from collections.abc import Mapping
from typing import Final

from relance.mail.typography import Language, typeset

FIELD: Final = re.compile(r"\{(\w*)\}")
_STRAIGHT_QUOTES: Final = re.compile(r'"([^"]*)"')
_INNER_QUOTES: Final = re.compile(r"[«“\"]\s*([^»”\"]*?)\s*[»”\"]")
_ENDS: Final = " .;,:-–—•"


def phrase(text: str, language: Language) -> str:
    """A phrase of our data files with typographic quotes, apostrophes and, in French, unbreakable spaces."""
    text = text.replace("'", "’")
    if language == "en":
        return _STRAIGHT_QUOTES.sub("“\\1”", text)
    return typeset(text, language)


def cited(text: str, language: Language) -> str:
    """Another's words as they stand between quotation marks: one line, no end stop, inner marks of the second level."""
    line = " ".join(text.split()).strip(_ENDS).replace("'", "’")
    if language == "fr":
        return typeset(_INNER_QUOTES.sub("“\\1”", line), language)
    return _INNER_QUOTES.sub("‘\\1’", line)


def filled(text: str, values: Mapping[str, str], language: Language) -> str:
    """The phrase with its fields replaced by another's words; a field without a value is a KeyError."""
    return FIELD.sub(lambda field: cited(values[field.group(1)], language), phrase(text, language))
