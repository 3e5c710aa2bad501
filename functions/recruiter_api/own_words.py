"""Evidence in the person's own words: the index holds redacted lines in one gender, recruiters read the CV's line."""

from relance.candidates import Candidate, CandidateId
from relance.errors import NotFoundError
from relance.matching.explanation import CriterionFinding, Explanation, original_line
from relance.matching.ranking import Match
from relance.matching.similar_jobs import Finalist
from relance.ports.people import CandidateStore, CvStore


def in_own_words[Hit: (Match, Finalist)](hit: Hit, *, candidates: CandidateStore, cvs: CvStore) -> Hit:
    """The hit with each line as the CV has it; a line whose CV has changed or is gone stays as it was indexed."""
    reworded = _explanation(hit.explanation, hit.candidate_id, candidates=candidates, cvs=cvs)
    return hit.model_copy(update={"explanation": reworded})


def _explanation(
    told: Explanation, candidate_id: CandidateId, *, candidates: CandidateStore, cvs: CvStore
) -> Explanation:
    if not any(finding.line or any(part.line for part in finding.parts) for finding in told.criteria):
        return told
    try:
        candidate = candidates.get(candidate_id)
        text = _text(candidate, cvs)
    except NotFoundError:
        return told
    return told.model_copy(update={"criteria": tuple(_finding(each, text, candidate) for each in told.criteria)})


def _text(candidate: Candidate, cvs: CvStore) -> str:
    readable = candidate.readable_cv
    if readable is None:
        raise NotFoundError("no CV of this person could be read")
    return cvs.text(candidate.candidate_id, readable.cv_id)


def _finding(finding: CriterionFinding, text: str, candidate: Candidate) -> CriterionFinding:
    parts = tuple(part.model_copy(update={"line": _written(part.line, text, candidate)}) for part in finding.parts)
    return finding.model_copy(update={"line": _written(finding.line, text, candidate), "parts": parts})


def _written(line: str | None, text: str, candidate: Candidate) -> str | None:
    return line and (original_line(line, text, candidate.profile) or line)
