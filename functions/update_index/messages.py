"""What rings: streams of the tables Candidates and Jobs, and the queue of documents to be tried again."""

from collections.abc import Mapping, Sequence
from typing import Any

from aws_lambda_powertools.utilities.parser.models import SqsRecordModel
from pydantic import BaseModel, ConfigDict, Field, Json

from relance.ports.people import IndexBell


class RetryMessage(SqsRecordModel):
    """One message of the queue IndexRetries."""

    model_config = ConfigDict(hide_input_in_errors=True)

    body: Json[IndexBell]


class StreamKey(BaseModel):
    """A key attribute; all keys of these tables are strings."""

    value: str = Field(alias="S")


class StreamChange(BaseModel):
    """The part of a stream record that we read: which record changed."""

    keys: Mapping[str, StreamKey] = Field(alias="Keys")


class StreamRecord(BaseModel):
    """A doorbell: how the record changed is not looked at."""

    dynamodb: StreamChange

    def bell(self) -> IndexBell:
        """Tables are told apart by their key."""
        (name, key), *_ = self.dynamodb.keys.items()
        return IndexBell(kind="candidate" if name == "candidate_id" else "job", id=key.value)


def comes_from_stream(event: Mapping[str, Any]) -> bool:
    """Streams and the queue call the same function."""
    return bool(event["Records"][0]["eventSource"] == "aws:dynamodb")


def bells(event: Mapping[str, Any]) -> Sequence[IndexBell]:
    """The bells of a stream event, each once, in the order of the changes."""
    rung = [StreamRecord.model_validate(record).bell() for record in event["Records"]]
    return list(dict.fromkeys(rung))
