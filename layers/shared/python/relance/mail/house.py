"""The house's own paragraphs in mails: where they stand, what they may name, in which version they are (R17)."""

from collections.abc import Callable, Mapping
from typing import Final, Literal, Protocol

from relance.advice.linter import ForbiddenWordsError
from relance.errors import ConflictError, InvalidInputError
from relance.mail.mails import HousePart
from relance.mail.paragraphs import Slot, Wording
from relance.mail.typography import Language
from relance.mail.wording import Field, Whitelist, WordingRefusedError, checked
from relance.ports.mail import Wordings
from relance.records import Instant

LASTS_SECONDS: Final = 5.0


def _field(french: str, english: str, *, may_be_missing: bool = False) -> Field:
    return Field(what={"fr": french, "en": english}, may_be_missing=may_be_missing)


_COMMON: Final[Whitelist] = {
    "employer": _field("le nom de l’employeur", "the employer’s name"),
    "job_title": _field("l’intitulé du poste", "the title of the job"),
    "first_name": _field("le prénom", "the first name", may_be_missing=True),
    "signed_by": _field("qui signe", "who signs", may_be_missing=True),
}
_FIELDS: Final[Mapping[str, Whitelist]] = {
    "answer": {**_COMMON, "consent_years": _field("la durée d’un accord", "how long a yes holds")},
    "offer": {
        **_COMMON,
        "number": _field("le nombre d’offres", "how many offers"),
        "place": _field("le lieu du poste", "where the job is", may_be_missing=True),
        "contract": _field("le contrat", "the contract", may_be_missing=True),
    },
}
_OF_JOB: Final = _field("l’intitulé avec « de » ou « d’ »", "the title with “de” or “d’”")


def fields_of(kind: str, language: Language) -> Whitelist:
    """What a text of this kind of mail may name."""
    return {**_FIELDS[kind], "of_job": _OF_JOB} if language == "fr" else _FIELDS[kind]


def reword(
    slot: Slot, language: Language, text: str, *, read: int | None, by: str, wordings: Wordings, now: Instant
) -> Wording:
    """The next version of a paragraph. WordingRefusedError, ForbiddenWordsError; ConflictError when `read` is old."""
    text = text.strip()
    if text:
        checked(text, fields_of(slot.kind, language))
    kept = wordings.current().get((slot, language))
    version = kept.version if kept else 0
    if read is not None and read != version:
        raise ConflictError(f"somebody has changed this paragraph since version {read}: read it again")
    return wordings.keep(Wording(slot=slot, language=language, version=version + 1, text=text, by=by, at=now))


def house_parts(
    kind: Literal["answer", "offer"], language: Language, *, stage: str | None, wordings: "CurrentWordings"
) -> tuple[HousePart, ...]:
    """The paragraphs of a new mail, frozen into it with their versions: a later change leaves it alone."""
    current = wordings.current()
    chosen = (
        (f"answer.closing.{stage}", "answer.closing") if kind == "answer" else ("offer.opening",),
        () if kind == "answer" else ("offer.closing",),
    )
    found = (_first(names, language, current) for names in chosen)
    return tuple(part for part in found if part is not None)


class CurrentWordings(Protocol):
    """What a mail is written with."""

    def current(self) -> Mapping[tuple[Slot, Language], Wording]:
        """Every paragraph in its latest version."""
        ...


class NoWordings:
    """A house without paragraphs of its own."""

    def current(self) -> Mapping[tuple[Slot, Language], Wording]:
        """None."""
        return {}


class RecentWordings:
    """`CurrentWordings` that reads again after a few seconds: a batch of a thousand answers reads once."""

    def __init__(self, source: "CurrentWordings", *, clock: Callable[[], float]) -> None:
        """`clock`: seconds from any beginning."""
        self._source, self._clock = source, clock
        self._read_at = -LASTS_SECONDS
        self._known: Mapping[tuple[Slot, Language], Wording] = {}

    def current(self) -> Mapping[tuple[Slot, Language], Wording]:
        """As of a few seconds ago."""
        now = self._clock()
        if now - self._read_at >= LASTS_SECONDS:
            self._known, self._read_at = self._source.current(), now
        return self._known


NO_WORDINGS: Final = NoWordings()


def _first(
    names: tuple[str, ...], language: Language, current: Mapping[tuple[Slot, Language], Wording]
) -> HousePart | None:
    for name in names:
        kept = current.get((Slot(name), language))
        if kept is not None and kept.text:
            place = "opening" if name.startswith("offer.opening") else "closing"
            return HousePart(place=place, slot=name, version=kept.version, text=kept.text)
    return None


def check_introduction(introduction: Mapping[str, str]) -> None:
    """Refuse a campaign's introduction that is no wording of an offer; errors as for `reword`."""
    for language, text in introduction.items():
        if language not in ("fr", "en"):
            raise InvalidInputError("an introduction is in French or in English")
        try:
            checked(text, fields_of("offer", "fr" if language == "fr" else "en"))
        except WordingRefusedError as error:
            raise WordingRefusedError(error.refusals, field=f"introduction.{language}") from error
        except ForbiddenWordsError as error:
            raise ForbiddenWordsError(error.hits, field=f"introduction.{language}") from error
