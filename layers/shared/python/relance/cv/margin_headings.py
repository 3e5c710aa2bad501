"""Headings that stand in a margin, left of the first line of their section."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from relance.cv.document import Line
from relance.cv.section_words import Kind
from relance.cv.sections import heading_kinds

ENOUGH = 2  # So many kinds of sections with their heading in the margin: the layout, not a chance.
_KINDS: Final = frozenset(
    {Kind.WORK, Kind.EDUCATION, Kind.SKILLS, Kind.LANGUAGES, Kind.PROFILE, Kind.INTERESTS, Kind.CERTIFICATES}
)


def unfolded(lines: Sequence[Line]) -> list[Line]:
    """The lines, each heading of the margin above the line that it stands beside."""
    beside = {kind for line in lines for kind in _kinds(line)}
    return list(_unfolded(lines)) if len(beside) >= ENOUGH else list(lines)


def _kinds(line: Line) -> frozenset[Kind]:
    name, _, rest = line.text.partition("\t")
    return _KINDS.intersection(heading_kinds(name)) if rest.strip() else frozenset()


def _unfolded(lines: Sequence[Line]) -> Iterator[Line]:
    rest_of_name = ""
    for place, line in enumerate(lines):
        text = line.text
        if rest_of_name and text.startswith(f"{rest_of_name}\t"):
            line, rest_of_name = replace(line, text=text.partition("\t")[2]), ""  # noqa: PLW2901
        if not _kinds(line):
            yield line
            continue
        name, _, rest = line.text.partition("\t")
        rest_of_name = _second_row(name, lines[place + 1 :])
        yield replace(line, text=f"{name} {rest_of_name}".strip(), starts_block=True)
        yield replace(line, text=rest, starts_block=False, spaced=False)


def _second_row(name: str, below: Sequence[Line]) -> str:
    """The rest of a heading that the margin broke in two: "Langues" above "pratiquées"."""
    more, _, rest = next((line.text for line in below if line.text), "").partition("\t")
    return more if rest and heading_kinds(f"{name} {more}") and not heading_kinds(more) else ""
