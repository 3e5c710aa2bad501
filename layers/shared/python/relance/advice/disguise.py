"""What no sentence of a recruiter may hold, whatever it says: links, and letters that hide words from a reader."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from relance.advice.linter import Hit
from relance.mail.typography import Language

LINK: Final = "link"
HIDDEN: Final = "hidden"
_LINK: Final = re.compile(
    r"(?:https?|ftp)\s*:\s*/\S+|www\s*\.\s*\S+"
    r"|(?<![\w@.])(?!(?:asp|ado|vb)\.net\b)(?:[a-z0-9\-]{1,63}\.)+(?:com|org|net|fr|eu|io|co|uk|de|be|ch|info|biz|jobs|me|ly|gl|app|dev|site)(?:/\S*)?(?![\w.])",
    re.IGNORECASE,
)
_LATIN: Final = ("LATIN", "FEMININE", "MASCULINE", "MICRO")
_BETTER: Final[dict[str, dict[Language, str]]] = {
    LINK: {
        "fr": "retirez le lien : une réponse n'en contient que deux, vers le vivier et vers les droits",
        "en": "remove the link: an answer holds two only, to the talent pool and to the person's rights",
    },
    HIDDEN: {
        "fr": "retapez ce mot en lettres ordinaires",
        "en": "type this word again in ordinary letters",
    },
}


def disguised(text: str) -> tuple[Hit, ...]:
    """Links, invisible signs and letters of another alphabet or style, in their order; each once."""
    found = [*_links(text), *_hidden(text)]
    return tuple({hit.word: hit for hit in found}.values())


def _links(text: str) -> Iterator[Hit]:
    for match in _LINK.finditer(text):
        yield Hit(word=match.group().rstrip(".,;)"), category=LINK, better=_BETTER[LINK])


def _hidden(text: str) -> Iterator[Hit]:
    for word in re.findall(r"\S+", unicodedata.normalize("NFC", text)):
        if any(map(_is_strange, word)):
            yield Hit(word=_named(word), category=HIDDEN, better=_BETTER[HIDDEN])


def _is_strange(sign: str) -> bool:
    """A sign without width or without meaning, or a letter that is not one of the Latin alphabet's own."""
    category = unicodedata.category(sign)
    if category in {"Cf", "Co", "Cn", "Cs", "Mn", "Me"} or (category == "Cc" and sign not in "\t\n\r"):
        return True
    return category.startswith("L") and not unicodedata.name(sign, "").startswith(_LATIN)


def _named(word: str) -> str:
    """The word with what cannot be seen named by its number."""
    return "".join(f"[U+{ord(sign):04X}]" if unicodedata.category(sign).startswith("C") else sign for sign in word)
