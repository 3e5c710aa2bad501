"""What a format reader gives to the field rules: lines in reading order, with the little that the layout says."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Format(StrEnum):
    """File formats told apart by their content (R38)."""

    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    RTF = "rtf"
    DOC = "doc"
    HTML = "html"
    TXT = "txt"
    JPEG = "jpeg"
    PNG = "png"
    TIFF = "tiff"

    @property
    def is_image(self) -> bool:
        """True for formats that hold a picture and no text."""
        return self in {Format.JPEG, Format.PNG, Format.TIFF}


@dataclass(frozen=True, slots=True)
class Line:
    """One logical line: a wrapped paragraph is one line. `size` in points (0 = unknown), `page` from 1.

    `spaced`: its letters were spaced out, and other readers may see single letters; `boxed`: it stands in a text box.
    """

    text: str
    page: int = 1
    size: float = 0.0
    bold: bool = False
    heading: bool = False
    starts_block: bool = False
    spaced: bool = False
    boxed: bool = False


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What was seen on one page: number of characters, share of the area under images (0..1), columns of text.

    `readable` is False for a page that shows writing which could not be read: a scan, or letters without meaning.
    """

    characters: int
    image_share: float = 0.0
    columns: int = 1
    readable: bool = True


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink: its target and the words that carry it."""

    url: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A file as lines in reading order. `lines` may hold empty ones between blocks."""

    format: Format
    lines: tuple[Line, ...]
    pages: tuple[PageFacts, ...]
    links: tuple[Link, ...] = field(default=())

    @property
    def unread_pages(self) -> tuple[int, ...]:
        """Numbers, from 1, of the pages that could not be read."""
        return tuple(number for number, page in enumerate(self.pages, 1) if not page.readable)

    @property
    def text(self) -> str:
        """The text; `text.splitlines()[n - 1]` is line n of every source reference."""
        return "\n".join(line.text for line in self.lines)


def spaced(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines with one empty line in front of every block, none doubled, none at the ends."""
    out: list[Line] = []
    for line in lines:
        if not line.text.strip():
            continue
        if line.starts_block and out and out[-1].text:
            out.append(Line("", page=line.page))
        out.append(line)
    return tuple(out)
