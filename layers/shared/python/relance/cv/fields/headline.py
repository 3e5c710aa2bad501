# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.
"""The headline: the trade that the CV announces at its top."""

import re
from collections.abc import Sequence
from typing import Final

from relance.cv.dates import has_date
from relance.cv.document import Line
from relance.cv.fields.contact import EMAIL, PHONE, URL
from relance.cv.fields.found import Found
from relance.cv.fields.place import looks_like_place
from relance.cv.fields.titles import title_score, without_gender_mark
from relance.cv.sections import heading_kinds
from relance.cv.text import fold

_LABEL: Final = re.compile(
    r"^\W*(?:poste (?:recherch[ée]|vis[ée]|souhait[ée])|m[ée]tier|titre|intitul[ée]|objectif|job title|title|position|role|"
    r"desired position|target role|headline|profession)\s*[:\t]\s*(\S.*)$",
    re.IGNORECASE,
)
_LOOKING: Final = re.compile(
    r"^(?:[àa] la recherche d.un[e]? (?:poste|emploi) (?:de |d['’])|recherche (?:un |une )?(?:poste|emploi) (?:de |d['’]))",
    re.IGNORECASE,
)
_AROUND: Final = 6


def headline(lines: Sequence[Line], name: Found[str] | None) -> Found[str] | None:
    """The most title-like line beside the name, or one that a label announces."""
    for number, line in enumerate(lines[:30], 1):
        labelled = _LABEL.match(line.text)
        if labelled and len(labelled[1]) < 90 and title_score(labelled[1]) > 0:
            return Found(without_gender_mark(labelled[1]), number, 0.9)
    start = name.line if name else 0
    near = [(n, line) for n, line in enumerate(lines, 1) if line.text.strip() and start <= n]
    best: tuple[float, str, int] | None = None
    for place, (number, line) in enumerate(near[: _AROUND + 1]):
        if place and heading_kinds(line.text):
            break
        for part in _parts(line.text, name):
            score = _likeness(part, place)
            if score > 0.4 and (best is None or score > best[0]):
                best = (score, part, number)
    if best is None and name:
        best = _above(lines, name.line)
    if best is None:
        return None
    return Found(without_gender_mark(_LOOKING.sub("", best[1])), best[2], round(min(0.95, 0.5 + best[0] / 8), 2))


def _parts(text: str, name: Found[str] | None) -> list[str]:
    """The line, or what is left of it beside the name."""
    if name and fold(name.value) in fold(text):
        rest = re.sub(re.escape(name.value), "", text, count=1, flags=re.IGNORECASE)
        return [rest.strip(" \t|–—-,•·:")] if rest.strip(" \t|–—-,•·:") else []
    first = re.split(r"\t", text)[0]
    return [text] if first == text else [text, first]


def _above(lines: Sequence[Line], limit: int) -> tuple[float, str, int] | None:
    for number in range(limit - 1, max(0, limit - 4), -1):
        text = lines[number - 1].text
        if title_score(text) >= 2 and _likeness(text, 2) > 0.4:
            return 2.0, text, number
    return None


def _likeness(text: str, place: int) -> float:
    text = text.strip()
    if (
        not 3 <= len(text) <= 110
        or EMAIL.search(text)
        or URL.search(text)
        or PHONE.search(text)
        or looks_like_place(text)
    ):
        return 0.0
    if has_date(text) or text.endswith(".") or heading_kinds(text) or len(text.split()) > 14:
        return 0.0
    return title_score(text) + (1.0 - 0.2 * place if title_score(text) else 0.6 - 0.15 * place if place == 1 else 0.0)
