"""A segment as a filter of OpenSearch; `Segment.matches` says what it has to mean."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from relance.applications import Outcome
from relance.records import Instant
from relance.segments import ApplicationFact, CandidateFacts, HistoryFilter, Segment

type Clause = dict[str, Any]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def microseconds(at: Instant) -> int:
    """Since 1970: dates of OpenSearch know milliseconds only."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def filter_fields(facts: CandidateFacts) -> Clause:
    """The part of a document that filters ask."""
    fields: Clause = {
        "skills": sorted(facts.skills),
        "spoken_languages": sorted(facts.spoken_languages),
        "unsubscribed": facts.unsubscribed,
        "applied_to": sorted({fact.job_id for fact in facts.history}),
        "history": [_fact_fields(fact) for fact in facts.history],
    }
    if facts.consent_from is not None:
        fields["consent_from"] = microseconds(facts.consent_from)
    if facts.consent_until is not None:
        fields["consent_until"] = microseconds(facts.consent_until)
    return fields


def _fact_fields(fact: ApplicationFact) -> Clause:
    return {
        "job_id": fact.job_id,
        "stage": fact.stage.rank,
        "outcome": fact.outcome.value,
        "updated_at": microseconds(fact.updated_at),
    }


def clauses(segment: Segment, *, at: Instant) -> list[Clause]:
    """Clauses that must all hold."""
    asked: list[Clause] = [{"term": {"skills": skill}} for skill in sorted(segment.skills_all)]
    if segment.skills_any:
        asked.append({"terms": {"skills": sorted(segment.skills_any)}})
    asked += [{"term": {"spoken_languages": code}} for code in sorted(segment.spoken_languages)]
    if segment.history is not None:
        asked.append({"nested": {"path": "history", "query": {"bool": {"filter": _application(segment.history)}}}})
    if segment.never_applied_to:
        asked.append({"bool": {"must_not": [{"terms": {"applied_to": sorted(segment.never_applied_to)}}]}})
    if segment.contactable_only:
        now = microseconds(at)
        asked += [
            {"term": {"unsubscribed": False}},
            {"range": {"consent_from": {"lte": now}}},
            {"range": {"consent_until": {"gt": now}}},
        ]
    return asked


def _application(wanted: HistoryFilter) -> list[Clause]:
    asked: list[Clause] = [{"range": {"history.stage": {"gte": wanted.minimum_stage.rank}}}]
    if wanted.outcomes:
        asked.append({"terms": {"history.outcome": sorted(map(_value, wanted.outcomes))}})
    if wanted.jobs:
        asked.append({"terms": {"history.job_id": sorted(wanted.jobs)}})
    if wanted.updated_after is not None:
        asked.append({"range": {"history.updated_at": {"gte": microseconds(wanted.updated_after)}}})
    if wanted.updated_before is not None:
        asked.append({"range": {"history.updated_at": {"lt": microseconds(wanted.updated_before)}}})
    return asked


def _value(outcome: Outcome) -> str:
    return outcome.value
