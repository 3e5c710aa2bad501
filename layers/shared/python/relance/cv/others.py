"""Lines of a CV that are about other people: who vouches for the candidate has an address and a number too."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from relance.cv.document import Line
from relance.cv.fields.contact import EMAIL
from relance.cv.section_words import Kind
from relance.cv.sections import Section, heading_kinds
from relance.cv.text import fold, words_of

NEAR = 2
MIN_NAME = 3


def own_lines(lines: Sequence[Line], parts: Iterable[Section], name: str | None) -> tuple[Line, ...]:
    """The lines, those of referees emptied so that numbers stay; what stands around the person's own address stays."""
    referees = {line.number for part in parts if part.is_about(Kind.REFERENCES) for line in part.lines}
    own = {number for number in referees if _is_addressed_to(lines[number - 1].text, name)}
    kept = {number + step for number in own for step in range(-NEAR, NEAR + 1)}
    return tuple(replace(line, text="") if number in referees - kept else line for number, line in enumerate(lines, 1))


def is_below_references(lines: Sequence[Line], number: int) -> bool:
    """True when the nearest heading above line `number` is that of the references."""
    kinds = (heading_kinds(line.text) for line in reversed(lines[: number - 1]))
    return Kind.REFERENCES in next(filter(None, kinds), ())


def _is_addressed_to(text: str, name: str | None) -> bool:
    found = EMAIL.search(text)
    words = [word for word in words_of(name or "") if len(word) >= MIN_NAME]
    return bool(found) and any(word in fold(found[0].split("@")[0]) for word in words if found)
