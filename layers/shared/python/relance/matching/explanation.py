"""Why a candidate stands where they stand: criteria with their line of the CV, common words, history."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from relance.applications import Outcome, Stage
from relance.cv.profile import Profile
from relance.jobs import Criterion, CriterionWeight, JobId
from relance.matching.analysis import Language, stems, terms
from relance.matching.document import CandidateDocument
from relance.matching.generic_words import GENERIC_STEMS
from relance.matching.identity import identity
from relance.matching.redaction import redacted_lines
from relance.matching.word_table import WordTable, shipped_word_table
from relance.records import Instant, Record

if TYPE_CHECKING:
    from relance.matching.offer import OfferQuery

# Enough for one screen.
MOST_TERMS: Final = 12
_LONGEST_LINE: Final = 200
# Half of what a criterion names must stand in one passage of the CV.
_ENOUGH: Final = 0.5
_PASSAGE_LINES: Final = 2


class CriterionFinding(Record):
    """One criterion of the offer against one CV. Not found is not the same as not there."""

    criterion_id: str
    text: str
    weight: CriterionWeight
    met: bool
    line: str | None = None
    """The line that shows it, as indexed: `original_line` gives it as the person wrote it."""


class CommonTerm(Record):
    """A word of the offer and the word of the CV that answers it, in either language."""

    offer: str
    cv: str


class PastApplication(Record):
    """An earlier application with this employer."""

    job_id: JobId
    stage: Stage
    outcome: Outcome
    reason_id: str | None
    updated_at: Instant


class Explanation(Record):
    """The reasons behind one hit, short enough for a screen."""

    criteria: tuple[CriterionFinding, ...] = ()
    terms: tuple[CommonTerm, ...] = ()
    history: tuple[PastApplication, ...] = ()
    """Newest first."""


@dataclass(frozen=True, slots=True)
class _CvWords:
    """Stems of a CV by line, and the first spelling of each."""

    language: Language
    lines: Sequence[str]
    stems_of: Sequence[frozenset[str]]
    spelling: Mapping[str, str]


def explain(query: "OfferQuery", document: CandidateDocument, *, table: WordTable | None = None) -> Explanation:
    """The reasons behind one candidate's place for one offer."""
    table = table or shipped_word_table()
    cv = _words_of(document)
    return Explanation(
        criteria=tuple(_finding(criterion, query.language, cv, table) for criterion in query.criteria),
        terms=_common_terms(query, cv, table),
        history=tuple(
            PastApplication(**fact.model_dump(exclude={"after_our_offer"}))
            for fact in sorted(document.facts.history, key=lambda fact: fact.updated_at, reverse=True)
        ),
    )


def original_line(indexed: str, cv_text: str, profile: Profile | None) -> str | None:
    """The line of the CV, as the person wrote it, that an indexed line came from; None when the CV has changed."""
    written = cv_text.splitlines()
    for line in redacted_lines(cv_text, identity(profile)):
        if line.text[:_LONGEST_LINE] == indexed:
            return written[line.number - 1].strip()
    return None


def _words_of(document: CandidateDocument) -> _CvWords:
    language: Language = "en" if document.facts.language == "en" else "fr"
    lines = document.content.text.splitlines()
    spelling: dict[str, str] = {}
    stems_of = []
    for line in lines:
        found = {}
        for term in terms(line, language):
            found[term.stem] = _bare(line[term.start : term.end])
        stems_of.append(frozenset(found))
        spelling = found | spelling
    return _CvWords(language, lines, stems_of, spelling)


# --- criteria ---------------------------------------------------------------------------------------


def _finding(criterion: Criterion, language: Language, cv: _CvWords, table: WordTable) -> CriterionFinding:
    line = _line_with_term(criterion.terms, cv) if criterion.terms else _best_line(criterion.text, language, cv, table)
    return CriterionFinding(
        criterion_id=criterion.criterion_id,
        text=criterion.text,
        weight=criterion.weight,
        met=line is not None,
        line=line[:_LONGEST_LINE] if line is not None else None,
    )


def _line_with_term(wanted: Iterable[str], cv: _CvWords) -> str | None:
    """The first line that says one of the terms whole."""
    alternatives = [frozenset(stems(term, cv.language)) for term in wanted]
    for line, said in zip(cv.lines, cv.stems_of, strict=True):
        if any(alternative and alternative <= said for alternative in alternatives):
            return line
    return None


def _best_line(text: str, language: Language, cv: _CvWords, table: WordTable) -> str | None:
    """The line that says most of a criterion, when it and the line after say enough of it."""
    wanted = _alternatives(text, language, cv.language, table)
    if not wanted:
        return None
    best: tuple[float, int, str] | None = None
    for i, line in enumerate(cv.lines):
        passage = frozenset[str]().union(*cv.stems_of[i : i + _PASSAGE_LINES])
        share = sum(bool(each & passage) for each in wanted) / len(wanted)
        own = sum(bool(each & cv.stems_of[i]) for each in wanted)
        if share >= _ENOUGH and own and (best is None or (share, own) > best[:2]):
            best = (share, own, line)
    return best[2] if best else None


def _alternatives(text: str, language: Language, other: Language, table: WordTable) -> list[frozenset[str]]:
    """For each telling word of a criterion, the stems that say it in the CV's language."""
    telling = [stem for stem in dict.fromkeys(stems(text, language)) if stem not in GENERIC_STEMS[language]]
    if language == other:
        return [frozenset({stem}) for stem in telling if not stem.isdigit()]
    translations = table.directions[language, other]
    return [
        frozenset({stem, *(word for word, _ in translations.get(stem, ()))}) for stem in telling if not stem.isdigit()
    ]


# --- terms ------------------------------------------------------------------------------------------


def _common_terms(query: "OfferQuery", cv: _CvWords, table: WordTable) -> tuple[CommonTerm, ...]:
    """Words of the offer that the CV says too: the offer's title first, then in its order."""
    found: dict[str, CommonTerm] = {}
    translations = table.directions[query.language, cv.language] if query.language != cv.language else {}
    text = f"{query.title}\n{query.text}"
    for term in terms(text, query.language):
        if term.stem in found or term.stem in GENERIC_STEMS[query.language] or len(term.stem) < 2:
            continue
        answers = (term.stem, *(word for word, _ in translations.get(term.stem, ())))
        said = next((cv.spelling[word] for word in answers if word in cv.spelling), None)
        if said is not None:
            found[term.stem] = CommonTerm(offer=_bare(text[term.start : term.end]), cv=said)
        if len(found) >= MOST_TERMS:
            break
    return tuple(found.values())


def _bare(word: str) -> str:
    """A word as it is shown: without elided article and punctuation around it; the marks of C++ and C# stay."""
    bare = re.sub(r"^[^\w]+|[^\w+#]+$", "", word)
    return re.sub(r"^(?:[cdjlmnst]|qu)['’](?=\w)", "", bare, flags=re.IGNORECASE)
