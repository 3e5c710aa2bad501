"""A person who wants to be erased is gone from every store, and no message that comes late brings them back (R31)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from relance.adapters.embedded_search import EmbeddedCandidateIndex
from relance.adapters.memory_audit import MemoryAuditLog
from relance.adapters.memory_cvs import MemoryCvStore
from relance.adapters.memory_ratings import MemoryRatings
from relance.candidates import CandidateId, CvId
from relance.errors import ConflictError, NotFoundError, UnavailableError
from relance.jobs import JobId
from relance.mail import ledger
from relance.mail.letters import Letter
from relance.mail.mails import ErasedContent, MailId, MailState, SkipReason, Stream
from relance.matching.embedding import HashingEmbedder
from relance.matching.indexing import candidate_document
from relance.privacy.erase import Stores, erase
from relance.privacy.erasure import Erasure, ErasureOrder
from relance.ratings.rating import first
from tests.factories import candidate, cv_file
from tests.unit.mail.world import NOW, CrashError, World, answer, key_of, offer

ZOE, BEN = CandidateId("zoe"), CandidateId("ben")
ORDER = ErasureOrder(candidate_id=ZOE, by="candidate", at=NOW)


@dataclass
class House:
    """A mail world with files, an index and an audit beside it."""

    world: World
    index: EmbeddedCandidateIndex
    stores: Stores
    cvs: MemoryCvStore

    def erase(self, **changes: Any) -> Erasure:
        """The order is carried out, with some stores replaced."""
        return erase(ORDER, stores=replace(self.stores, **changes), pause=lambda _: None, now=NOW)

    def index_follows(self) -> None:
        """What `update_index` does when the record's end rings."""
        tombstone = self.world.candidates.erasure(ZOE)
        assert tombstone is not None
        self.index.delete(ZOE, index_revision=tombstone.index_revision)

    def erased(self) -> Erasure:
        """Ordered, then the index follows, then the queue repeats the order."""
        with pytest.raises(UnavailableError):
            self.erase()
        self.index_follows()
        return self.erase()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Zoé applied, has two files, an answer that left and an offer that waits; everything is indexed."""
    world, cvs, index = World(), MemoryCvStore(), EmbeddedCandidateIndex(tmp_path)
    world.candidates.create(candidate("zoe", cvs=(cv_file("new"), cv_file("old"))), keys=["cv#new", "email#zoe"])
    world.candidates.save(world.candidates.get(ZOE), new_keys=["cv#old"])
    world.apply("zoe", "accountant")
    for cv_id in ("new", "old"):
        cvs.keep(ZOE, CvId(cv_id), b"%PDF", "Comptabilité sous Sage")
    world.mails.plan(answer(state=MailState.HELD, approved_by="moira", wake_at=NOW))
    person = world.candidates.get(ZOE)
    index.put([candidate_document(person, "Comptable Sage", (), embedder=HashingEmbedder())])
    stores = Stores(
        candidates=world.candidates, applications=world.applications, cvs=cvs, mails=world.mails, archive=world.archive,
        ratings=MemoryRatings(),
        suppressions=world.suppressions, index=index, audit=MemoryAuditLog(), address_key=key_of,
    )  # fmt: skip
    yield House(world, index, stores, cvs)
    index.close()


def test_nothing_of_the_person_is_left_in_any_store(house: House) -> None:
    house.world.mails.plan(offer())

    erasure = house.erased()

    with pytest.raises(NotFoundError):
        house.world.candidates.get(ZOE)
    with pytest.raises(NotFoundError):
        house.world.applications.get(JobId("accountant"), ZOE)
    assert house.cvs.kept == {}
    assert house.world.archive.letters == {}
    assert all(mail.content == ErasedContent() for mail in house.world.mails.of_candidate(ZOE))
    assert house.index.revision(ZOE) is None
    assert [house.world.candidates.holder_of(key) for key in ("cv#new", "cv#old", "email#zoe")] == [None] * 3
    assert "example.org" not in erasure.model_dump_json()
    assert (erasure.markers, erasure.jobs, erasure.address_key) == ((), (), None)


def test_the_certificate_says_what_was_removed_from_where_and_is_kept(house: House) -> None:
    house.world.mails.plan(offer())
    house.stores.ratings.save(first(answer(state=MailState.ACCEPTED), 9, now=NOW), replaces=None)

    erasure = house.erased()

    assert erasure.removed == {
        "candidates": 1, "mails": 2, "letters": 0, "ratings": 1, "applications": 1, "files": 2, "records_of_others": 0,
        "markers": 3, "search_index": 1,
    }  # fmt: skip
    assert erasure.finished_at == NOW
    assert house.world.candidates.erasure(ZOE) == erasure
    (entry,) = house.stores.audit.entries("candidate#zoe")
    assert (entry.actor, entry.action) == ("candidate", "erased")


def test_mails_that_wait_never_leave_and_the_ledger_keeps_their_state(house: House) -> None:
    house.world.mails.plan(offer())

    house.erased()
    house.world.minute()

    ended = {(mail.state, mail.skip_reason) for mail in house.world.mails.of_candidate(ZOE)}
    assert ended == {(MailState.SKIPPED, SkipReason.CANDIDATE_GONE)}
    assert house.world.ses.submitted == []


def test_a_draft_that_nobody_approved_is_cancelled(house: House) -> None:
    house.world.mails.plan(offer(state=MailState.DRAFT))

    house.erased()

    drafted = next(mail for mail in house.world.mails.of_candidate(ZOE) if mail.stream is Stream.CAMPAIGNS)
    assert (drafted.state, drafted.content) == (MailState.CANCELLED, ErasedContent())


def test_a_letter_that_left_is_deleted_from_the_archive_and_its_row_stays_accepted(house: House) -> None:
    sent = house.world.mails.of_candidate(ZOE)[0]
    claimed = ledger.claim(
        sent, archive_key=house.world.archive.put(letter(sent.mail_id)), mails=house.world.mails, now=NOW
    )
    assert claimed is not None
    ledger.accept(claimed, "ses-1", mails=house.world.mails, now=NOW)

    erasure = house.erased()

    (mail,) = house.world.mails.of_candidate(ZOE)
    assert (mail.state, mail.archive_key, mail.content) == (MailState.ACCEPTED, None, ErasedContent())
    assert erasure.removed["letters"] == 1


def test_a_mail_that_is_with_ses_is_waited_for(house: House) -> None:
    claimed = ledger.claim(house.world.mails.of_candidate(ZOE)[0], archive_key="a", mails=house.world.mails, now=NOW)
    assert claimed is not None

    with pytest.raises(UnavailableError, match="with SES"):
        house.erase()
    ledger.accept(claimed, "ses-1", mails=house.world.mails, now=NOW)
    house.index_follows()
    erasure = house.erase()

    assert erasure.finished_at is not None


def test_a_mail_nobody_knows_the_end_of_is_assumed_sent_so_that_nobody_sends_it_again(house: House) -> None:
    claimed = ledger.claim(house.world.mails.of_candidate(ZOE)[0], archive_key="a", mails=house.world.mails, now=NOW)
    assert claimed is not None
    ledger.lose(claimed, "no reply", mails=house.world.mails, now=NOW)

    house.erased()

    assert [mail.state for mail in house.world.mails.of_candidate(ZOE)] == [MailState.ASSUMED_SENT]


def test_an_offer_that_is_planned_while_its_person_is_erased_is_skipped_and_loses_its_words(house: House) -> None:
    house.erased()
    house.world.running_campaign("accountant")
    house.world.mails.plan(offer())

    house.world.minute()

    late = next(mail for mail in house.world.mails.of_candidate(ZOE) if mail.state is MailState.SKIPPED)
    assert late.content == ErasedContent()


def test_their_address_is_suppressed_by_its_hash(house: House) -> None:
    house.erased()

    assert house.world.suppressions.reason(key_of("zoe@example.org")) == "erased"


def test_somebody_who_shares_the_address_is_still_written_to_and_no_longer_names_the_erased(house: House) -> None:
    zoe = house.world.candidates.get(ZOE)
    house.world.candidates.save(zoe.model_copy(update={"shares_email_with": (BEN,)}))
    house.world.candidates.create(candidate("ben", shares_email_with=(ZOE,)), keys=())

    erasure = house.erased()

    assert house.world.suppressions.reason(key_of("zoe@example.org")) is None
    assert house.world.candidates.get(BEN).shares_email_with == ()
    assert erasure.removed["records_of_others"] == 1


def test_the_order_can_come_twice(house: House) -> None:
    first = house.erased()

    assert house.erase() == first
    assert len(house.stores.audit.entries("candidate#zoe")) == 1


def test_an_index_that_follows_while_we_wait_needs_no_second_delivery(house: House) -> None:
    waited: list[int] = []

    def follows_at_the_third_look(look: int) -> None:
        waited.append(look)
        if look == 2:
            house.index_follows()

    erasure = erase(ORDER, stores=house.stores, pause=follows_at_the_third_look, now=NOW)

    assert erasure.finished_at is not None
    assert waited == [1, 2]


def test_an_order_for_nobody_is_refused(house: House) -> None:
    nobody = ORDER.model_copy(update={"candidate_id": CandidateId("nobody")})

    with pytest.raises(NotFoundError):
        erase(nobody, stores=house.stores, pause=lambda _: None, now=NOW)


def test_a_record_that_is_being_written_is_not_erased_over(house: House) -> None:
    read = house.world.candidates.get(ZOE)
    house.world.candidates.save(read)

    with pytest.raises(ConflictError):
        house.world.candidates.erase(read, ORDER, address_key=None, now=NOW)

    assert house.world.candidates.get(ZOE).revision == read.revision + 1


BREAKS: dict[str, tuple[str, str]] = {
    "suppressing": ("suppressions", "add"),
    "emptying mails": ("mails", "replace"),
    "deleting letters": ("archive", "forget"),
    "deleting ratings": ("ratings", "forget"),
    "deleting applications": ("applications", "forget"),
    "deleting files": ("cvs", "forget"),
    "freeing markers": ("candidates", "release"),
    "looking into the index": ("index", "revision"),
    "writing the audit": ("audit", "append"),
    "writing the certificate": ("candidates", "note_erasure"),
}


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("step", BREAKS.values(), ids=BREAKS.keys())
def test_wherever_it_breaks_off_the_next_try_ends_with_everything_gone(
    house: House, step: tuple[str, str], before: bool
) -> None:
    store, verb = step
    house.world.mails.plan(offer())

    with pytest.raises((CrashError, UnavailableError)):
        house.erase(**{store: Breaking(getattr(house.stores, store), verb, before=before)})
    house.index_follows()
    erasure = house.erase()

    assert erasure.finished_at is not None
    assert house.cvs.kept == {}
    assert house.world.candidates.holder_of("email#zoe") is None
    assert house.world.suppressions.reason(key_of("zoe@example.org")) == "erased"
    assert all(mail.content == ErasedContent() for mail in house.world.mails.of_candidate(ZOE))


def letter(mail_id: MailId) -> Letter:
    """A letter as it was archived."""
    return Letter(
        mail_id=mail_id, submission=1, stream=Stream.ANSWERS, from_address="a@example.org",
        to_address="zoe@example.org", subject="s", text="t", html="h",
    )  # fmt: skip


class Breaking:
    """A store whose process dies before or after one verb."""

    def __init__(self, store: Any, verb: str, *, before: bool) -> None:
        self._store, self._verb, self._before = store, verb, before

    def __getattr__(self, name: str) -> Callable[..., Any]:
        real: Callable[..., Any] = getattr(self._store, name)
        return self._dying(real) if name == self._verb else real

    def _dying(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            if not self._before:
                real(*args, **named)
            raise CrashError(self._verb)

        return call
