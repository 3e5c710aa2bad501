"""What every store of jobs does."""

import pytest

from relance.errors import ConflictError, NotFoundError
from relance.jobs import JobId, JobState
from tests.contract.conftest import Stores
from tests.factories import job


def test_a_job_comes_back_as_written(stores: Stores) -> None:
    written = stores.jobs.save(job())

    assert written.revision == 1
    assert stores.jobs.get(written.job_id) == written


def test_an_unknown_job_is_not_found(stores: Stores) -> None:
    with pytest.raises(NotFoundError):
        stores.jobs.get(JobId("nothing"))


def test_a_save_replaces_every_field(stores: Stores) -> None:
    first = stores.jobs.save(job())

    second = stores.jobs.save(first.model_copy(update={"place": None, "criteria": (), "state": JobState.CLOSED}))

    assert second.revision == 2
    assert stores.jobs.get(first.job_id) == second


def test_creating_twice_under_one_id_keeps_the_first(stores: Stores) -> None:
    stores.jobs.save(job(title="First"))

    with pytest.raises(ConflictError):
        stores.jobs.save(job(title="Second"))

    assert stores.jobs.get(JobId("accountant")).title == "First"


def test_of_two_writers_who_read_the_same_revision_the_second_is_refused(stores: Stores) -> None:
    read = stores.jobs.save(job())
    stores.jobs.save(read.model_copy(update={"title": "First"}))

    with pytest.raises(ConflictError):
        stores.jobs.save(read.model_copy(update={"title": "Second"}))

    assert stores.jobs.get(JobId("accountant")).title == "First"


def test_a_job_that_is_not_there_cannot_be_written_over(stores: Stores) -> None:
    with pytest.raises(ConflictError):
        stores.jobs.save(job(revision=3))

    with pytest.raises(NotFoundError):
        stores.jobs.get(JobId("accountant"))


def test_pages_hold_every_job_once(stores: Stores) -> None:
    for number in range(3):
        stores.jobs.save(job(f"job-{number}"))

    first = stores.jobs.page(after=None, limit=2)
    assert first.next is not None
    second = stores.jobs.page(after=first.next, limit=2)

    assert sorted(held.job_id for held in (*first.items, *second.items)) == ["job-0", "job-1", "job-2"]
