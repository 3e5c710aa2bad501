"""Driving licences, CACES and the like: what is asked for must be held exactly, or by what the law builds on it."""

import re
from collections.abc import Collection, Iterator
from typing import Final

from relance.matching.analysis import fold

_CLASS: Final = r"(?:c1e|d1e|b96|be|b1|c1|ce|d1|a1|a2|am|eb|ec|ed|a|b|c|d)"
_PERMIS: Final = re.compile(
    rf"\bpermis(?: de conduire)?(?: (?:vehicule|categories?|cat\.?))*\s*:?\s*(?P<classes>{_CLASS}(?:\s*(?:,|/|\+|&|et"
    rf"|ou|-)\s*"
    rf"(?:permis )?{_CLASS})*)(?![\w+])"
)
_CATEGORY: Final = re.compile(
    r"\b(?:category|cat|lgv|licence|license)\s*(?P<class>c1e|c1|c\s?\+\s?e|ce|c|d1|d|be|b\s?\+\s?e)(?![\w+])"
)
_BY_WORDS: Final = (
    (
        "permis:b",
        re.compile(r"\bpermis de conduire\b(?!\s*:?\s*[a-e]\b)|\bpermis vl\b|\b(?:driving|driver'?s?) licen[cs]e\b"),
    ),
    (
        "permis:c",
        re.compile(r"\bpermis (?:pl|poids lourds?)\b|\bhgv class (?:2|two)\b|\bclass 2 (?:hgv|licen[cs]e|driver)\b"),
    ),
    (
        "permis:ce",
        re.compile(
            r"\bpermis (?:spl|super (?:poids )?lourds?)\b|\bhgv class (?:1|one)\b|\bclass 1 (?:hgv|licen[cs]e"
            r"|driver)\b"
        ),
    ),
    ("fimo", re.compile(r"\bfimo\b")),
    ("fco", re.compile(r"\bfcos?\b")),
    ("cpc", re.compile(r"\b(?:driver )?cpc\b")),
    ("adr", re.compile(r"\badr\b")),
    ("bafa", re.compile(r"\bbafa\b")),
    ("cscs", re.compile(r"\bcscs\b")),
    ("ssiap:1", re.compile(r"\bssiap\s?1\b")),
    ("ssiap:2", re.compile(r"\bssiap\s?2\b")),
    ("ssiap:3", re.compile(r"\bssiap\s?3\b")),
    ("forklift:counterbalance", re.compile(r"\bcounter-?balance\b[^.\n]{0,40}\b(?:licen[cs]e|certificat\w*|ticket)\b")),
    ("forklift:reach", re.compile(r"\breach truck\b[^.\n]{0,40}\b(?:licen[cs]e|certificat\w*|ticket)\b")),
    ("forklift", re.compile(r"\b(?:forklift|flt)\b[^.\n]{0,40}\b(?:licen[cs]e|certificat\w*|ticket)\b")),
)
_CACES: Final = re.compile(r"\bcaces\b(?P<what>[^\n;]{0,70})")
_SERIES: Final = re.compile(r"\br\.?\s?(?P<series>[34]\d\d)(?P<letter>[a-z]?)\b")
_CACES_CATEGORY: Final = re.compile(
    r"(?<![\w.])(?:cat(?:egorie)?s?\.?\s*)?(?P<category>\d{1,2}[ab]?"
    r"|[a-c](?! jour))(?!\w)"
)
_ELECTRIC: Final = re.compile(r"\bhabilitations?\b[^\n;.]{0,80}")
_ELECTRIC_SYMBOL: Final = re.compile(
    r"(?<!\w)(?P<symbol>[bh][0-2]v?|b[rcsp]|be(?= (?:essai|manoeuvre|mesurage"
    r"|verification)))(?!\w)"
)
# A C presupposes a B, and a trailer's class the class of what draws it.
_PRESUPPOSES: Final = {
    "permis:be": {"permis:b"}, "permis:c1": {"permis:b"}, "permis:c": {"permis:b", "permis:c1"},
    "permis:ce": {"permis:c", "permis:b", "permis:be"}, "permis:d": {"permis:b"}, "permis:d1": {"permis:b"},
    "ssiap:2": {"ssiap:1"}, "ssiap:3": {"ssiap:1", "ssiap:2"}, "permis:a": {"permis:a2", "permis:a1"},
    "forklift:counterbalance": {"forklift"}, "forklift:reach": {"forklift"}, "caces:r489": {"forklift"},
}  # fmt: skip
# What replaced each series of CACES in 2020. Categories kept their numbers for forklifts only (1 became 1A and 1B).
_REPLACED_BY: Final = {
    "r389": "r489", "r386": "r486", "r372": "r482", "r377": "r487", "r383": "r483", "r390": "r490",
}  # fmt: skip
_KEPT_NUMBERS: Final = "r489"


def licences(text: str) -> frozenset[str]:
    """Codes such as `permis:b`, `caces:r489:3`, `electric:br`; a CACES whose series or category is not told is
    `caces::3`, `caces:r489` or `caces`."""
    folded = fold(text)
    found = {code for code, pattern in _BY_WORDS if pattern.search(folded)}
    for match in _PERMIS.finditer(folded):
        found |= {f"permis:{_class(each)}" for each in re.findall(_CLASS, match["classes"])}
    found |= {f"permis:{_class(match['class'])}" for match in _CATEGORY.finditer(folded)}
    for match in _CACES.finditer(folded):
        found |= set(_caces(match["what"]))
    for match in _ELECTRIC.finditer(folded):
        found |= {f"electric:{each['symbol']}" for each in _ELECTRIC_SYMBOL.finditer(match.group())}
    return frozenset(found)


def holds(asked: str, held: Collection[str]) -> bool:
    """Whether one of the licences held is the one asked for, or presupposes it."""
    return any(_covers(each, asked) for each in held)


def may_hold(asked: str, held: Collection[str]) -> bool:
    """Whether a licence held may do: a CACES told without its series or category, or of a series that ran out in 2020
    and may have been renewed."""
    if not asked.startswith("caces"):
        return False
    series = (each for each in held if each.startswith("caces"))
    return any(_covers(asked, each) or _was_before(each, asked) or _was_before(asked, each) for each in series)


def _covers(held: str, asked: str) -> bool:
    if held == asked or asked in _PRESUPPOSES.get(held, ()):
        return True
    if held.startswith("caces"):
        series, category = _parts(held)
        if asked == "forklift":
            return series in {"r489", "r389"}
        if _was_before(asked, held):  # Whoever asks for the old series means the one that can still be held.
            return not _parts(asked)[1] or (series == _KEPT_NUMBERS and bool(category))
        wanted_series, wanted_category = _parts(asked)
        return asked.startswith("caces") and wanted_series in {"", series} and wanted_category in {"", category}
    return False


def _was_before(old: str, new: str) -> bool:
    """Whether one CACES is of the series that the other's replaced, as far as the categories can be compared."""
    old_series, old_category = _parts(old)
    series, category = _parts(new)
    comparable = series == _KEPT_NUMBERS and bool(category)
    return _REPLACED_BY.get(old_series) == series and (not comparable or category.startswith(old_category))


def _parts(caces: str) -> tuple[str, str]:
    _, series, category = (*caces.split(":"), "", "")[:3]
    return series, category


def _caces(what: str) -> Iterator[str]:
    """Each series takes the categories up to the next one."""
    marks = list(_SERIES.finditer(what))
    ends = [*(mark.start() for mark in marks[1:]), len(what)]
    pieces = [(f"r{mark['series']}", what[mark.end() : ends[i]]) for i, mark in enumerate(marks)]
    for series, piece in pieces or [("", what)]:
        categories = [match["category"] for match in _CACES_CATEGORY.finditer(piece)]
        yield from (f"caces:{series}:{category}" for category in categories)
        if not categories:
            yield f"caces:{series}" if series else "caces"


def _class(written: str) -> str:
    bare = re.sub(r"[\s+]", "", written)
    return {"eb": "be", "ec": "ce", "ed": "de"}.get(bare, bare)
