"""How a person is addressed: by their name as the CV gives it, or not at all; a gender is never guessed."""

import re
import unicodedata
from typing import Final

_PIECE: Final = re.compile(r"[^\W\d_]+")
_NOT_A_NAME: Final = re.compile(r"[\d@_/\\<>{}\[\]|:;,=+*#]|https?|www\.")
LONGEST: Final = 80


def clean_name(given: str | None) -> str | None:
    """The name in one line with capitals where names have them; None when it does not look like a name."""
    if given is None:
        return None
    visible = "".join(
        " " if unicodedata.category(sign).startswith(("Z", "Cc")) else sign
        for sign in given
        if unicodedata.category(sign) not in {"Cf", "Co", "Cs", "Cn"}
    )
    name = " ".join(visible.split())
    if not 2 <= len(name) <= LONGEST or _NOT_A_NAME.search(name) or not _PIECE.search(name):
        return None
    return " ".join(_cased(word) for word in name.split())


def first_name(given: str | None) -> str | None:
    """The first name when the CV leaves no doubt: two words, or the surname in capitals; else None."""
    words = (given or "").split()
    if clean_name(given) is None or any(len(word.rstrip(".")) < 2 for word in words):
        return None
    small = [word for word in words if not word.isupper()]
    if 0 < len(small) < len(words):
        return clean_name(" ".join(small))
    return clean_name(words[0]) if len(words) == 2 else None


def _cased(word: str) -> str:
    """ "MARCHETTI" → "Marchetti", "o'neil" stays as the person wrote it unless it is all capitals."""
    if len(word) < 2 or not word.isupper():
        return word
    return _PIECE.sub(lambda piece: piece.group().capitalize(), word)
