"""What a doorbell does to the search index."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from relance.adapters.embedded_search import EmbeddedCandidateIndex, EmbeddedJobIndex
from relance.adapters.memory_applications import MemoryApplicationStore
from relance.adapters.memory_candidates import MemoryCandidateStore
from relance.adapters.memory_cvs import MemoryCvStore
from relance.adapters.memory_index_retries import MemoryIndexRetries
from relance.adapters.memory_jobs import MemoryJobStore
from relance.adapters.memory_mails import MemoryMailLedger, MemorySuppressions
from relance.adapters.memory_responses import MemoryResponses
from relance.applications import Stage
from relance.candidates import Candidate, CandidateId, CvId
from relance.cv.problems import ProblemCode
from relance.errors import NotFoundError, UnavailableError
from relance.jobs import JobId
from relance.mail.mails import MailState
from relance.matching.embedding import HashingEmbedder
from relance.matching.sources import Sources
from relance.ports.people import IndexBell
from relance.privacy.addresses import address_key
from relance.reconciliation import differences, everything, ring
from relance.segments import AddressState
from tests.factories import NOW, application, candidate, cv_file, erase, job
from tests.unit.portal.portal import offer_mail
from update_index.update import Failure, Search, Truth, update

PEPPER = b"sixteen bytes at least for tests"


@dataclass
class House:
    """Twins of the tables beside a real embedded index."""

    candidate_index: EmbeddedCandidateIndex
    job_index: EmbeddedJobIndex
    candidates: MemoryCandidateStore = field(default_factory=MemoryCandidateStore)
    cvs: MemoryCvStore = field(default_factory=MemoryCvStore)
    jobs: MemoryJobStore = field(default_factory=MemoryJobStore)
    mails: MemoryMailLedger = field(default_factory=MemoryMailLedger)
    suppressions: MemorySuppressions = field(default_factory=MemorySuppressions)
    responses: MemoryResponses = field(default_factory=MemoryResponses)

    def __post_init__(self) -> None:
        self.applications = MemoryApplicationStore(self.candidates)
        self.sources = Sources(
            applications=self.applications,
            cvs=self.cvs,
            mails=self.mails,
            suppressions=self.suppressions,
            address_key=lambda email: address_key(email, PEPPER),
        )
        self.truth = Truth(candidates=self.candidates, sources=self.sources, jobs=self.jobs)
        self.search = Search(candidates=self.candidate_index, jobs=self.job_index, embedder=HashingEmbedder())

    def moves_in(self, candidate_id: str = "zoe", *, text: str = "Comptabilité sous Sage", **fields: Any) -> Candidate:
        """A person with a kept CV."""
        person = self.candidates.create(candidate(candidate_id, **fields), keys=[])
        for file in person.cvs:
            if file.problem is None:
                self.cvs.keep(person.candidate_id, file.cv_id, b"%PDF", f"{text} {file.cv_id}")
        return person

    def rings(self, *bells: IndexBell, **changes: Any) -> Sequence[Failure]:
        """The bells are answered; ports of truth or search may be replaced."""
        held = {name: port for name, port in changes.items() if name in {"cvs", "applications"}}
        search = {name.removeprefix("search_"): port for name, port in changes.items() if name not in held}
        truth = replace(self.truth, sources=replace(self.sources, **held))
        return update(bells, truth=truth, search=replace(self.search, **search), responses=self.responses)

    def indexed(self, candidate_id: str) -> Any:
        """What is indexed of a person, or None."""
        return self.candidate_index.documents([CandidateId(candidate_id)]).get(CandidateId(candidate_id))

    def differences(self) -> list[str]:
        """Ids of records and documents that do not fit together."""
        found = differences(
            candidates=self.candidates,
            jobs=self.jobs,
            candidate_index=self.candidate_index,
            job_index=self.job_index,
            at=NOW,
        )
        return [bell.id for bell in found]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Empty."""
    made = House(EmbeddedCandidateIndex(tmp_path), EmbeddedJobIndex(tmp_path))
    yield made
    made.candidate_index.close()
    made.job_index.close()


def person(candidate_id: str) -> IndexBell:
    """A candidate's bell."""
    return IndexBell(kind="candidate", id=candidate_id)


def offer(job_id: str) -> IndexBell:
    """A job's bell."""
    return IndexBell(kind="job", id=job_id)


def test_a_new_person_is_indexed_with_their_text(house: House) -> None:
    house.moves_in("zoe")

    failures = house.rings(person("zoe"))

    assert failures == []
    assert "Sage" in house.indexed("zoe").content.text
    assert house.candidate_index.revision(CandidateId("zoe")) == 1


def test_an_application_reaches_the_document(house: House) -> None:
    house.moves_in("zoe")
    house.rings(person("zoe"))
    house.applications.save(application(stage=Stage.FINALIST))

    house.rings(person("zoe"))

    (fact,) = house.indexed("zoe").facts.history
    assert (fact.job_id, fact.stage) == ("accountant", Stage.FINALIST)
    assert house.indexed("zoe").facts.index_revision == 2


def test_the_text_is_that_of_the_newest_cv_that_could_be_read(house: House) -> None:
    files = (cv_file("scan", problem_code=ProblemCode.SCANNED_NO_TEXT), cv_file("readable"), cv_file("older"))
    house.moves_in("zoe", cvs=files)

    house.rings(person("zoe"))

    assert house.indexed("zoe").content.text.endswith("readable")


def test_a_person_whose_file_cannot_be_read_is_in_the_index_all_the_same(house: House) -> None:
    house.moves_in("nobody", profile=None, cvs=(cv_file("bad", problem_code=ProblemCode.DAMAGED),))

    failures = house.rings(person("nobody"))

    assert failures == []
    assert house.indexed("nobody").facts.readable is False


def test_the_document_is_of_the_record_as_it_stands_whatever_rang(house: House) -> None:
    read = house.moves_in("zoe")
    house.candidates.save(read)

    house.rings(person("zoe"), person("zoe"))

    assert house.candidate_index.revision(CandidateId("zoe")) == 2


def test_a_missing_record_deletes_the_document(house: House) -> None:
    house.moves_in("zoe")
    house.rings(person("zoe"))
    house.candidates.lose(CandidateId("zoe"))

    house.rings(person("zoe"))

    assert house.indexed("zoe") is None
    assert house.rings(person("zoe")) == []


def test_an_erased_person_is_deleted_and_stays_away(house: House) -> None:
    house.moves_in("zoe")
    house.rings(person("zoe"))
    late = house.indexed("zoe")
    erase(house.candidates, "zoe")

    house.rings(person("zoe"))
    house.candidate_index.put([late])

    assert house.indexed("zoe") is None


def test_a_tombstone_wins_over_a_record_that_is_still_there(house: House) -> None:
    house.moves_in("zoe")
    house.rings(person("zoe"))
    tombstone = MemoryCandidateStore()
    tombstone.create(candidate("zoe"), keys=())
    erase(tombstone, "zoe")

    class BothAtOnce:
        """A record beside a tombstone, as a restored backup could show."""

        def __getattr__(self, name: str) -> object:
            return getattr(tombstone if name == "erasure" else house.candidates, name)

    house.truth = replace(house.truth, candidates=BothAtOnce())  # type: ignore[arg-type]

    house.rings(person("zoe"))

    assert house.indexed("zoe") is None


def test_jobs_are_indexed_and_deleted(house: House) -> None:
    house.jobs.save(job("accountant"))

    house.rings(offer("accountant"), offer("nothing"))

    assert house.job_index.revision(JobId("accountant")) == 1
    assert house.job_index.revision(JobId("nothing")) is None


def test_a_deleted_job_leaves_the_index(house: House) -> None:
    house.jobs.save(job("accountant"))
    house.rings(offer("accountant"))
    house.truth = replace(house.truth, jobs=MemoryJobStore())

    house.rings(offer("accountant"))

    assert house.job_index.revision(JobId("accountant")) is None


def test_a_record_that_fails_is_told_and_does_not_stop_the_others(house: House) -> None:
    house.moves_in("zoe")
    house.moves_in("ben")
    house.cvs.discard(CandidateId("zoe"), CvId("c0ffee"))

    (failure,) = house.rings(person("zoe"), person("ben"))

    assert failure.bell == person("zoe")
    assert isinstance(failure.error, NotFoundError)
    assert house.indexed("ben") is not None


def test_any_defect_of_one_record_is_told_and_does_not_stop_the_others(house: House) -> None:
    house.moves_in("zoe")
    house.moves_in("ben")

    class Poisoned:
        """One text breaks the code that reads it."""

        def text(self, candidate_id: CandidateId, cv_id: CvId) -> str:
            if candidate_id == "zoe":
                raise ZeroDivisionError
            return house.cvs.text(candidate_id, cv_id)

    (failure,) = house.rings(person("zoe"), person("ben"), cvs=Poisoned())

    assert failure.bell == person("zoe")
    assert house.indexed("ben") is not None


def test_an_engine_that_is_down_fails_every_bell_of_its_kind(house: House) -> None:
    house.moves_in("zoe")
    house.moves_in("ben")
    house.jobs.save(job("accountant"))

    class Down:
        """Refuses everything."""

        def put(self, documents: object) -> None:
            raise UnavailableError("the engine does not answer")

    failures = house.rings(person("zoe"), offer("accountant"), person("ben"), search_candidates=Down())

    assert [failure.bell for failure in failures] == [person("zoe"), person("ben")]
    assert house.job_index.revision(JobId("accountant")) == 1


def test_what_is_in_step_does_not_ring(house: House) -> None:
    house.moves_in("zoe")
    house.jobs.save(job("accountant"))
    house.rings(person("zoe"), offer("accountant"))

    assert house.differences() == []


def test_missing_stale_and_superfluous_documents_ring(house: House) -> None:
    for name in ("missing", "stale", "gone", "right"):
        house.moves_in(name)
    house.jobs.save(job("unknown"))
    stale = house.jobs.save(job("changed"))
    house.rings(person("stale"), person("gone"), person("right"), offer("changed"))
    house.applications.save(application(candidate_id="stale"))
    house.candidates.lose(CandidateId("gone"))
    house.jobs.save(stale)

    found = house.differences()

    assert sorted(found) == ["changed", "gone", "missing", "stale", "unknown"]


def test_answering_the_differences_leaves_none(house: House) -> None:
    for number in range(3):
        house.moves_in(f"person-{number}")
    house.jobs.save(job("accountant"))
    retries = MemoryIndexRetries()

    rung = ring(
        differences(
            candidates=house.candidates,
            jobs=house.jobs,
            candidate_index=house.candidate_index,
            job_index=house.job_index,
            at=NOW,
        ),
        retries=retries,
    )
    house.rings(*retries.waiting)

    assert rung == 4
    assert house.differences() == []


def test_an_empty_index_is_filled_from_the_tables(house: House) -> None:
    for number in range(450):
        house.candidates.create(candidate(f"person-{number:03}", cvs=()), keys=[])
    house.jobs.save(job("accountant"))

    house.rings(*everything(candidates=house.candidates, jobs=house.jobs))

    assert house.differences() == []
    assert house.candidate_index.revision(CandidateId("person-449")) == 1


def test_mails_and_suppressions_reach_the_document(house: House) -> None:
    house.moves_in("zoe")
    assert house.mails.plan(offer_mail("nurse").model_copy(update={"state": MailState.ACCEPTED}))
    house.suppressions.add(address_key("zoe@example.org", PEPPER), "bounce", now=NOW)

    house.rings(person("zoe"))

    facts = house.indexed("zoe").facts
    assert [fact.job_id for fact in facts.received] == ["nurse"]
    assert facts.address is AddressState.SUPPRESSED


def test_an_application_that_followed_an_offer_is_counted_whichever_way_it_came(house: House) -> None:
    house.moves_in("zoe")
    sent = offer_mail("nurse", "driver", "cook").model_copy(update={"state": MailState.ACCEPTED, "updated_at": NOW})
    assert house.mails.plan(sent)
    for job_id, days in (("nurse", 1), ("driver", 2), ("cook", -1), ("clerk", 3)):
        house.applications.save(application(job_id, applied_at=NOW + timedelta(days=days)))

    for _ in range(2):
        assert house.rings(person("zoe")) == []

    assert house.responses.of_occurrence(sent.batch_id) == {"applied": 2}


def test_an_offer_that_has_not_left_led_to_nothing(house: House) -> None:
    house.moves_in("zoe")
    held = offer_mail("nurse").model_copy(update={"state": MailState.HELD})
    assert house.mails.plan(held)
    house.applications.save(application("nurse", applied_at=NOW + timedelta(days=1)))

    house.rings(person("zoe"))

    assert house.responses.of_occurrence(held.batch_id) == {}
