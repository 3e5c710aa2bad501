# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.
"""Degrees: the whole degree line, the school, the year."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from relance.cv.dates import Period
from relance.cv.fields.entries import Entry, entries
from relance.cv.fields.place import looks_like_place
from relance.cv.layout.wrapping import BULLET
from relance.cv.sections import Numbered
from relance.cv.text import fold

DEGREE: Final = re.compile(
    r"\b(?:master(?:e|s|'s|’s)?|mastere|msc|m\.?sc|m\.?s\b|m\.?a\b|m\.?eng|meng|mba|m\.?b\.?a|mphil|llm|ll\.?m|llb|ll\.?b|mca|mcom|m\.?com|m\.?tech|m\.?e\b|"
    r"bachelor(?:'s|’s|s)?|bsc|b\.?sc|b\.?s\b|b\.?a\b|ba|b\.?eng|beng|b\.?tech|btech|b\.?e\b|be|bca|bba|b\.?com|bcom|bed|b\.?ed|bhm|"
    r"licence|license pro|deug|dess|dea|deust|dut|but|bts|btsa|bt|bac|baccalaureat|cap|capa|bep|bepa|bp|brevet|dnb|bpjeps|bafa|mc|diplome|diploma|"
    r"doctorat|doctorate|phd|ph\.?d|these|habilitation|ingenieur|prepa|cpge|classes? preparatoires?|titre professionnel|titre rncp|titre|"
    r"certificat|certificate|certification|degree|hnd|hnc|nvq|gcse|gcses|a[- ]levels?|igcse|btec|foundation degree|pgce|pgdip|postgraduate|pgdm|pgd|"
    r"associate degree|high school|secondary|intermediate|ssc|hsc|sslc|x(?:th)?|xii(?:th)?|12th|10th|leaving cert(?:ificate)?|formation|graduate|graduation|"
    r"deas?|def|cafep|capes|agregation|deis|dees|dees|deaes|deaf|dcg|dscg|cqp|cs|t level|access to|apprenticeship|matriculation|magistere|maitrise|"
    r"certif\w*|du|diu|des|mooc|spe|specialisation|m1|m2|l3|l2|l1|bac ?[+-] ?\d|attestation|cess|cfc|maturite|abitur|bts)\b"
)
_STRONG: Final = re.compile(
    r"^\W*(?:master|mastere|msc|m\.sc|mba|bachelor|bsc|b\.sc|ba\b|ma\b|beng|meng|licence|dut|but\b|bts|bac\b|baccalaureat|cap\b|bep|brevet|diplome|diploma|doctorat|phd|"
    r"ph\.d|titre|certificat|hnd|gcse|a[- ]level|b\.?tech|b\.?e\b|m\.?tech|mca|bca|b\.?com|dess|dea\b|deug|deust|cqp|prepa|cpge|classe prep|maitrise|ingenieur|formation|"
    r"dcg|dscg|pgce|btec|llb|llm|degree|postgraduate|associate)"
)
SCHOOL: Final = re.compile(
    r"\b(?:universit\w*|univ|ecole|school|college|lycee|iut|iae|insa|ens\b|esc\b|cfa|afpa|greta|gretas?|institut\w*|academy|academie|polytech\w*|faculte|"
    r"faculty|hec|essec|escp|edhec|sciences po|em lyon|emlyon|kedge|neoma|skema|audencia|ifsi|irts|esiea|epita|epitech|supinfo|cesi|cnam|isep|efrei|esme|enac|"
    r"isae|supelec|centralesupelec|centrale|mines|ponts|telecom|ensam|arts et metiers|ensi\w*|ensa\w*|eni|esi\w*|inseec|isg|ieseg|esg|ipag|icn|isc|istec|mbs|tbs|bsb|"
    r"rennes sb|campus|centre de formation|training centre|mfr|maison familiale|conservatoire|seminary|board|vidyalaya|openclassrooms|coursera|udemy|le wagon|simplon|42|"
    r"lse|ucl|mit|eth|epfl|uclouvain|ulb|uqam|mcgill|imperial|king's|oxford|cambridge|cned|ifp\w*|cours florent|gobelins|ferrandi|staps|inspe|iufm|itep|ist|itii|ecam|icam|ece|esaip|hei|isen|igr|iscom|efap)\b"
)
_HARD: Final = re.compile(r"\t+|\s+[|–—·•−]\s+|\s*[|•·]\s*|\s+-\s+|\s+[–—-]|[–—]\s+|\s*//\s*|\s{3,}")
_FROM: Final = re.compile(r"\s+(?:from|at|@|à l['’]|à la |au sein d[eu'’](?: la| l['’])?)\s*(?=\S)", re.IGNORECASE)
_RESULT: Final = re.compile(
    r"^\W*(?:mention|with honou?rs|honou?rs|first class|upper second|2:1|2:2|gpa|cgpa|grade|distinction|merit|percentage|\d{1,3}(?:[.,]\d+)?\s*%|option|major|minor|en alternance|"
    r"alternance|en cours|obtenu|obtained|expected|niveau|summa|magna|cum laude|apprentissage|distance|online|full[- ]time|part[- ]time)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Degree:
    """One degree with the lines it was read from."""

    study_type: str | None
    school: str | None
    period: Period | None
    line: int
    school_line: int
    date_line: int
    sure: float


def degrees(lines: Sequence[Numbered]) -> list[Degree]:
    """The degrees of the education sections, in the order of the CV."""
    found = entries(_plain(lines), is_head=is_degree)
    read = [degree for entry in found for degree in _degrees(entry)]
    return [degree for degree in read if degree.study_type or degree.school]


def is_degree(text: str) -> bool:
    """True when the text names a degree."""
    return bool(DEGREE.search(fold(text)))


def is_school(text: str) -> bool:
    """True when the text names a school."""
    return bool(SCHOOL.search(fold(text)))


def _plain(lines: Sequence[Numbered]) -> list[Numbered]:
    """In many CVs each degree is a bullet: then the bullets mean nothing."""
    bulleted = [line for line in lines if BULLET.match(line.text) and (is_degree(line.text) or is_school(line.text))]
    heads = [line for line in lines if not BULLET.match(line.text) and (is_degree(line.text) or is_school(line.text))]
    if len(bulleted) <= len(heads):
        return list(lines)
    return [Numbered(line.number, replace(line.line, text=BULLET.sub("", line.text))) for line in lines]


def _degrees(entry: Entry) -> list[Degree]:
    parts = [part for header in entry.headers for part in _parts(header)]
    parts = [(text, line) for text, line in parts if not _RESULT.match(fold(text)) and not looks_like_place(text)]
    if not parts:
        return []
    scored = [(_degree_score(text), _school_score(text)) for text, _ in parts]
    degree = max(range(len(parts)), key=lambda n: (scored[n][0] - scored[n][1], -n))
    schools = [n for n in range(len(parts)) if n != degree]
    school = max(schools, key=lambda n: (scored[n][1] - scored[n][0], -n)) if schools else None
    if school is None and scored[degree][1] > scored[degree][0]:
        text, line = parts[degree]
        return [Degree(None, text, entry.period, line, line, entry.date_line, 0.6)]
    text, line = parts[degree]
    between = (
        [parts[n][0] for n in range(degree + 1, school) if parts[n][1] == line]
        if school is not None and school > degree
        else []
    )
    if between and all(scored[n][1] == 0 for n in range(degree + 1, school or 0)):
        text = ", ".join((text, *between))
    sure = 0.9 if scored[degree][0] > 0 and (school is None or scored[school][1] > 0) else 0.6
    chosen = parts[school] if school is not None else None
    return [
        Degree(
            text,
            chosen[0] if chosen else None,
            entry.period,
            line,
            chosen[1] if chosen else line,
            entry.date_line,
            sure,
        )
    ]


def _parts(header: Numbered) -> list[tuple[str, int]]:
    out: list[str] = []
    for hard in _HARD.split(header.text):
        pieces = _FROM.split(hard) if is_school(hard) else [hard]
        for piece in pieces:
            out += _comma_parts(piece)
    return [(part.strip(" \t,;:.–—-•|/"), header.number) for part in out if re.search(r"\w\w", part)]


def _comma_parts(text: str) -> list[str]:
    """Commas part degree and school; a list of subjects inside the degree stays whole."""
    outside = re.sub(r"\([^)]*\)", lambda m: m[0].replace(",", "\x00"), text)
    parts = [part.strip() for part in re.split(r",\s+|\s+:\s+|:\s+", outside) if part.strip()]
    merged: list[str] = []
    for part in parts:
        if (
            merged
            and not is_school(part)
            and not looks_like_place(part)
            and not _RESULT.match(fold(part))
            and not is_school(merged[-1])
            and not _STRONG.match(fold(part))
        ):
            merged[-1] += f", {part}"
        else:
            merged.append(part)
    return [part.replace("\x00", ",") for part in merged]


def _degree_score(text: str) -> float:
    folded = fold(text)
    return (3.0 if _STRONG.match(folded) else 0.0) + (1.0 if DEGREE.search(folded) else 0.0)


def _school_score(text: str) -> float:
    folded = fold(text)
    found = SCHOOL.search(folded)
    return 0.0 if not found else (3.0 if found.start() == 0 else 1.5)
