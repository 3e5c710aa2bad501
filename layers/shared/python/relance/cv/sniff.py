"""Tells the format of a file by its content, never by its name (R38)."""

import re
import zipfile
from io import BytesIO

from relance.cv.document import Format
from relance.cv.problems import ProblemCode, UnreadableError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|div|h1|p|table)[\s>/]", re.IGNORECASE)
MAIL_HEADERS = re.compile(
    rb"\s*(?:[A-Za-z][\w-]*:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){0,60}?"
    rb"(?:MIME-Version:\s*\d|(?:Message-ID|Return-Path):\s*<|Received:\s*(?:from|by)\s)",
    re.IGNORECASE,
)
"""E-mails; also pages that a browser or Word saved in one file."""
SAVED_PAGE = re.compile(rb"^Content-Type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
ODT_TYPE = b"application/vnd.oasis.opendocument.text"
KNOWN_OTHERS = (
    b"\x7fELF",
    b"MZ",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"GIF8",
    b"BZh",
    b"\xcafebabe",
    b"ID3",
    b"RIFF",
    b"%!PS",
)


def sniff(content: bytes) -> Format:
    """The format. Raises UnreadableError for empty files and for what is no CV format."""
    if not content.strip(b"\x00 \t\r\n\f"):
        raise UnreadableError(ProblemCode.EMPTY)
    head = content[:1024]
    if b"%PDF-" in head:
        return Format.PDF
    if head.startswith(b"PK"):
        return _zipped(content)
    if head.startswith(OLE):
        return _compound(content)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rt"):
        return Format.RTF
    for mark, picture in (
        (b"\xff\xd8\xff", Format.JPEG),
        (b"\x89PNG\r\n", Format.PNG),
        (b"II*\x00", Format.TIFF),
        (b"MM\x00*", Format.TIFF),
    ):
        if head.startswith(mark):
            return picture
    if head.startswith(KNOWN_OTHERS):
        raise UnreadableError(ProblemCode.UNSUPPORTED_FORMAT)
    return _textual(content)


def _zipped(content: bytes) -> Format:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError) as error:
        if b"word/" in content:
            raise UnreadableError(ProblemCode.DAMAGED) from error
        raise UnreadableError(
            ProblemCode.DAMAGED
            if ODT_TYPE in content[:200] or b"[Content_Types].xml" in content[:400]
            else ProblemCode.UNSUPPORTED_FORMAT
        ) from error
    if "word/document.xml" in names:
        return Format.DOCX
    if "content.xml" in names and ODT_TYPE in content[:400]:
        return Format.ODT
    if "content.xml" in names and "mimetype" not in names:
        return Format.ODT
    raise UnreadableError(ProblemCode.UNSUPPORTED_FORMAT)


def _compound(content: bytes) -> Format:
    """Old Word files; an encrypted DOCX has the same container."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise UnreadableError(ProblemCode.ENCRYPTED)
    if "WordDocument".encode("utf-16-le") in content:
        return Format.DOC
    raise UnreadableError(ProblemCode.UNSUPPORTED_FORMAT)


def _textual(content: bytes) -> Format:
    sample = content[:8192]
    if sample[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        sample = sample.decode("utf-16", "replace").encode()
        return _marked_up(sample) or Format.TXT
    if MAIL_HEADERS.match(sample):
        if SAVED_PAGE.search(sample):
            return Format.HTML
        raise UnreadableError(ProblemCode.UNSUPPORTED_FORMAT)
    marked_up = _marked_up(sample)
    if marked_up:
        return marked_up
    zeros = sample.count(0)
    wide = zeros > len(sample) // 4 and max(sample[::2].count(0), sample[1::2].count(0)) > 0.9 * zeros
    controls = sum(byte < 9 or 13 < byte < 32 for byte in sample)
    if not wide and controls > len(sample) // 100:
        raise UnreadableError(ProblemCode.UNSUPPORTED_FORMAT)
    return Format.TXT


def _marked_up(sample: bytes) -> Format | None:
    """HTML, or None for a text. Raises UnreadableError for XML of another kind."""
    start = sample.lstrip(b"\xef\xbb\xbf \t\r\n")
    if HTML.search(sample) and start.startswith(b"<"):
        return Format.HTML
    if start.startswith((b"<?xml", b"<svg")):
        raise UnreadableError(ProblemCode.UNSUPPORTED_FORMAT)
    return None
