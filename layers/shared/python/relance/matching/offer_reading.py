"""Reads an offer given as pasted text: its title, what it demands and what it would like; recruiters can correct it."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from relance.jobs import Criterion, CriterionWeight
from relance.matching import offer_phrases as phrases
from relance.matching.analysis import fold
from relance.matching.gender import neutral, shipped_words

MOST_CRITERIA: Final = 20
_LONGEST_CRITERION: Final = 300
_LONGEST_TITLE: Final = 200
_TITLE_LINES: Final = 15


@dataclass(frozen=True)
class OfferReading:
    """What was read; an empty title means that none was found."""

    title: str
    criteria: tuple[Criterion, ...]


def read_offer(text: str) -> OfferReading:
    """Title and criteria of an offer in French or English; finding none is an answer, not an error."""
    lines = [line.strip() for line in text[:200_000].splitlines() if line.strip()]
    title = _title(lines)
    return OfferReading(title, tuple(_criteria(lines, title)))


# --- title ------------------------------------------------------------------------------------------


def _title(lines: list[str]) -> str:
    for line in lines[:_TITLE_LINES]:
        if labelled := phrases.LABELLED_TITLE.match(line):
            return _clean_title(labelled["title"])
    scored = [(_title_points(line, place), -place, line) for place, line in enumerate(lines[:_TITLE_LINES])]
    best = max(scored, default=(0, 0, ""))
    if best[0] >= 3:
        return _clean_title(best[2])
    if sentence := phrases.TITLE_IN_SENTENCE.search(" ".join(lines[:40])[:6000]):
        return _clean_title(sentence["title"])
    return _clean_title(best[2]) if best[0] >= 1 else ""


def _title_points(line: str, place: int) -> int:
    """How much a line looks like the name of a job."""
    if (
        len(line.split()) > 14
        or line.endswith((".", "!", "?", ":", ",", ";"))
        or phrases.BULLET.match(line)
        or "@" in line
    ):
        return 0
    if _heading_of(line) is not None:
        return 0
    points = 1 if place == 0 else 0
    points += 3 if phrases.GENDER_MARK.search(line) else 0
    points += 2 if _names_trade(line) else 0
    return points


def _names_trade(line: str) -> bool:
    trades = shipped_words().one_form
    found = (word.lower() for word in re.findall(r"[^\W\d_]+", neutral(line)))
    return any(word in trades for word in found) or bool(phrases.ENGLISH_TRADES.search(line))


def _clean_title(line: str) -> str:
    bare = phrases.TITLE_TAIL.sub("", phrases.GENDER_MARK.sub(" ", phrases.BULLET.sub("", line)))
    tidy = re.sub(r"\s+", " ", bare).strip(' -–—|,;:/()*#"«»')
    return (tidy or line.strip())[:_LONGEST_TITLE]


# --- criteria ---------------------------------------------------------------------------------------


def _heading_of(line: str) -> str | None:
    """`must`, `nice` or `other` when the line opens such a part of the offer."""
    bare = re.sub(r"^[\W_]+|[\s:.\W]+$", "", line)
    if len(bare.split()) > 7:
        return None
    for kind, heading in (
        ("nice", phrases.NICE_HEADING),
        ("must", phrases.MUST_HEADING),
        ("other", phrases.OTHER_HEADING),
    ):
        if re.fullmatch(heading, bare, re.IGNORECASE):
            return kind
    return None


def _criteria(lines: list[str], title: str) -> Iterator[Criterion]:
    part: str | None = None
    seen: set[str] = set()
    for line in lines:
        kind = _heading_of(line)
        if kind is not None:
            part = kind
            continue
        head, colon, rest = line.partition(":")
        if colon and rest.strip() and (kind := _heading_of(head)) is not None:
            part, line = kind, rest.strip()  # noqa: PLW2901  "Profil : bac+2 en comptabilité" opens a part and fills it.
        for sentence in _sentences(line):
            weight = _weight(sentence, part)
            key = fold(sentence)
            if weight is None or key in seen or key == fold(title):
                continue
            seen.add(key)
            yield _criterion(sentence, weight)
            if len(seen) >= MOST_CRITERIA:
                return


def _sentences(line: str) -> list[str]:
    pieces = (phrases.BULLET.sub("", piece).strip(" ;.") for piece in phrases.SENTENCE_END.split(line))
    return [piece[:_LONGEST_CRITERION] for piece in pieces if len(piece.split()) >= 1 and re.search(r"\w{2}", piece)]


def _weight(sentence: str, part: str | None) -> CriterionWeight | None:
    """None for what is no criterion."""
    if part == "nice":
        return CriterionWeight.NICE
    if part == "must":
        return CriterionWeight.NICE if phrases.NICE_WORDS.search(sentence) else CriterionWeight.MUST
    if len(sentence.split()) > 40:
        return None
    if phrases.NICE_WORDS.search(sentence) and part is None:
        return CriterionWeight.NICE
    return CriterionWeight.MUST if phrases.MUST_WORDS.search(sentence) else None


def _criterion(sentence: str, weight: CriterionWeight) -> Criterion:
    name = hashlib.sha256(fold(sentence).encode()).hexdigest()[:10]
    return Criterion(criterion_id=name, text=sentence, weight=weight)
