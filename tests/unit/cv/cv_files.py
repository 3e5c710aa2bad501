# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.
"""Small real files for tests of CV reading, written byte by byte."""

import struct
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from types import MappingProxyType
from xml.sax.saxutils import escape

A4 = (595, 842)
PICTURE = b"\nq 595 0 0 842 0 0 cm /Im1 Do Q"
"""A picture that fills the page."""
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WIDTHS = {
    char: width
    for width, chars in {
        222: "ijl'", 278: " !,./:;ftI[]|\u00a0", 333: "r-()", 355: '"', 500: "cksvxyzJç", 556: "abdeghnopqu0123456789Léèêëàâîïôûùœ–#?+_",
        584: "=<>~", 611: "FTZ", 667: "ABEKPSVXYÉÈÀ&", 722: "CDHNRUÇw", 778: "GOQÔ", 833: "mM", 944: "W", 1015: "@", 889: "%",
    }.items()
    for char in chars
}  # fmt: skip


@dataclass(frozen=True)
class Text:
    """Words drawn at a place of a PDF page, in points from the bottom left corner."""

    x: float
    y: float
    text: str
    size: float = 10
    bold: bool = False
    spacing: float = 0  # Extra points between letters.


def width(text: str, size: float, spacing: float = 0) -> float:
    """Width of a text in Helvetica, in points."""
    return sum(WIDTHS.get(char, 556) for char in text) * size / 1000 + spacing * len(text)


def pdf(
    pages: Sequence[Sequence[Text]],
    *,
    links: Sequence[str] = (),
    image: bool = False,
    drawings: Mapping[int, bytes] = MappingProxyType({}),
    font: bytes = b"/Encoding /WinAnsiEncoding",
    more: Sequence[bytes] = (),
) -> bytes:
    """A PDF with one content stream a page; `image` draws a grey picture over each page.

    `drawings` adds operators to a page by its place, `font` describes both fonts, `more` are objects from number 6 on.
    """
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects += [
        b"<< /Type /Font /Subtype /Type1 /BaseFont /%s %s >>" % (name, font)
        for name in (b"Helvetica", b"Helvetica-Bold")
    ]
    picture = (
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
    )
    objects.append(picture + b"\nstream\n\x80\nendstream")
    objects += more
    kids = []
    for place, page in enumerate(pages):
        stream = b"\n".join(_drawn(text) for text in page)
        if image:
            stream += PICTURE
        stream += drawings.get(place, b"")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        annotations = b"".join(
            b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (%s) >> >>" % link.encode()
            for link in links
        )
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Annots [%s] /Resources << /Font << /F1 3 0 R "
            b"/F2 4 0 R >> /XObject << /Im1 5 0 R >> >> >>" % (len(objects), annotations)
        )
        kids.append(len(objects))
    references = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (references, len(kids))
    return _assembled(objects)


def _drawn(text: Text) -> bytes:
    coded = text.text.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    font = b"F2" if text.bold else b"F1"
    return b"BT /%s %.1f Tf %.2f Tc %.2f %.2f Td (%s) Tj ET" % (font, text.size, text.spacing, text.x, text.y, coded)


def _assembled(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def pdf_of_lines(lines: Sequence[str], *, size: float = 10, right: float = 545) -> bytes:
    """A one-column PDF; lines that are too long are broken at spaces, as a word processor would."""
    pages: list[list[Text]] = [[]]
    y = 800.0
    for line in lines:
        for row in _broken(line, size, right - 50) or [""]:
            if y < 45:
                pages.append([])
                y = 800.0
            if row:
                pages[-1].append(Text(50, y, row, size))
            y -= size * 1.35
    return pdf(pages)


def _broken(line: str, size: float, room: float) -> list[str]:
    rows: list[str] = []
    for word in line.strip().split(" "):
        if rows and width(f"{rows[-1]} {word}", size) <= room:
            rows[-1] += f" {word}"
        else:
            rows.append(word)
    return rows


def docx(
    body: str,
    *,
    extra: dict[str, str] | None = None,
    relations: str = "",
    media: Mapping[str, bytes] = MappingProxyType({}),
) -> bytes:
    """A DOCX around the XML of its body; `extra` and `media` add parts by name."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>'
        ),
        **(extra or {}),
        **media,
    }
    return zipped(parts)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of parts, in their order."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def paragraph(text: str, *, look: str = "", properties: str = "") -> str:
    """One DOCX paragraph."""
    shown = escape(text).replace("\t", "</w:t><w:tab/><w:t>")
    return (
        f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{shown}</w:t></w:r></w:p>'
    )


def docx_of_lines(lines: Sequence[str]) -> bytes:
    """A DOCX with one paragraph a line."""
    return docx("".join(paragraph(line) for line in lines))


def odt_of_lines(lines: Sequence[str]) -> bytes:
    """An ODT with one paragraph a line."""
    spaces = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    body = "".join(f"<text:p>{escape(line)}</text:p>" for line in lines)
    content = f"<office:document-content {spaces}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def rtf_of_lines(lines: Sequence[str]) -> bytes:
    """An RTF with one paragraph a line."""
    coded = "\\par\n".join("".join(_rtf_char(char) for char in line) for line in lines)
    return f"{{\\rtf1\\ansi\\ansicpg1252\\deff0{{\\fonttbl{{\\f0 Arial;}}}}\n{coded}\\par}}".encode("ascii")


def _rtf_char(char: str) -> str:
    if char in "\\{}":
        return f"\\{char}"
    return char if ord(char) < 128 else f"\\u{ord(char)}?"


def html_of_lines(lines: Sequence[str]) -> bytes:
    """An HTML page with one paragraph a line."""
    body = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>x</title></head><body>{body}</body></html>".encode()
    )


def doc_of_lines(lines: Sequence[str], *, encrypted: bool = False) -> bytes:
    """A Word 97 file: one piece of UTF-16 text in a compound file of 512-byte sectors."""
    story = "".join(f"{line}\r" for line in lines)
    text = story.encode("utf-16-le")
    start = 0x800
    word = bytearray(start) + text
    word += bytes(max(4096, -(-len(word) // 512) * 512) - len(word))
    struct.pack_into("<HH", word, 0, 0xA5EC, 193)
    struct.pack_into("<H", word, 10, 0x0200 | (0x0100 if encrypted else 0))
    struct.pack_into("<I", word, 0x4C, len(story))
    pieces = struct.pack("<II", 0, len(story)) + struct.pack("<HIH", 0, start, 0)
    clx = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    struct.pack_into("<II", word, 0x01A2, 0, len(clx))
    return _compound({"WordDocument": bytes(word), "1Table": clx.ljust(4096, b"\0")})


def _compound(streams: dict[str, bytes]) -> bytes:
    free, end = 0xFFFFFFFF, 0xFFFFFFFE
    table: list[int] = [0xFFFFFFFD]
    body = b""
    entries = [_entry("Root Entry", 5, end, 0, child=1)]
    first = 2  # Sector 0 is the sector table, 1 the directory.
    table.append(end)
    for number, (name, data) in enumerate(streams.items(), 1):
        count = len(data) // 512
        table += [first + n + 1 for n in range(count - 1)] + [end]
        entries.append(
            _entry(name, 2, first, len(data), child=free, right=number + 1 if number < len(streams) else free)
        )
        body += data
        first += count
    assert len(table) <= 128
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += (
        struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
        + struct.pack("<I", 0)
        + struct.pack("<I", free) * 108
    )
    sectors = struct.pack("<128I", *table, *[free] * (128 - len(table)))
    return head + sectors + b"".join(entries).ljust(512, b"\0") + body


def _entry(name: str, kind: int, first: int, size: int, *, child: int, right: int = 0xFFFFFFFF) -> bytes:
    coded = name.encode("utf-16-le")
    entry = coded.ljust(64, b"\0") + struct.pack("<HBBIII", len(coded) + 2, kind, 1, 0xFFFFFFFF, right, child)
    return entry + bytes(36) + struct.pack("<III", first, size, 0)
