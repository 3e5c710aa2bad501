"""Segments that speak of jobs: an unknown one is a mistake to be told, not a condition that nobody fulfils."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from relance.errors import NotFoundError
from relance.jobs import JobId
from relance.ports.people import JobStore
from relance.segments import SegmentDefinition

_ONE: Final = frozenset({"job_id", "required_by"})
_SEVERAL: Final = frozenset({"jobs", "never_applied_to"})


def naming_known_jobs(segment: SegmentDefinition, *, jobs: JobStore) -> SegmentDefinition:
    """The segment as it is; NotFoundError when it names a job that does not exist."""
    for job_id in sorted(set(_named(segment.model_dump(exclude_defaults=True)))):
        try:
            jobs.get(JobId(job_id))
        except NotFoundError as error:
            raise NotFoundError(f"the segment names a job that does not exist: {job_id}") from error
    return segment


def _named(part: Mapping[str, Any]) -> Iterator[str]:
    """Every job that a condition or one within it names."""
    for name, value in part.items():
        match value:
            case str() if name in _ONE:
                yield value
            case Mapping():
                yield from _named(value)
            case list() | tuple() | frozenset() | set() if name in _SEVERAL:
                yield from map(str, value)
            case list() | tuple() | frozenset() | set():
                for each in value:
                    if isinstance(each, Mapping):
                        yield from _named(each)
            case _:
                pass
