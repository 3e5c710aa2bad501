"""Makes a reader's lines fit for the field rules: printable, bounded, spaced letters joined."""

from dataclasses import replace

from relance.cv.document import Document, Line, spaced
from relance.cv.layout.repair import repaired
from relance.cv.layout.words import join_spaced_letters
from relance.cv.limits import Limits
from relance.cv.problems import ProblemCode, UnreadableError
from relance.cv.text import clean


def tidied(document: Document, limits: Limits) -> Document:
    """The same document with clean lines. Raises UnreadableError when no word is left."""
    room = limits.characters
    lines: list[Line] = []
    for line in repaired(document.lines):
        text = clean(join_spaced_letters(line.text))[: min(limits.line_characters, room)]
        if not text and line.text:
            continue
        lines.append(replace(line, text=text))
        room -= len(text)
        if room <= 0:
            break
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
