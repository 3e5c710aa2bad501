"""Turns a saved segment into plain filters, at the moment when an audience is taken."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from relance.errors import InvalidInputError
from relance.jobs import Job, JobId
from relance.matching.analysis import fold
from relance.records import Instant
from relance.segments.areas import ANYWHERE, areas_of_job, is_remote
from relance.segments.definition import (
    AskedCondition,
    AskedHistory,
    AskedLanguage,
    AskedOffers,
    AskedPeriod,
    JobsLike,
    MobileTo,
    SegmentDefinition,
)
from relance.segments.filters import (
    Condition,
    HistoryFilter,
    Mobility,
    Period,
    ReceivedFilter,
    Segment,
    SharedFilters,
    Spoken,
)
from relance.segments.required_languages import requires
from relance.segments.trades import title_key

type Fields = dict[str, object]

_GROUPS: Final = ("all_of", "any_of", "none_of")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """What a segment may speak of without knowing it."""

    job: Callable[[JobId], Job]
    """NotFoundError."""
    jobs_like: Callable[[JobsLike], Collection[JobId]]
    """The jobs most like one; NotFoundError."""


def resolve(definition: SegmentDefinition, *, lookup: Lookup, at: Instant) -> Segment:
    """The filters to ask an index for. NotFoundError when it speaks of a job that does not exist; InvalidInputError for
    a language that its job does not require."""
    bag = _resolved(definition, lookup, at)
    return Segment(**dict(bag), contactable_only=definition.contactable_only, like=definition.like)


def _resolved(asked: AskedCondition, lookup: Lookup, at: Instant) -> Condition:
    fields: Fields = {name: getattr(asked, name) for name in SharedFilters.model_fields}
    fields |= {name: frozenset(map(_folded, getattr(asked, name))) for name in ("skills_all", "skills_any")}
    fields["titles_any"] = frozenset(filter(None, map(title_key, asked.titles_any)))
    fields["spoken"] = frozenset(_spoken(each, lookup) for each in asked.speaks)
    fields["mobility"] = asked.mobile_to and _mobility(asked.mobile_to, lookup)
    fields["last_contact"] = asked.last_contact and _period(asked.last_contact, at)
    fields["received"] = asked.received and _received(asked.received, at)
    groups = {name: [_resolved(each, lookup, at) for each in getattr(asked, name)] for name in _GROUPS}
    if asked.never_received is not None:
        groups["none_of"].append(Condition(received=_received(asked.never_received, at)))
    histories = [_history(asked.history, at)] if asked.history else []
    if asked.finalists_of_jobs_like is not None:
        jobs = lookup.jobs_like(asked.finalists_of_jobs_like)
        fields["nobody"] = not jobs
        histories += [_history_of_jobs_like(asked.finalists_of_jobs_like, jobs, at)] if jobs else []
    fields["history"] = histories[0] if histories else None
    groups["all_of"] += [Condition(history=each) for each in histories[1:]]
    fields["nobody"] = bool(fields.get("nobody")) or (bool(asked.titles_any) and not fields["titles_any"])
    return Condition.model_validate(fields | {name: tuple(each) for name, each in groups.items()})


def _folded(skill: str) -> str:
    """As the index holds skills."""
    return fold(skill).strip()


def _spoken(asked: AskedLanguage, lookup: Lookup) -> Spoken:
    if not requires(lookup.job(asked.required_by), asked.language):
        raise InvalidInputError(
            "a language can only be asked for when the job requires it: the offer does not name it – "
            "une langue ne peut être demandée que si le poste l’exige : l’offre ne la cite pas"
        )
    return Spoken(language=asked.language, minimum_level=asked.minimum_level, or_level_unknown=asked.or_level_unknown)


def _mobility(asked: MobileTo, lookup: Lookup) -> Mobility:
    job = lookup.job(asked.job_id)
    areas = areas_of_job(job.place, remote=is_remote(job.remote))
    return Mobility(areas=areas or frozenset({ANYWHERE}), or_unstated=asked.or_unstated)


def _history(asked: AskedHistory, at: Instant) -> HistoryFilter:
    fields: Fields = {name: getattr(asked, name) for name in HistoryFilter.model_fields}
    return HistoryFilter.model_validate(fields | _dates(asked, at))


def _history_of_jobs_like(asked: JobsLike, jobs: Collection[JobId], at: Instant) -> HistoryFilter:
    return HistoryFilter(
        minimum_stage=asked.minimum_stage,
        outcomes=asked.outcomes,
        but_reasons=asked.but_reasons,
        jobs=frozenset(jobs),
        **_dates(asked, at),
    )


def _dates(asked: AskedHistory | JobsLike, at: Instant) -> dict[str, Instant | None]:
    return {
        "updated_after": _later(asked.updated_after, asked.at_most_days_ago, at),
        "updated_before": _earlier(asked.updated_before, asked.at_least_days_ago, at),
    }


def _received(asked: AskedOffers, at: Instant) -> ReceivedFilter:
    since = _later(asked.since, asked.at_most_days_ago, at)
    return ReceivedFilter(jobs=asked.jobs, campaigns=asked.campaigns, since=since)


def _period(asked: AskedPeriod, at: Instant) -> Period:
    return Period(
        after=_later(asked.after, asked.at_most_days_ago, at),
        before=_earlier(asked.before, asked.at_least_days_ago, at),
    )


def _later(moment: Instant | None, days_ago: int | None, at: Instant) -> Instant | None:
    """The later one of a fixed moment and one that is so many days before `at`."""
    if days_ago is None:
        return moment
    moving = at - timedelta(days=days_ago)
    return moving if moment is None else max(moment, moving)


def _earlier(moment: Instant | None, days_ago: int | None, at: Instant) -> Instant | None:
    if days_ago is None:
        return moment
    moving = at - timedelta(days=days_ago)
    return moving if moment is None else min(moment, moving)
