"""Words with boxes, and the joining of letter-spaced ones."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

# Share of the font size; a word of ordinary text has smaller gaps between its letters than between words.
WORD_GAP = 0.2
TAB_GAP = 2.0
LOOK_GAP = 0.8  # Enough between a large bold word and a plain one: a heading beside its text.
ITEM_GAP = 1.1  # Enough where all other words have ordinary spaces: items beside one another.
MANY_SPACES = 3
DOUBLE = 1.7  # Two spaces are so many times as wide as one.
FEW = 0.02
LETTER_RUN = 3
MIN_FOR_USUAL_GAP = 5


@dataclass(slots=True)
class Word:
    """Letters in one box; `y` is the baseline and grows upwards, `size` the height of the font, all in points."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False
    after_space: bool = True  # A real space character stands before it, not only a gap.
    gaps: list[float] = field(default_factory=list)
    opens_item: bool = False  # A dot or a square is drawn left of it.


def rows(words: Iterable[Word]) -> list[list[Word]]:
    """Words grouped by baseline, top to bottom, each row from left to right."""
    grouped: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (-w.y, w.x0)):
        for row in reversed(grouped[-4:]):
            if abs(row[0].y - word.y) <= 0.4 * min(row[0].size, word.size):
                row.append(word)
                break
        else:
            grouped.append([word])
    for row in grouped:
        row.sort(key=lambda w: w.x0)
    return grouped


def row_text(row: Sequence[Word], *, spaces_drawn: bool, space: float = 0.0) -> str:
    """The text of one row: letter-spaced words whole, a tab where the gap is as wide as a column's.

    `space`: the usual gap between words around the row in points, 0 where it is not known.
    """
    parts: list[str] = []
    gaps = sorted(right.x0 - left.x1 for left, right in pairwise(row))
    usual = gaps[len(gaps) // 4] if len(row) >= MIN_FOR_USUAL_GAP else 0.0
    before = row[0]
    for run in _runs(row):
        joined = _joined(run, spaces_drawn=spaces_drawn)
        if parts:
            gap = run[0].x0 - _end(row, run[0])
            double = usual > 0 and gap > DOUBLE * usual
            size = run[0].size
            apart = gap > TAB_GAP * size or (gap > LOOK_GAP * size and _changes_look(before, run[0]))
            apart = apart or (space > 0 and gap > ITEM_GAP * size and gap > MANY_SPACES * space)
            parts.append("\t" if apart else "  " if double else " ")
        before = run[-1]
        parts.append(joined)
    return "".join(parts)


def usual_space(block: Sequence[Sequence[Word]]) -> float:
    """The gap between words of a block in points; 0 where gaps of many widths stand between them, or too few."""
    gaps = sorted(right.x0 - left.x1 for row in block for left, right in pairwise(row) if right.x0 > left.x1)
    if len(gaps) < MIN_FOR_USUAL_GAP:
        return 0.0
    usual, widest = gaps[len(gaps) // 3], ITEM_GAP * block[0][0].size
    between = sum(DOUBLE * usual < gap <= widest for gap in gaps)
    return usual if between <= FEW * len(gaps) else 0.0


def is_letter_spaced(row: Sequence[Word]) -> bool:
    """True when some of the row's words are written with space between their letters."""
    return any(len(run) > 1 for run in _runs(row))


def _changes_look(left: Word, right: Word) -> bool:
    return left.bold and not right.bold and left.size > 1.15 * right.size


def _end(row: Sequence[Word], word: Word) -> float:
    """Right edge of what stands left of the word."""
    return max((other.x1 for other in row if other.x0 < word.x0), default=word.x0)


def _runs(row: Sequence[Word]) -> list[list[Word]]:
    """Neighbours that may be pieces of one letter-spaced stretch: single letters, or words parted by a gap alone."""
    runs: list[list[Word]] = []
    for word in row:
        if runs and _belongs(runs[-1][-1], word):
            runs[-1].append(word)
        else:
            runs.append([word])
    return [piece for run in runs for piece in _only_spaced(run)]


def _belongs(left: Word, right: Word) -> bool:
    gap = right.x0 - left.x1
    if gap > 1.3 * right.size:
        return False
    return not right.after_space or (len(left.text) == 1 and len(right.text) == 1 and right.text.isalpha())


def _only_spaced(run: list[Word]) -> list[list[Word]]:
    """The run in one piece when its letters are spaced out, else word by word."""
    if len(run) == 1:
        return [run]
    singles = sum(len(word.text) == 1 for word in run)
    inner = [gap / word.size for word in run for gap in word.gaps]
    spread = bool(inner) and sorted(inner)[len(inner) // 4] > 0.05
    lone = singles >= LETTER_RUN and singles >= 0.8 * len(run)
    return [run] if spread or lone else [[word] for word in run]


def _joined(run: Sequence[Word], *, spaces_drawn: bool) -> str:
    if len(run) == 1:
        return run[0].text
    between = [(right.x0 - left.x1) / right.size for left, right in pairwise(run)]
    typical = median([*between, *(gap / word.size for word in run for gap in word.gaps)])
    out = run[0].text
    for (_, right), gap in zip(pairwise(run), between, strict=True):
        wide = gap > 1.6 * typical + 0.1
        real = right.after_space and spaces_drawn and not all(len(word.text) == 1 for word in run)
        out += (" " if wide or real else "") + right.text
    return out


_SPACED_LETTERS = re.compile(
    r"(?<!\S)(?:[^\W\d_](?: |\u00a0)){3,}[^\W\d_](?!\S)(?:(?:\s{2,}|\t)(?:[^\W\d_] )*[^\W\d_](?!\S))*"
)


def _is_letter_spaced(text: str) -> bool:
    """True when the whole text is single characters with two spaces between words: "M O N  P R O F I L"."""
    signs = text.split()
    letters = sum(sign.isalpha() for sign in signs)
    return letters > LETTER_RUN and all(len(sign) == 1 for sign in signs) and letters >= 0.7 * len(signs)


def join_spaced_letters(text: str) -> str:
    """ "C O N T A C T" -> "CONTACT"; two spaces part two words. For text that has no boxes."""
    if _is_letter_spaced(text):
        return " ".join(part.replace(" ", "") for part in re.split(r"\s{2,}|\t", text.strip()))
    return _SPACED_LETTERS.sub(
        lambda found: " ".join(re.sub(r"\s", "", part) for part in re.split(r"\s{2,}|\t", found[0])), text
    )
