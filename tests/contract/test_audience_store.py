"""Frozen audiences: written once, whoever comes second."""

from datetime import UTC, datetime

import boto3
import pytest

from relance.adapters.memory_campaigns import MemoryAudienceStore
from relance.adapters.s3_audiences import S3AudienceStore
from relance.campaigns.audience import Audience
from relance.candidates import CandidateId
from relance.errors import NotFoundError
from relance.jobs import JobId
from relance.ports.campaigns import AudienceStore

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
KEY = "spring/20260302T093000Z.json"


@pytest.fixture(params=["memory", "s3"])
def store(request: pytest.FixtureRequest) -> AudienceStore:
    if request.param == "memory":
        return MemoryAudienceStore()
    request.getfixturevalue("aws")
    client = boto3.client("s3")
    client.create_bucket(Bucket="audiences", CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})
    client.put_bucket_versioning(Bucket="audiences", VersioningConfiguration={"Status": "Enabled"})
    return S3AudienceStore(client, bucket="audiences")


def audience(*people: str) -> Audience:
    return Audience(
        people=tuple(CandidateId(one) for one in people),
        excluded={"no_consent": 41},
        history_jobs=frozenset({JobId("earlier")}),
        frozen_at=NOW,
    )


def test_what_is_frozen_comes_back_in_its_order(store: AudienceStore) -> None:
    kept = store.freeze(KEY, audience("zoe", "ali", "ben"))

    assert kept == audience("zoe", "ali", "ben")
    assert store.read(KEY) == kept


def test_the_first_writer_wins(store: AudienceStore) -> None:
    store.freeze(KEY, audience("zoe"))

    second = store.freeze(KEY, audience("ali", "ben"))

    assert second == audience("zoe")
    assert store.read(KEY) == audience("zoe")


def test_an_unknown_audience_is_not_found(store: AudienceStore) -> None:
    with pytest.raises(NotFoundError):
        store.read("none")


def test_an_empty_audience_is_an_audience(store: AudienceStore) -> None:
    store.freeze(KEY, audience())

    assert store.freeze(KEY, audience("zoe")).people == ()
