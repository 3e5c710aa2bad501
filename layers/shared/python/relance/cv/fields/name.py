# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.
"""The person's name."""

import re
from collections.abc import Sequence
from typing import Final

from relance.cv.document import Line
from relance.cv.fields.contact import EMAIL, URL
from relance.cv.fields.found import Found
from relance.cv.fields.titles import title_score
from relance.cv.sections import heading_kinds
from relance.cv.text import fold, is_capitals, word_set, words_of

_HONORIFIC: Final = re.compile(
    r"^(?:m\.|mr\.?|mrs\.?|ms\.?|mme\.?|mlle\.?|miss|monsieur|madame|mademoiselle|dr\.?|docteur|prof\.?|sir)\s+(?=\S)",
    re.IGNORECASE,
)
_DOCUMENT: Final = re.compile(
    r"^\W*(?:curriculum\s*vit(?:ae|æ)?|c\.?v\.?|r[ée]sum[ée])\b\s*(?:de|of|for|[-–—:|])?\s*", re.IGNORECASE
)
_LABEL: Final = re.compile(
    r"(?:^\W*|\b(?:particulars|details|vitae|personnelles)\W+)(?:nom(?:\s*(?:et|&|,|/)\s*pr[ée]noms?)?|pr[ée]noms?\s*(?:et|&|/)\s*nom|full name|name|candidate?)\s*[:\t]\s*",
    re.IGNORECASE,
)
_NEXT_LABEL: Final = re.compile(
    r"\s(?=(?:address|adresse|present|phone|t[ée]l|e-?mail|date|contact|age|born|n[ée]e?)\b)", re.IGNORECASE
)
_FIRST_LABEL: Final = re.compile(r"^\W*(?:pr[ée]noms?|first names?|given names?)\s*[:\t]\s*(\S.*)$", re.IGNORECASE)
_LAST_LABEL: Final = re.compile(
    r"^\W*(?:nom(?: de famille)?|last name|surname|family name)\s*[:\t]\s*(\S.*)$", re.IGNORECASE
)
_SUFFIX: Final = re.compile(
    r",?\s+(?:ph\.?d\.?|m\.?ed|m\.d|b\.?ed|mba|msc|bsc|acca|cpa|cfa|pmp|rn|esq|jr\.?|sr\.?|md|aca|fcca|ceng|phr)\.?(?=\W|$)",
    re.IGNORECASE,
)
_PARTICLES: Final = word_set(
    "de du des d da di del la le les van von der den ben bin ibn el al bel o mc mac dos das do y e st saint"
)
_TOKEN: Final = re.compile(r"^(?:[^\W\d_]+(?:(?:['’.-]|--)[^\W\d_]+)*\.?|[^\W\d_]\.)$")
_ELIDED: Final = re.compile(r"^[dDlL]['’](?=[A-ZÀ-Ý])")
_NOT_NAMES: Final = word_set(
    "your job seeker first last education special planning department children particulars font training accomplishments student "
    "practicum selected administrative strategic functional specification award chapter office experience skills summary profile work history "
    "curriculum vitae cv resume page tel telephone phone mobile email mail adresse address linkedin "
    "github contact date naissance ne nee born nationalite nationality permis driving license permanent "
    "street avenue rue road service services candidature spontanee application "
    "university universite college school lycee institut institute company limited ltd sarl objective "
    "senior junior marie celibataire single married ans years old pacs pacse disponible available lettre "
    "cover letter references project projects technologies solutions management marketing and the of with "
    "for et avec pour present"
) - {"marie"}
_PLACES: Final = word_set("france paris london india")
SPLIT: Final = re.compile(r"\s+[|–—·•-]\s+|\t|\s*[|•]\s*|\s{3,}|,\s+(?=[A-ZÉ][a-zé]+\s)")


def name(lines: Sequence[Line], email: str | None) -> Found[str] | None:
    """The most name-like line: near the top, in the largest letters, alike with the e-mail address."""
    labelled = _labelled(lines)
    if labelled:
        return labelled
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.text.strip()]
    sizes = sorted(line.size for _, line in numbered if line.size)
    body, largest = (sizes[len(sizes) // 2], sizes[-1]) if sizes else (0.0, 0.0)
    best: tuple[float, str, int] | None = None
    for place, (number, line) in enumerate(numbered):
        if place > 45 and not (line.size == largest > body * 1.25):
            continue
        on_top = place == 0 and _stands_over_a_title(numbered)
        for candidate in _candidates(numbered, place, may_be_a_place=on_top):
            score = _likeness(candidate, email, family_may_be_a_trade=on_top) - place * 0.12
            if line.size and line.size > body * 1.15:
                score += 2.0 if line.size >= 0.97 * largest else 0.8
            score += 1.0 if place == 0 else (0.5 if place <= 2 else 0.0)
            if best is None or score > best[0]:
                best = (score, candidate, number)
    if best is None or best[0] < 0.2:
        return None
    return Found(_cased(best[1]), best[2], round(max(0.3, min(0.98, 0.55 + best[0] / 10)), 2))


def _stands_over_a_title(numbered: Sequence[tuple[int, Line]]) -> bool:
    """Whether the line below the first one says what the person does: then the first one says who they are, even when
    their family name is a trade or a town (Paul Boulanger, Florence Paris)."""
    return len(numbered) > 1 and title_score(numbered[1][1].text) > 0


def _labelled(lines: Sequence[Line]) -> Found[str] | None:
    first: str | None = None
    last: tuple[str, int] | None = None
    for number, line in enumerate(lines[:40], 1):
        whole = _LABEL.search(line.text)
        rest = _NEXT_LABEL.split(line.text[whole.end() :])[0].strip() if whole else ""
        if whole and not rest and number < len(lines):
            rest, number = lines[number].text.strip(), number + 1  # noqa: PLW2901 - the value stands below its label
        bare = _name_tokens(_HONORIFIC.sub("", rest)) if whole else None
        if bare and len(bare) >= 2:
            return Found(_cased(" ".join(bare)), number, 0.97)
        given, family = _FIRST_LABEL.match(line.text), _LAST_LABEL.match(line.text)
        if given and _name_tokens(given[1], least=1):
            first = given[1].strip()
        if family and _name_tokens(family[1], least=1):
            last = family[1].strip(), number
    return Found(_cased(f"{first} {last[0]}"), last[1], 0.95) if first and last else None


def _candidates(numbered: Sequence[tuple[int, Line]], place: int, *, may_be_a_place: bool) -> list[str]:
    """Name-like texts at this line: the whole, its first part, or with the next line when a name is on two."""
    line = numbered[place][1]
    text = _DOCUMENT.sub("", line.text.strip())
    text = _HONORIFIC.sub("", _SUFFIX.sub("", text))
    out: list[str] = []
    for part in dict.fromkeys((text, *SPLIT.split(text)[:2])):
        tokens = _name_tokens(part, may_end_in_a_place=may_be_a_place)
        if tokens:
            out.append(" ".join(tokens))
    single = _name_tokens(text, least=1)
    if single and len(single) <= 2 and place + 1 < len(numbered):
        following = numbered[place + 1][1]
        second = _name_tokens(following.text, least=1, is_family=True)
        alike = line.size and abs(line.size - following.size) < 0.3 * line.size and line.size > 14
        given, family = ([one for one in part or () if fold(one) not in _PARTICLES] for part in (single, second))
        if second and alike and len(given) == 1 and len(family) <= 2:
            out.append(" ".join((*single, *second)))
    return out


def _name_tokens(
    text: str, least: int = 2, *, may_end_in_a_place: bool = False, is_family: bool = False
) -> list[str] | None:
    """The words of a text that may be a name. `is_family`: it may begin with a particle, "de La Tour"."""
    text = text.strip(" \t•-–—|,.:;*")
    if not text or len(text) > 48 or any(char.isdigit() for char in text) or EMAIL.search(text) or URL.search(text):
        return None
    tokens = text.split()
    if not least <= len(tokens) <= 5 or heading_kinds(text):
        return None
    for token in tokens:
        if not _TOKEN.match(token):
            return None
        if not token[0].isupper() and fold(token) not in _PARTICLES and not _ELIDED.match(token):
            return None
    words = words_of(text)
    refused = any(word in _NOT_NAMES for word in words)
    refused = refused or any(word in _PLACES for word in (words[:-1] if may_end_in_a_place else words))
    return None if refused or not (is_family or tokens[0][0].isupper()) else tokens


def _likeness(candidate: str, email: str | None, *, family_may_be_a_trade: bool) -> float:
    score = 1.0
    words = [word for word in words_of(candidate) if len(word) > 1]
    if email:
        local = fold(email.split("@")[0])
        matched = sum(word in local for word in words if len(word) >= 3)
        initials = "".join(word[0] for word in words)
        score += 1.6 * min(matched, 2) + (
            0.6 if matched and re.sub(r"[^a-z]", "", local).startswith(initials[:1]) else 0.0
        )
    given = " ".join(candidate.split()[:-1])
    like_a_title = 1.2 * title_score(candidate)
    # Over a title a name whose last word is a trade still beats a line of prose, and yields to a plainer name below.
    score -= min(like_a_title, 1.0) if family_may_be_a_trade and title_score(given) <= 0 else like_a_title
    if len(candidate.split()) in {2, 3}:
        score += 0.5
    if any(is_capitals(token) for token in candidate.split()):
        score += 0.3
    return score


def _cased(text: str) -> str:
    """An all-capitals name gets ordinary letters; one capital family name stays as written."""
    if not is_capitals(text.replace(".", "")):
        return text
    return " ".join(
        token.lower()
        if fold(token) in _PARTICLES - {"mc", "mac", "o", "st", "saint", "el", "al"} and place
        else re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), token)
        for place, token in enumerate(text.split())
    )
