"""The phrases of the advice as data with a schema: reviewed, ordered by usefulness, in French and English."""

import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files

from pydantic import Field, model_validator

from relance.advice.phrasing import FIELD
from relance.advice.tone import FAMILIAR, FORMAL, Tone
from relance.mail.typography import Language
from relance.records import Record


class Severity(StrEnum):
    """How much a reader of the CV loses by the finding."""

    BLOCKING = "blocking"
    IMPORTANT = "important"
    USEFUL = "useful"
    DETAIL = "detail"


SEVERITIES = tuple(Severity)


class Entry(Record):
    """One rule in words: what was seen, then what to do."""

    id: str = Field(pattern=r"^[a-z][a-z_]*$")
    severity: Severity
    precondition: str
    """When the rule speaks, for the person who reviews it."""
    group: str | None = None
    """Of rules that would contradict or repeat each other, one speaks: the first of the library."""
    before_meeting: bool = False
    """Only said to people whom nobody has met yet."""
    fr: str
    fr_fix: str
    en: str
    en_fix: str
    fr_named: str | None = None
    """Instead of `fr` when the answer's reason has just named the criterion."""
    en_named: str | None = None
    tu: str | None = None
    """`fr` to somebody who is called "tu"; None where it addresses nobody. The same for the two below."""
    tu_fix: str | None = None
    tu_named: str | None = None
    off: bool = False
    """The employer does not want this advice given."""

    @model_validator(mode="after")
    def _fields_agree(self) -> "Entry":
        phrases = [self.phrase(language, named=named) for language in ("fr", "en") for named in (False, True)]
        phrases += [self.phrase("fr", named=named, tone=FAMILIAR) for named in (False, True)]
        if len({frozenset(fields_of(phrase)) for phrase in phrases}) > 1:
            raise ValueError(f"advice {self.id}: its wordings name different fields")
        return self

    def phrase(self, language: Language, *, named: bool = False, tone: Tone = FORMAL) -> str:
        """Finding and fix with their fields in braces; `named`: after a reason that has named the criterion."""
        if language == "en":
            found, shorter, fix = self.en, self.en_named, self.en_fix
        elif tone == FAMILIAR:
            found, shorter, fix = self.tu or self.fr, self.tu_named or self.fr_named, self.tu_fix or self.fr_fix
        else:
            found, shorter, fix = self.fr, self.fr_named, self.fr_fix
        return f"{shorter if named and shorter else found} {fix}"


class StrengthEntry(Record):
    """One wording of the strength; which one applies is in `relance.advice.advise`."""

    id: str
    fr: str
    en: str
    tu: str | None = None

    @model_validator(mode="after")
    def _fields_agree(self) -> "StrengthEntry":
        if len({frozenset(fields_of(phrase)) for phrase in (self.fr, self.en, self.tu or self.fr)}) > 1:
            raise ValueError(f"strength {self.id}: its wordings name different fields")
        return self


class Library(Record):
    """All phrases; the version is kept with each answer."""

    version: str
    strength: tuple[StrengthEntry, ...]
    advice: tuple[Entry, ...]

    @model_validator(mode="after")
    def _ids_are_unique_and_ordered(self) -> "Library":
        ids = [each.id for each in self.advice]
        if len(set(ids)) < len(ids):
            raise ValueError("two pieces of advice have the same id")
        ranks = [SEVERITIES.index(each.severity) for each in self.advice]
        if ranks != sorted(ranks):
            raise ValueError("advice stands in the order of severity, the most useful first")
        return self

    def entry(self, rule_id: str) -> Entry:
        """The words of a rule; KeyError when it has none."""
        return _by_id(self)[rule_id]

    def order(self, rule_id: str) -> int:
        """Place in the order of usefulness."""
        return [each.id for each in self.advice].index(rule_id)

    def strength_phrase(self, wording: str, language: Language, *, tone: Tone = FORMAL) -> str:
        """A wording of the strength with its fields in braces."""
        found = next(each for each in self.strength if each.id == wording)
        if language == "en":
            return found.en
        return (found.tu or found.fr) if tone == FAMILIAR else found.fr


def fields_of(phrase: str) -> set[str]:
    """Names of the fields of a phrase."""
    return set(FIELD.findall(phrase))


def _by_id(library: Library) -> dict[str, Entry]:
    return {each.id: each for each in library.advice}


@cache
def library() -> Library:
    """The shipped library."""
    source = files("relance.advice").joinpath("data", "advice.toml").read_text(encoding="utf-8")
    return Library.model_validate(tomllib.loads(source))
