"""The employer's own words: a TOML file that replaces or adds to the shipped ones, part by part."""

import re
import tomllib
from collections.abc import Mapping
from typing import Any, Final

from pydantic import Field, ValidationError

from relance.advice.library import Entry, Library, StrengthEntry
from relance.advice.phrasing import phrase
from relance.advice.tone import Tone
from relance.errors import InvalidInputError
from relance.mail.typography import Language
from relance.records import Instant, Record
from relance.rejections.reasons import Catalogue, Reason
from relance.words.words import Paragraphs, Words

LONGEST_FILE: Final = 100_000
"""In characters; what is merged from it fits into one item of a table."""


class Problem(Record):
    """What must be changed in a file of words, and where."""

    line: int = Field(ge=1)
    word: str | None = None
    """The very word that stands in the way, where it is one."""
    message: dict[Language, str]


class WordsRefusedError(InvalidInputError):
    """The file cannot be put in force; `problems` says line by line what to change."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        told = "; ".join(_told(problem) for problem in problems[:5])
        super().__init__(f"change these lines – {told}")
        self.problems = problems


def _told(problem: Problem) -> str:
    word = f"“{problem.word}”: " if problem.word else ""
    return f"line {problem.line}: {word}{problem.message['en']}"


class OwnAdvice(Record):
    """Other wordings for a rule of the product, or its silence; what is left out stays as shipped."""

    id: str
    off: bool | None = None
    fr: str | None = None
    fr_fix: str | None = None
    fr_named: str | None = None
    tu: str | None = None
    tu_fix: str | None = None
    tu_named: str | None = None
    en: str | None = None
    en_fix: str | None = None
    en_named: str | None = None


class OwnStrength(Record):
    """Another wording of the strength."""

    id: str
    fr: str | None = None
    tu: str | None = None
    en: str | None = None


class OwnParagraphs(Record):
    """Other paragraphs of the frame, by dotted name: `"answer.decision.applied" = "…"`."""

    fr: dict[str, str] = Field(default_factory=dict)
    tu: dict[str, str] = Field(default_factory=dict)
    en: dict[str, str] = Field(default_factory=dict)


class WordsFile(Record):
    """The schema of the file."""

    tone: Tone | None = None
    without_reasons: tuple[str, ...] = ()
    """Reasons of the product that this employer never gives."""
    reason: tuple[Reason, ...] = ()
    """Each replaces the reason of the same id, or adds one."""
    advice: tuple[OwnAdvice, ...] = ()
    strength: tuple[OwnStrength, ...] = ()
    paragraphs: OwnParagraphs = OwnParagraphs()


class OwnWords(Record):
    """A file in force: who put it there, and the version of the whole set that it gives."""

    revision: int = 0
    source: str = Field(max_length=LONGEST_FILE)
    version: str
    by: str
    at: Instant


def parsed(source: str) -> WordsFile:
    """The file as its schema has it; WordsRefusedError with the line of what is wrong."""
    if len(source) > LONGEST_FILE:
        too_long = _problem(
            1, f"the file has more than {LONGEST_FILE} characters", f"plus de {LONGEST_FILE} caractères"
        )
        raise WordsRefusedError((too_long,))
    try:
        return WordsFile.model_validate(tomllib.loads(source))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        line = int(place[1]) if place else len(source.splitlines())
        raise WordsRefusedError((_problem(line, f"TOML: {error}", f"TOML\u00a0: {error}"),)) from error
    except ValidationError as error:
        found = tuple(_of_schema(told, source) for told in error.errors(include_input=False))
        raise WordsRefusedError(found) from error


def merged(own: WordsFile, base: Words) -> Words:
    """The whole set; InvalidInputError when a part names nothing that exists, or its fields are not those."""
    try:
        return Words(
            tone=own.tone or base.tone,
            reasons=_reasons(own, base.reasons),
            advice=_advice(own, base.advice),
            paragraphs=_paragraphs(own.paragraphs, base.paragraphs),
        )
    except ValidationError as error:
        raise InvalidInputError(_first_message(error)) from error


def _reasons(own: WordsFile, base: Catalogue) -> Catalogue:
    for reason_id in own.without_reasons:
        base.find(reason_id)
    mine = {reason.id: reason for reason in own.reason}
    known = {reason.id for reason in base.reason}
    kept = [mine.get(reason.id, reason) for reason in base.reason if reason.id not in own.without_reasons]
    added = [reason for reason in own.reason if reason.id not in known]
    return Catalogue(version=base.version, reason=(*kept, *added))


def _advice(own: WordsFile, base: Library) -> Library:
    mine = {each.id: _given(each) for each in own.advice}
    praise = {each.id: _given(each) for each in own.strength}
    unknown = (mine.keys() - {each.id for each in base.advice}) | (praise.keys() - {each.id for each in base.strength})
    if unknown:
        raise InvalidInputError(f"there is no rule '{min(unknown)}': rules are the product's, their words are yours")
    return Library(
        version=base.version,
        strength=tuple(
            StrengthEntry.model_validate(each.model_dump() | praise.get(each.id, {})) for each in base.strength
        ),
        advice=tuple(Entry.model_validate(each.model_dump() | mine.get(each.id, {})) for each in base.advice),
    )


def _paragraphs(own: OwnParagraphs, base: Paragraphs) -> Paragraphs:
    return Paragraphs(
        fr={**base.fr, **_known(own.fr, base.fr, "fr")},
        tu={**base.tu, **_known(own.tu, base.fr, "fr")},
        en={**base.en, **_known(own.en, base.en, "en")},
    )


def _known(own: Mapping[str, str], base: Mapping[str, str], language: Language) -> Mapping[str, str]:
    for name in own:
        if name not in base:
            raise InvalidInputError(f"there is no paragraph '{name}'")
    return {name: phrase(text, language) for name, text in own.items()}


def _given(part: Record) -> dict[str, Any]:
    return part.model_dump(exclude_none=True)


def _problem(line: int, english: str, french: str) -> Problem:
    return Problem(line=max(line, 1), message={"fr": french, "en": english})


def _of_schema(told: Mapping[str, Any], source: str) -> Problem:
    """Where the schema does not hold: the line of the entry, as far as its name or number finds it."""
    place = [str(part) for part in told["loc"]]
    message = str(told["msg"]).removeprefix("Value error, ")
    words = ".".join(place)
    return _problem(_line_of(place, source), f"{words}: {message}", f"{words} : {message}")


def _line_of(place: list[str], source: str) -> int:
    """The line of the n-th table of that name, then of the key in it; 1 when it cannot be told."""
    lines = source.splitlines()
    starts = [n for n, line in enumerate(lines, start=1) if line.strip() == f"[[{place[0]}]]"] if place else []
    number = int(place[1]) if len(place) > 1 and place[1].isdigit() else 0
    start = starts[number] if number < len(starts) else 1
    for key in reversed(place):
        for n, line in enumerate(lines[start - 1 :], start=start):
            if line.split("=")[0].strip().strip("\"'") == key:
                return n
    return start


def _first_message(error: ValidationError) -> str:
    told = error.errors(include_input=False)[0]
    return str(told["msg"]).removeprefix("Value error, ")
