"""Tells writing from letters without meaning: fonts whose codes stand for no letter, or for the wrong ones."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, Final

from pypdfium2 import raw

from relance.cv.text import fold, word_set

SAMPLED: Final = 400
"""Characters looked at on a page; each costs two calls."""
MOST_SENSELESS: Final = 0.2
"""Share of characters that stand for nothing. Icons of a designed CV reach 0.03."""
ENOUGH_PAIRS: Final = 150
FEWEST_COMMON: Final = 0.4
"""Share of common pairs. In 1,205 stretches of English CVs never below 0.69; in shuffled ones mostly below 0.22."""
PRIVATE: Final = range(0xE000, 0xF900)
REPLACEMENT: Final = 0xFFFD
WORD: Final = re.compile(r"[^\W\d_]{2,}")
COMMON_PAIRS: Final = word_set(
    "ab ac ad ag ai al am an ap ar as at au ba be bl bo ca ce ch ci cl co ct cu de di dr ds du ea ec ed ee ef eg "
    "ei el em en eq er es et eu ev ex fe fi fo ge gl go gr gu ha he hi ho ia ic ie ig ij il im in io ip ir is it "
    "iv je ke la le li ll lo ls ly ma me mi mo mp na nc nd ne ng ni nn no ns nt oc od of og ol om on oo op or ot "
    "ou pa pe pl po pr pt qu ra rd re rg ri rm rn ro rr rs rt sa sc se si so sp ss st su ta te th ti to tr ts tt "
    "tu uc ue ui ul un ur us ut ux ve vi xa zu"
)
"""The pairs of letters that fill French and English; other languages in Latin letters share most of them."""


def is_garbled(text_page: Any, words: Iterable[str]) -> bool:
    """Whether a PDF page shows letters that its file does not tell, so that its text is noise."""
    return _senseless_share(text_page) >= MOST_SENSELESS or is_noise(words)


def is_noise(words: Iterable[str]) -> bool:
    """Whether words of Latin letters follow each other as in no language. False for too few, or for other scripts."""
    letters = WORD.findall(fold(" ".join(words)))
    latin = [word for word in letters if word.isascii()]
    if 2 * len(latin) < len(letters):
        return False
    pairs = [left + right for word in latin for left, right in pairwise(word)]
    return len(pairs) >= ENOUGH_PAIRS and sum(pair in COMMON_PAIRS for pair in pairs) < FEWEST_COMMON * len(pairs)


def _senseless_share(text_page: Any) -> float:
    """Share of the printed characters that the file maps to nothing, to a private code, or to none that prints."""
    count = raw.FPDFText_CountChars(text_page)
    step = max(1, count // SAMPLED)
    printed = senseless = 0
    for index in range(0, count, step):
        code = raw.FPDFText_GetUnicode(text_page, index)
        if code in {10, 13, 32, 0xA0} or raw.FPDFText_IsGenerated(text_page, index):
            continue
        printed += 1
        unmapped = raw.FPDFText_HasUnicodeMapError(text_page, index) == 1
        senseless += unmapped or code in PRIVATE or code == REPLACEMENT or code < 32
    return senseless / printed if printed >= 20 else 0.0
