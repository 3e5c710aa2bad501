"""Whether a CV meets one part of a criterion, with the line that shows it.

Years are judged by the dated jobs, languages by their levels, licences exactly, everything else by words in either
language. Nothing that the law protects is looked at: an age, a birthplace or a mother tongue that an offer asks for
is never answered.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from relance.cv.fields.language_words import CODES, LANGUAGE, level_in
from relance.matching.analysis import Language, fold
from relance.matching.career import DatedJob, years_in
from relance.matching.criteria import LEVEL_ORDER, Part, said
from relance.matching.licences import holds, licences, may_hold
from relance.matching.word_table import WordTable
from relance.records import Record

# Of the words of a part, this share must stand in one passage of the CV. Of a longer one, half is worth a look; one
# word of two ("gestion") is chance.
_ENOUGH: Final = 2 / 3
_WORTH_A_LOOK: Final = 0.5
_LONGER: Final = 4
_PASSAGE_LINES: Final = 2
# "comptabilité" and "comptable", "gestion" and "gestionnaire": stems that share so much of their beginning are kin.
_SHORTEST_KIN: Final = 5
_SHARED: Final = 0.8
_LONGEST_ENDING: Final = 5


class Verdict(StrEnum):
    """What the CV says about a criterion. Not found is not the same as not there: people leave things out."""

    MET = "met"
    NOT_MET = "not_met"
    UNCLEAR = "unclear"


class Measure(Record):
    """What was compared: years as numbers ("3", "4.5"), levels as CEFR; `found` is None where the CV does not say."""

    kind: str
    """`years` or `level`."""
    needed: str
    found: str | None = None


@dataclass(frozen=True, slots=True)
class CvFacts:
    """What is judged: lines with their stems, dated jobs, spoken languages with levels."""

    language: Language
    lines: Sequence[str]
    stems_of: Sequence[frozenset[str]]
    jobs: Sequence[DatedJob]
    spoken: Mapping[str, str | None]
    by_beginning: Mapping[str, frozenset[str]]
    """All stems, by their first letters: where kin are looked for."""


def by_beginning(stems_of: Iterable[frozenset[str]]) -> Mapping[str, frozenset[str]]:
    """Stems under their first letters."""
    found: dict[str, set[str]] = {}
    for stem in frozenset[str]().union(*stems_of):
        found.setdefault(stem[:_SHORTEST_KIN], set()).add(stem)
    return {beginning: frozenset(stems) for beginning, stems in found.items()}


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with the line that shows it."""

    verdict: Verdict
    line: str | None = None
    measure: Measure | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """In which language the criterion is written, what the job is called, and how words are translated."""

    language: Language
    title: tuple[str, ...]
    table: WordTable


def judge(part: Part, cv: CvFacts, offer: Offer) -> Judged:
    """One part of a criterion against one CV."""
    if not cv.lines:
        return Judged(Verdict.NOT_MET)
    if part.licences:
        return _by_licences(part, cv)
    if part.years is not None:
        return _by_years(part, cv, offer)
    if part.languages:
        return _by_languages(part, cv)
    return _by_words(part.telling, cv, offer)


# --- years ------------------------------------------------------------------------------------------


def _by_years(part: Part, cv: CvFacts, offer: Offer) -> Judged:
    needed = part.years or 0.0
    domain = _alternatives(part.telling or _same_kind(part.text, offer), cv, offer)
    relevant = [job for job in cv.jobs if not domain or _tells_of(job, domain, cv)]
    usual, most = years_in(relevant)
    _, all_most = years_in(cv.jobs)
    shown = cv.lines[max(relevant, key=lambda job: years_in([job])[0]).first_line] if relevant else None
    measure = Measure(kind="years", needed=f"{needed:g}", found=f"{usual:g}" if relevant else None)
    if relevant and usual >= needed:
        return Judged(Verdict.MET, shown, measure)
    if not cv.jobs:  # Without dates nobody can count; a line that speaks of it is worth reading.
        spoken = _by_words(part.telling, cv, offer) if part.telling else Judged(Verdict.UNCLEAR)
        return Judged(Verdict.NOT_MET if spoken.verdict is Verdict.NOT_MET else Verdict.UNCLEAR, spoken.line, measure)
    if relevant:
        return Judged(Verdict.UNCLEAR if most >= needed else Verdict.NOT_MET, shown, measure)
    elsewhere = _by_words(part.telling, cv, offer)
    possible = all_most >= needed and elsewhere.verdict is not Verdict.NOT_MET
    return Judged(Verdict.UNCLEAR if possible else Verdict.NOT_MET, elsewhere.line if possible else None, measure)


def _same_kind(text: str, offer: Offer) -> tuple[str, ...]:
    """ "3 ans sur un poste similaire": the offer's own title says of what kind."""
    alike = re.search(
        r"\b(?:similaires?|equivalente?s?|comparables?|meme|similar|same|equivalent|comparable)\b", fold(text)
    )
    return offer.title if alike else ()


def _tells_of(job: DatedJob, domain: Sequence[frozenset[str]], cv: CvFacts) -> bool:
    told = frozenset[str]().union(*cv.stems_of[job.first_line : job.last_line + 1])
    return sum(bool(each & told) for each in domain) / len(domain) >= _ENOUGH


# --- languages --------------------------------------------------------------------------------------


def _by_languages(part: Part, cv: CvFacts) -> Judged:
    judged = [_language(code, level, cv) for code, level in part.languages]
    return max(judged, key=lambda each: (Verdict.MET, Verdict.UNCLEAR, Verdict.NOT_MET).index(each.verdict))


def _language(code: str, needed: str | None, cv: CvFacts) -> Judged:
    line = _line_naming(code, cv)
    found = cv.spoken.get(code) or (_level_told(line) if line else None)
    if found is None and code == cv.language:  # Whoever writes their CV in it need not say so.
        return Judged(Verdict.MET, line, Measure(kind="level", needed=needed or "any", found="language of the CV"))
    measure = Measure(kind="level", needed=needed or "any", found=found)
    if found is None and code not in cv.spoken:
        return Judged(Verdict.UNCLEAR if line else Verdict.NOT_MET, line, measure)
    if found is None or needed is None:
        return Judged(Verdict.MET if needed is None else Verdict.UNCLEAR, line, measure)
    enough = LEVEL_ORDER.index(found) >= LEVEL_ORDER.index(needed)
    return Judged(Verdict.MET if enough else Verdict.NOT_MET, line, measure)


def _level_told(line: str) -> str | None:
    """The level on a line that names one language only."""
    folded = fold(line)
    return cefr(level_in(folded)) if len(LANGUAGE.findall(folded)) == 1 else None


def cefr(level: str | None) -> str | None:
    """A level of the CV on the one scale; a mother tongue is no more than C2 (R24)."""
    return "C2" if level == "native" else level if level in LEVEL_ORDER else None


def _line_naming(code: str, cv: CvFacts) -> str | None:
    """The shortest line that names the language."""
    naming = (line for line in cv.lines if any(CODES[each[1]] == code for each in LANGUAGE.finditer(fold(line))))
    return min(naming, key=len, default=None)


# --- licences ---------------------------------------------------------------------------------------


def _by_licences(part: Part, cv: CvFacts) -> Judged:
    held = [(licences(line), line) for line in cv.lines]
    everything = frozenset[str]().union(*(codes for codes, _ in held))
    answers = [holds(asked, everything) for asked in sorted(part.licences)]
    met = any(answers) if part.any_licence else all(answers)
    lines = [line for codes, line in held if any(holds(asked, codes) for asked in part.licences)]
    if met:
        return Judged(Verdict.MET, lines[0])
    vague = [line for codes, line in held if any(may_hold(asked, codes) for asked in part.licences)]
    return Judged(Verdict.UNCLEAR, vague[0]) if vague else Judged(Verdict.NOT_MET, lines[0] if lines else None)


# --- words ------------------------------------------------------------------------------------------


def _by_words(telling: Iterable[str], cv: CvFacts, offer: Offer) -> Judged:
    """The line that says most of it, when it and the line after say enough."""
    wanted = _alternatives(telling, cv, offer)
    if not wanted:
        return Judged(Verdict.UNCLEAR)  # Nothing that words could show.
    translated = offer.language != cv.language  # A translation misses a word now and then.
    least = _WORTH_A_LOOK if translated or len(wanted) >= _LONGER else _ENOUGH
    best: tuple[float, int, str] | None = None
    for i, line in enumerate(cv.lines):
        passage = frozenset[str]().union(*cv.stems_of[i : i + _PASSAGE_LINES])
        share = _answered(wanted, passage) / len(wanted)
        own = sum(bool(each & cv.stems_of[i]) for each in wanted)
        if share >= least and own and (best is None or (share, own) > best[:2]):
            best = (share, own, line)
    if best is None:
        return Judged(Verdict.NOT_MET)
    return Judged(Verdict.MET if best[0] >= _ENOUGH else Verdict.UNCLEAR, best[2])


def _answered(wanted: Sequence[frozenset[str]], passage: frozenset[str]) -> int:
    """How many of the words are said, each by a word of its own: "costs" cannot stand for both words of "coûts de
    revient"."""
    spoken_for: dict[str, int] = {}

    def find_one(number: int, tried: set[str]) -> bool:
        for word in sorted((wanted[number] & passage) - tried):
            tried.add(word)
            if word not in spoken_for or find_one(spoken_for[word], tried):
                spoken_for[word] = number
                return True
        return False

    return sum(find_one(number, set()) for number in range(len(wanted)))


def line_with_term(terms: Iterable[str], cv: CvFacts) -> str | None:
    """The first line that says one of the terms whole."""
    alternatives = [frozenset(said(term, cv.language)) for term in terms]
    for line, told in zip(cv.lines, cv.stems_of, strict=True):
        if any(alternative and alternative <= told for alternative in alternatives):
            return line
    return None


def _alternatives(telling: Iterable[str], cv: CvFacts, offer: Offer) -> list[frozenset[str]]:
    """For each word, the stems that say it in the CV's language."""
    if offer.language == cv.language:
        return [frozenset({stem}) | _kin(stem, cv) for stem in telling]
    translations = offer.table.directions[offer.language, cv.language]
    return [frozenset({stem, *(word for word, _ in translations.get(stem, ()))}) for stem in telling]


def _kin(stem: str, cv: CvFacts) -> frozenset[str]:
    """Words of the CV that are made of the same one."""
    candidates = cv.by_beginning.get(stem[:_SHORTEST_KIN], frozenset()) if len(stem) >= _SHORTEST_KIN else frozenset()
    return frozenset(other for other in candidates if _are_kin(stem, other))


def _are_kin(one: str, other: str) -> bool:
    shorter = min(len(one), len(other))
    shared = next((i for i in range(shorter) if one[i] != other[i]), shorter)
    endings = max(len(one), len(other)) - shared
    return shared >= _SHORTEST_KIN and shared >= _SHARED * shorter and endings <= _LONGEST_ENDING
