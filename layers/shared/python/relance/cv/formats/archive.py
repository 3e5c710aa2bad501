"""Zipped XML (DOCX, ODT): opened with bounds on size, ratio and depth, without entities (R38)."""

import zipfile
import zlib
from io import BytesIO
from xml.etree import ElementTree as ET

from relance.cv.limits import Limits
from relance.cv.problems import ProblemCode, UnreadableError

SMALL_PART = 1024 * 1024
ENCRYPTED_FLAG = 0x1
PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff")


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

    def data(self, name: str) -> bytes:
        """The bytes of a part."""
        return self._unpacked(name)

    def pictures(self, folder: str) -> tuple[str, ...]:
        """Names of the pictures in a folder, in their order."""
        found = (name for name in self.names if name.startswith(folder) and name.lower().endswith(PICTURES))
        return tuple(sorted(found, key=lambda name: (len(name), name)))

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


def no_text(archive: Archive, folder: str) -> UnreadableError:
    """The problem of a document without a word; the pictures in `folder` may hold the page as a scan."""
    pages = tuple(range(1, len(archive.pictures(folder)) + 1))
    return UnreadableError(ProblemCode.SCANNED_NO_TEXT if pages else ProblemCode.NO_TEXT, pages=pages)


def parse_xml(data: bytes, limits: Limits) -> ET.Element:
    """The root element. Raises UnreadableError for document types, entities, excessive depth, broken XML."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or "<!DOCTYPE".encode("utf-16-le") in data:
        raise UnreadableError(ProblemCode.UNSAFE_CONTENT)
    guard = _DepthGuard(limits.xml_depth)
    parser = ET.XMLParser(target=guard)  # noqa: S314 - document types are refused above
    try:
        parser.feed(data)
        root = parser.close()
    except (ET.ParseError, ValueError, LookupError, AssertionError) as error:
        raise UnreadableError(ProblemCode.DAMAGED) from error
    if not isinstance(root, ET.Element):
        raise UnreadableError(ProblemCode.DAMAGED)
    return root


class _DepthGuard(ET.TreeBuilder):
    """Builds the tree and stops where elements nest too deep."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._room = limit

    def start(self, tag: str, attributes: dict[str, str], /) -> ET.Element:
        """An element opens."""
        self._room -= 1
        if self._room < 0:
            raise UnreadableError(ProblemCode.BOMB)
        return super().start(tag, attributes)

    def end(self, tag: str, /) -> ET.Element:
        """An element closes."""
        self._room += 1
        return super().end(tag)
