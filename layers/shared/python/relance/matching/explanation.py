"""Why a candidate stands where they stand: criteria with their line of the CV, common words, history."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from relance.applications import Outcome, Stage
from relance.cv.profile import Profile
from relance.jobs import Criterion, CriterionWeight, JobId
from relance.matching.analysis import Language, terms
from relance.matching.criteria import Joined, Part, asked_of, said, telling
from relance.matching.document import CandidateDocument
from relance.matching.generic_words import generic_stems
from relance.matching.identity import identity
from relance.matching.judging import CvFacts, Judged, Measure, Offer, Verdict, by_beginning, cefr, judge, line_with_term
from relance.matching.redaction import redacted_lines
from relance.matching.word_table import WordTable, shipped_word_table
from relance.records import Instant, Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relance.matching.offer import OfferQuery

# Enough for one screen.
MOST_TERMS: Final = 12
_LONGEST_LINE: Final = 200
_BULLET: Final = re.compile(r"^(?:\s|[^\w\s(\[«\"“'’€£$@#+.]|[+o](?=\s))+")


class PartFinding(Record):
    """One part of a criterion that joins several ("Python et SQL")."""

    text: str
    verdict: Verdict
    line: str | None = None
    measure: Measure | None = None


class CriterionFinding(Record):
    """One criterion of the offer against one CV. Not found is not the same as not there."""

    criterion_id: str
    text: str
    weight: CriterionWeight
    met: bool
    """Whether `verdict` is `met`."""
    verdict: Verdict
    line: str | None = None
    """The line that shows it, as indexed: `original_line` gives it as the person wrote it."""
    measure: Measure | None = None
    """Years or levels that were compared."""
    joined: Joined | None = None
    """Whether all parts are asked for, or any; None for a criterion that is one."""
    parts: tuple[PartFinding, ...] = ()


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
class _Cv:
    """What is judged of a CV, and the first spelling of each of its stems."""

    facts: CvFacts
    spelling: "Mapping[str, str]"

    @property
    def language(self) -> Language:
        """Of the CV."""
        return self.facts.language


def explain(query: "OfferQuery", document: CandidateDocument, *, table: WordTable | None = None) -> Explanation:
    """The reasons behind one candidate's place for one offer."""
    table = table or shipped_word_table()
    cv = _words_of(document)
    offer = Offer(query.language, tuple(telling(query.title, query.language)), table)
    return Explanation(
        criteria=tuple(_finding(criterion, cv.facts, offer) for criterion in query.criteria),
        terms=_common_terms(query, cv, table),
        history=tuple(
            PastApplication(**fact.model_dump(include=set(PastApplication.model_fields)))
            for fact in sorted(document.facts.history, key=lambda fact: fact.updated_at, reverse=True)
        ),
    )


def original_line(indexed: str, cv_text: str, profile: Profile | None) -> str | None:
    """The line of the CV, as the person wrote it but for its bullet, that an indexed line came from; None when the CV
    has changed."""
    written = cv_text.splitlines()
    for line in redacted_lines(cv_text, identity(profile)):
        if line.text[:_LONGEST_LINE] == indexed:
            return _BULLET.sub("", written[line.number - 1]).strip()
    return None


def _words_of(document: CandidateDocument) -> _Cv:
    language: Language = "en" if document.facts.language == "en" else "fr"
    lines = document.content.text.splitlines()
    spelling: dict[str, str] = {}
    stems_of = []
    for line in lines:
        found = {term.stem: _bare(line[term.start : term.end]) for term in terms(line, language)}
        stems_of.append(frozenset(found) | frozenset(said(line, language)))
        spelling = found | spelling
    facts = document.facts
    levels = {code: cefr(facts.language_levels.get(code)) for code in facts.spoken_languages}
    return _Cv(CvFacts(language, lines, stems_of, facts.career, levels, by_beginning(stems_of)), spelling)


# --- criteria ---------------------------------------------------------------------------------------


def _finding(criterion: Criterion, cv: CvFacts, offer: Offer) -> CriterionFinding:
    if criterion.terms:
        return _told(criterion, _by_terms(criterion, cv, offer))
    asked = asked_of(criterion.text, offer.language)
    judged = [[judge(part, cv, offer) for part in group] for group in asked.groups]
    if asked.joined is None:
        return _told(criterion, judged[0][0])
    verdict = _all([_any([each.verdict for each in group]) for group in judged])
    flat = [each for group in judged for each in group]
    shown = next((each.line for each in flat if each.verdict is verdict and each.line), None)
    finding = _told(criterion, Judged(verdict, shown if verdict is not Verdict.NOT_MET else None))
    parts = tuple(_part(part, each) for part, each in zip(asked.parts, flat, strict=True))
    return finding.model_copy(update={"joined": asked.joined, "parts": parts})


def _by_terms(criterion: Criterion, cv: CvFacts, offer: Offer) -> Judged:
    """The recruiter's own terms decide; with years in the sentence, the jobs that say one of them count."""
    line = line_with_term(criterion.terms, cv)
    (part, *others) = asked_of(criterion.text, offer.language).parts
    if part.years is None or others or line is None:
        return Judged(Verdict.NOT_MET if line is None else Verdict.MET, line)
    term = next(term for term in criterion.terms if line_with_term([term], cv) == line)
    own = Offer(cv.language, offer.title, offer.table)
    return judge(Part(part.text, tuple(said(term, cv.language)), part.years), cv, own)


def _told(criterion: Criterion, judged: Judged) -> CriterionFinding:
    return CriterionFinding(
        criterion_id=criterion.criterion_id,
        text=criterion.text,
        weight=criterion.weight,
        met=judged.verdict is Verdict.MET,
        verdict=judged.verdict,
        line=_short(judged.line),
        measure=judged.measure,
    )


def _part(part: Part, judged: Judged) -> PartFinding:
    return PartFinding(text=part.text, verdict=judged.verdict, line=_short(judged.line), measure=judged.measure)


def _all(verdicts: Sequence[Verdict]) -> Verdict:
    """The least favourable one."""
    return next((each for each in (Verdict.NOT_MET, Verdict.UNCLEAR) if each in verdicts), Verdict.MET)


def _any(verdicts: Sequence[Verdict]) -> Verdict:
    """The most favourable one."""
    return next((each for each in (Verdict.MET, Verdict.UNCLEAR) if each in verdicts), Verdict.NOT_MET)


def _short(line: str | None) -> str | None:
    return line[:_LONGEST_LINE] if line is not None else None


# --- terms ------------------------------------------------------------------------------------------


def _common_terms(query: "OfferQuery", cv: _Cv, table: WordTable) -> tuple[CommonTerm, ...]:
    """Words of the offer that the CV says too: the offer's title first, then in its order."""
    found: dict[str, CommonTerm] = {}
    text = f"{query.title}\n{query.text}"
    for term in terms(text, query.language):
        if term.stem in found or not _means_something(term.stem, query.language):
            continue
        translated = table.sure(term.stem, query.language, cv.language) if query.language != cv.language else ()
        answers = (term.stem, *translated)
        said = next((cv.spelling[word] for word in answers if word in cv.spelling), None)
        if said is not None:
            found[term.stem] = CommonTerm(offer=_bare(text[term.start : term.end]), cv=said)
        if len(found) >= MOST_TERMS:
            break
    return tuple(found.values())


def _means_something(stem: str, language: Language) -> bool:
    """Numbers agree by chance ("9 000" and "300 000"), generic words always."""
    return len(stem) > 1 and stem not in generic_stems(language) and any(char.isalpha() for char in stem)


def _bare(word: str) -> str:
    """A word as it is shown: without elided article and punctuation around it; the marks of C++ and C# stay."""
    bare = re.sub(r"^[^\w]+|[^\w+#]+$", "", word)
    return re.sub(r"^(?:[cdjlmnst]|qu)['’](?=\w)", "", bare, flags=re.IGNORECASE)
