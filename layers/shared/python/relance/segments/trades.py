"""Titles in one form, and the trades that they name in ROME and in ESCO."""

import gzip
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from relance.mail.typography import Language
from relance.matching.analysis import STOP_WORDS, fold
from relance.matching.gender import neutral
from relance.segments.facts import TradeCode

_WORD: Final = re.compile(r"[^\W_]+[+#]*")
_SMALL: Final = STOP_WORDS["fr"] | STOP_WORDS["en"] | {"hf", "fh", "h", "f"}
_LONGEST_TITLE: Final = 12
"""Words; what follows is no title any more."""


def title_key(title: str) -> str:
    """A title in one gender, folded, without small words and plural: "Infirmières de bloc" is "infirmier bloc"."""
    found = (word for word in _WORD.findall(fold(neutral(title))) if word not in _SMALL)
    return " ".join(_singular(word) for word in found)


def trades_of(titles: Iterable[str]) -> frozenset[TradeCode]:
    """Trades that titles name, given as `title_key` writes them: each by its longest part that is a known name."""
    return frozenset(code for title in titles for code in _trades_of(title))


def families(code: TradeCode) -> Iterator[TradeCode]:
    """The code and every shorter one that stands for a family it belongs to: M1203, M120, …, M."""
    return (TradeCode(code[:length]) for length in range(1, len(code) + 1))


def _trades_of(title: str) -> tuple[TradeCode, ...]:
    words = title.split()[:_LONGEST_TITLE]
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            known = _by_title().get(" ".join(words[start : start + length]))
            if known:
                return known
    return ()


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith(("s", "x")) and not word.endswith("ss") else word


def trade_name(code: str, language: Language) -> str | None:
    """What a trade or a family of trades is called; ROME has French names only; None for an unknown code."""
    names = _names().get(code)
    return None if names is None else (names[1] if language == "en" and names[1] else names[0])


def is_trade(code: str) -> bool:
    """Whether it is the code of a trade or of a family of trades."""
    return any(known.startswith(code) for known in _names())


@cache
def _names() -> Mapping[str, tuple[str, str]]:
    """French name, and English one or nothing, by code."""
    return {code: (french, english) for code, french, english in _rows("trade_names.tsv.gz")}


@cache
def _by_title() -> Mapping[str, tuple[TradeCode, ...]]:
    """As `infra/data/build_trades.py` packs it."""
    return {title: tuple(map(TradeCode, codes.split())) for title, codes in _rows("trades.tsv.gz")}


def _rows(name: str) -> Iterator[list[str]]:
    packed = (files("relance.segments") / "data" / name).read_bytes()
    return (line.split("\t") for line in gzip.decompress(packed).decode().splitlines() if not line.startswith("#"))
