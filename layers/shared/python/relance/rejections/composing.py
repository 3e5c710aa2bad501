"""What one answer says: reason, strength and advice from the application, the CV and the job. Pure."""

from dataclasses import dataclass
from typing import Literal

from relance.advice.advise import Advice, Voice, advise
from relance.advice.criteria import is_absent
from relance.advice.cv_text import CvText
from relance.advice.disguise import disguised
from relance.advice.linter import ForbiddenWordsError, check_criterion, note_hits
from relance.advice.tone import Tone
from relance.advice.tongue import clearly_other
from relance.applications import Application, Outcome, Stage
from relance.candidates import Candidate
from relance.errors import InvalidInputError
from relance.jobs import Criterion, Job
from relance.mail.answer_parts import Flagged
from relance.mail.house import NO_WORDINGS, CurrentWordings, house_parts
from relance.mail.mails import AnswerContent
from relance.mail.typography import Language
from relance.matching.criteria import kind_of
from relance.records import Record
from relance.rejections.left_out import NoAnswer
from relance.rejections.reasons import Reason, said_as, say
from relance.words.words import Words


class Choice(Record):
    """What a recruiter decides about one answer."""

    reason_id: str
    criterion_id: str | None = None
    """A criterion of the job; a reason that names one needs it."""
    personal_note: str | None = None
    asks_clearance: bool = False
    """The note keeps words that the linter found, and waits for a second person (R20)."""
    tone: Tone | None = None
    """How the person is addressed in French; None: as the employer's words say."""
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
    words: Words
    already_given: frozenset[str] = frozenset()
    """Advice this person was sent in the last six months, by rule id."""
    tried_before: bool = False
    """Whether an answer to this application was written before, whatever became of it."""
    house: CurrentWordings = NO_WORDINGS
    """The employer's own paragraphs."""

    @property
    def language(self) -> Language:
        """The one they chose, else the CV's; the offer's when we do not write in it."""
        return self.candidate.wishes.language or _written(self.candidate.language) or self.job.language


def compose(case: Case, choice: Choice, *, by: str) -> AnswerContent | NoAnswer:
    """The answer that `by` decided on, or why it does not hold; `check_choice` has accepted the choice."""
    chosen = case.words.reasons.find(choice.reason_id)
    named = None if chosen.tie == "process" else _named(choice.criterion_id, case.job)
    refused = _refused(chosen, named, choice, case)
    if refused is not None:
        return refused
    tone = choice.tone or case.words.tone
    stage = said_as(chosen, case.application.stage, met=case.application.last_interview_at is not None)
    criterion = named.text if named else None
    advice = _advice(case, choice, tone, named)
    return AnswerContent(
        job_title=case.job.title,
        stage=case.application.stage.value,
        reason_id=chosen.id,
        reason=say(chosen, stage, case.language, criterion=criterion, tone=tone),
        criterion_id=named.criterion_id if named else None,
        criterion=criterion,
        said_as=stage.value,
        tone=tone,
        strength=advice.strength,
        strength_evidence=advice.strength_evidence,
        strength_source=advice.strength_source,
        without_rules=tuple(sorted(choice.without_rules)),
        advice=advice.items,
        personal_note=_one_line(choice.personal_note),
        flagged=_flagged(choice, case.job, by=by),
        signed_by=case.job.contact_name,
        call_at=_call_at(case),
        house=house_parts("answer", case.language, stage=case.application.stage.value, wordings=case.house),
        words_version=case.words.version,
    )


def _refused(chosen: Reason, named: Criterion | None, choice: Choice, case: Case) -> NoAnswer | None:
    if case.application.stage not in chosen.stages:
        return NoAnswer.REASON_NOT_AT_STAGE
    if not _holds(chosen, named, case):
        return NoAnswer.REASON_NOT_SHOWN
    if choice.personal_note and clearly_other(choice.personal_note, case.language):
        return NoAnswer.NOTE_IN_OTHER_LANGUAGE
    return None


def _advice(case: Case, choice: Choice, tone: Tone, named: Criterion | None) -> Advice:
    advice = advise(
        case.cv,
        case.job,
        voice=Voice(library=case.words.advice, language=case.language, tone=tone),
        stage=case.application.stage,
        named=frozenset({named.criterion_id}) if named is not None else frozenset(),
        silent=case.already_given | choice.without_rules,
    )
    if choice.with_strength:
        return advice
    return advice.model_copy(update={"strength": None, "strength_evidence": None, "strength_source": None})


def _flagged(choice: Choice, job: Job, *, by: str) -> Flagged | None:
    """The words for which the note waits; None when it holds none."""
    found = note_hits(choice.personal_note or "", offer=_offer(job))
    return Flagged(words=tuple(hit.word for hit in found), written_by=by) if found else None


def _call_at(case: Case) -> str | None:
    """Finalists are told whom they can call."""
    reachable = case.job.contact_name is not None and case.application.stage is Stage.FINALIST
    return case.job.contact_phone if reachable else None


def _one_line(note: str | None) -> str | None:
    return " ".join((note or "").split()) or None


def _offer(job: Job) -> str:
    return f"{job.title}\n{job.description}"


def may_be_answered(application: Application) -> NoAnswer | None:
    """Why this application cannot get a rejection; None when it can."""
    match application.outcome:
        case Outcome.HIRED:
            return NoAnswer.HIRED
        case Outcome.WITHDRAWN:
            return NoAnswer.WITHDRAWN
        case _:
            return None


def check_choice(choice: Choice, job: Job, words: Words) -> None:
    """Refuse what is wrong whoever it is said to: InvalidInputError; ForbiddenWordsError for the note and for the
    criterion that the reason names (R20).

    Words in the note can be kept by asking a second person to clear them; links and hidden letters cannot, and no
    answer names a criterion that rests on a protected ground.
    """
    chosen = words.reasons.find(choice.reason_id)
    named = _named(choice.criterion_id, job)
    if choice.criterion_id is not None and named is None:
        raise InvalidInputError(f"the job has no criterion '{choice.criterion_id}'")
    if chosen.needs_criterion and named is None:
        known = ", ".join(f"{each.criterion_id} ({each.text})" for each in job.criteria) or "the job has none yet"
        raise InvalidInputError(f"the reason '{chosen.id}' names a criterion of the job: choose which – {known}")
    if named is not None and chosen.tie != "process":
        check_criterion(named.text)
        kind = kind_of(named.text, job.language)
        if kind in chosen.not_of:
            raise InvalidInputError(f"'{named.text}' is a {kind}, of which the reason '{chosen.id}' makes no sense")
    note = choice.personal_note or ""
    found = (*(() if choice.asks_clearance else note_hits(note, offer=_offer(job))), *disguised(note))
    if found:
        raise ForbiddenWordsError(found)


def _named(criterion_id: str | None, job: Job) -> Criterion | None:
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
