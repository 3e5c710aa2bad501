"""The catalogue of reasons: data with a schema, wordings by furthest stage, French and English (R20)."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Final, Literal

from pydantic import Field, model_validator

from relance.advice.phrasing import FIELD, filled
from relance.applications import STAGES, Stage
from relance.errors import InvalidInputError
from relance.jobs import Criterion
from relance.mail.typography import Language
from relance.records import Record

_SUFFIX: Final = "_criterion"


class ReasonWords(Record):
    """Wordings in one language by furthest stage; a stage without its own uses the one before it."""

    applied: str | None = None
    screened: str | None = None
    interviewed: str | None = None
    finalist: str | None = None
    applied_criterion: str | None = None
    screened_criterion: str | None = None
    interviewed_criterion: str | None = None
    finalist_criterion: str | None = None

    def at(self, stage: Stage, *, with_criterion: bool) -> str | None:
        """The wording of this stage, or of the nearest stage before it; None when there is none."""
        for earlier in reversed(STAGES[: stage.rank + 1]):
            wording: str | None = getattr(self, earlier.value + (_SUFFIX if with_criterion else ""))
            if wording is not None:
                return wording
        return None


class Reason(Record):
    """One coded ground of a rejection."""

    id: str = Field(pattern=r"^[a-z][a-z_]*$")
    tie: Literal["criterion", "criterion_or_process", "process"]
    holds: Literal["absent", "unreadable"] | None = None
    """What the CV itself must show; None when only the recruiter can know."""
    stages: tuple[Stage, ...] = STAGES
    label: dict[Language, str]
    fr: ReasonWords
    en: ReasonWords

    @model_validator(mode="after")
    def _can_be_said(self) -> "Reason":
        for words in (self.fr, self.en):
            if words.at(self.stages[0], with_criterion=False) is None:
                raise ValueError(f"reason {self.id} has no wording for its first stage")
            if (words.at(self.stages[0], with_criterion=True) is not None) != (self.tie == "criterion_or_process"):
                raise ValueError(f"reason {self.id}: only a reason that may name a criterion has wordings that do")
            for key, wording in words.model_dump(exclude_none=True).items():
                naming = self.tie == "criterion" or key.endswith(_SUFFIX)
                if FIELD.findall(wording) != (["criterion"] if naming else []):
                    raise ValueError(f"reason {self.id}: {key} must {'' if naming else 'not '}name the criterion")
        return self

    def words(self, language: Language) -> ReasonWords:
        """The wordings in this language."""
        return self.fr if language == "fr" else self.en

    @property
    def needs_criterion(self) -> bool:
        """Whether a criterion of the job must be named with it."""
        return self.tie == "criterion"


class Catalogue(Record):
    """All reasons, and the version that a mail's record keeps."""

    version: str
    reason: tuple[Reason, ...]


@cache
def catalogue() -> Catalogue:
    """The shipped catalogue; every wording is checked when it is read."""
    source = files("relance.rejections").joinpath("data", "reasons.toml").read_text(encoding="utf-8")
    return Catalogue.model_validate(tomllib.loads(source))


def reason(reason_id: str) -> Reason:
    """The reason of this id; InvalidInputError when there is none."""
    for known in catalogue().reason:
        if known.id == reason_id:
            return known
    raise InvalidInputError(f"there is no reason '{reason_id}': choose one of the catalogue")


def reasons_for(stage: Stage) -> tuple[Reason, ...]:
    """The reasons that can be given at this stage, in the catalogue's order."""
    return tuple(known for known in catalogue().reason if stage in known.stages)


def say(chosen: Reason, stage: Stage, language: Language, *, criterion: Criterion | None = None) -> str:
    """The reason as whole sentences; InvalidInputError when it does not fit the stage or lacks its criterion."""
    if stage not in chosen.stages:
        raise InvalidInputError(f"the reason '{chosen.id}' is not for the stage '{stage}'")
    if chosen.needs_criterion and criterion is None:
        raise InvalidInputError(f"the reason '{chosen.id}' names a criterion of the job: choose which")
    with_criterion = criterion is not None and chosen.tie == "criterion_or_process"
    wording = chosen.words(language).at(stage, with_criterion=with_criterion)
    assert wording is not None  # noqa: S101  Checked when the catalogue was read.
    return filled(wording, {"criterion": criterion.text} if criterion else {}, language)
