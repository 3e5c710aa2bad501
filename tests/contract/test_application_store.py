"""What every store of applications does."""

import pytest

from relance.applications import Outcome, Stage
from relance.candidates import CandidateId
from relance.errors import ConflictError, NotFoundError
from relance.jobs import JobId
from tests.contract.conftest import Stores
from tests.factories import NOW, application, candidate


def test_an_application_comes_back_as_written(stores: Stores) -> None:
    stores.candidates.create(candidate(), keys=[])

    written = stores.applications.save(
        application(stage=Stage.FINALIST, outcome=Outcome.REJECTED, reason_id="experience", last_interview_at=NOW)
    )

    assert written.revision == 1
    assert stores.applications.get(written.job_id, written.candidate_id) == written


def test_an_unknown_application_is_not_found(stores: Stores) -> None:
    stores.candidates.create(candidate(), keys=[])

    with pytest.raises(NotFoundError):
        stores.applications.get(JobId("accountant"), CandidateId("zoe"))


def test_each_write_raises_the_version_of_the_persons_search_document_only(stores: Stores) -> None:
    before = stores.candidates.create(candidate(), keys=[])

    first = stores.applications.save(application())
    stores.applications.save(first.model_copy(update={"stage": Stage.SCREENED}))

    after = stores.candidates.get(before.candidate_id)
    assert after == before.model_copy(update={"index_revision": 3})


def test_nobody_can_apply_who_is_not_there(stores: Stores) -> None:
    with pytest.raises(NotFoundError):
        stores.applications.save(application(candidate_id="nobody"))

    with pytest.raises(NotFoundError):
        stores.candidates.get(CandidateId("nobody"))
    assert stores.applications.of_candidate(CandidateId("nobody")) == []
    assert stores.applications.of_job(JobId("accountant"), after=None, limit=10).items == ()


def test_a_second_application_for_the_same_job_is_refused_and_rings_no_bell(stores: Stores) -> None:
    stores.candidates.create(candidate(), keys=[])
    stores.applications.save(application(stage=Stage.INTERVIEWED))

    with pytest.raises(ConflictError):
        stores.applications.save(application())

    assert stores.applications.get(JobId("accountant"), CandidateId("zoe")).stage is Stage.INTERVIEWED
    assert stores.candidates.get(CandidateId("zoe")).index_revision == 2


def test_of_two_writers_who_read_the_same_revision_the_second_is_refused(stores: Stores) -> None:
    stores.candidates.create(candidate(), keys=[])
    read = stores.applications.save(application())
    stores.applications.save(read.model_copy(update={"outcome": Outcome.HIRED}))

    with pytest.raises(ConflictError):
        stores.applications.save(read.model_copy(update={"outcome": Outcome.REJECTED}))

    assert stores.applications.get(read.job_id, read.candidate_id).outcome is Outcome.HIRED


def test_applications_are_listed_by_job(stores: Stores) -> None:
    for person in ("ana", "ben", "zoe"):
        stores.candidates.create(candidate(person), keys=[])
        stores.applications.save(application(candidate_id=person))
    stores.applications.save(application("buyer", "zoe"))

    first = stores.applications.of_job(JobId("accountant"), after=None, limit=2)
    second = stores.applications.of_job(JobId("accountant"), after=first.next, limit=2)

    assert [held.candidate_id for held in (*first.items, *second.items)] == ["ana", "ben", "zoe"]
    assert second.next is None


def test_applications_are_listed_by_person_at_once_and_survive_a_change_of_the_record(stores: Stores) -> None:
    person = stores.candidates.create(candidate(), keys=[])
    stores.candidates.create(candidate("ben"), keys=[])
    for job_id in ("buyer", "accountant"):
        stores.applications.save(application(job_id))
    stores.applications.save(application(candidate_id="ben"))

    stores.candidates.save(person)

    held = stores.applications.of_candidate(CandidateId("zoe"))
    assert [(one.job_id, one.candidate_id) for one in held] == [("accountant", "zoe"), ("buyer", "zoe")]


def test_somebody_with_hundreds_of_applications_is_read_whole(stores: Stores) -> None:
    stores.candidates.create(candidate(), keys=[])
    for number in range(120):
        stores.applications.save(application(f"job-{number:03}"))

    assert len(stores.applications.of_candidate(CandidateId("zoe"))) == 120
