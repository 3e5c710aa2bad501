"""Evidence in the person's own words: the index holds redacted lines in one gender, recruiters read the CV's line."""

from relance.candidates import Candidate
from relance.errors import NotFoundError
from relance.matching.explanation import CriterionFinding, original_line
from relance.matching.ranking import Match
from relance.ports.people import CandidateStore, CvStore


def in_own_words(match: Match, *, candidates: CandidateStore, cvs: CvStore) -> Match:
    """The match with each line as the CV has it; a line whose CV has changed or is gone stays as it was indexed."""
    if not any(finding.line for finding in match.explanation.criteria):
        return match
    try:
        candidate = candidates.get(match.candidate_id)
        text = _text(candidate, cvs)
    except NotFoundError:
        return match
    findings = tuple(_reworded(finding, text, candidate) for finding in match.explanation.criteria)
    return match.model_copy(update={"explanation": match.explanation.model_copy(update={"criteria": findings})})


def _text(candidate: Candidate, cvs: CvStore) -> str:
    readable = next((file for file in candidate.cvs if file.problem is None), None)
    if readable is None:
        raise NotFoundError("no CV of this person could be read")
    return cvs.text(candidate.candidate_id, readable.cv_id)


def _reworded(finding: CriterionFinding, text: str, candidate: Candidate) -> CriterionFinding:
    if finding.line is None:
        return finding
    written = original_line(finding.line, text, candidate.profile)
    return finding if written is None else finding.model_copy(update={"line": written})
