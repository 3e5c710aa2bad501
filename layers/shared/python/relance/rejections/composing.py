"""What one answer says: reason, strength and advice from the application, the CV and the job. Pure."""

from dataclasses import dataclass
from typing import Literal

from relance.advice.advise import advise
from relance.advice.criteria import absent_must_haves, is_absent
from relance.advice.cv_text import CvText
from relance.advice.linter import check, check_criterion
from relance.applications import Application, Outcome
from relance.candidates import Candidate
from relance.errors import InvalidInputError
from relance.jobs import Criterion, CriterionWeight, Job
from relance.mail.mails import AnswerContent
from relance.mail.typography import Language
from relance.records import Record
from relance.rejections.left_out import NoAnswer
from relance.rejections.reasons import Reason, reason, say


class Choice(Record):
    """What a recruiter decides about one answer."""

    reason_id: str
    criterion_id: str | None = None
    """A criterion of the job; left out, a reason about something absent takes the first must-have that is."""
    personal_note: str | None = None
    with_strength: bool = True
    without_rules: frozenset[str] = frozenset()
    """Advice that the recruiter struck out, by rule id."""


@dataclass(frozen=True, slots=True)
class Case:
    """One application with all that an answer to it can rest on."""

    job: Job
    application: Application
    candidate: Candidate
    cv: CvText
    already_given: frozenset[str] = frozenset()
    """Advice this person was sent in the last six months, by rule id."""

    @property
    def language(self) -> Language:
        """The CV's language; the offer's when we do not write in it."""
        return _written(self.candidate.language) or _written(self.job.language) or "fr"


def compose(case: Case, choice: Choice) -> AnswerContent | NoAnswer:
    """The answer, or why the reason does not hold for this person; `check_choice` has accepted the choice."""
    chosen = reason(choice.reason_id)
    named = _criterion(chosen, choice, case)
    if case.application.stage not in chosen.stages:
        return NoAnswer.REASON_NOT_AT_STAGE
    if not _holds(chosen, named, case):
        return NoAnswer.REASON_NOT_SHOWN
    about = frozenset({named.criterion_id}) if named is not None else frozenset()
    advice = advise(
        case.cv,
        case.job,
        language=case.language,
        stage=case.application.stage,
        named=about,
        silent=case.already_given | choice.without_rules,
    )
    return AnswerContent(
        job_title=case.job.title,
        stage=case.application.stage.value,
        reason_id=chosen.id,
        reason=say(chosen, case.application.stage, case.language, criterion=named),
        strength=advice.strength if choice.with_strength else None,
        strength_evidence=advice.strength_evidence if choice.with_strength else None,
        advice=advice.items,
        personal_note=" ".join(choice.personal_note.split()) if choice.personal_note else None,
        signed_by=case.job.contact_name,
    )


def may_be_answered(application: Application) -> NoAnswer | None:
    """Why this application cannot get a rejection; None when it can."""
    match application.outcome:
        case Outcome.HIRED:
            return NoAnswer.HIRED
        case Outcome.WITHDRAWN:
            return NoAnswer.WITHDRAWN
        case _:
            return None


def check_choice(choice: Choice, job: Job) -> None:
    """Refuse what is wrong whoever it is said to: InvalidInputError; ForbiddenWordsError for the note and for criteria
    that the reason may name (R20)."""
    chosen = reason(choice.reason_id)
    if choice.criterion_id is not None and _named(choice.criterion_id, job) is None:
        raise InvalidInputError(f"the job has no criterion '{choice.criterion_id}'")
    if chosen.needs_criterion and chosen.holds != "absent" and choice.criterion_id is None:
        raise InvalidInputError(f"the reason '{chosen.id}' names a criterion of the job: choose which")
    for criterion in _nameable(chosen, choice, job):
        check_criterion(criterion.text)
    check(choice.personal_note or "", offer=f"{job.title}\n{job.description}")


def _nameable(chosen: Reason, choice: Choice, job: Job) -> tuple[Criterion, ...]:
    """The criteria that the answer may name: the chosen one, or whichever must-have a CV does not show."""
    if chosen.tie == "process":
        return ()
    if choice.criterion_id is not None:
        return tuple(each for each in job.criteria if each.criterion_id == choice.criterion_id)
    if chosen.holds != "absent":
        return ()
    return tuple(each for each in job.criteria if each.weight is CriterionWeight.MUST)


def _criterion(chosen: Reason, choice: Choice, case: Case) -> Criterion | None:
    """The criterion that the reason names: the chosen one, else the first must-have that the CV does not show."""
    if chosen.tie == "process":
        return None
    if choice.criterion_id is not None:
        return _named(choice.criterion_id, case.job)
    absent = absent_must_haves(case.job, case.cv) if chosen.holds == "absent" else ()
    return absent[0] if absent else None


def _named(criterion_id: str, job: Job) -> Criterion | None:
    return next((each for each in job.criteria if each.criterion_id == criterion_id), None)


def _holds(chosen: Reason, named: Criterion | None, case: Case) -> bool:
    """Whether the CV itself bears the reason out, where it can."""
    match chosen.holds:
        case "absent":
            return named is not None and is_absent(named, case.cv)
        case "unreadable":
            return not case.cv.text.strip()
        case None:
            return True


def _written(language: str | None) -> Literal["fr", "en"] | None:
    match language:
        case "fr" | "en":
            return language
        case _:
            return None
