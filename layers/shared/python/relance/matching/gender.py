"""Puts gendered wording into one form: "infirmière diplômée" and "infirmier diplômé" are the same words (R21, R27).

Offers and CVs both pass through here before they become tokens or vectors. The form chosen is the masculine one only
because it is the shorter in the title pairs of ROME; nobody ever reads the result.
"""

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from relance.matching.analysis import fold

_SHIPPED: Final = Path(__file__).parent / "data" / "gendered_words.tsv.gz"

_ENGLISH: Final = {
    "she": "he", "her": "his", "hers": "his", "herself": "himself", "waitress": "waiter", "actress": "actor",
    "hostess": "host", "stewardess": "steward", "manageress": "manager", "headmistress": "headteacher",
    "headmaster": "headteacher", "chairwoman": "chairperson", "chairman": "chairperson", "saleswoman": "salesperson",
    "salesman": "salesperson", "saleslady": "salesperson", "businesswoman": "businessperson",
    "businessman": "businessperson", "policewoman": "police officer", "policeman": "police officer",
    "firewoman": "firefighter", "fireman": "firefighter", "craftswoman": "craftsperson", "craftsman": "craftsperson",
    "forewoman": "foreman", "camerawoman": "cameraman", "handywoman": "handyman", "spokeswoman": "spokesperson",
    "spokesman": "spokesperson", "seamstress": "tailor", "barmaid": "bartender", "barman": "bartender",
    "repairwoman": "repairman", "postwoman": "postman", "sportswoman": "sportsperson", "sportsman": "sportsperson",
    "alumna": "alumnus", "wife": "spouse", "husband": "spouse", "mother": "parent", "father": "parent", "mom": "parent",
    "mum": "parent", "dad": "parent", "woman": "person", "man": "person", "lady": "person", "gentleman": "person",
}  # fmt: skip
_FRENCH_SMALL: Final = {"elle": "il", "elles": "ils", "celle": "celui", "celles": "ceux"}
_ARTICLES: Final = {
    "une": "un", "la": "le", "cette": "ce", "ma": "mon", "sa": "son", "ta": "ton", "quelle": "quel", "toute": "tout",
    "nouvelle": "nouveau", "ancienne": "ancien", "première": "premier", "seule": "seul", "vraie": "vrai",
    "bonne": "bon", "excellente": "excellent", "jeune": "jeune", "future": "futur", "véritable": "véritable",
}  # fmt: skip
# Nouns in -ée that are no participle, folded, without their plural; English words in -ee beside them.
_NOUNS_IN_EE: Final = frozenset(
    """
    allee annee apogee armee arrivee assemblee assiettee becquee bouee buee chaussee cheminee coree coryphee
    corvee cuilleree croisee denree destinee dictee donnee duree echappee entree epee epopee equipee fee foulee
    fusee gelee giboulee gorgee guinee huee idee journee levee lycee maree matinee melee mosquee montee musee
    nausee odyssee orchidee pensee percee plongee poignee portee poupee poussee prisee prophylee puree randonnee
    rangee renommee rentree risee rosee soiree tournee traversee trachee tranchee travee trophee vallee veillee
    viree visee volee absentee agree employee attendee bee coffee committee decree degree disagree employee fee
    flee foresee free guarantee knee lee licensee nominee oversee payee pedigree referee refugee screen see
    settee spree supervisee three trainee tree trustee yankee
    """.split()  # noqa: SIM905  A hundred quoted words would hide the list.
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_PIECES: Final = re.compile(r"([^\W\d_]+)")
_NOBODY: Final = re.compile(
    r"\(?\b(?:h\s?/\s?f(?:\s?/\s?[xn])?|f\s?/\s?h(?:\s?/\s?[xn])?|m\s?/\s?[fw](?:\s?/\s?[dx])?|w\s?/\s?m|f\s?/\s?m)\b\)?"
    r"|\bhomme\s?/\s?femme\b|\bfemme\s?/\s?homme\b",
    re.IGNORECASE,
)
# The longest first: an alternation takes the first that fits.
_ENDINGS: Final = (
    "iennes|trices|ières|ienne|trice|euses|rices|esse|enne|euse|rice|ière|ères|ère"
    "|nes|les|tes|ses|es|ne|le|te|se|ve|fe|e"
)
# chargé(e), développeur·euse, conseiller(ère), technicien.ne.s, infirmier-ère
_INCLUSIVE: Final = re.compile(
    rf"(?<=\w\w)(?:\(\s?-?(?:{_ENDINGS})\s?\)|[·•‧⋅∙](?:{_ENDINGS})(?:[·•‧⋅∙]s)?(?!\w)"
    rf"|[./-](?:{_ENDINGS})(?:[./-]s)?(?=$|[^\w.@/-]|\.(?:\s|$)))",
    re.IGNORECASE | re.MULTILINE,
)
_TWICE: Final = re.compile(r"(?<!\w)([^\W\d_][\w'’-]*(?: [\w'’-]+)?)\s?(?:/|\bou\b|\bor\b)\s?\1(?!\w)", re.IGNORECASE)
_PARTICIPLE: Final = re.compile(
    r"(?<!\w)((?:suis|été|étant|devenue?)\s+(?:\w+ment\s+|très\s+|plus\s+)?\w{2,}(?:i|u|it|is|int|ert))e(?!\w)",
    re.IGNORECASE,
)
_SPACES: Final = re.compile(r"[^\S\n]+")
_CONTRACTIONS: Final = ((re.compile(r"\bde le\b", re.IGNORECASE), "du"), (re.compile(r"\bà le\b", re.IGNORECASE), "au"))


# "directrice commerciale et financière": the adjectives right after a trade name take its form too.
_ADJECTIVE_FORMS: Final = {"ale": "al", "elle": "el", "ive": "if", "ière": "ier", "ante": "ant", "ente": "ent"}


@dataclass(frozen=True)
class GenderedWords:
    """{feminine form, also folded: the other form}, and trade names that have one form for all."""

    other_form: Mapping[str, str]
    one_form: frozenset[str]


@cache
def shipped_words() -> GenderedWords:
    """The product's list, read once."""
    other_form: dict[str, str] = {}
    one_form: set[str] = set()
    for line in gzip.decompress(_SHIPPED.read_bytes()).decode().splitlines():
        feminine, tab, masculine = line.partition("\t")
        if line.startswith("#"):
            continue
        if tab:
            other_form[feminine] = masculine
        else:
            one_form |= {feminine, fold(feminine)}
    for feminine, masculine in list(other_form.items()):
        if fold(feminine) not in _NOUNS_IN_EE:
            other_form.setdefault(fold(feminine), fold(masculine))
    return GenderedWords(other_form, frozenset(one_form) | frozenset(other_form.values()))


def neutral(text: str) -> str:
    """The text with its gendered words in one form, pairs ("vendeur / vendeuse") said once and "H/F" left out."""
    text = _INCLUSIVE.sub("", _NOBODY.sub(" ", text))
    text = _WORD.sub(lambda match: _one_form(match.group()), text)
    text = _PARTICIPLE.sub(r"\1", text)
    text = "\n".join(_agree(line) for line in text.split("\n"))
    return _SPACES.sub(" ", _TWICE.sub(r"\1", text))


def _one_form(word: str) -> str:
    lowered = word.lower()
    other = shipped_words().other_form.get(lowered) or _ENGLISH.get(lowered) or _FRENCH_SMALL.get(lowered)
    if other is None:
        other = _participle(lowered)
    return word if other is None else _cased_like(word, other)


def _participle(word: str) -> str | None:
    """motivée -> motivé, diplomee -> diplome; None for anything else."""
    if not word.endswith(("ée", "ees", "ee", "ées")):
        return None
    singular = fold(word).removesuffix("s")
    if singular in _NOUNS_IN_EE or len(singular) < 5:
        return None
    plural = word.endswith("s")
    return word[: -2 if plural else -1] + ("s" if plural else "")


def _cased_like(model: str, word: str) -> str:
    if model.isupper() and len(model) > 1:
        return word.upper()
    return word.capitalize() if model[0].isupper() else word


def _agree(line: str) -> str:
    """Words around a trade name take its form: "une comptable" -> "un comptable"."""
    pieces = _PIECES.split(line)  # Words at odd places, what stands between them at even ones.
    known = shipped_words().one_form
    trades = [i for i in range(1, len(pieces), 2) if pieces[i].lower() in known]
    for place in trades:
        _agree_before(pieces, place)
        _agree_after(pieces, place)
    agreed = "".join(pieces)
    if agreed != line:
        for pattern, contracted in _CONTRACTIONS:
            agreed = pattern.sub(contracted, agreed)
    return agreed


def _agree_before(pieces: list[str], place: int) -> None:
    while place >= 3 and pieces[place - 1].isspace():
        place -= 2
        article = _ARTICLES.get(pieces[place].lower())
        if article is None:
            return
        pieces[place] = _cased_like(pieces[place], article)


def _agree_after(pieces: list[str], place: int) -> None:
    while place + 2 < len(pieces) and pieces[place + 1].isspace():
        place += 2
        ending = next((e for e in _ADJECTIVE_FORMS if pieces[place].lower().endswith(e)), None)
        if ending is not None and len(pieces[place]) > len(ending) + 1:
            changed = pieces[place].lower().removesuffix(ending) + _ADJECTIVE_FORMS[ending]
            pieces[place] = _cased_like(pieces[place], changed)
        elif pieces[place].lower() not in {"et", "ou"}:
            return
