"""What a CV may cost to read (R38)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one reading. Sizes in bytes; `time` is processor time."""

    file_bytes: int = 15 * 1024 * 1024
    pages: int = 50
    unpacked_bytes: int = 60 * 1024 * 1024
    unpack_ratio: int = 200
    archive_entries: int = 2_000
    xml_depth: int = 200
    characters: int = 400_000
    line_characters: int = 4_000
    time: timedelta = timedelta(seconds=10)
    memory_bytes: int = 1024 * 1024 * 1024
    pixels: int = 60_000_000
    """Of a picture before it is made smaller: an A4 page at 600 dpi has 35 million."""
    recognised_pages: int = 10
    """Pages that go through OCR; what comes later stays marked as not read."""


LIMITS: Final = Limits()
