"""What every store of candidates does."""

from datetime import timedelta

import pytest

from relance.adapters.dynamodb import Table
from relance.candidates import CandidateId
from relance.cv.problems import ProblemCode
from relance.errors import ConflictError, InvalidInputError, NotFoundError
from relance.privacy.erasure import CANDIDATE, ErasureOrder
from tests.contract.conftest import Stores, dynamodb_stores
from tests.factories import NOW, application, candidate, consent, cv_file, erase, profile


def test_a_person_comes_back_as_written(stores: Stores) -> None:
    person = candidate(
        consent=consent(),
        unsubscribed_at=NOW,
        cvs=(cv_file("new", problem_code=ProblemCode.ENCRYPTED), cv_file("old")),
        shares_email_with=(CandidateId("other"),),
    )

    written = stores.candidates.create(person, keys=["cv#new"])

    assert written == person.model_copy(update={"revision": 1, "index_revision": 1})
    assert stores.candidates.get(person.candidate_id) == written


def test_a_person_without_anything_read_comes_back(stores: Stores) -> None:
    written = stores.candidates.create(candidate(profile=None, cvs=()), keys=[])

    assert stores.candidates.get(written.candidate_id) == written


def test_an_unknown_person_is_not_found(stores: Stores) -> None:
    with pytest.raises(NotFoundError):
        stores.candidates.get(CandidateId("nobody"))

    assert stores.candidates.holder_of("cv#none") is None
    assert stores.candidates.erasure(CandidateId("nobody")) is None


def test_markers_lead_to_the_person(stores: Stores) -> None:
    stores.candidates.create(candidate("zoe"), keys=["cv#1", "email#z"])

    assert stores.candidates.holder_of("cv#1") == "zoe"
    assert stores.candidates.holder_of("email#z") == "zoe"


def test_two_people_cannot_hold_the_same_marker(stores: Stores) -> None:
    stores.candidates.create(candidate("zoe"), keys=["email#shared"])

    with pytest.raises(ConflictError):
        stores.candidates.create(candidate("ben"), keys=["cv#ben", "email#shared"])

    assert stores.candidates.holder_of("email#shared") == "zoe"
    assert stores.candidates.holder_of("cv#ben") is None
    with pytest.raises(NotFoundError):
        stores.candidates.get(CandidateId("ben"))


def test_creating_twice_under_one_id_keeps_the_first(stores: Stores) -> None:
    stores.candidates.create(candidate("zoe", name="Zoé Lambert"), keys=["cv#1"])

    with pytest.raises(ConflictError):
        stores.candidates.create(candidate("zoe", name="Someone Else"), keys=["cv#2"])

    assert stores.candidates.get(CandidateId("zoe")).name == "Zoé Lambert"
    assert stores.candidates.holder_of("cv#2") is None


def test_a_save_replaces_every_field(stores: Stores) -> None:
    first = stores.candidates.create(candidate(consent=consent()), keys=[])

    second = stores.candidates.save(
        first.model_copy(update={"consent": None, "unsubscribed_at": NOW, "profile": profile(name="Zoé Lambert-Roy")})
    )

    held = stores.candidates.get(first.candidate_id)
    assert held == second
    assert (held.revision, held.index_revision) == (2, 2)
    assert (held.consent, held.name) == (None, "Zoé Lambert-Roy")


def test_of_two_writers_who_read_the_same_revision_the_second_is_refused(stores: Stores) -> None:
    read = stores.candidates.create(candidate(), keys=[])
    stores.candidates.save(read.model_copy(update={"source": "first"}))

    with pytest.raises(ConflictError):
        stores.candidates.save(read.model_copy(update={"source": "second"}), new_keys=["cv#second"])

    assert stores.candidates.get(read.candidate_id).source == "first"
    assert stores.candidates.holder_of("cv#second") is None


def test_a_save_adds_markers_and_may_repeat_its_own(stores: Stores) -> None:
    read = stores.candidates.create(candidate("zoe"), keys=["cv#1"])

    stores.candidates.save(read, new_keys=["cv#1", "cv#2"])

    assert stores.candidates.holder_of("cv#1") == "zoe"
    assert stores.candidates.holder_of("cv#2") == "zoe"


def test_a_save_cannot_take_somebody_elses_marker(stores: Stores) -> None:
    stores.candidates.create(candidate("zoe"), keys=["email#z"])
    ben = stores.candidates.create(candidate("ben"), keys=[])

    with pytest.raises(ConflictError):
        stores.candidates.save(ben.model_copy(update={"source": "changed"}), new_keys=["email#z"])

    assert stores.candidates.holder_of("email#z") == "zoe"
    assert stores.candidates.get(CandidateId("ben")).source == "upload"


def test_a_save_with_an_old_view_of_the_applications_still_raises_the_index_revision(stores: Stores) -> None:
    read = stores.candidates.create(candidate(), keys=[])
    stores.applications.save(application())
    stores.applications.save(application("buyer"))

    stores.candidates.save(read)

    assert stores.candidates.get(read.candidate_id).index_revision == 4


def test_a_person_who_was_forgotten_cannot_be_saved_or_created_again(stores: Stores) -> None:
    read = stores.candidates.create(candidate("zoe"), keys=["cv#1"])
    read = stores.candidates.save(read)
    erased = erase(stores.candidates, "zoe")

    with pytest.raises(ConflictError):
        stores.candidates.save(read)
    with pytest.raises(NotFoundError):
        stores.candidates.create(candidate("zoe"), keys=["cv#1"])

    assert stores.candidates.erasure(CandidateId("zoe")) == erased
    assert erased.index_revision == 2
    assert stores.candidates.holder_of("cv#1") is None
    with pytest.raises(NotFoundError):
        stores.candidates.get(CandidateId("zoe"))


def test_when_an_address_was_last_erased_is_known_from_the_tombstones_first_moment(stores: Stores) -> None:
    before = stores.candidates.erased_at("hash")
    moments = []
    for number, days in ((1, 0), (2, 30)):
        person = stores.candidates.create(candidate(f"zoe-{number}"), keys=[])
        order = ErasureOrder(candidate_id=person.candidate_id, by=CANDIDATE, at=NOW + timedelta(days=days))
        stores.candidates.erase(person, order, address_key="hash", now=NOW)
        moments.append(stores.candidates.erased_at("hash"))
    nameless = stores.candidates.create(candidate("ben"), keys=[])
    stores.candidates.erase(nameless, order, address_key=None, now=NOW)

    assert before is None
    assert moments == [NOW, NOW + timedelta(days=30)]
    assert stores.candidates.erased_at("None") is None


def test_pages_hold_everybody_once(stores: Stores) -> None:
    everybody = {f"person-{number}" for number in range(5)}
    for person in sorted(everybody):
        stores.candidates.create(candidate(person), keys=[])

    seen: list[str] = []
    cursor = None
    while True:
        page = stores.candidates.page(after=cursor, limit=2)
        assert len(page.items) <= 2
        seen += [person.candidate_id for person in page.items]
        cursor = page.next
        if cursor is None:
            break

    assert sorted(seen) == sorted(everybody)


def test_a_cursor_from_elsewhere_is_refused(dynamodb: object) -> None:
    stores = dynamodb_stores(dynamodb)  # type: ignore[arg-type]

    with pytest.raises(InvalidInputError):
        stores.candidates.page(after="bm90IG91cnM", limit=2)


def test_attributes_beside_the_record_do_not_disturb_reading(dynamodb: object) -> None:
    stores = dynamodb_stores(dynamodb)  # type: ignore[arg-type]
    person = stores.candidates.create(candidate("zoe"), keys=[])
    table = Table(dynamodb, "Candidates", ("candidate_id",))  # type: ignore[arg-type]

    table.put({**(table.get(candidate_id="zoe") or {}), "some_index_key": "x"})

    assert stores.candidates.get(CandidateId("zoe")) == person
