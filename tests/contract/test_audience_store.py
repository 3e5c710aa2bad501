"""Objects of frozen audiences: written once, whoever comes second."""

from datetime import UTC, datetime

import boto3
import pytest

from relance.adapters.memory_campaigns import MemoryAudienceStore
from relance.adapters.s3_audiences import S3AudienceStore
from relance.campaigns.frozen import Audience, AudiencePart, AudienceStart, FrozenOffer, FrozenPerson
from relance.candidates import CandidateId
from relance.errors import NotFoundError
from relance.jobs import JobId
from relance.ports.campaigns import AudienceStore
from relance.segments import HistoryFilter, Segment

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
KEY = "spring/20260302T093000Z/part-000000.json"


@pytest.fixture(params=["memory", "s3"])
def store(request: pytest.FixtureRequest) -> AudienceStore:
    if request.param == "memory":
        return MemoryAudienceStore()
    request.getfixturevalue("aws")
    client = boto3.client("s3")
    client.create_bucket(Bucket="audiences", CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})
    client.put_bucket_versioning(Bucket="audiences", VersioningConfiguration={"Status": "Enabled"})
    return S3AudienceStore(client, bucket="audiences")


def part(*people: str) -> AudiencePart:
    offers = (FrozenOffer(job_id=JobId("controller"), met=("c1", "c3")),)
    frozen = tuple(FrozenPerson(candidate_id=CandidateId(one), offers=offers) for one in people)
    return AudiencePart(offset=400, people=frozen, excluded={"hired": 2}, next="p0400")


def test_what_is_kept_comes_back_as_it_was(store: AudienceStore) -> None:
    kept = store.keep(KEY, part("zoe", "ali", "ben"))

    assert kept == part("zoe", "ali", "ben")
    assert store.read(KEY, AudiencePart) == kept


def test_the_first_writer_wins(store: AudienceStore) -> None:
    store.keep(KEY, part("zoe"))

    second = store.keep(KEY, part("ali", "ben"))

    assert second == part("zoe")
    assert store.read(KEY, AudiencePart) == part("zoe")


def test_an_unknown_object_is_not_found(store: AudienceStore) -> None:
    with pytest.raises(NotFoundError):
        store.read("none", AudiencePart)


def test_an_empty_part_is_a_part(store: AudienceStore) -> None:
    store.keep(KEY, AudiencePart(offset=0))

    assert store.keep(KEY, part("zoe")) == AudiencePart(offset=0)


def test_a_beginning_and_a_closing_page_come_back_as_they_were(store: AudienceStore) -> None:
    jobs = (JobId("controller"),)
    segment = Segment(history=HistoryFilter(jobs=frozenset({JobId("earlier")})), contactable_only=True)
    beginning = AudienceStart(
        segment=segment, at=NOW, jobs=jobs, excluded={"no_consent": 41}, nearest=(CandidateId("z"),)
    )
    closing = Audience(parts=3, size=7, jobs=jobs, frozen_at=NOW)

    store.keep("beginning", beginning)
    store.keep("audience", closing)

    assert store.read("beginning", AudienceStart) == beginning
    assert store.read("audience", Audience) == closing
