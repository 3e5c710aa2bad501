"""Zipped XML (DOCX, ODT): opened with bounds on size, ratio and depth, without entities (R38)."""

import zipfile
import zlib
from io import BytesIO
from xml.etree import ElementTree as ET

from relance.cv.limits import Limits
from relance.cv.problems import ProblemCode, UnreadableError

SMALL_PART = 1024 * 1024
ENCRYPTED_FLAG = 0x1


class Archive:
    """The parts of a zipped document; total bytes unpacked are bounded over all reads."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError) as error:
            raise UnreadableError(ProblemCode.DAMAGED) from error
        self._left = limits.unpacked_bytes
        self._limits = limits
        entries = self._zip.infolist()
        if len(entries) > limits.archive_entries:
            raise UnreadableError(ProblemCode.BOMB)
        self.names = frozenset(entry.filename for entry in entries)

    def xml(self, name: str) -> ET.Element | None:
        """The root of an XML part, or None when the archive has no such part."""
        if name not in self.names:
            return None
        return parse_xml(self._unpacked(name), self._limits)

    def text(self, name: str) -> str | None:
        """A small text part, or None."""
        return self._unpacked(name).decode("utf-8", "replace") if name in self.names else None

    def _unpacked(self, name: str) -> bytes:
        entry = self._zip.getinfo(name)
        if entry.flag_bits & ENCRYPTED_FLAG:
            raise UnreadableError(ProblemCode.ENCRYPTED)
        try:
            with self._zip.open(entry) as part:
                data = part.read(self._left + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise UnreadableError(ProblemCode.DAMAGED) from error
        ratio = len(data) / max(entry.compress_size, 1)
        if len(data) > self._left or (len(data) > SMALL_PART and ratio > self._limits.unpack_ratio):
            raise UnreadableError(ProblemCode.BOMB)
        self._left -= len(data)
        return data


def parse_xml(data: bytes, limits: Limits) -> ET.Element:
    """The root element. Raises UnreadableError for document types, entities, excessive depth, broken XML."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or "<!DOCTYPE".encode("utf-16-le") in data:
        raise UnreadableError(ProblemCode.UNSAFE_CONTENT)
    parser = ET.XMLPullParser(("start", "end"))
    depth, root = 0, None
    try:
        for place in range(0, len(data), 1 << 18):
            parser.feed(data[place : place + (1 << 18)])
            for event, element in parser.read_events():
                if event == "start":
                    root = element if root is None else root
                    depth += 1
                    if depth > limits.xml_depth:
                        raise UnreadableError(ProblemCode.BOMB)
                else:
                    depth -= 1
        parser.close()
    except (ET.ParseError, ValueError, LookupError) as error:
        raise UnreadableError(ProblemCode.DAMAGED) from error
    if root is None:
        raise UnreadableError(ProblemCode.DAMAGED)
    return root
