"""What people paste, as plain lines: markup, entities, letters drawn bold and odd spaces become text."""

import html
import re
import unicodedata
from html.parser import HTMLParser
from typing import Final

# Longer than any offer; what follows is a file in the wrong place.
LONGEST: Final = 200_000
_TAG: Final = re.compile(
    r"<(?:/?(?:p|div|li|ul|ol|br|h[1-6]|span|strong|b|i|em|table|tr|td|a|body|html|section|font)\b[^<>]*|!doctype[^<>]*)>",
    re.IGNORECASE,
)
_BLOCKS: Final = frozenset(
    "p div li ul ol br h1 h2 h3 h4 h5 h6 table tr section article header footer hr dl dt dd body blockquote".split()  # noqa: SIM905  Quoted one by one they would fill the screen.
)
_HIDDEN: Final = frozenset({"script", "style", "head", "template", "noscript"})
_ENTITY: Final = re.compile(r"&(?:[a-z]{2,8}|#\d{2,6}|#x[0-9a-f]{2,5});", re.IGNORECASE)
# Letters of mathematics and in circles or squares, which boards without bold use as bold.
_DRAWN: Final = re.compile(r"[\U0001d400-\U0001d7ff\uff01-\uff5e\u24b6-\u24e9]+[\u0300-\u036f]?")
# Stars and hashes that stand for bold letters and headings.
_MARKDOWN: Final = re.compile(r"^#{1,6}(?=\s)|(?<!\*)\*\*(?!\*)", re.MULTILINE)
_ODD_SPACES: Final = dict.fromkeys(map(ord, "\u00a0\u202f\u2007\u2009\u200a\u3000\t"), " ")
_NOTHING: Final = dict.fromkeys(map(ord, "\u200b\u200c\u2060\ufeff\u00ad\ufe0e\ufe0f\u20e3"))
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def plain_text(pasted: str) -> str:
    """The text that a reader sees, line by line; nothing that has no mark-up changes but its spaces."""
    text = pasted[:LONGEST].replace("\r\n", "\n").replace("\r", "\n")
    if _TAG.search(text):
        text = _without_tags(text)
    elif _ENTITY.search(text):
        text = html.unescape(text)
    text = _CONTROLS.sub(" ", text.translate(_ODD_SPACES).translate(_NOTHING))
    text = _MARKDOWN.sub("", text)
    text = _DRAWN.sub(lambda drawn: unicodedata.normalize("NFKC", drawn.group()), text)
    return unicodedata.normalize("NFC", text)


def _without_tags(text: str) -> str:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(reader.seen)).strip()


class _Reader(HTMLParser):
    """Gathers visible text; each block begins a line, each item of a list a bullet."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  The parser's call.
        self._hidden += tag in _HIDDEN
        if tag in _BLOCKS:
            self.seen.append("\n- " if tag == "li" else "\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _HIDDEN))
        if tag in _BLOCKS:
            self.seen.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.seen.append(re.sub(r"\s+", " ", data))
