"""A segment as a filter of OpenSearch; `Segment.matches` says what it has to mean."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from relance.records import Instant
from relance.segments import (
    ApplicationFact,
    Availability,
    CandidateFacts,
    Condition,
    ContractWishes,
    HistoryFilter,
    LanguageLevel,
    Mobility,
    Period,
    ReceivedFact,
    ReceivedFilter,
    Segment,
    Spoken,
)
from relance.segments.trades import families

type Clause = dict[str, Any]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_NOBODY: Final[Clause] = {"match_none": {}}
_LEVEL_UNKNOWN: Final = "?"


def microseconds(at: Instant) -> int:
    """Since 1970: dates of OpenSearch know milliseconds only."""
    return (at - _EPOCH) // timedelta(microseconds=1)


# --- documents --------------------------------------------------------------------------------------


def filter_fields(facts: CandidateFacts) -> Clause:
    """The part of a document that filters ask."""
    fields: Clause = {
        "skills": sorted(facts.skills),
        "titles": sorted(facts.titles),
        "trades": sorted({part for code in facts.trades for part in families(code)}),
        "spoken": sorted(_spoken_words(facts)),
        "source": facts.source,
        "tags": sorted(facts.tags),
        "contracts": sorted(facts.contracts),
        "areas": sorted(facts.areas),
        "address": facts.address.value,
        "unsubscribed": facts.unsubscribed,
        "do_not_contact": facts.do_not_contact,
        "applied_to": sorted({fact.job_id for fact in facts.history}),
        "history": [_application_fields(fact) for fact in facts.history],
        "received": [_received_fields(fact) for fact in facts.received],
    }
    if facts.available_from is not None:
        fields["available_from"] = facts.available_from.toordinal()
    moments = ("last_contact_at", "consent_from", "consent_until", "paused_until")
    told = ((name, getattr(facts, name)) for name in moments)
    return fields | {name: microseconds(moment) for name, moment in told if moment is not None}


def _spoken_words(facts: CandidateFacts) -> Iterator[str]:
    """Each language, and beside it every level that its own level reaches."""
    for language in facts.spoken_languages:
        yield language
        level = facts.language_levels.get(language)
        if level is None:
            yield f"{language} {_LEVEL_UNKNOWN}"
        yield from (f"{language} {reached}" for reached in LanguageLevel if level in reached.and_above)


def _application_fields(fact: ApplicationFact) -> Clause:
    fields = {
        "job_id": fact.job_id,
        "stage": fact.stage.rank,
        "outcome": fact.outcome.value,
        "after_our_offer": fact.after_our_offer,
        "updated_at": microseconds(fact.updated_at),
    }
    return fields if fact.reason_id is None else fields | {"reason_id": fact.reason_id}


def _received_fields(fact: ReceivedFact) -> Clause:
    fields = {"job_id": fact.job_id, "at": microseconds(fact.at)}
    return fields if fact.campaign_id is None else fields | {"campaign_id": fact.campaign_id}


# --- questions --------------------------------------------------------------------------------------


def clauses(segment: Segment, *, at: Instant) -> list[Clause]:
    """Clauses that must all hold."""
    asked = list(_condition(segment, at))
    if segment.contactable_only:
        contactable = Condition(consented=True, unsubscribed=False, do_not_contact=False, paused=False)
        asked += _condition(contactable, at)
    return asked


def clause(condition: Condition, *, at: Instant) -> Clause:
    """A whole bag as one clause."""
    return _all(_condition(condition, at))


def asks_nested(asked: Any) -> bool:
    """Whether a nested field is asked for, however deep in the clauses."""
    match asked:
        case dict():
            return "nested" in asked or any(map(asks_nested, asked.values()))
        case list():
            return any(map(asks_nested, asked))
        case _:
            return False


def _condition(bag: Condition, at: Instant) -> Iterator[Clause]:
    if bag.nobody:
        yield _NOBODY
    yield from _of_profile(bag)
    yield from _of_wishes(bag)
    yield from _of_contacts(bag)
    yield from _of_standing(bag, at)
    yield from (clause(each, at=at) for each in bag.all_of)
    if bag.any_of:
        yield _any(clause(each, at=at) for each in bag.any_of)
    if bag.none_of:
        yield _none(clause(each, at=at) for each in bag.none_of)


def _of_profile(bag: Condition) -> Iterator[Clause]:
    yield from _each("skills", bag.skills_all)
    yield from _one_of("skills", bag.skills_any)
    if bag.titles_any:
        yield _any({"match_phrase": {"titles": phrase}} for phrase in sorted(bag.titles_any))
    yield from _one_of("trades", bag.trades_any)
    yield from (_spoken(each) for each in sorted(bag.spoken, key=lambda each: each.model_dump_json()))
    yield from _one_of("source", bag.sources_any)
    yield from _each("tags", bag.tags_all)
    yield from _one_of("tags", bag.tags_any)


def _of_wishes(bag: Condition) -> Iterator[Clause]:
    match bag.contracts:
        case ContractWishes(any_of=wanted, or_unstated=unstated):
            yield _any([*_one_of("contracts", wanted), *_unstated("contracts", unstated)])
    match bag.mobility:
        case Mobility(areas=areas, or_unstated=unstated):
            yield _any([{"terms": {"areas": sorted(areas)}}, *_unstated("areas", unstated)])
    match bag.availability:
        case Availability(by=day, or_unstated=unstated):
            yield _any([_available_by(day), *_unstated("available_from", unstated)])


def _of_contacts(bag: Condition) -> Iterator[Clause]:
    if bag.history is not None:
        yield _nested("history", _application(bag.history))
    if bag.never_applied_to:
        yield _none([{"terms": {"applied_to": sorted(bag.never_applied_to)}}])
    if bag.received is not None:
        yield _nested("received", _offer(bag.received))
    if bag.last_contact is not None:
        yield {"exists": {"field": "last_contact_at"}}
        yield from _within("last_contact_at", bag.last_contact)


def _of_standing(bag: Condition, at: Instant) -> Iterator[Clause]:
    now = microseconds(at)
    if bag.consented is not None:
        holds = _all([{"range": {"consent_from": {"lte": now}}}, {"range": {"consent_until": {"gt": now}}}])
        yield holds if bag.consented else _none([holds])
    if bag.unsubscribed is not None:
        yield {"term": {"unsubscribed": bag.unsubscribed}}
    if bag.do_not_contact is not None:
        yield {"term": {"do_not_contact": bag.do_not_contact}}
    if bag.paused is not None:
        holds = {"range": {"paused_until": {"gt": now}}}
        yield holds if bag.paused else _none([holds])
    yield from _one_of("address", bag.addresses)


def _spoken(asked: Spoken) -> Clause:
    if asked.minimum_level is None:
        return {"term": {"spoken": asked.language}}
    levels = [asked.minimum_level.value, *([_LEVEL_UNKNOWN] if asked.or_level_unknown else [])]
    return {"terms": {"spoken": [f"{asked.language} {level}" for level in levels]}}


def _available_by(day: date) -> Clause:
    return {"range": {"available_from": {"lte": day.toordinal()}}}


def _application(wanted: HistoryFilter) -> Iterator[Clause]:
    yield {"range": {"history.stage": {"gte": wanted.minimum_stage.rank}}}
    yield from _one_of("history.outcome", wanted.outcomes)
    yield from _one_of("history.reason_id", wanted.reasons)
    if wanted.but_reasons:
        yield _none(_one_of("history.reason_id", wanted.but_reasons))
    yield from _one_of("history.job_id", wanted.jobs)
    if wanted.after_our_offer:
        yield {"term": {"history.after_our_offer": True}}
    yield from _within("history.updated_at", Period(after=wanted.updated_after, before=wanted.updated_before))


def _offer(wanted: ReceivedFilter) -> Iterator[Clause]:
    yield {"exists": {"field": "received.job_id"}}
    yield from _one_of("received.job_id", wanted.jobs)
    yield from _one_of("received.campaign_id", wanted.campaigns)
    yield from _within("received.at", Period(after=wanted.since))


def _within(field: str, period: Period) -> Iterator[Clause]:
    if period.after is not None:
        yield {"range": {field: {"gte": microseconds(period.after)}}}
    if period.before is not None:
        yield {"range": {field: {"lt": microseconds(period.before)}}}


def _each(field: str, values: Iterable[str]) -> Iterator[Clause]:
    return ({"term": {field: value}} for value in sorted(values))


def _one_of(field: str, values: Iterable[str]) -> Iterator[Clause]:
    """Nothing is asked without values."""
    wanted = sorted(str(value) for value in values)
    if wanted:
        yield {"terms": {field: wanted}}


def _unstated(field: str, also: bool) -> Sequence[Clause]:
    return [_none([{"exists": {"field": field}}])] if also else []


def _nested(path: str, asked: Iterable[Clause]) -> Clause:
    return {"nested": {"path": path, "query": _all(asked)}}


def _all(asked: Iterable[Clause]) -> Clause:
    return {"bool": {"filter": list(asked)}}


def _any(asked: Iterable[Clause]) -> Clause:
    return {"bool": {"should": list(asked), "minimum_should_match": 1}}


def _none(asked: Iterable[Clause]) -> Clause:
    return {"bool": {"must_not": list(asked)}}
