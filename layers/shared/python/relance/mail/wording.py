"""Texts that recruiters write for mails: whitelisted fields, optional blocks, and nothing else (R17).

    text  = (letters | field | block)*
    field = "{" name "}"                 one of the whitelist of its place
    block = "[" (letters | field)+ "]"   shown only when all of its fields are known; not nested

Braces and brackets are never letters: what is no field and no block is refused with its place.
"""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from relance.advice.linter import ForbiddenWordsError, hits
from relance.errors import InvalidInputError
from relance.mail.typography import Language, typeset
from relance.records import Record

LONGEST: Final = 2000
MOST_PARAGRAPHS: Final = 8
LONGEST_VALUE: Final = 200
"""A field's value is cut after so many letters: a job's title is no letter of its own."""

_SIGNS: Final = re.compile(r"[{}\[\]]")
_NAME: Final = re.compile(r"[a-z_]{1,40}")
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_LINK: Final = re.compile(r"(?i)\b(?:https?:|ftp:|mailto:|www\.)")
_TAG: Final = re.compile(r"<[a-zA-Z/!]")
_PARAGRAPHS: Final = re.compile(r"\n[ ]*\n")


class Field(Record):
    """One name of a whitelist."""

    may_be_missing: bool = False
    what: Mapping[Language, str]


type Whitelist = Mapping[str, Field]


class Refusal(Record):
    """What must be changed, where: line and column count from 1."""

    line: int
    column: int
    message: Mapping[Language, str]


class WordingRefusedError(InvalidInputError):
    """The text is no wording; `refusals` has every place, `field` the name of what the caller wrote."""

    def __init__(self, refusals: tuple[Refusal, ...], *, field: str = "text") -> None:
        self.refusals = refusals
        self.field = field
        super().__init__(
            "; ".join(f"line {each.line}, column {each.column}: {each.message['en']}" for each in refusals)
        )


class Part(NamedTuple):
    """Letters, or the name of a field."""

    text: str
    is_field: bool


class Block(NamedTuple):
    """Parts that stand or fall together; `optional` ones wait for their fields."""

    parts: tuple[Part, ...]
    optional: bool

    @property
    def fields(self) -> tuple[str, ...]:
        """Names in their order."""
        return tuple(part.text for part in self.parts if part.is_field)


def checked(text: str, allowed: Whitelist) -> tuple[Block, ...]:
    """The text taken apart. WordingRefusedError with every place; ForbiddenWordsError for words no mail may say."""
    reader = _Reader(text, allowed)
    blocks = reader.read()
    refusals = (*_of_the_whole(text), *reader.refusals)
    if refusals:
        raise WordingRefusedError(tuple(sorted(refusals, key=lambda each: (each.line, each.column))))
    said = " ".join(part.text for block in blocks for part in block.parts if not part.is_field)
    if found := hits(said):
        raise ForbiddenWordsError(found, field="text")
    return blocks


def filled(text: str, values: Mapping[str, str | None]) -> tuple[str, ...]:
    """The paragraphs of a checked text; values are put in as they are and never read as fields or blocks."""
    reader = _Reader(text, None)
    said = "".join(_said(block, values) for block in reader.read())
    paragraphs = (" ".join(part.split(" ")).strip() for part in _PARAGRAPHS.split(said))
    return tuple(re.sub(r"[ \n]+", " ", paragraph) for paragraph in paragraphs if paragraph)


def _said(block: Block, values: Mapping[str, str | None]) -> str:
    known = {name: (values.get(name) or "").strip()[:LONGEST_VALUE] for name in block.fields}
    if block.optional and not all(known.values()):
        return ""
    return "".join(known[part.text] if part.is_field else part.text for part in block.parts)


def _of_the_whole(text: str) -> list[Refusal]:
    found = []
    if not text.strip():
        found.append(_refusal(text, 0, "the text is empty", "le texte est vide"))
    if len(text) > LONGEST:
        found.append(_refusal(text, LONGEST, f"at most {LONGEST} letters", f"{LONGEST} signes au plus"))
    if len(_PARAGRAPHS.split(text)) > MOST_PARAGRAPHS:
        found.append(
            _refusal(text, 0, f"at most {MOST_PARAGRAPHS} paragraphs", f"{MOST_PARAGRAPHS} paragraphes au plus")
        )
    for pattern, english, french in (
        (_CONTROL, "an invisible sign", "un signe invisible"),
        (_LINK, "no links: those of the mail are made by the service", "pas de lien : le service met ceux du message"),
        (_TAG, "no tags: plain text only", "pas de balise : du texte seulement"),
    ):
        found += [_refusal(text, match.start(), english, french) for match in pattern.finditer(text)]
    return found


def _refusal(text: str, place: int, english: str, french: str) -> Refusal:
    before = text[:place]
    return Refusal(
        line=before.count("\n") + 1,
        column=place - before.rfind("\n"),
        message={"en": english, "fr": typeset(french, "fr")},
    )


class _Reader:
    """Takes a text apart from left to right; without a whitelist it was checked when it was saved."""

    def __init__(self, text: str, allowed: Whitelist | None) -> None:
        self.refusals: list[Refusal] = []
        self._text, self._allowed = text, allowed
        self._blocks: list[Block] = []
        self._parts: list[Part] = []
        self._opened: int | None = None
        self._place = 0

    def read(self) -> tuple[Block, ...]:
        """Every block, in order."""
        while found := _SIGNS.search(self._text, self._place):
            self._letters(self._text[self._place : found.start()])
            self._place = found.end()
            match found.group():
                case "{":
                    self._field(found.start())
                case "}":
                    self._refuse(found.start(), "“}” without “{”", "« } » sans « { »")
                case "[":
                    self._open(found.start())
                case _:
                    self._close(found.start())
        self._letters(self._text[self._place :])
        if self._opened is not None:
            self._refuse(self._opened, "“[” is never closed", "« [ » n’est jamais fermé")
        self._end(optional=False)
        return tuple(self._blocks)

    def _letters(self, text: str) -> None:
        if text:
            self._parts.append(Part(text, is_field=False))

    def _field(self, start: int) -> None:
        name = _NAME.match(self._text, self._place)
        end = name.end() if name else self._place
        if name is None or self._text[end : end + 1] != "}":
            self._refuse(start, f"no field; {self._names('en')}", f"pas un champ ; {self._names('fr')}")
            return
        self._place = end + 1
        self._parts.append(Part(name.group(), is_field=True))
        self._judge(name.group(), start)

    def _judge(self, name: str, start: int) -> None:
        if self._allowed is None:
            return
        known = self._allowed.get(name)
        if known is None:
            self._refuse(
                start,
                f"unknown field {{{name}}}; {self._names('en')}",
                f"champ inconnu {{{name}}} ; {self._names('fr')}",
            )
        elif known.may_be_missing and self._opened is None:
            self._refuse(
                start,
                f"{{{name}}} may be missing: put it with its words between [ and ]",
                f"{{{name}}} peut manquer : mettez-le avec ses mots entre [ et ]",
            )

    def _names(self, language: Language) -> str:
        names = ", ".join(f"{{{name}}}" for name in sorted(self._allowed or ()))
        return f"allowed: {names}" if language == "en" else f"champs possibles : {names}"

    def _open(self, start: int) -> None:
        if self._opened is not None:
            self._refuse(start, "a block within a block", "un bloc dans un bloc")
            return
        self._end(optional=False)
        self._opened = start

    def _close(self, start: int) -> None:
        if self._opened is None:
            self._refuse(start, "“]” without “[”", "« ] » sans « [ »")
            return
        if not any(part.is_field for part in self._parts):
            self._refuse(self._opened, "a block needs a field", "un bloc a besoin d’un champ")
        self._opened = None
        self._end(optional=True)

    def _end(self, *, optional: bool) -> None:
        if self._parts:
            self._blocks.append(Block(tuple(self._parts), optional=optional))
        self._parts = []

    def _refuse(self, place: int, english: str, french: str) -> None:
        self.refusals.append(_refusal(self._text, place, english, french))
