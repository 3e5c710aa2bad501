"""What every store of rejection batches does."""

from datetime import timedelta

import pytest

from relance.adapters.dynamodb_batches import DynamoDbBatches
from relance.adapters.memory_batches import MemoryBatches
from relance.candidates import CandidateId
from relance.errors import ConflictError, NotFoundError
from relance.mail.mails import BatchId
from relance.ports.answers import Batches
from relance.rejections.batches import LeftOut, Opened, RejectionBatch
from relance.rejections.left_out import NoAnswer
from tests import factories

BATCH = RejectionBatch(
    batch_id=BatchId("batch-1"),
    job_id=factories.job().job_id,
    created_by="rosa",
    created_at=factories.NOW,
    left_out=(LeftOut(candidate_id=CandidateId("lou"), why=NoAnswer.NO_ADDRESS),),
)
OPENED = Opened(subject="mail-1", text_hash="a" * 64, by="rosa", at=factories.NOW)


@pytest.fixture(params=["memory", "dynamodb"])
def batches(request: pytest.FixtureRequest) -> Batches:
    """Each kind in turn: the same assertions hold for both."""
    if request.param == "memory":
        return MemoryBatches()
    return DynamoDbBatches(request.getfixturevalue("dynamodb"), table="Batches")


def test_a_batch_comes_back_as_written(batches: Batches) -> None:
    written = batches.save(BATCH)

    assert written == BATCH.model_copy(update={"revision": 1})
    assert batches.get(BATCH.batch_id) == written


def test_an_unknown_batch_is_not_found(batches: Batches) -> None:
    with pytest.raises(NotFoundError):
        batches.get(BatchId("nothing"))


def test_an_approved_batch_can_be_stopped(batches: Batches) -> None:
    approved = batches.save(batches.save(BATCH).model_copy(update={"approved_by": "rosa"}))

    stopped = batches.save(approved.model_copy(update={"stopped_by": "paul", "stopped_at": factories.NOW}))

    assert stopped.revision == 3
    assert batches.get(BATCH.batch_id) == stopped


def test_the_slower_of_two_writers_is_refused(batches: Batches) -> None:
    read = batches.save(BATCH)
    batches.save(read.model_copy(update={"stopped_at": factories.NOW}))

    with pytest.raises(ConflictError):
        batches.save(read.model_copy(update={"approved_at": factories.NOW}))

    assert batches.get(BATCH.batch_id).approved_at is None


def test_creating_twice_under_one_id_keeps_the_first(batches: Batches) -> None:
    batches.save(BATCH)

    with pytest.raises(ConflictError):
        batches.save(BATCH.model_copy(update={"created_by": "paul"}))

    assert batches.get(BATCH.batch_id).created_by == "rosa"


def test_what_was_shown_is_known_for_exactly_that_person_and_text(batches: Batches) -> None:
    batches.record_opened(OPENED)

    assert batches.opened("mail-1", "a" * 64, "rosa") == OPENED
    assert batches.opened("mail-1", "a" * 64, "paul") is None
    assert batches.opened("mail-1", "b" * 64, "rosa") is None
    assert batches.opened("mail-2", "a" * 64, "rosa") is None


def test_the_first_time_that_a_text_was_shown_stays(batches: Batches) -> None:
    batches.record_opened(OPENED)

    batches.record_opened(OPENED.model_copy(update={"at": factories.NOW + timedelta(hours=1)}))

    assert batches.opened("mail-1", "a" * 64, "rosa") == OPENED


def test_a_record_of_reading_is_no_batch(batches: Batches) -> None:
    batches.record_opened(OPENED)

    with pytest.raises(NotFoundError):
        batches.get(BatchId("mail-1"))
