"""Plain text in whatever encoding."""

from relance.cv.document import Document, Format, Line, PageFacts, spaced
from relance.cv.limits import Limits
from relance.cv.problems import ProblemCode, UnreadableError

BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def read(content: bytes, limits: Limits) -> Document:
    """The lines of a text file; an empty line or a form feed starts a block."""
    text = decoded(content)[: limits.characters]
    lines: list[Line] = []
    page, gap = 1, True
    for raw in text.splitlines():
        page += raw.count("\f")
        if not raw.strip():
            gap = True
            continue
        lines.append(Line(raw.replace("\f", ""), page=page, starts_block=gap))
        gap = False
    if not lines:
        raise UnreadableError(ProblemCode.NO_TEXT)
    return Document(Format.TXT, spaced(lines), (PageFacts(len(text)),))


def decoded(content: bytes) -> str:
    """The text: by its mark, else UTF-8, else the likeliest Western encoding."""
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _guessed(content)


def _guessed(content: bytes) -> str:
    """Old encodings: tried by how much of the result reads as French or English letters."""
    if content.count(0) > len(content) // 5:
        return content.decode("utf-16-le" if content[1::2].count(0) > content[::2].count(0) else "utf-16-be", "replace")
    candidates = [content.decode(encoding, "replace") for encoding in ("cp1252", "mac_roman", "cp850")]
    return max(candidates, key=_plausibility)


def _plausibility(text: str) -> int:
    return sum(1 if char in "éèêëàâîïôûùçœÉÈÊÀÇ’–—•€«»°äöüß\u00a0" else -2 for char in text if ord(char) > 127)
