# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.
"""Cuts a CV into sections at its headings."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from relance.cv.document import Line
from relance.cv.section_parts import Numbered, Section
from relance.cv.section_words import CORES, MODIFIERS, NOT_ALONE, PHRASES, WEAK, Kind
from relance.cv.text import fold, word_set, words_of
from relance.cv.unknown_headings import Looks, following, settled, with_work

__all__ = ["Numbered", "Section", "heading_kinds", "sections"]

MAX_LENGTH = 48
MAX_WORDS = 7
MAX_SPECIAL_WORDS = 5
LONG_TEXT = 70
_DECORATION: Final = re.compile(r"^[^\w]*(?:(?:\d{1,2}|[ivx]{1,4})\s*[.)\-–:/]\s*)?|[^\w)]*$", re.IGNORECASE)
_LABELLED: Final = re.compile(r"^\W*([^:\t|]{3,40}?)\s*(?:\s?[:：]\s*|\t\s*|\s[|–—]\s)(\S.*)$")
# Levels of a language whose words also stand in headings.
_LEVEL: Final = re.compile(
    r"(?:(?:full|limited|good|basic|native|elementary) )*(?:professional|working|bilingual|native)?(?: working)? (?:proficiency|knowledge)$"
)
_OWN: Final = re.compile(r"^(?:mes|mon|ma|my|nos|our) ")
INLINE_KINDS: Final = {
    Kind.LANGUAGES,
    Kind.SKILLS,
    Kind.INTERESTS,
    Kind.CERTIFICATES,
    Kind.PROFILE,
    Kind.EDUCATION,
    Kind.QUALITIES,
}
_DESPACED: Final = {fold(phrase).replace(" ", ""): kind for phrase, kind in PHRASES.items()} | {
    word + tail: kind
    for kind, words in CORES.items()
    for word in words - NOT_ALONE
    for tail in ("", "professionnelle", "professionnelles", "s")
}


def heading_kinds(text: str) -> tuple[Kind, ...]:
    """The kinds that a heading names, empty when the text is no known heading."""
    bare = _DECORATION.sub("", text.strip()).strip()
    folded = fold(bare)
    if (
        not bare
        or text.rstrip().endswith(".")
        or len(bare) > MAX_LENGTH
        or re.search(r"\d", bare)
        or _LEVEL.match(folded)
    ):
        return ()
    for phrase in (folded, _OWN.sub("", folded)):
        if phrase in PHRASES:
            return (PHRASES[phrase],)
    words = [word for part in re.split(r"[^\w'-]+", folded) for word in _pieces(part)]
    special = _special(words, bare)
    if special:
        return (special,)
    if not words or len(words) > MAX_WORDS:
        return ()
    if len(words) == 1 or all(len(word) <= 2 for word in words):
        kind = _DESPACED.get("".join(words))
        return (kind,) if kind and words[0] not in NOT_ALONE else ()
    return _composed(words)


def _special(words: Sequence[str], bare: str) -> Kind | None:
    """ "Retail experience", "Expériences en restauration", "Computer skills": one telling word at its place is enough."""
    if not 2 <= len(words) <= MAX_SPECIAL_WORDS or not bare[0].isupper() or bare.endswith("."):
        return None
    titled = bare.isupper() or all(word[0].isupper() for word in bare.split() if len(word) > 3)
    if words[-1] in {"experience", "experiences"} and titled and words[-2] != "of":
        return Kind.WORK
    if words[0] in {"experience", "experiences"} and words[1] in {"en", "dans", "de", "a", "in", "au", "aux"}:
        return Kind.WORK
    if (
        words[-1] in {"skills", "competencies"}
        and titled
        and words[-2] not in {"soft", "language", "languages", "interpersonal"}
    ):
        return Kind.SKILLS
    return Kind.SKILLS if words[0] == "competences" and words[1] in {"en", "dans", "du", "de"} else None


def _pieces(part: str) -> list[str]:
    """ "d'expertise" -> d, expertise; words with a hyphen stay whole when they are known so."""
    if any(part in words for words in CORES.values()) or part in MODIFIERS:
        return [part]
    return [piece for piece in re.split(r"['-]", part) if piece]


def _composed(words: Sequence[str]) -> tuple[Kind, ...]:
    named: dict[Kind, bool] = {}
    for word in words:
        kinds = [kind for kind, cores in CORES.items() if word in cores]
        if not kinds and word not in MODIFIERS:
            return ()
        for kind in kinds:
            named[kind] = named.get(kind, False) or word not in WEAK
    strong = tuple(kind for kind, is_strong in named.items() if is_strong)
    if strong:
        only_adjective = Kind.LANGUAGES in strong and not {"langues", "languages"}.intersection(words)
        return (
            (Kind.LANGUAGES,)
            if only_adjective or (words[0] == "languages" and words[-1] == "skills" and len(words) == 2)
            else strong
        )
    return (
        tuple(named)[:1]
        if any(word not in NOT_ALONE for word in words if any(word in c for c in CORES.values()))
        else ()
    )


def sections(lines: Sequence[Line], *, breaks: frozenset[int] = frozenset()) -> list[Section]:
    """The sections in order; the first is the header. `breaks`: line numbers that end a section (the name's)."""
    headings = {
        n: kinds
        for n, line in enumerate(lines, 1)
        if n not in breaks and (kinds := heading_kinds(line.text)) and not _names_document(lines, n)
    }
    looks = Looks.of(lines, headings)
    found = [Section((Kind.HEADER,), None)]
    for number, line in enumerate(lines, 1):
        if not line.text.strip():
            continue
        here = Numbered(number, line)
        kinds = headings.get(number, ())
        if number in breaks:
            found.append(Section((Kind.HEADER,), None, [here]))
        elif kinds and not _is_text(line, found[-1]):
            found.append(Section(settled(line.text, kinds, following(lines, number, headings)), here))
        elif other := looks.unknown_heading(number, found[-1].kinds, named=bool(breaks) and number > min(breaks)):
            found.append(Section((other,), here))
        else:
            labelled = _labelled(here, found[-1])
            found += [labelled] if labelled else []
            if not labelled:
                found[-1].lines.append(here)
    return with_work(found)


def _names_document(lines: Sequence[Line], number: int) -> bool:
    """ "RESUME" at the top of an English page names the document; in French a text about oneself follows it."""
    if fold(lines[number - 1].text).strip(" :") != "resume":
        return False
    below = next((line.text for line in lines[number:] if line.text.strip()), "")
    return len(below) < LONG_TEXT


def _is_text(line: Line, current: Section) -> bool:
    """True for a bulleted or lower-case line: an item of the section, not its end."""
    stripped = line.text.lstrip()
    return stripped[:1] in "•-*–" and current.heading is not None and stripped[:1] != current.heading.text.lstrip()[:1]


def _labelled(here: Numbered, current: Section) -> Section | None:
    """ "Langues : anglais (C1)" alone on its line opens a section with that one line."""
    found = _LABELLED.match(here.text)
    if not found:
        return None
    kinds = heading_kinds(found[1])
    if not kinds or kinds[0] not in INLINE_KINDS or kinds == current.kinds:
        return None
    if current.is_about(Kind.WORK) and kinds[0] is not Kind.LANGUAGES:
        return None
    if Kind.LANGUAGES in kinds and not _names_language(found[2]):
        return None
    if current.is_about(Kind.SKILLS) and kinds[0] is not Kind.LANGUAGES:
        return None
    rest = replace(here.line, text=found[2])
    return Section(kinds, here, [Numbered(here.number, rest)])


_LANGUAGE_NAMES: Final = word_set(
    "francais anglais espagnol allemand italien arabe portugais chinois french english spanish german "
    "italian arabic portuguese chinese mandarin russe russian dutch neerlandais hindi tamil telugu "
    "kannada marathi"
)


def _names_language(text: str) -> bool:
    return any(word in _LANGUAGE_NAMES for word in words_of(text))
