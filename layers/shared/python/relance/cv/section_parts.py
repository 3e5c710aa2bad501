"""A section of a CV: its heading, what it is about, its lines."""

from dataclasses import dataclass, field

from relance.cv.document import Line
from relance.cv.section_words import Kind


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line with its number in the text (from 1)."""

    number: int
    line: Line

    @property
    def text(self) -> str:
        """The line's text."""
        return self.line.text


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under one heading; `kinds` has more than one when the heading names several."""

    kinds: tuple[Kind, ...]
    heading: Numbered | None
    lines: list[Numbered] = field(default_factory=list)

    def is_about(self, kind: Kind) -> bool:
        """True when the heading names this kind."""
        return kind in self.kinds
