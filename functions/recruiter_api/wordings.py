"""The house's own paragraphs: read them, change them, see what they would say (R17)."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path
from pydantic import Field

from recruiter_api.access import Caller
from recruiter_api.dependencies import Audit, HouseWordings, Now
from recruiter_api.routing import new_router
from relance.mail.house import fields_of, reword
from relance.mail.paragraphs import Slot, Wording
from relance.mail.typography import Language
from relance.mail.wording import LONGEST
from relance.mail.wording import Field as Named
from relance.records import Record

router = new_router()
SlotPath = Annotated[Slot, Path(description="where it stands")]
LanguagePath = Annotated[Language, Path(description="fr or en")]


class Place(Record):
    """One place of a mail in one language: what may stand there, and what does."""

    slot: Slot
    language: Language
    fields: dict[str, Named]
    """What a text may name; those that `may_be_missing` stand with their words between [ and ]."""
    wording: Wording | None = None


class Places(Record):
    """All of them."""

    items: tuple[Place, ...]


class NewWording(Record):
    """A text for one place; an empty one takes the paragraph away."""

    text: str = Field(max_length=2 * LONGEST)
    version: int | None = Field(default=None, ge=0)
    """Of the text that was read before; None overwrites whatever is there."""


@router.get("/wordings", summary="The house's own paragraphs and what they may name", tags=["wordings"])
def list_wordings(wordings: HouseWordings) -> Places:
    """Each place in French and in English."""
    current = wordings.current()
    languages: tuple[Language, ...] = ("fr", "en")
    return Places(
        items=tuple(
            Place(
                slot=slot,
                language=language,
                fields=dict(fields_of(slot.kind, language)),
                wording=current.get((slot, language)),
            )
            for slot in Slot
            for language in languages
        )
    )


@router.put("/wordings/<slot>/<language>", summary="Change one of the house's paragraphs", tags=["wordings"])
def put_wording(
    slot: SlotPath,
    language: LanguagePath,
    new: NewWording,
    user: Caller,
    wordings: HouseWordings,
    audit: Audit,
    now: Now,
) -> Wording:
    """Needs the group approver. Mails that are written already keep their version; new ones are written with this."""
    kept = reword(slot, language, new.text, read=new.version, by=user.name, wordings=wordings, now=now)
    detail = {"slot": slot, "language": language, "version": str(kept.version)}
    audit.append("wordings", actor=user.name, action="wording changed", detail=detail, at=now)
    return kept


@router.get("/wordings/<slot>/<language>/<version>", summary="An earlier version of a paragraph", tags=["wordings"])
def get_version(
    slot: SlotPath,
    language: LanguagePath,
    version: Annotated[int, Path(description="from 1", ge=1)],
    wordings: HouseWordings,
) -> Wording:
    """What a mail of that version was written with."""
    return wordings.version(slot, language, version)
