"""The function that erases, on tables and buckets: every version goes, and a file sent again is a new person."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from erase_candidate.handler import lambda_handler
from relance import wiring
from relance.adapters.embedded_search import EmbeddedCandidateIndex
from relance.candidates import CandidateId, CvId
from relance.errors import NotFoundError
from relance.privacy.erasure import ErasureOrder
from tests.contract.conftest import CVS_BUCKET, REGION, Deployed, forget_wiring
from tests.factories import NOW, application, candidate, cv_file

ARCHIVE = "archive-of-the-tests"
ZOE = CandidateId("zoe")


@pytest.fixture
def house(deployed: Deployed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployed]:
    """Zoé with two versions of a kept file, a letter and an application."""
    deployed.s3.create_bucket(Bucket=ARCHIVE, CreateBucketConfiguration={"LocationConstraint": REGION})
    deployed.s3.put_bucket_versioning(Bucket=ARCHIVE, VersioningConfiguration={"Status": "Enabled"})
    queue = boto3.client("sqs").create_queue(QueueName="Erasures")["QueueUrl"]
    for name, value in {
        "MAIL_ARCHIVE_BUCKET": ARCHIVE, "ERASURES_QUEUE_URL": queue, "SEARCH_ENGINE": "embedded",
        "SEARCH_PATH": str(tmp_path),
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    forget_wiring()
    wiring.candidates().create(candidate("zoe", cvs=(cv_file("c0ffee"),)), keys=["cv#c0ffee", "email#z"])
    wiring.applications().save(application())
    for content in (b"first", b"second"):
        wiring.cv_store().keep(ZOE, CvId("c0ffee"), content, "text")
    wiring.cv_store().discard(ZOE, CvId("c0ffee"))
    yield deployed
    index = wiring.candidate_index()
    assert isinstance(index, EmbeddedCandidateIndex)
    index.close()


def ordered(house: Deployed) -> dict[str, Any]:
    """The order as the queue delivers it."""
    wiring.erasure_requests().put(ErasureOrder(candidate_id=ZOE, by="candidate", at=NOW))
    queue = wiring.settings().erasures_queue_url
    (message,) = boto3.client("sqs").receive_message(QueueUrl=queue)["Messages"]
    record = {
        "messageId": message["MessageId"], "receiptHandle": message["ReceiptHandle"], "body": message["Body"],
        "attributes": {
            "ApproximateReceiveCount": "1", "SentTimestamp": "1545082649183", "SenderId": "AIDAIENQZJOLO23YVJ4VO",
            "ApproximateFirstReceiveTimestamp": "1545082649185",
        },
        "messageAttributes": {}, "md5OfBody": message["MD5OfBody"], "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:{REGION}:111122223333:Erasures", "awsRegion": REGION,
    }  # fmt: skip
    return {"Records": [record]}


def versions(house: Deployed, bucket: str) -> int:
    """Versions and delete markers in a bucket."""
    listed = house.s3.list_object_versions(Bucket=bucket)
    return len(listed.get("Versions", [])) + len(listed.get("DeleteMarkers", []))


def test_every_version_of_every_file_goes_and_the_certificate_stays(house: Deployed) -> None:
    before = versions(house, CVS_BUCKET)

    answer = lambda_handler(ordered(house), house.context)

    assert answer == {"batchItemFailures": []}
    assert before == 6
    assert versions(house, CVS_BUCKET) == 0
    erasure = wiring.candidates().erasure(ZOE)
    assert erasure is not None
    assert erasure.finished_at is not None
    assert (erasure.removed["files"], erasure.removed["applications"], erasure.removed["markers"]) == (6, 1, 2)
    with pytest.raises(NotFoundError):
        wiring.candidates().get(ZOE)
    assert wiring.candidates().holder_of("cv#c0ffee") is None


def test_nothing_about_the_person_is_left_in_any_table(house: Deployed) -> None:
    lambda_handler(ordered(house), house.context)

    for table in house.dynamodb.list_tables()["TableNames"]:
        rows = json.dumps(house.dynamodb.scan(TableName=table)["Items"], default=str)
        assert "Lambert" not in rows, table
        assert "example.org" not in rows, table
        assert table in {"Erasures", "Audit"} or '"zoe"' not in rows, table


def test_an_order_that_comes_again_changes_nothing(house: Deployed) -> None:
    lambda_handler(ordered(house), house.context)
    first = wiring.candidates().erasure(ZOE)

    answer = lambda_handler(ordered(house), house.context)

    assert answer == {"batchItemFailures": []}
    assert wiring.candidates().erasure(ZOE) == first


def test_the_erased_cannot_be_created_again_and_a_new_record_takes_the_freed_markers(house: Deployed) -> None:
    lambda_handler(ordered(house), house.context)

    with pytest.raises(NotFoundError):
        wiring.candidates().create(candidate("zoe"), keys=["cv#c0ffee"])
    anew = wiring.candidates().create(candidate("zoe-again"), keys=["cv#c0ffee", "email#z"])

    assert wiring.candidates().holder_of("email#z") == anew.candidate_id
