"""Jobs without dates of their own: a title that stands alone on its line, below another job or its firm."""

from collections.abc import Sequence
from dataclasses import replace

from relance.cv.fields.entries import DETAIL, Entry
from relance.cv.fields.roles import content, pieces
from relance.cv.fields.sentences import names_action
from relance.cv.fields.titles import is_title_line, title_score
from relance.cv.layout.bullets import BULLET
from relance.cv.sections import Numbered

SURE = 2.0


def with_undated(dated: Sequence[Entry]) -> list[Entry]:
    """The entries, each cut at the titles that stand alone among its lines.

    The first such title heads an entry that has none yet ("Acme, Leeds", "2019 - 2021", a word on the firm, "Sales
    Director"); each other one is a job of its own.
    """
    out: list[Entry] = []
    for entry in dated:
        out += _cut(entry)
    return out


def _cut(entry: Entry) -> list[Entry]:
    current = Entry(entry.period, entry.date_line, list(entry.headers))
    cut = [current]
    titled = any(piece.title >= SURE for piece in content(pieces(entry.headers)))
    for line in entry.body:
        if not _stands_alone(line):
            current.body.append(line)
        elif not titled:
            current.headers.append(_bare(line))
            titled = True
        else:
            current = Entry(None, line.number, [_bare(line)])
            cut.append(current)
    return cut


def _stands_alone(line: Numbered) -> bool:
    """A line that is a title, or a title and its firm parted by a comma or a dash."""
    if BULLET.match(line.text) or DETAIL.match(line.text) or names_action(line.text):
        return False
    parts = content(pieces([line]))
    if not 0 < len(parts) <= 2:
        return False
    titles = [part for part in parts if is_title_line(part.text)]
    return len(titles) == 1 and all(part.text[:1].isupper() and title_score(part.text) != 1.5 for part in parts)


def _bare(line: Numbered) -> Numbered:
    return replace(line, line=replace(line.line, text=line.text.strip()))
