"""Segments that can be asked for: somebody may fulfil them, and what they name exists."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from recruiter_api.segment_words import reason_label
from relance.campaigns import CampaignId
from relance.campaigns.desk import CampaignDesk
from relance.errors import InvalidInputError, NotFoundError
from relance.jobs import JobId
from relance.records import Instant
from relance.segments import AskedCondition, SegmentDefinition
from relance.segments.contradictions import checked
from relance.segments.resolve import Lookup, resolve
from relance.segments.trades import is_trade

_ONE: Final = frozenset({"job_id", "required_by"})
_WORDS: Final = ("skills_all", "skills_any", "titles_any", "sources_any", "tags_all", "tags_any")
_SEVERAL: Final = frozenset({"jobs", "never_applied_to"})


def validated_segment(definition: SegmentDefinition, *, desk: CampaignDesk, at: Instant) -> SegmentDefinition:
    """The same segment, when an audience can be taken of it.

    InvalidInputError: nobody can fulfil it, or it asks for a language that its job does not require. NotFoundError: it
    names what does not exist, which is a mistake to be told and not a condition that nobody fulfils. Asks no index.
    """
    _refuse_unknown_jobs(checked(definition), desk=desk)
    for bag in definition.parts():
        _refuse_blanks(bag)
        _refuse_unknown_names(bag, desk=desk)
    resolve(definition, lookup=Lookup(job=desk.jobs.get, jobs_like=lambda _: frozenset()), at=at)
    return definition


def _refuse_unknown_jobs(definition: SegmentDefinition, *, desk: CampaignDesk) -> None:
    for job_id in sorted(set(_named_jobs(definition.model_dump(exclude_defaults=True)))):
        try:
            desk.jobs.get(JobId(job_id))
        except NotFoundError as error:
            raise NotFoundError(f"the segment names a job that does not exist: {job_id}") from error


def _refuse_blanks(bag: AskedCondition) -> None:
    """Nobody has a skill without letters: it would quietly hold nobody, or let everybody in."""
    for name in _WORDS:
        if not all(map(str.strip, getattr(bag, name))):
            raise InvalidInputError(
                f"{name} holds a value without letters: take it out – {name} contient une valeur vide\u00a0: retirez-la"
            )


def _refuse_unknown_names(bag: AskedCondition, *, desk: CampaignDesk) -> None:
    """A misspelt campaign, reason or trade in a "not" would silently let everybody in."""
    for campaign_id in sorted(_campaigns(bag)):
        try:
            desk.campaigns.get(CampaignId(campaign_id))
        except NotFoundError as error:
            raise NotFoundError(f"the segment names a campaign that does not exist: {campaign_id}") from error
    for reason_id in sorted(_reasons(bag)):
        if reason_label(reason_id, "en", desk=desk) is None:
            raise NotFoundError(f"the segment names a reason that the catalogue does not have: {reason_id}")
    for code in sorted(bag.trades_any):
        if not is_trade(code):
            raise NotFoundError(f"the segment names a trade that neither ROME nor ESCO has: {code}")


def _campaigns(bag: AskedCondition) -> frozenset[str]:
    offers = (bag.received, bag.never_received)
    return frozenset[str]().union(*(each.campaigns for each in offers if each is not None))


def _reasons(bag: AskedCondition) -> frozenset[str]:
    own = bag.history.reasons | bag.history.but_reasons if bag.history else frozenset[str]()
    alike = bag.finalists_of_jobs_like.but_reasons if bag.finalists_of_jobs_like else frozenset[str]()
    return own | alike


def _named_jobs(part: Mapping[str, Any]) -> Iterator[str]:
    """Every job that a condition or one within it names."""
    for name, value in part.items():
        match value:
            case str() if name in _ONE:
                yield value
            case Mapping():
                yield from _named_jobs(value)
            case list() | tuple() | frozenset() | set() if name in _SEVERAL:
                yield from map(str, value)
            case list() | tuple() | frozenset() | set():
                for each in value:
                    if isinstance(each, Mapping):
                        yield from _named_jobs(each)
            case _:
                pass
