"""The name of the job in an offer: found on its own line or in a sentence, and freed of all that is no part of it."""

import re
from collections.abc import Sequence
from typing import Final

from relance.cv.fields.titles import title_score
from relance.matching import offer_phrases as phrases
from relance.matching.gender import neutral, shipped_words
from relance.matching.offer_lines import OfferLine, heading_of
from relance.matching.offer_places import is_place

LONGEST: Final = 200
_FIRST_LINES: Final = 15
_LONGEST_LINE: Final = 18
_SURE: Final = 3
# A separator needs room beside it: "Full-Stack", "H/F" and "Vendeur/Vendeuse" hold together.
_SEPARATOR: Final = re.compile(r"\s+[-–—|•·/:]\s+|\s*[,;•·|]\s*|\s+[–—-](?=\w)")
_LABEL: Final = re.compile(r"^[^\W\d][\w'’]*(?: [\w'’]+){0,3}\s?:")
_EDGES: Final = ' \t-–—|,;:/•·*#"«»“”!.?_'


def title_of(lines: Sequence[OfferLine]) -> str:
    """Empty when none was found."""
    first = lines[:_FIRST_LINES]
    for line in first:
        labelled = phrases.LABELLED_TITLE.match(line.text)
        if labelled and not phrases.NO_PART_OF_TITLE.fullmatch(labelled["title"]):
            return cleaned(labelled["title"])
    scored = [(_points(line, place), -place, line.text) for place, line in enumerate(first)]
    points, _, best = max(scored, default=(0, 0, ""))
    if points >= _SURE:
        return cleaned(best)
    return _in_a_sentence(lines) or (cleaned(best) if points >= 1 else "")


def cleaned(line: str) -> str:
    """The name of the job alone: without gender mark, contract, place, pay, and without what separated them."""
    bare = phrases.GENDER_MARK.sub(" ", phrases.BULLET.sub("", line))
    bare = re.sub(r"\(\s*\)|\[\s*\]", " ", bare)
    before = None
    while before != bare:
        before, bare = bare, phrases.BEFORE_TITLE.sub("", bare.strip(_EDGES))
    kept = _without_facts(bare)
    tidy = phrases.AFTER_TITLE.sub("", re.sub(r"\s+", " ", kept).strip(_EDGES)).strip(_EDGES)
    if not re.search(r"[^\W_]", tidy):
        tidy = re.sub(r"\s+", " ", line).strip(_EDGES)
    return tidy[:LONGEST].rstrip()


def _without_facts(bare: str) -> str:
    """Up to the first piece that is a fact of the offer, and without such pieces in brackets."""
    bare = re.sub(r"\(([^()]*)\)", lambda inner: "" if _is_fact(inner[1]) else inner.group(), bare)
    end = len(bare)
    begin = 0
    for separator in _SEPARATOR.finditer(bare):
        if begin and _is_fact(bare[begin : separator.start()]):
            return bare[: _before(bare, begin)]
        begin = separator.end()
    return bare[: _before(bare, begin)] if begin and _is_fact(bare[begin:]) else bare[:end]


def _before(bare: str, begin: int) -> int:
    """Where the separator in front of a piece begins."""
    return len(bare[:begin].rstrip(" ,;-–—|•·/:"))


def _is_fact(piece: str) -> bool:
    piece = piece.strip(_EDGES)
    return bool(phrases.NO_PART_OF_TITLE.fullmatch(piece)) or is_place(piece)


def _points(line: OfferLine, place: int) -> float:
    """How much a line looks like the name of a job."""
    text = line.text
    hiring = phrases.BEFORE_TITLE.match(text)
    if (
        len(text.split()) > _LONGEST_LINE
        or (text.endswith((".", "?", ":", ",", ";")) and not hiring)
        or (text.endswith("!") and not hiring and not phrases.GENDER_MARK.search(text))
        or heading_of(text) is not None
        or phrases.APPLYING.search(text)
        or (_LABEL.match(text) and not hiring)
        or " > " in text
    ):
        return 0
    points = 1.0 if place == 0 else 0.0
    points += 3 if phrases.GENDER_MARK.search(text) else 0
    name = cleaned(text)
    return points + (2 if len(name.split()) <= 9 and (_names_trade(name) or title_score(name) >= 3) else 0)


def _names_trade(line: str) -> bool:
    trades = shipped_words().one_form
    found = (word.lower() for word in re.findall(r"[^\W\d_]+", neutral(line)))
    return any(word in trades for word in found) or bool(phrases.ENGLISH_TRADES.search(line))


def _in_a_sentence(lines: Sequence[OfferLine]) -> str:
    text = "\n".join(line.text for line in lines[:40])[:6000]
    pattern: re.Pattern[str]
    for pattern in (phrases.TITLE_IN_SENTENCE, phrases.TITLE_AFTER_HIRING):
        for sentence in pattern.finditer(text):
            name = cleaned(re.split(r"\s+(?:à|in|at)\s+(?=[A-ZÀ-Ý])", sentence["title"])[0])
            if _names_trade(name) or title_score(name) >= 1.5:
                return name
    return ""
