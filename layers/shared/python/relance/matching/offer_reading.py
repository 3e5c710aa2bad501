"""Reads an offer given as pasted text: its title, its facts, what it demands and what it would like; recruiters can
correct it."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from relance.jobs import Criterion, CriterionWeight
from relance.matching import offer_phrases as phrases
from relance.matching.analysis import fold
from relance.matching.offer_facts import OfferFacts, facts_of
from relance.matching.offer_lines import OfferLine, Part, heading_of, offer_lines, opens_something, parts_opened
from relance.matching.offer_titles import title_of

MOST_CRITERIA: Final = 20
_LONGEST_CRITERION: Final = 300
# The facts and demands of an offer stand on its first pages; what follows is read by the engines, not by rules.
_MOST_LINES: Final = 1_000
# Longer sentences outside the parts that list demands tell of the work.
_LONGEST_DEMAND: Final = 40


@dataclass(frozen=True)
class OfferReading:
    """What was read; an empty title means that none was found."""

    title: str
    criteria: tuple[Criterion, ...]
    facts: OfferFacts = field(default_factory=OfferFacts)


def read_offer(text: str) -> OfferReading:
    """Title, facts and criteria of an offer in French or English; finding none is an answer, not an error."""
    lines = offer_lines(text)[:_MOST_LINES]
    title = title_of(lines)
    return OfferReading(title, tuple(_criteria(lines, title)), facts_of(lines))


def _criteria(lines: Sequence[OfferLine], title: str) -> Iterator[Criterion]:
    seen = {fold(title)}
    for part, demand in _demands(lines):
        for clause in _clauses(demand):
            weight = _weight(clause, part)
            text = clause.strip(" ;.,")[:_LONGEST_CRITERION].rstrip()
            if weight is None or not re.search(r"\w{2}", text) or fold(text) in seen:
                continue
            seen.add(fold(text))
            yield _criterion(text, weight)
            if len(seen) > MOST_CRITERIA:
                return


def _demands(lines: Sequence[OfferLine]) -> Iterator[tuple[Part | None, str]]:
    """Each sentence with the part of the offer in which it stands."""
    part: Part | None = None
    listed = False  # Whether the part that is open is a list.
    for line, opened in zip(lines, parts_opened(lines), strict=True):
        if opened is not None or opens_something(line):
            part, listed = opened, False
            continue
        text = line.text
        head, colon, rest = text.partition(":")
        if colon and rest.strip() and (named := heading_of(head)) is not None:
            part, text, listed = named, rest.strip(), False  # "Profil : bac+2" opens a part and fills it.
        if listed and line.after_gap and not line.mark:
            part = None  # A paragraph after a list is no item of it.
        listed = listed or bool(line.mark)
        for sentence in phrases.SENTENCE_END.split(text):
            yield part, sentence


def _clauses(sentence: str) -> list[str]:
    """The sentence, or its two halves where one is demanded and one wished for: "anglais exigé, allemand apprécié"."""
    pieces = re.split(r"\s?[,;]\s+(?![^()]*\))", sentence)
    nice = [bool(phrases.NICE_WORDS.search(_outside_brackets(piece))) for piece in pieces]
    if len(pieces) < 2 or all(nice) or not any(nice) or any(len(piece.split()) < 2 for piece in pieces):
        return [sentence]
    first = nice.index(True)
    if first == 0:
        return [sentence]
    return [", ".join(pieces[:first]), ", ".join(pieces[first:])]


def _outside_brackets(text: str) -> str:
    """A wish in brackets concerns a detail ("un CRM (Salesforce idéalement)"), unless nothing else stands in them."""
    return re.sub(r"\(([^()]*)\)", lambda inner: inner.group() if _only_a_wish(inner[1]) else "", text)


def _only_a_wish(text: str) -> bool:
    return not re.search(r"\w", phrases.NICE_WORDS.sub("", text))


def _weight(sentence: str, part: Part | None) -> CriterionWeight | None:
    """None for what is no criterion."""
    wished = bool(phrases.NICE_WORDS.search(_outside_brackets(sentence)))
    if (
        phrases.NO_CRITERION.search(sentence)
        or phrases.APPLYING.search(sentence)
        or (phrases.NOT_ASKED.search(sentence) and not wished)
    ):
        return None
    if part in {"must", "nice"}:
        return CriterionWeight.NICE if wished or part == "nice" else CriterionWeight.MUST
    if len(sentence.split()) > _LONGEST_DEMAND:
        return None
    if wished and (part is None or phrases.CRITERION_WORDS.search(sentence)):
        return CriterionWeight.NICE
    return CriterionWeight.MUST if phrases.MUST_WORDS.search(sentence) else None


def _criterion(sentence: str, weight: CriterionWeight) -> Criterion:
    name = hashlib.sha256(fold(sentence).encode()).hexdigest()[:10]
    return Criterion(criterion_id=name, text=sentence, weight=weight)
