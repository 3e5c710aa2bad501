"""The catalogue of reasons: data with a schema, wordings by furthest stage, French and English (R20)."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Final, Literal

from pydantic import Field, model_validator

from relance.advice.phrasing import FIELD, filled
from relance.advice.tone import FAMILIAR, FORMAL, Tone
from relance.applications import STAGES, Stage
from relance.errors import InvalidInputError
from relance.mail.typography import Language
from relance.matching.criteria import CriterionKind
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

    def at(self, stage: Stage, *, with_criterion: bool, instead: "ReasonWords | None" = None) -> str | None:
        """The wording of this stage, or of the nearest stage before it; None when there is none.

        `instead`: wordings that are preferred where they exist, stage by stage.
        """
        for earlier in reversed(STAGES[: stage.rank + 1]):
            key = earlier.value + (_SUFFIX if with_criterion else "")
            wording: str | None = getattr(self, key)
            if wording is not None:
                preferred: str | None = getattr(instead, key) if instead else None
                return preferred or wording
        return None


class Reason(Record):
    """One coded ground of a rejection."""

    id: str = Field(pattern=r"^[a-z][a-z_]*$")
    tie: Literal["criterion", "criterion_or_process", "process"]
    holds: Literal["absent", "unreadable"] | None = None
    """What the CV itself must show; None when only the recruiter can know."""
    not_of: frozenset[CriterionKind] = frozenset()
    """Kinds of criteria of which it makes no sense: nobody has "led" a driving licence."""
    stages: tuple[Stage, ...] = STAGES
    label: dict[Language, str]
    fr: ReasonWords
    en: ReasonWords
    tu: ReasonWords = ReasonWords()
    """French to somebody who is called "tu", where it differs from `fr`."""

    @model_validator(mode="after")
    def _can_be_said(self) -> "Reason":
        for words in (self.fr, self.en):
            if words.at(self.stages[0], with_criterion=False) is None:
                raise ValueError(f"reason {self.id} has no wording for its first stage")
            if (words.at(self.stages[0], with_criterion=True) is not None) != (self.tie == "criterion_or_process"):
                raise ValueError(f"reason {self.id}: only a reason that may name a criterion has wordings that do")
            for key, wording in words.model_dump(exclude_none=True).items():
                naming = self.tie == "criterion" or key.endswith(_SUFFIX)
                _check_fields(wording, f"reason {self.id}: {key}", naming=naming)
        for key, wording in self.tu.model_dump(exclude_none=True).items():
            if getattr(self.fr, key) is None:
                raise ValueError(f"reason {self.id}: {key} has a wording with tu and none with vous")
            _check_fields(wording, f"reason {self.id}: {key}", naming=self.tie == "criterion" or key.endswith(_SUFFIX))
        return self

    def wording(self, stage: Stage, language: Language, *, tone: Tone, with_criterion: bool) -> str | None:
        """What is said at this stage, with its field in braces; None when nothing is."""
        if language == "en":
            return self.en.at(stage, with_criterion=with_criterion)
        instead = self.tu if tone == FAMILIAR else None
        return self.fr.at(stage, with_criterion=with_criterion, instead=instead)

    @property
    def needs_criterion(self) -> bool:
        """Whether a criterion of the job must be named with it."""
        return self.tie == "criterion"


def _check_fields(wording: str, place: str, *, naming: bool) -> None:
    if FIELD.findall(wording) != (["criterion"] if naming else []):
        raise ValueError(f"{place} must {'' if naming else 'not '}name the criterion")


class Catalogue(Record):
    """All reasons, in the order in which they are offered."""

    version: str
    reason: tuple[Reason, ...]

    def find(self, reason_id: str) -> Reason:
        """The reason of this id; InvalidInputError when there is none."""
        for known in self.reason:
            if known.id == reason_id:
                return known
        raise InvalidInputError(f"there is no reason '{reason_id}': choose one of the catalogue")

    def at(self, stage: Stage) -> tuple[Reason, ...]:
        """The reasons that can be given at this stage."""
        return tuple(known for known in self.reason if stage in known.stages)


@cache
def catalogue() -> Catalogue:
    """The shipped catalogue; every wording is checked when it is read."""
    source = files("relance.rejections").joinpath("data", "reasons.toml").read_text(encoding="utf-8")
    return Catalogue.model_validate(tomllib.loads(source))


def say(chosen: Reason, stage: Stage, language: Language, *, criterion: str | None = None, tone: Tone = FORMAL) -> str:
    """The reason as whole sentences, `criterion` in the offer's words.

    InvalidInputError when it does not fit the stage or lacks its criterion.
    """
    if stage not in chosen.stages:
        raise InvalidInputError(f"the reason '{chosen.id}' is not for the stage '{stage}'")
    if chosen.needs_criterion and criterion is None:
        raise InvalidInputError(f"the reason '{chosen.id}' names a criterion of the job: choose which")
    with_criterion = criterion is not None and chosen.tie == "criterion_or_process"
    wording = chosen.wording(stage, language, tone=tone, with_criterion=with_criterion)
    assert wording is not None  # noqa: S101  Checked when the catalogue was read.
    return filled(wording, {"criterion": criterion} if criterion else {}, language)


def said_as(chosen: Reason, stage: Stage, *, met: bool) -> Stage:
    """The stage whose wording is true: after a screening without a call, nobody has talked yet."""
    if stage is Stage.SCREENED and not met and Stage.APPLIED in chosen.stages:
        return Stage.APPLIED
    return stage
