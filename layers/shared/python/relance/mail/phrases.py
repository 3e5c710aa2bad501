"""What the templates can say about one mail, in the person's language: greeting, phrases, counts, dates."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from relance.errors import InvalidInputError
from relance.mail import typography
from relance.mail.colours import READABLE, contrast
from relance.mail.greeting import clean_name, first_name
from relance.mail.mails import AnswerContent, ErasedContent, Mail, OfferContent, OfferLine, RenewalContent
from relance.mail.typography import Language, elided, in_sentence, long_date
from relance.mail.wording import filled
from relance.records import Instant, Record

_FIELD: Final = re.compile(r"\{(\w+)\}")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_FACTS: Final = {"employer": "employer", "job_title": "title", "of_job": "of_job"}
"""Fields of the house's paragraphs, by the fact that they tell."""
_MET: Final = frozenset({"interviewed", "finalist"})


class Recipient(Record):
    """The person as the CV names them; both absent gives "Bonjour,"."""

    name: str | None = None
    first_name: str | None = None
    """None lets `relance.mail.greeting` find it when the name leaves no doubt."""


class Employer(Record):
    """Who writes."""

    name: str
    site: str | None = None
    signature: str
    """Who signs French mails that name nobody: "L’équipe recrutement" or a person and a role; empty: the team."""
    signature_en: str = ""
    """The same for English mails: never the French one."""
    logo: str | None = Field(default=None, pattern=r"^https://[!#-;=?-~]{1,500}$")
    """Address of a picture, shown above the letter; where pictures are off its place says the employer's name."""
    consent_years: int = Field(default=2, ge=1, le=10)
    """How long a yes to the talent pool holds (R30)."""
    time_zone: str = "Europe/Paris"
    """Where the dates of consent are told."""
    accent: str = Field(default="#0b5c6b", pattern=r"^#[0-9a-f]{6}$")
    """Colour of links on white; ValueError when its contrast is below 4.5:1 (R13)."""

    @field_validator("accent")
    @classmethod
    def _stands_out(cls, accent: str) -> str:
        if contrast(accent, "#ffffff") < READABLE:
            raise ValueError("the colour is too light for links on white: its contrast is below 4.5:1")
        return accent


class Phrases:
    """The words of one mail; every method is callable from its templates."""

    def __init__(
        self, mail: Mail, recipient: Recipient, employer: Employer, paragraphs: Mapping[str, str] | None = None
    ) -> None:
        self._content = mail.content
        self._language: Language = mail.language
        self._recipient = recipient
        self._employer = employer
        self._words = {**words(mail.language), **(paragraphs or {})}

    @property
    def greeting(self) -> str:
        """By first name once we have met, by full name before; by none when the CV does not tell."""
        name = clean_name(self._recipient.name)
        first = clean_name(self._recipient.first_name) or first_name(self._recipient.name)
        met = not isinstance(self._content, AnswerContent) or self._content.stage in _MET
        called = first if met and first else name or first
        return self._fill("greeting.named", {"name": called}) if called else self._words["greeting.unnamed"]

    @property
    def signature(self) -> str:
        """Who signs, in the mail's language: the person it names, the employer's own line, or the team."""
        content, employer = self._content, self._employer
        named = content.signed_by if isinstance(content, AnswerContent | OfferContent) else None
        own = employer.signature if self._language == "fr" else employer.signature_en
        return self.say("end.signature", signature=named or own or self.say("end.team"))

    @property
    def claim(self) -> str:
        """`fitting` where each offer names what the CV shows of it, else `new`: nobody is told of a match unfound."""
        content = self._content
        return "fitting" if isinstance(content, OfferContent) and all(line.why for line in content.offers) else "new"

    def say(self, phrase: str, **more: object) -> str:
        """The phrase of this kind of mail with its fields filled in: `say("decision.applied")`."""
        return self._fill(f"{self._content.kind}.{phrase}", self._facts | more)

    def counted(self, phrase: str, count: int) -> str:
        """`<phrase>.one` or `<phrase>.many` with the number in letters: "Deux remarques …"."""
        number = self.number(count)
        form = "one" if count == 1 else "many"
        return self.say(f"{phrase}.{form}", count=number, Count=number[:1].upper() + number[1:])

    def number(self, count: int) -> str:
        """In letters up to ten."""
        return self._words.get(f"numbers.{count}", str(count))

    def years(self, phrase: str) -> str:
        """How long a yes holds: "deux ans"."""
        count = self._employer.consent_years
        return self.say(f"{phrase}.year") if count == 1 else self.say(f"{phrase}.years", count=self.number(count))

    def house(self, place: str) -> tuple[str, ...]:
        """The house's own paragraphs at a place of the mail, if it has any."""
        content = self._content
        if not isinstance(content, AnswerContent | OfferContent):
            return ()
        said = [part for part in content.house if part.place == place]
        return tuple(self.typeset(text) for part in said for text in filled(part.text, self._fields))

    @property
    def introduction(self) -> tuple[str, ...]:
        """What the campaign says first, with its fields filled in."""
        content = self._content
        given = content.introduction if isinstance(content, OfferContent) else None
        return tuple(self.typeset(text) for text in filled(given, self._fields)) if given else ()

    def typeset(self, text: str) -> str:
        """A given text in one paragraph, with the language's spaces."""
        return typography.typeset(one_line(text), self._language)

    def terms(self, offer: OfferLine) -> str:
        """Contract, place, pay, as far as they are known."""
        return ", ".join(part for part in (offer.contract, offer.place, offer.pay_range) if part)

    def consent(self) -> str:
        """Why the person gets offers: their yes, with its dates when they are known."""
        content = self._content
        if (
            not isinstance(content, OfferContent)
            or content.consent_given_at is None
            or content.consent_expires_at is None
        ):
            return self.say("consent.undated")
        given, expires = self._day(content.consent_given_at), self._day(content.consent_expires_at)
        return self.say("consent.dated", given=given, expires=expires)

    @cached_property
    def _facts(self) -> dict[str, object]:
        content = self._content
        if isinstance(content, ErasedContent):
            raise InvalidInputError("nothing is left of this mail: its person was erased")
        if isinstance(content, RenewalContent):
            given, expires = self._day(content.consent_given_at), self._day(content.consent_expires_at)
            return {"employer": self._employer.name, "given": given, "expires": expires}
        title = one_line(content.job_title if isinstance(content, AnswerContent) else content.offers[0].title)
        lowered = in_sentence(title, self._language)
        return {"title": title, "of_job": elided("de", lowered), "employer": self._employer.name}

    @cached_property
    def _fields(self) -> dict[str, str | None]:
        """Values of the whitelist in `relance.mail.house`."""
        content, first = self._content, clean_name(self._recipient.first_name) or first_name(self._recipient.name)
        common = {name: str(self._facts[told]) for name, told in _FACTS.items()}
        fields: dict[str, str | None] = {**common, "first_name": first}
        if isinstance(content, AnswerContent):
            fields |= {"signed_by": content.signed_by, "consent_years": self.years("opt_in")}
        if isinstance(content, OfferContent):
            offer = content.offers[0]
            number = self.number(len(content.offers))
            fields |= {
                "signed_by": content.signed_by, "number": number, "place": offer.place, "contract": offer.contract
            }  # fmt: skip
        return fields

    def _day(self, moment: Instant) -> str:
        return long_date(moment.astimezone(ZoneInfo(self._employer.time_zone)).date(), self._language)

    def _fill(self, phrase: str, values: Mapping[str, object]) -> str:
        text = self._words[phrase]
        return _filled(text, tuple(str(values[name]) for name in _fields_of(text)), self._language)


@lru_cache(maxsize=500)
def _fields_of(text: str) -> tuple[str, ...]:
    return tuple(_FIELD.findall(text))


@lru_cache(maxsize=2000)  # A campaign says most of its sentences to everybody.
def _filled(text: str, values: tuple[str, ...], language: Language) -> str:
    """A phrase with the values of its fields, in their order."""
    told = iter(values)
    return typography.typeset(_FIELD.sub(lambda _: one_line(next(told)), text), language)


def one_line(text: str) -> str:
    """Without control signs, line breaks or runs of plain spaces; unbreakable spaces stay."""
    return re.sub(r"[ \t\n]+", " ", _CONTROLS.sub(" ", text)).strip(" ")


@cache
def words(language: Language) -> Mapping[str, str]:
    """All phrases of a language by dotted name: `answer.decision.applied`."""
    source = files("relance.mail").joinpath("templates", f"words.{language}.toml").read_text(encoding="utf-8")
    return dict(_flat("", tomllib.loads(source)))


@cache
def familiar_words() -> Mapping[str, str]:
    """French phrases to somebody who is called "tu", where they differ."""
    source = files("relance.mail").joinpath("templates", "words.tu.toml").read_text(encoding="utf-8")
    return dict(_flat("", tomllib.loads(source)))


def _flat(prefix: str, node: Mapping[str, Any]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in node.items():
        found += _flat(f"{prefix}{name}.", value) if isinstance(value, Mapping) else [(f"{prefix}{name}", value)]
    return found
