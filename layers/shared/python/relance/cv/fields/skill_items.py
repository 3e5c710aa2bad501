# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.
"""The items that a line of a skills section lists, each as short as the CV allows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from relance.cv.dates import folded_same_length, periods
from relance.cv.fields.contact import EMAIL, URL
from relance.cv.fields.language_words import CODES, LANGUAGE, level_in
from relance.cv.layout.bullets import BULLET
from relance.cv.sections import heading_kinds
from relance.cv.skill_finder import concepts_in
from relance.cv.skill_list import Concept, concept_named, everyday_names
from relance.cv.text import fold, word_set, words_of

MAX_ITEM_WORDS = 4
MAX_ITEM_LENGTH = 60
MAX_PHRASE = 6  # More telling words between two separators are running text.
NAME_LETTERS = 3  # A piece beside a slash that is shorter is half of a name: "TCP/IP", "C/S".
_LABEL: Final = re.compile(r"^[^:,;|•]{2,40}?\s*[:：]\s+(?=\S)|^[^:,;|•]{2,40}?[:：]\s*$")
_SEPARATORS: Final = re.compile(
    r"\s*[,;|•·●▪■◆►✓✔❖♦\t]\s*|\s+[/~]\s+|\s+[–—-]\s+|\s{3,}|\s+(?:including|such as|like|notamment|dont|tels? que|telles? que|comme)\s+(?=[A-ZÀ-Ý(])"
)
_BRACKETS: Final = re.compile(r"^([^()\[\]]{2,})[(\[]([^()\[\]]+)[)\]]\s*$")
_REMARK: Final = re.compile(
    r"\s*[(\[](?:[^()\[\]]*\b(?:ans?|years?|yrs?|mois|months?|less than|moins|niveau|level|avanc\w*|advanced|interm\w*|basic|bases?|notions?|expert|d[ée]butant|beginner|courant|"
    r"ma[iî]tris\w*|confirm\w*|proficient|good|bon|very good|excellent)\b[^()\[\]]*|\d\s*/\s*\d+|[★☆●○■□*]+)[)\]]",
    re.IGNORECASE,
)
_LEVEL_TAIL: Final = re.compile(
    r"\s*(?:[:–—-]\s*)?(?:niveau\s+)?(?:\b(?:avanc[ée]e?s?|advanced|interm[ée]diaire|intermediate|basique|basic|notions|expert|d[ée]butant|beginner|courant|confirm[ée]e?|ma[iî]tris[ée]e?|"
    r"proficient|good|bon|bonne|excellent)|\d{1,3}\s*%|\d\s*/\s*(?:5|10)|[★☆●○■□◦*]{2,})\s*$",
    re.IGNORECASE,
)
# A grade behind one item, not a list behind a label: "Couture : 3/5", "Forklift driving: advanced".
_GRADED: Final = re.compile(r"^[^,;|•]+\s*[:–—-]\s*[^,;|•:]*$")
_FILLER: Final = re.compile(
    r"^(?:(?:very|highly|tr[eè]s|a|good|strong|sound|solid|basic|advanced|extensive|thorough|outstanding|exceptional|superb|great|professional|practical|high|some|proven|"
    r"bonne?s?|solides?|excellente?s?|parfaite|hands[ -]on|in[- ]depth|working|expert)\s+){0,3}"
    r"(?:knowledge|knowledgeable|experienced?|understanding|expertise|proficien(?:t|cy)|skill(?:ed|s)|familiar(?:ity)?|worked|exposure|conversant|acquainted|adept|competent|command|mastery|"
    r"connaissances?|ma[iî]trise|notions?|exp[ée]rience|aisance|[àa] l['’]aise|expert(?:ise|e)?|form[ée]e?)\s+"
    r"(?:(?:avanc[ée]e|approfondie|courante?|quotidienne?|r[ée]guli[eè]re?|parfaite|confirm[ée]e|compl[eè]te|de base|working)s?\s+)?"
    r"(?:with|in|of|on|to|at|using|de la |de l['’]|des|du|de|d['’]|en|sur|avec|aux?|[àa])\s*(?:the |les? |la |l['’])?",
    re.IGNORECASE,
)
# "Utilisation de SAP" is SAP; "utilisation de massicot" is a skill.
_USE: Final = re.compile(
    r"^(?:bonne )?(?:pratique|utilisation|usage|use) (?:\w+e )?(?:de la |de l['’]|des|du|de|d['’]|of)\s*", re.IGNORECASE
)
# What stands beside the name of a tool and says what it is: "Spring framework", "logiciel Sage", "Protocols HTTP".
_CATEGORY_BEFORE: Final = re.compile(
    r"^(?:(?:programming|scripting|markup|web|query) )?(?:languages?|frameworks?|protocols?|operating systems?|databases?|servers?|libraries|platforms?|technologies|software|ides?|"
    r"(?:build|version control|development|design|testing|reporting|bug tracking|integration|other) tools?|tools?|"
    r"langages?(?: de programmation)?|(?:pro|lo)giciels?|outils?|bases? de donn[ée]es|syst[eè]mes?(?: d['’]exploitation)?|environnements?|biblioth[eè]ques?|plateformes?)\s+(?:d['’]|de )?",
    re.IGNORECASE,
)
_CATEGORY_AFTER: Final = re.compile(
    r"\s+(?:programming |scripting |query |web |application )?(?:languages?|frameworks?|stack|databases?|servers?|platforms?|tools?|software|technolog(?:y|ies)|methodolog(?:y|ies)|"
    r"modell?ing|format|skills?|librar(?:y|ies)|environments?|applications?|programs?|packages?)$",
    re.IGNORECASE,
)
_ENDS: Final = re.compile(r"^(?:and|or|et|ou|&)\s+|[\s,]+(?:etc|and more|and others?|et autres)\.*$", re.IGNORECASE)
_SMALL_WORDS: Final = word_set("de d du des la le les l et and of the en a au aux pour for in to with un une sur")
_NOISE: Final = re.compile(
    r"^(?:etc|and more|and|et|or|others?|autres|\d+(?:[.,]\d+)*|n/a|page \d.*|\d{5} \D+|curriculum vitae|(?:disponibles?|fournies?|available|provided|supplied) (?:sur demande|(?:up)?on request))\.*$",
    re.IGNORECASE,
)
# How people praise themselves: a sentence about a quality, not the name of a skill.
_TELLS: Final = re.compile(
    r"^(?:able|ability|abilities|capable|capacit[ée]s? [àa]|aptitudes? [àa]|apte|willing(?:ness)?|strong|good|great|excellent|effective|efficient|proven|demonstrated|quick|fast|"
    r"team player|fast learner|self|hard[- ]?working|positive|responsible|successful(?:ly)?)\b(?=.*\s)",
    re.IGNORECASE,
)
# The number of a standard, one name however many signs: "NF C 15-100", "ISO 9001", "EN 1090-2".
_STANDARD: Final = re.compile(r"\b(?:NF|EN|ISO|IEC|CEI|BS|DIN|UTE|DTU|VDE|ASTM)(?:[ /-][A-Z]{1,3})*[ -]?\d[\d.:-]*")
# A single letter behind these is no language: "catégorie C", "Vitamine C", "plan C".
_MARKED: Final = re.compile(
    r"\b(?:cat[ée]gor(?:ie|y)|class\w*|permis|licen[cs]e|plan|vitamine?|groupe?|type|niveau|level|grade)\s$",
    re.IGNORECASE,
)
_NETWORK: Final = r"(?:git ?hub|gitlab|linkedin|kaggle|stack ?overflow|behance|dribbble)"
_ADDRESS: Final = re.compile(rf"(?:\b{_NETWORK}\s?[:–-]?\s?)?(?:{URL.pattern})(?:\s?\({_NETWORK}\))?", re.IGNORECASE)
_EDGES: Final = " \t.:;,–—-•*‘’“”\"'"


@dataclass(frozen=True, slots=True)
class Named:
    """A concept of the list as a text writes it."""

    written: str
    concept: Concept


def items(text: str) -> Iterator[str]:
    """The items that one line of a skills section lists; from running text, what the list knows."""
    bare = _REMARK.sub("", BULLET.sub("", without_addresses(text))).strip()
    bare = _LEVEL_TAIL.sub("", bare) if _GRADED.search(bare) else bare
    label = _LABEL.match(bare)
    if label:
        if label.end() >= len(bare) or _grades_language(label[0], bare[label.end() :]):
            return
        bare = bare[label.end() :]
    if heading_kinds(bare) and not concept_named(bare):
        return
    parts = _parts(bare)
    if _is_prose(parts):
        yield from _told(bare)
        return
    longest = (
        MAX_ITEM_WORDS if len(parts) > 1 else MAX_ITEM_WORDS - 1
    )  # Alone on its line a phrase tells, it does not name.
    for part in parts:
        yield from _items_of(part, longest)


def _grades_language(label: str, rest: str) -> bool:
    """True for "Italien : B2" among skills."""
    return bool(LANGUAGE.search(folded_same_length(label))) and level_in(folded_same_length(rest)) is not None


def named(text: str) -> Iterator[Named]:
    """The concepts that a text names; one short word in small letters is none."""
    text = _STANDARD.sub(lambda found: " " * len(found[0]), without_addresses(text))
    for hit in concepts_in(folded_same_length(text)):
        written = text[hit.begin : hit.finish]
        if len(written) == 1 and _MARKED.search(text[: hit.begin]):
            continue
        marked = written.isupper() or any(char in "+#." for char in written)
        long_enough = len(written) > 3 or (len(written) == 3 and fold(written) not in everyday_names())
        if marked or long_enough:
            yield Named(written, hit.concept)


def without_addresses(text: str) -> str:
    """The text with e-mail and web addresses blanked, at the same places, and the networks that label them."""
    return _ADDRESS.sub(lambda found: " " * len(found[0]), EMAIL.sub(lambda found: " " * len(found[0]), text))


def _told(text: str) -> Iterator[str]:
    """What running text names: a method of one word is a word of the sentence ("planning")."""
    for found in named(text):
        if found.concept.kind != "method" or " " in found.written:
            yield found.written


def _is_prose(parts: Sequence[str]) -> bool:
    """True when most words stand in parts that are too long for an item."""
    lengths = [len(_telling(part)) for part in parts]
    return 2 * sum(length for length in lengths if length > MAX_PHRASE) > sum(lengths)


def _items_of(part: str, longest: int) -> Iterator[str]:
    """What one part between separators lists: itself, its brackets, what a slash or an "and" parts."""
    item = _bare(part)
    if concept_named(item):
        yield item
        return
    bracketed = _BRACKETS.match(item)
    if bracketed:
        yield from _items_of(bracketed[1], longest)
        yield from (found.written for found in named(bracketed[2]))
        return
    pieces = _pieces(item)
    for piece in pieces:
        if len(pieces) > 1:
            yield from _items_of(piece, longest)
        elif _is_item(item, longest):
            yield _without_category(item)
        else:
            yield from _told(item)


def _bare(part: str) -> str:
    """The part without bullets, levels, and phrases such as "good knowledge of"."""
    item = _ENDS.sub("", part.strip(_EDGES))
    item = _FILLER.sub("", _LEVEL_TAIL.sub("", item)).strip(" \t.:;,–—-•*")
    return item.strip("()[]") if item.count("(") != item.count(")") or re.fullmatch(r"\([^()]*\)", item) else item


def _pieces(item: str) -> list[str]:
    """ "HTML/CSS", "Quality assurance/control", "Oracle & SQL Server": each side an item of its own."""
    sides = [side.strip() for side in item.split("/") if side.strip()]
    known = [_concept(side) is not None for side in sides]
    phrases = any(" " in side for side in sides) and all(len(side) >= NAME_LETTERS for side in sides)
    if len(sides) > 1 and (all(known) or (phrases and len(sides) == 2 and not re.search(r"\d", item))):
        return sides
    sides = re.split(r"\s+(?:et|and)\s+|\s*&\s*", item)
    if len(sides) > 1 and all(_concept(side) is not None for side in sides):
        return sides
    return [item]


def _without_category(item: str) -> str:
    """ "Spring framework" -> "Spring" when the list knows the rest as a tool."""
    for pattern in (_CATEGORY_AFTER, _CATEGORY_BEFORE, _USE):
        rest = pattern.sub("", item)
        concept = concept_named(rest) if rest != item else None
        if concept and concept.kind == "tool":
            return rest
    return item


def _concept(text: str) -> Concept | None:
    return concept_named(_without_category(text.strip()))


def _is_item(item: str, longest: int) -> bool:
    """Few enough words for an item, and no language, number or filler."""
    words = words_of(item)
    if not words or _NOISE.match(item) or _TELLS.match(item) or (len(item) < 2 and item.upper() not in {"C", "R"}):
        return False
    spoken = words[0] in CODES and len(words) <= 3
    return not spoken and 0 < len(_telling(item)) <= longest and len(item) <= MAX_ITEM_LENGTH and not periods(item)


def _telling(text: str) -> list[str]:
    """The words that are not the small words of French and English."""
    return [word for word in words_of(_STANDARD.sub(" norme ", text)) if word not in _SMALL_WORDS]


def _parts(text: str) -> list[str]:
    """Parts between separators that do not stand inside brackets."""
    kept = re.sub(r"[(\[][^()\[\]]*[)\]]", lambda m: re.sub(r"[,;/|&]", lambda c: chr(0xE000 + ord(c[0])), m[0]), text)
    parts = [re.sub(r"[\ue000-\ue07f]", lambda c: chr(ord(c[0]) - 0xE000), part) for part in _SEPARATORS.split(kept)]
    out: list[str] = []
    for part in parts:
        conjoined = re.split(r"\s+(?:et|and|&)\s+", part)
        known = any(_concept(piece) for piece in conjoined)
        split = len(conjoined) > 1 and len(parts) > 2 and known and not concept_named(part)
        out += conjoined if split else [part]
    return [part for part in out if part.strip()]
