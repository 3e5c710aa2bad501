# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.
"""Where the person lives."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from unicodedata import category

from relance.cv.communes import commune_names, communes_at
from relance.cv.fields.contact import EMAIL, URL
from relance.cv.fields.found import Found
from relance.cv.places_abroad import CITIES, COUNTRIES, REGIONS
from relance.cv.sections import Numbered
from relance.cv.text import fold


@dataclass(frozen=True, slots=True)
class Place:
    """A town as the CV writes it, its postal code and its country (ISO 3166-1 alpha-2)."""

    city: str | None
    postal_code: str | None
    country: str | None
    region: str | None = None


_NAME: Final = r"[^\W\d_](?:[^\W\d_]|['’. -](?=[^\W\d_]))*"
_POSTCODE_FIRST: Final = re.compile(
    rf"(?<!\d)(?:F-|FR-|B-|CH-|L-|D-)?(\d{{5}}|\d{{2}} \d{{3}}|\d{{4}})\s*[,-]?\s+({_NAME})"
)
_CITY_POSTCODE: Final = re.compile(rf"({_NAME})\s*[,(-]?\s*\(?(\d{{5}})\)?(?!\d)")
_UK_POSTCODE: Final = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b")
_EIRCODE: Final = re.compile(r"\b([AC-FHKNPRTV-Y]\d[0-9W] ?[0-9AC-FHKNPRTV-Y]{4})\b")
_CA_POSTCODE: Final = re.compile(r"\b([ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d)\b")
_US: Final = re.compile(rf"({_NAME}),\s*([A-Z]{{2}})(?:\s+(\d{{5}})(?:-\d{{4}})?)?(?!\w)")
_OUTWARD: Final = re.compile(r"\s+[A-Z]{1,2}\d[A-Z\d]?$")  # The first half of a British postcode: "Hull HU5".
_SPLIT: Final = re.compile(r"\s*[,|•·;\t]\s*|\s+[–—/-]\s+")
_DEPARTMENT: Final = re.compile(rf"({_NAME})\s*\((\d{{2}}|2[AB]|97\d)\)")
_REGION: Final = re.compile(
    r"\b(?:" + "|".join(sorted((r for r in REGIONS if len(r) > 2), key=len, reverse=True)) + r")\b"
)
_LABEL: Final = re.compile(
    r"^\W*(?:(?:adresse|address|ville|city|lieu|location|localisation|domicile|home)(?: actuelle| postale)?\s*[:\t]\s*|"
    r"(?:based in|bas[ée]e? [àa]|r[ée]side [àa]|habite [àa]|lives? in|living in|domicili[ée]e? [àa])\s+)",
    re.IGNORECASE,
)
_LABEL_INSIDE: Final = re.compile(
    r"\b(?:adresse|address|ville|city|domicile|location|localisation)\s*:\s*", re.IGNORECASE
)
_OTHER_LABEL: Final = re.compile(
    r"\b(?:e-?mail|courriel|m[ée]l|t[ée]l(?:[ée]phone)?|phone|mobile|portable|linkedin|github|website|site web|nationalit[yé]e?|age|[âa]ge|permis|date of birth|dob)\s*\.?\s*:\s*|"
    r"\((?:mobile|home|work|linkedin|portable|domicile)\)",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"(?<![\w/.,-])(?:(?:\+|00)\d{1,3}|\(?0\d)(?:[ .\-\u2011]?(?:\(0\))?\d){6,12}(?!\w)")
_STREET: Final = re.compile(
    r"\b(?:rue|avenue|av\.|bd|boulevard|chemin|impasse|all[ée]e|place|quai|route|cours|square|street|st\.|road|rd\.?|lane|drive|close|court|way|terrace|r[ée]sidence|b[âa]t\.?|appt?\.?|apt|flat|floor)\b",
    re.IGNORECASE,
)
_CEDEX: Final = re.compile(r"\s+cedex(?:\s+\d+)?", re.IGNORECASE)
_ROUND: Final = re.compile(r"\s+\d{1,2}\s*(?:e|er|ème|eme|ᵉ)?$")


def place(header: Iterable[Numbered]) -> Found[Place] | None:
    """The best place among the lines of the header and of the contact section."""
    best: Found[Place] | None = None
    for numbered in header:
        found = _in_line(numbered.text)
        if found and (best is None or found[1] > best.confidence):
            best = Found(found[0], numbered.number, found[1])
    return best


def looks_like_place(text: str) -> bool:
    """True when the whole text is a place, perhaps with its country or postal code."""
    bare = text.strip(" \t•-–—|,.;")
    found = _in_line(bare)
    if not found or found[1] < 0.6:
        return False
    left = fold(bare)
    for part in (found[0].city, found[0].postal_code, found[0].region):
        left = left.replace(fold(part), "", 1) if part else left
    left = _REGION.sub("", left)
    words = [word for word in re.findall(r"[a-z]+", left) if word not in COUNTRIES and word not in REGIONS]
    return len("".join(words)) <= 3 or _country(left) is not None


def _in_line(text: str) -> tuple[Place, float] | None:
    text = EMAIL.sub(" | ", URL.sub(" | ", text))
    labelled = bool(_LABEL.match(text) or _LABEL_INSIDE.search(text))
    text = _without_contact(_CEDEX.sub("", _LABEL.sub("", text)))
    if len(text) > 140:
        return None
    for reader in (_french, _british, _american, _department, _named):
        found = reader(text)
        if found:
            return found[0], min(0.98, found[1] + (0.05 if labelled else 0.0))
    return None


def _without_contact(text: str) -> str:
    """The line parted where numbers, labels and little pictures stand: "Address: Hull Tel: 01482 …"."""
    for pattern in (_NUMBER, _LABEL_INSIDE, _OTHER_LABEL):
        text = pattern.sub(" | ", text)
    return "".join(" | " if category(char) == "So" else char for char in text)


def _french(text: str) -> tuple[Place, float] | None:
    for match in _POSTCODE_FIRST.finditer(text):
        code, name = match[1].replace(" ", ""), _trimmed(match[2])
        if len(code) == 5:
            known = _commune_at(code, name)
            if known:
                return Place(known, code, "FR"), 0.97
            if (
                not re.match(r"(?:rue|avenue)", name, re.IGNORECASE)
                and _country(text) in {None, "FR"}
                and communes_at(code)
            ):
                return Place(name, code, "FR"), 0.75
        abroad = CITIES.get(fold(name))
        if abroad or _country(text):
            return Place(name, code, _country(text) or abroad), 0.85
    for match in _CITY_POSTCODE.finditer(text):
        name = _trimmed(re.split(r",\s*", match[1])[-1])
        known = _commune_at(match[2], name)
        if known:
            return Place(known, match[2], "FR"), 0.95
    return None


def _commune_at(code: str, written: str) -> str | None:
    """The written town when it begins with the name of a commune at this code; the longest name wins."""
    folded = _key(written)
    for name in sorted(communes_at(code), key=len, reverse=True):
        if folded == name or folded.startswith(name + " "):
            words = len(name.split())
            pieces = re.findall(r"[^\s'’-]+[\s'’-]*", written)
            kept = "".join(pieces[:words]) if len(pieces) >= words else written
            return re.sub(r"[\s,'’-]+$", "", kept)
    return None


def _british(text: str) -> tuple[Place, float] | None:
    for pattern, country in ((_UK_POSTCODE, "GB"), (_EIRCODE, "IE"), (_CA_POSTCODE, "CA")):
        match = pattern.search(text)
        if match and (country != "IE" or _country(text) == "IE" or _names_irish_town(text[: match.start()])):
            before = [part for part in _SPLIT.split(text[: match.start()]) if part.strip(" ,-")]
            city = next(
                (
                    part.strip(" ,-")
                    for part in reversed(before)
                    if not _STREET.search(part) and fold(part.strip()) not in REGIONS
                ),
                None,
            )
            after = _SPLIT.split(text[match.end() :].strip(" ,"))[0].strip()
            city = city or (after if after and not _country(after) else None)
            return Place(city, match[1], country), 0.92 if city else 0.6
    return None


def _names_irish_town(text: str) -> bool:
    """True when a town of Ireland stands before the code, without a comma too: "Cork T12 K8AF"."""
    return any(CITIES.get(word) == "IE" for word in re.findall(r"[a-z]+", fold(text))[-2:])


def _american(text: str) -> tuple[Place, float] | None:
    match = _US.search(text)
    if match and REGIONS.get(match[2].lower()):
        country = REGIONS[match[2].lower()]
        city = _trimmed(re.split(r",\s*|\t", match[1])[-1])
        return Place(city, match[3], country, match[2]), 0.9 if match[3] else 0.8
    return None


def _department(text: str) -> tuple[Place, float] | None:
    match = _DEPARTMENT.search(text)
    if match and _key(match[1]) in commune_names():
        return Place(match[1].strip(), None, "FR"), 0.9
    return None


def _named(text: str) -> tuple[Place, float] | None:
    """A known town as a part of its own: "Leeds, UK", "Lyon", "Paris – France"."""
    parts = [part.strip(" .•-–—()\t") for part in re.split(r"\s*[,|•·;\t/]\s*|\s+[–—-]\s+|\s*\(|\)", text)]
    parts = [part for part in parts if part]
    country = next((code for part in parts for code in [_country(part)] if code), None)
    for part in parts:
        bare = _OUTWARD.sub("", _ROUND.sub("", part))
        key = (
            fold(bare).replace("-", " ").replace(".", "")
            if fold(bare).replace("-", " ").replace(".", "") in CITIES
            else _key(bare)
        )
        if key in CITIES and (country is None or CITIES[key] == country):
            return Place(bare, None, CITIES[key]), 0.9 if country else 0.75
        if country in {None, "FR"} and commune_names().get(key, 0) >= (3_000 if country is None else 1):
            alone = len(parts) == 1
            return Place(bare, None, "FR"), 0.9 if country else (0.7 if alone else 0.62)
    if country and len(parts) >= 2:
        at = next(place for place, part in enumerate(parts) if _country(part))
        if (
            at
            and not _STREET.search(parts[at - 1])
            and not re.search(r"\d", parts[at - 1])
            and len(parts[at - 1].split()) <= 3
        ):
            return Place(parts[at - 1], None, country), 0.7
    return None


def _country(text: str) -> str | None:
    words = fold(text).replace(".", "").strip(" ,()-")
    if words in COUNTRIES:
        return COUNTRIES[words]
    parts = (fold(part).replace(".", "").strip() for part in re.split(r"[,()|\t•·–-]", text))
    return next((COUNTRIES[part] for part in parts if part in COUNTRIES), None)


def _trimmed(name: str) -> str:
    return re.split(r"\s+[-–—|]\s+|,", name)[0].strip(" -–,.'’")


def _key(name: str) -> str:
    """Commune names compared without accents, hyphens and apostrophes; "St" is "Saint"."""
    words = re.sub(r"[-'’.]", " ", fold(name)).split()
    return " ".join({"st": "saint", "ste": "sainte"}.get(word, word) for word in words)
