# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.
"""Takes the header of an entry apart: title, company or school, place, kind of contract."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from relance.cv.fields.contracts import CONTRACT, is_contract
from relance.cv.fields.place import looks_like_place
from relance.cv.fields.titles import names_people, title_score
from relance.cv.sections import Numbered
from relance.cv.text import fold, is_capitals, word_set, words_of

_HARD: Final = re.compile(
    r"\t+|\s+[|–—·•−]\s+|\s*[|•·]\s*|\s+-\s+|\s+[-–—]|[–—]\s+|\s+/\s+|\s+:\s+|:\s+|\s*//\s*|\s{3,}|\s*→\s*|\s*\xbb\s*"
)
_LABELLED: Final = re.compile(
    r"^\W*(?:(?:designation|job title|title|position(?: held)?|role|poste(?: occup[ée])?|fonction|intitul[ée](?: du poste)?|m[ée]tier)\s*[:\t]\s*(?P<title>\S.*)|"
    r"(?:organi[sz]ation|company(?: name)?|employer|client|entreprise|soci[ée]t[ée]|employeur|[ée]tablissement|structure|organisme)\s*[:\t]\s*(?P<company>\S.*))$",
    re.IGNORECASE,
)
_NAMED_INSIDE: Final = re.compile(
    r"[(\[]\s*(?:designation|position|role|poste|fonction)\s*:\s*([^()\[\]]{3,60})[)\]]", re.IGNORECASE
)
_TOLD_AS: Final = re.compile(
    r"^\W*(?:(?:i (?:am|was|have) )?(?:currently |presently )?(?:been )?(?:working|worked|employed|joined|serving|served) as"
    r"|(?:actuellement )?en poste comme|j['’]ai travaillé comme)\s+(?:an? |the )?(?P<title>[A-ZÀ-Ý][^,.;]{2,50}?)"
    r"(?:\s+(?:at|in|with|for|chez)\s+(?P<company>[A-Z][^,;]{1,50}?))?(?:\s+(?:from|since|depuis|de|till)\b.*)?[,.;]?$",
    re.IGNORECASE,
)
CERTAIN: Final = 9.0
_AT: Final = re.compile(
    r"\s+(?:chez|at|@|au sein d[eu'](?: la| l')?|pour le compte d[eu'](?: la| l')?|within)\s+|\s*@\s*(?=[A-ZÉ])",
    re.IGNORECASE,
)
_NOW: Final = word_set("present current now actuel actuellement aujourd'hui")
_DOUBLE_TITLE: Final = re.compile(r"([^|/\t–—]+?)\s/\s([^|/\t–—]+)")
_SLASH: Final = "\x01"
_WITH: Final = re.compile(r"\s+(with|for|pour|in)\s+(?:the\s+|le\s+|la\s+|l['’])?")
SURE_FIRM = 2.0
MIN_BLURB_WORDS = 4
SURE_TITLE = 2.0
_SMALL_WORDS: Final = word_set("de d du des la le les l et un une of and the a an in en à au aux for with")
_BRACKETS: Final = re.compile(r"\s*[(\[]([^()\[\]]{1,60})[)\]]")
_LEGAL: Final = word_set(
    "sa sas sasu sarl eurl sci scop snc gie ltd limited inc llc plc llp gmbh ag corp corporation co bv nv "
    "srl spa pty pvt kg oy ab cie"
)
_CUES: Final = word_set(
    "groupe group cabinet clinique hopital hospital chu ch mairie commune ville conseil departement "
    "region ministere ministry association restaurant hotel boulangerie patisserie brasserie cafe bar "
    "pharmacie garage agence agency banque bank assurances insurance consulting conseil conseils systems "
    "systemes solutions technologies technology tech services service industries industrie laboratoire "
    "laboratoires laboratory laboratories labs lab software studio studios entreprise societe company "
    "holdings holding partners associes associates fils freres sons bros brothers university universite "
    "ecole school college lycee academy institut institute fondation foundation trust nhs council ehpad "
    "residence maison centre center transports logistique logistics supermarche supermarket magasin store "
    "stores shop international global france uk europe media motors energy energie construction batiment "
    "foods bakery airlines airways care clinic medical sante health bureau atelier ateliers imprimerie "
    "editions press ferme farm domaine chateau cooperative mutuelle caisse office notarial etude usine "
    "works mills engineering networks digital"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a header with its line; `slot` is its rank among the pieces that are title or company."""

    text: str
    line: int
    title: float
    company: float
    is_place: bool
    contract: str | None
    bold: bool = False
    after_at: bool = False


def pieces(headers: Iterable[Numbered]) -> list[Piece]:
    """The header texts cut at their separators, each part judged."""
    out: list[Piece] = []
    for header in headers:
        text = header.text.strip()
        out += [_told("title", told[1], header) for told in _NAMED_INSIDE.finditer(text)]
        text = _NAMED_INSIDE.sub("", text).strip()
        labelled = _LABELLED.match(text) or _TOLD_AS.match(text)
        if labelled and labelled.lastgroup:
            out += [_told(name, value, header) for name, value in labelled.groupdict().items() if value]
            continue
        for part, after_at in [(text, False)] if _is_blurb(text) and not _HARD.search(text) else _split(text):
            out += _judged(part, header, after_at)
    return [piece for piece in out if piece.text]


def _told(label: str, value: str, header: Numbered) -> Piece:
    """What a label such as "Employer:" says outright."""
    firm, tail = _without_place(value.strip())
    title, company = (CERTAIN, 0.0) if label == "title" else (0.0, CERTAIN)
    return Piece(
        value.strip() if label == "title" else firm, header.number, title, company, False, None, after_at=bool(tail)
    )


def _split(text: str) -> list[tuple[str, bool]]:
    if looks_like_place(text):
        return [(text, False)]
    text, town = _without_place(text)
    parts: list[tuple[str, bool]] = []
    for hard in _HARD.split(_DOUBLE_TITLE.sub(_kept_whole, text)):
        at = _AT.split(hard.replace(_SLASH, " / "))
        said = [(part, place > 0) for place, part in enumerate(at) if part and part.strip(" ,.;")]
        parts += _after_preposition(said[0][0]) if len(said) == 1 else said
    telling = [n for n, (part, _) in enumerate(parts) if not looks_like_place(part) and not _says_nothing(part)]
    if len(telling) == 1:
        (only,) = telling
        parts[only : only + 1] = [(part, False) for part in _comma_parts(parts[only][0])]
    return [*parts, (town, False)] if town else parts


def _says_nothing(part: str) -> bool:
    """True for a contract, a number, a word for now: beside it stands only one piece of a header."""
    return is_contract(part) or not re.search(r"[^\W\d_]{3}", part) or fold(part) in _NOW


def _kept_whole(found: re.Match[str]) -> str:
    """Two titles around a slash are one: "Major Incident Manager / Escalation Manager"."""
    left, right = found[1], found[2]
    return f"{left}{_SLASH}{right}" if min(title_score(left), title_score(right)) >= SURE_TITLE else found[0]


def _after_preposition(text: str) -> list[tuple[str, bool]]:
    """ "Ward Clerk with Pellmell", "Developer in Oracle India Ltd": a title, a small word, a name."""
    for found in _WITH.finditer(text):
        title, firm = text[: found.start()], text[found.end() :]
        sure = found[1].lower() == "with" or company_score(firm) >= SURE_FIRM
        if sure and firm[:1].isupper() and title_score(title) >= 2 and title_score(firm) < 2:
            return [(title, False), (firm, True)]
    return [(text, False)]


def _comma_parts(text: str) -> list[str]:
    """Commas part title and company only when the parts differ in kind; a list inside a title stays whole."""
    parts = [part.strip() for part in re.split(r",\s+(?![^()]*\))", text) if part.strip()]
    if len(parts) < 2:
        return [text]
    kinds = [title_score(part) >= 2 and company_score(part) < 2 for part in parts]
    if any(kinds) and not all(kinds):
        return _regrouped(parts, kinds)
    if not any(kinds):
        return parts
    return parts if len(parts) == 2 and company_score(parts[1]) > 0 else [text]


def _regrouped(parts: Sequence[str], kinds: Sequence[bool]) -> list[str]:
    """Lower-case parts after a title belong to it: "Responsable achats, logistique et stocks"."""
    out: list[str] = []
    for part, _ in zip(parts, kinds, strict=True):
        if out and part[:1].islower():
            out[-1] += f", {part}"
        else:
            out.append(part)
    return out


def _judged(part: str, header: Numbered, after_at: bool) -> list[Piece]:
    out: list[Piece] = []
    contract = None
    for inside in _BRACKETS.findall(part):
        if is_contract(inside):
            contract = inside.strip()
        elif looks_like_place(inside) or re.fullmatch(r"\d{2,3}|2[AB]", inside.strip()):
            out.append(Piece(inside.strip(), header.number, 0, 0, True, None))
    bare = _BRACKETS.sub(lambda m: "" if _is_remark(m[1]) else m[0], part)
    bare = (
        bare.strip(' \t,;:.–—-•|/"“”«»')
        if not re.search(r"\b(?:inc|ltd|co|corp|s\.a)\.$", bare.strip(), re.IGNORECASE)
        else bare.strip(" \t,;:–—-•|/")
    )
    if not bare:
        return [*out, Piece("", header.number, 0, 0, False, contract)] if out or contract else []
    if CONTRACT.match(bare):
        return [*out, Piece(bare, header.number, 0, 0, False, bare)]
    bare, tail = _without_place(bare)
    if tail:
        out.append(Piece(tail, header.number, 0, 0, True, None))
    place = looks_like_place(bare) and not after_at
    title = title_score(bare)
    piece = Piece(
        bare,
        header.number,
        title,
        company_score(bare) + (4 if after_at else 0),
        place and title < 2,
        contract,
        header.line.bold,
        after_at,
    )
    return [piece, *out]


def _is_remark(inside: str) -> bool:
    inside = inside.strip()
    return (
        is_contract(inside)
        or looks_like_place(inside)
        or bool(
            re.fullmatch(
                r"[HF]\s?/\s?[HFX]|\d{2,3}|2[AB]|\d+\s*(?:%|mois|ans?|months?|years?|h)", inside, re.IGNORECASE
            )
        )
    )


def _without_place(text: str) -> tuple[str, str | None]:
    """ "Acme SARL, Lyon" -> the firm and the town."""
    parts = re.split(r",\s+", text)
    for cut in range(1, min(len(parts), 4)):
        tail = ", ".join(parts[cut:])
        if looks_like_place(tail) and not looks_like_place(parts[0]):
            return ", ".join(parts[:cut]), tail
    return text, None


def company_score(text: str) -> float:
    """Higher when the text reads like a firm or an institution."""
    words = words_of(text)
    if not words:
        return 0.0
    score = 0.0
    if any(word in _LEGAL for word in words[-2:]) or words[0] in {"sarl", "sas", "eurl", "sa"}:
        score += 4.0
    if any(word in _CUES for word in words):
        score += 2.0
    if " & " in text or re.search(r"\b(?:et|and) (?:Fils|Sons|Associés|Associates|Co)\b", text):
        score += 1.5
    if names_people(text):
        score += 2.0
    if is_capitals(text) and len(words) <= 3:
        score += 0.7
    return score


def _is_blurb(text: str) -> bool:
    """A line that says what a firm does: "PME de 40 personnes, négoce de vin"."""
    words = [word for word in re.split(r"[\s'’]+", text) if word.lower() not in _SMALL_WORDS]
    small = sum(word[:1].islower() or word[:1].isdigit() for word in words)
    return len(words) >= MIN_BLURB_WORDS and small >= 0.6 * len(words) and title_score(text) < SURE_TITLE


def content(found: Sequence[Piece]) -> list[Piece]:
    """The pieces that may be title or company; a line that says what the firm does only where nothing else is."""
    able = [
        piece
        for piece in found
        if piece.text and not piece.is_place and not (piece.contract and piece.text == piece.contract)
    ]
    return [piece for piece in able if not _is_blurb(piece.text)] or able


def contract_of(found: Sequence[Piece]) -> str | None:
    """The kind of contract that the header states."""
    return next((piece.contract for piece in found if piece.contract), None)


def place_of(found: Sequence[Piece]) -> str | None:
    """The place that the header states."""
    return next((piece.text for piece in found if piece.is_place), None)
