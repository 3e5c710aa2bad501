"""The lines of an offer: what each opens, and whether it is an item of a list."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from relance.matching import offer_phrases as phrases
from relance.matching.analysis import fold
from relance.matching.pasted import plain_text

type Part = Literal["must", "nice", "other"]

_MOST_HEADING_WORDS: Final = 8
_LONGEST_LINE: Final = 2_000
_HEADINGS: Final[tuple[tuple[Part, re.Pattern[str]], ...]] = (
    ("nice", re.compile(phrases.NICE_HEADING)),
    ("must", re.compile(phrases.MUST_HEADING)),
    ("other", re.compile(phrases.OTHER_HEADING)),
)
_CUES: Final[tuple[tuple[Part, re.Pattern[str]], ...]] = tuple(
    (part, re.compile(cues)) for part, cues in phrases.HEADING_CUES
)
# "Compétences attendues pour ce poste" asks; "Profil de poste" and "Le poste" describe.
_DESCRIBES: Final = re.compile(
    r"profile? (?:de |du )(?:poste|l'entreprise)|\b(?:company|our) profile|\byour (?:role|missions?)"
)


@dataclass(frozen=True, slots=True)
class OfferLine:
    """One line without its bullet; an empty one separates."""

    text: str
    mark: str
    """The bullet, number or picture that it opens with; empty for none."""
    after_gap: bool
    """Whether an empty line stands before it."""
    raw: str
    """With what it opens with: some offers label by pictures."""


def offer_lines(pasted: str) -> list[OfferLine]:
    """The lines that say something, in their order."""
    found: list[OfferLine] = []
    gap = False
    for raw in _bounded(plain_text(pasted).splitlines()):
        text = re.sub(r"\s+", " ", phrases.BULLET.sub("", raw)).strip()
        text = re.sub(r"\s*[^\w\s.,;:!?)\]»\"”'’%€£$+#/*…-]+$", "", text)
        if not re.search(r"[^\W_]", text):
            gap = True
            continue
        found.append(OfferLine(text, _mark(raw), gap, raw.strip()))
        gap = False
    return found


def _bounded(lines: Iterable[str]) -> Iterator[str]:
    """Lines of a length that every rule can bear; a long paragraph is cut between words."""
    for line in lines:
        while len(line) > _LONGEST_LINE:
            cut = line.rfind(" ", _LONGEST_LINE // 2, _LONGEST_LINE)
            cut = cut if cut > 0 else _LONGEST_LINE
            yield line[:cut]
            line = line[cut:]  # noqa: PLW2901  What is left of it.
        yield line


def _mark(raw: str) -> str:
    marked = phrases.MARKED.match(raw)
    return re.sub(r"\d+", "1", marked.group().strip()) if marked else ""


def parts_opened(lines: Sequence[OfferLine]) -> list[Part | None]:
    """For each line the part that it opens: an item among items with the same bullet opens none."""
    marks = ["", *(line.mark for line in lines), ""]
    opened: list[Part | None] = []
    for i, line in enumerate(lines):
        among_equals = line.mark and line.mark in {marks[i], marks[i + 2]}
        before_a_list = (
            marks[i + 2] and line.mark != marks[i + 2] and i + 2 < len(lines) and marks[i + 3] == marks[i + 2]
        )
        part = None if among_equals else heading_of(line.text)
        opened.append(part or (_told_by_a_word(line) if before_a_list and not among_equals else None))
    return opened


def _told_by_a_word(line: OfferLine) -> Part | None:
    """What a line opens that stands before a list like a heading, by the words in it."""
    text = fold(line.text)
    if len(text.split()) > _MOST_HEADING_WORDS or text.endswith((".", ",", ";")):
        return None
    return next((part for part, cues in _CUES if cues.search(text)), None)


def heading_of(text: str) -> Part | None:
    """What part of the offer a line opens; None when it opens none."""
    bare = re.sub(r"^\W+|\W+$", "", re.sub(r"\s*[:?!.…-]+\s*$", "", fold(text)))
    bare = re.sub(r"\s*\([^)]*\)$", "", re.sub(r"\s+", " ", bare))
    if not bare or len(bare.split()) > _MOST_HEADING_WORDS:
        return None
    if _DESCRIBES.search(bare):
        return "other"
    return next((part for part, heading in _HEADINGS if heading.fullmatch(bare)), None)


def opens_something(line: OfferLine) -> bool:
    """Whether a short line looks like a heading although its words are not known."""
    short = len(line.text.split()) <= _MOST_HEADING_WORDS
    return short and not line.mark and line.text.endswith((":", "?"))
