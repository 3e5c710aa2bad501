"""Gives lines back to texts that lost them: everything on one line, or paragraphs cut at a fixed width."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from relance.cv.dates import periods
from relance.cv.document import Line
from relance.cv.layout.bullets import BULLET
from relance.cv.layout.wrapping import CLOSED_END, goes_on_after_gap
from relance.cv.text import unescaped

_GAP: Final = re.compile(r"(?<=\S) {2,}(?=\S)")
_REST_OF_PERIOD: Final = re.compile(
    r"((?:19|20)\d\d|present|now|current|présent|aujourd['’]hui)\s*:\s*\S", re.IGNORECASE
)
# "décembre 2022 à août": the year stands on the next line.
_OPEN_PERIOD: Final = re.compile(r"\d\s+(?:à|au|to|until|[–—-](?=\s+\w))(?:\s+[^\W\d]{3,9}\.?)?$", re.IGNORECASE)
_SECOND_HALF: Final = re.compile(r"(?:à|au|to|until)\s+\w", re.IGNORECASE)
MIN_GAPS = 6
LONG_LINE = 60
MAX_JOINED = 1_500
MAX_DATE = 24
MAX_BEFORE_DATE = 60


def repaired(lines: Sequence[Line]) -> list[Line]:
    """The lines, with lost breaks put back and broken paragraphs made whole."""
    legible = [replace(line, text=unescaped(line.text)) for line in lines]
    legible = [line for place, line in enumerate(legible) if not _is_page_gap(legible, place)]
    if _is_run_on(legible):
        legible = list(_cut(legible))
    return list(_made_whole(legible))


def _is_page_gap(lines: Sequence[Line], place: int) -> bool:
    """True for the empty line between two pages where the second begins in small letters."""
    if lines[place].text.strip() or not 0 < place < len(lines) - 1:
        return False
    following = lines[place + 1]
    return following.page != lines[place - 1].page and following.text[:1].islower()


def _is_run_on(lines: Sequence[Line]) -> bool:
    """True when two spaces stand where line breaks were: many of them, in long lines."""
    full = [line for line in lines if line.text.strip()]
    gaps = sum(len(_GAP.findall(line.text)) for line in full)
    letters = sum(len(line.text) for line in full)
    return gaps >= MIN_GAPS and gaps >= len(full) / 2 and letters > 70 * len(full)


def _cut(lines: Iterable[Line]) -> Iterator[Line]:
    text = "".join(line.text + _break_after(line, following) for line, following in pairwise([*lines, Line("")]))
    for place, part in enumerate(re.split(r"( {2,}|\s+(?=[•●▪■◆➢✓\uf0b7\uf0a7\uf0d8]))", text)):
        if place % 2 == 0 and part.strip(' "'):
            yield Line(part.strip(' "'))


def _break_after(line: Line, following: Line) -> str:
    """What parts two rows of a text that lost its breaks; the first row of a page may go on with a sentence."""
    if not line.text.strip():
        return "  "
    over = line.page != following.page and goes_on_after_gap(line.text, following.text)
    return " " if over or not line.size else "  "


def _made_whole(lines: Sequence[Line]) -> Iterator[Line]:
    previous: Line | None = None
    for line in lines:
        if previous is not None and _is_split_period(previous.text, line.text):
            previous = replace(previous, text=f"{previous.text.strip()} – {line.text.strip()}")
            continue
        if previous is not None and _is_end_of_period(previous.text, line.text):
            between = " " if _is_written_on(previous.text, line.text) else " – "
            previous = replace(previous, text=f"{previous.text.strip(' –—-')}{between}{line.text.strip(' –—-')}")
            continue
        if previous is not None and _goes_on(previous.text, line, over_page=line.page != previous.page):
            previous = replace(previous, text=f"{previous.text.rstrip()} {line.text.strip()}")
            continue
        if previous is not None:
            yield previous
        previous = line
    if previous is not None:
        yield previous


def _is_split_period(upper: str, text: str) -> bool:
    """True for "2007" above "Present: Copywriter, Acme" or "2010: Copywriter": a period that lost its dash."""
    found = _REST_OF_PERIOD.match(text.strip())
    return (
        bool(found and re.fullmatch(r"(?:19|20)\d\d", upper.strip()))
        and periods(f"{upper} – {found[1] if found else ''}")[0].is_range
    )


def _is_end_of_period(upper: str, text: str) -> bool:
    """True for "mars 2020" above "juin 2021" or "present": a period on two lines, as narrow columns write it."""
    upper, text = upper.strip(" –—-"), text.strip(" –—-")
    if not upper or not text or len(upper) > MAX_BEFORE_DATE or len(text) > MAX_DATE:
        return False
    if _is_written_on(upper, text):
        joined = periods(f"{upper} {text}")
        return len(joined) == 1 and joined[0].is_range and joined[0].finish == len(upper) + 1 + len(text)
    first = periods(upper)
    if not first or first[-1].is_range or first[-1].finish < len(upper):
        return False
    alone = first[-1].begin == 0 or not first[-1].start or "-" in first[-1].start
    joined = periods(f"{upper} – {text}")
    return (
        alone and len(joined) == len(first) and joined[-1].is_range and joined[-1].finish == len(upper) + 3 + len(text)
    )


def _is_written_on(upper: str, text: str) -> bool:
    """ "décembre 2022 à août" above "2024", "de mars 2020" above "à mai 2021": the word between them is written."""
    return bool(_OPEN_PERIOD.search(upper) or _SECOND_HALF.match(text))


def _goes_on(upper: str, line: Line, *, over_page: bool) -> bool:
    """True when the line finishes the one above: a bracket still open, or a long line that ends in mid-sentence."""
    text = line.text.strip()
    if (
        not text
        or (line.starts_block and not over_page)
        or line.heading
        or BULLET.match(text)
        or len(upper) > MAX_JOINED
    ):
        return False
    if upper.count("(") > upper.count(")") and ")" in text and "(" not in text.split(")")[0] and len(upper) > 20:
        return True
    starts_with_date = any(period.begin <= 3 for period in periods(text))
    return (
        not starts_with_date
        and len(upper) >= LONG_LINE
        and text[:1].islower()
        and not CLOSED_END.search(upper)
        and "@" not in text[:40]
    )
