"""Reads an employer's own words as carefully as a colleague would: forbidden words, signs, fields, language."""

import re
from collections.abc import Iterator
from typing import Final

from relance.advice.disguise import disguised
from relance.advice.library import fields_of
from relance.advice.linter import hits
from relance.advice.phrasing import FIELD
from relance.advice.tongue import clearly_other
from relance.errors import InvalidInputError
from relance.mail.typography import Language
from relance.records import Record
from relance.words.own import OwnAdvice, OwnStrength, Problem, WordsFile, WordsRefusedError, merged, parsed
from relance.words.words import Words

LONGEST_PHRASE: Final = 600
_FAMILIAR: Final = re.compile(r"\b(?:vous|votre|vos|vôtre|vôtres)\b", re.IGNORECASE)
_ENDS: Final = (".", "!", "?", "…", ":")


class _Phrase(Record):
    """One text of the file: what it is called, in which language, and whether it must be whole sentences."""

    name: str
    text: str
    language: Language
    is_familiar: bool = False
    is_sentence: bool = True


def checked(source: str, base: Words) -> Words:
    """The whole set that this file gives over the shipped words; WordsRefusedError with every problem and its line."""
    own = parsed(source)
    problems = tuple(problem for phrase in _phrases(own) for problem in _judged(phrase, source, base))
    if problems:
        raise WordsRefusedError(tuple(sorted(problems, key=lambda each: each.line)))
    try:
        return merged(own, base)
    except InvalidInputError as error:
        message = str(error)
        line = _line_of(
            next(iter(re.findall(r"'([\w.]+)'|(?:advice|strength|reason) ([a-z_]+)", message)), ("", "")), source
        )
        raise WordsRefusedError((Problem(line=line, message={"fr": message, "en": message}),)) from error


def _phrases(own: WordsFile) -> Iterator[_Phrase]:
    for reason in own.reason:
        for language, words, familiar in (("fr", reason.fr, False), ("en", reason.en, False), ("fr", reason.tu, True)):
            for key, text in words.model_dump(exclude_none=True).items():
                yield _phrase(f"{reason.id}.{key}", text, language, familiar=familiar)
        for language, label in reason.label.items():
            yield _phrase(f"{reason.id}.label", label, language, sentence=False)
    parts: tuple[OwnAdvice | OwnStrength, ...] = (*own.advice, *own.strength)
    for part in parts:
        for key, text in part.model_dump(exclude_none=True, exclude={"id", "off"}).items():
            language = "en" if key.startswith("en") else "fr"
            yield _phrase(f"{part.id}.{key}", text, language, familiar=key.startswith("tu"))
    for key, paragraphs in own.paragraphs.model_dump().items():
        for name, text in paragraphs.items():
            language = "en" if key == "en" else "fr"
            yield _phrase(name, text, language, familiar=key == "tu", sentence=False)


def _phrase(name: str, text: str, language: str, *, familiar: bool = False, sentence: bool = True) -> _Phrase:
    written: Language = "en" if language == "en" else "fr"
    return _Phrase(name=name, text=text, language=written, is_familiar=familiar, is_sentence=sentence)


def _judged(phrase: _Phrase, source: str, base: Words) -> Iterator[Problem]:
    plain = FIELD.sub(" ", phrase.text)
    for hit in (*hits(plain), *disguised(plain)):
        yield Problem(line=_line_of((phrase.text, hit.word), source), word=hit.word, message=hit.better)
    for word, french, english in _signs(phrase, plain, base):
        line = _line_of((phrase.text, word or ""), source)
        yield Problem(line=line, word=word, message={"fr": french, "en": english})


def _signs(phrase: _Phrase, plain: str, base: Words) -> Iterator[tuple[str | None, str, str]]:
    if not plain.strip():
        yield None, "le texte est vide", "the text is empty"
    if len(phrase.text) > LONGEST_PHRASE:
        yield None, f"plus de {LONGEST_PHRASE} signes : raccourcissez", f"more than {LONGEST_PHRASE} signs: shorten it"
    if "  " in phrase.text or phrase.text != phrase.text.strip():
        yield None, "espace en trop", "a space too many"
    if re.search(r"<[a-zA-Z/!]", phrase.text):
        yield "<", "pas de balises : du texte seulement", "no tags: plain text only"
    if phrase.is_sentence and not phrase.text.rstrip('»”" ').endswith(_ENDS):
        yield None, "terminez la phrase par un point", "end the sentence with a full stop"
    if clearly_other(plain, phrase.language):
        yield (
            None,
            "ce texte n'est pas en " + _NAMES[phrase.language][0],
            "this text is not in " + _NAMES[phrase.language][1],
        )
    found = _FAMILIAR.search(plain) if phrase.is_familiar else None
    if found:
        yield found.group(), "cette variante tutoie : écrivez « tu »", "this wording says tu: do not mix it with vous"
    shipped = (base.paragraphs.en if phrase.language == "en" else base.paragraphs.fr).get(phrase.name)
    if shipped is not None and fields_of(phrase.text) != fields_of(shipped):
        named = ", ".join(f"{{{field}}}" for field in sorted(fields_of(shipped))) or "–"
        yield None, f"champs attendus dans « {phrase.name} » : {named}", f"fields expected in “{phrase.name}”: {named}"


_NAMES: Final = {"fr": ("français", "French"), "en": ("anglais", "English")}


def _line_of(wanted: tuple[str, ...], source: str) -> int:
    """The line that holds all of these, else the first that holds the last or any of them; 1 when none does."""
    parts = [part for part in wanted if part]
    lines = source.splitlines()
    whole = [part.splitlines()[0] for part in parts]
    for fits in (all, any):
        for n, line in enumerate(lines, start=1):
            if whole and fits(part in line for part in (whole if fits is all else whole[-1:])):
                return n
    return 1
