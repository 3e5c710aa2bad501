"""Plain text work shared by the readers: folding, cleaning, splitting."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_LETTERS: Final = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "’": "'", "ʼ": "'", "‘": "'"}
)
_BREAKS: Final = re.compile(r"[\x0b\x0c\x1c-\x1e\x85\u2028\u2029\r\n]+")
_CONTROLS: Final = re.compile(
    r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\ufeff\u200b-\u200f\u202a-\u202e\u2060\ufffc]"
)
_ESCAPED: Final = re.compile(r"(?:\\x[0-9a-fA-F]{2})+")
_SPACES: Final = re.compile(r"[ \u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_PRIVATE: Final = re.compile(r"[\ue000-\uf8ff]")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Lower case without accents; apostrophes made plain; spaces single. Punctuation stays."""
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(plain.split())


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[str, ...]:
    """The folded words: letters and digits, with + and # kept (C++, C#)."""
    return tuple(re.findall(r"[a-z0-9+#]+", fold(text)))


def clean(text: str) -> str:
    """One line, printable, composed letters, single spaces; tabs stay because they part columns."""
    text = _CONTROLS.sub("", _BREAKS.sub(" ", text))
    text = _PRIVATE.sub("•", text).replace("\u2011", "-")
    text = unicodedata.normalize("NFC", text)
    text = _SPACES.sub(" ", text)
    return re.sub(r" *\t[\t ]*", "\t", text).strip()


def paired(text: str) -> str:
    """Halves of characters that were written one by one become whole; lone ones go."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")


def unescaped(text: str) -> str:
    r""" "\xe2\x80\xa2" spelled out, as faulty exports do, becomes the character."""
    return _ESCAPED.sub(lambda found: bytes.fromhex(found[0].replace("\\x", "")).decode("utf-8", "replace"), text)


def is_capitals(text: str) -> bool:
    """True when the text has at least two letters and all are capitals."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 1 and all(char.isupper() for char in letters)


def word_set(text: str) -> frozenset[str]:
    """The words of a text as a set: how long word lists are written here."""
    return frozenset(text.split())
