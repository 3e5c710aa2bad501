"""Makes a reader's lines fit for the field rules: printable, bounded, spaced letters joined."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from relance.cv.document import Document, Line, spaced
from relance.cv.layout.repair import repaired
from relance.cv.layout.words import join_spaced_letters
from relance.cv.limits import Limits
from relance.cv.margin_headings import unfolded
from relance.cv.problems import ProblemCode, UnreadableError
from relance.cv.sections import heading_kinds
from relance.cv.text import clean, is_capitals

MAX_HALF = 24


def tidied(document: Document, limits: Limits) -> Document:
    """The same document with clean lines. Raises UnreadableError when no word is left."""
    room = limits.characters
    lines: list[Line] = []
    for line in repaired(document.lines):
        joined = join_spaced_letters(line.text)
        text = clean(joined)[: min(limits.line_characters, room)]
        if not text and line.text:
            continue
        lines.append(replace(line, text=text, spaced=line.spaced or joined != line.text))
        room -= len(text)
        if room <= 0:
            break
    lines = unfolded(list(_whole_headings(lines)))
    if not any(char.isalpha() for line in lines for char in line.text):
        raise UnreadableError(ProblemCode.NO_TEXT)
    gap = False
    marked: list[Line] = []
    for line in lines:
        if not line.text:
            gap = True
            continue
        marked.append(replace(line, starts_block=line.starts_block or gap))
        gap = False
    return replace(document, lines=spaced(marked))


def _whole_headings(lines: Sequence[Line]) -> Iterator[Line]:
    """A heading that a narrow column broke in two is one line again: "CENTRES" above "D'INTÉRÊT"."""
    place = 0
    while place < len(lines):
        line = lines[place]
        after = place + (2 if place + 1 < len(lines) and not lines[place + 1].text else 1)
        following = lines[after] if after < len(lines) else None
        if following and _is_broken_heading(line, following, adjacent=after == place + 1):
            yield replace(line, text=f"{line.text} {following.text}")
            place = after + 1
        else:
            yield line
            place += 1


def _is_broken_heading(line: Line, following: Line, *, adjacent: bool) -> bool:
    """`adjacent`: nothing stands between the two lines, so that they head one section."""
    if (
        not line.text
        or not following.text
        or max(len(line.text), len(following.text)) > MAX_HALF
        or line.size != following.size
    ):
        return False
    alike = (is_capitals(line.text) and is_capitals(following.text)) or (line.bold and following.bold)
    alike = alike or (adjacent and following.text[0].islower() and not following.starts_block)
    whole = heading_kinds(f"{line.text} {following.text}")
    if not alike or not whole:
        return False
    if heading_kinds(following.text):  # "Compétences" above "linguistiques".
        return adjacent and not following.starts_block and line.bold and following.bold
    return heading_kinds(line.text) in {(), whole}
