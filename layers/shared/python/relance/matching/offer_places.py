"""Where the work is, as an offer says it."""

import re
from collections.abc import Sequence
from typing import Final

from relance.matching.offer_lines import OfferLine
from relance.matching.towns import is_town

_LONGEST: Final = 80
_HEADER_LINES: Final = 8
_NAME: Final = (
    r"[A-ZÀ-Ý][\w'’]*(?:[ -](?:(?:de|du|des|la|le|les|sur|sous|en|lès|l['’]|d['’]|upon|of)[ -]"
    r"|[ld]['’])*[A-ZÀ-Ý][\w'’]*){0,4}"
)
_LABELLED: Final = re.compile(
    r"^\W*(?:lieu(?:x)?(?: de travail| du poste| de mission)?|localisation|location(?:_on(?=\s))?"
    r"|(?:work)?place(?: of work)?|where"
    r"|ville|site|based in|based|bas[ée]e?|poste bas[ée]|secteur)\s*(?:[:–—-]\s*|(?<=_on)\s+|(?=(?:à|in"
    r"|at)\s))(?:(?:à|in|at)\s+)?"
    r"(?P<place>\S.*)$",
    re.IGNORECASE,
)
_PINNED: Final = re.compile(r"[📍🗺📌🌍🌎🌏]\s*(?P<place>\S.*)")
_VALUE_END: Final = re.compile(
    r"\s+(?:ou|or|and|et|à (?=\d))\b|\s*[•·|;]\s*|\s+[-–—]\s+|\s*\((?!\d|[2][AB])|,\s*(?=à |\d{1,2} min|près|near"
    r"|[^A-ZÀ-Ý])"
)
_WITH_DEPARTMENT: Final = re.compile(rf"(?P<place>{_NAME}\s?\((?:\d{{2,3}}|2[AB]|\d{{5}})\))")
_DEPARTMENT_FIRST: Final = re.compile(r"^(?P<place>(?:\d{2,3}|2[AB]|\d{5})\s?[-–]\s?[A-ZÀ-Ý][\w'’ -]+)$")
_OUR_SITE: Final = re.compile(
    rf"\b(?i:our|the)\s+(?P<place>{_NAME})\s+(?:office|site|branch|team|hotel|store|warehouse|plant|home|school"
    rf"|depot)\b"
)
_IN_PROSE: Final = re.compile(rf"\b(?:à|in|at|de|près de|near|sur)\s+(?P<place>{_NAME})")


def is_place(text: str) -> bool:
    """Whether a piece of a line is a town, with or without its department, district, county or country."""
    if re.fullmatch(_WITH_DEPARTMENT, text.strip()):
        return True
    return is_town(re.split(r",|\s\(|\s\d", text.strip(), maxsplit=1)[0])


def place_of(lines: Sequence[OfferLine]) -> str | None:
    """As written, or None."""
    return _labelled(lines) or _written_as_a_place(lines) or _in_prose(lines)


def _labelled(lines: Sequence[OfferLine]) -> str | None:
    for line in lines:
        found = _PINNED.search(line.raw) or _LABELLED.match(line.text)
        place = _VALUE_END.split(found["place"], maxsplit=1)[0].strip(" .,;:") if found else ""
        if place and (place[0].isupper() or place[0].isdigit()):
            return place[:_LONGEST]
    return None


def _written_as_a_place(lines: Sequence[OfferLine]) -> str | None:
    for line in lines[:_HEADER_LINES]:
        if found := _DEPARTMENT_FIRST.match(line.text) or _WITH_DEPARTMENT.search(line.text):
            return found["place"][:_LONGEST]
    for line in lines[:_HEADER_LINES]:
        for piece in re.split(r"\s*[,•·|()]\s*|\s+[-–—]\s+", line.text):
            if is_place(piece) and len(line.text.split()) <= 16:
                return piece.strip()[:_LONGEST]
    return None


def _in_prose(lines: Sequence[OfferLine]) -> str | None:
    for line in lines[:30]:
        if (found := _OUR_SITE.search(line.text)) and is_place(found["place"]):
            return found["place"]
        for found in _IN_PROSE.finditer(line.text):
            words = found["place"].split(" ")
            for size in range(len(words), 0, -1):
                if is_place(town := " ".join(words[:size])):
                    return town
    return None
