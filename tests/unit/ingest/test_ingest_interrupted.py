"""Deliveries that die at any call, or meet another message at any call, end like undisturbed ones."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial

import pytest

from ingest_cv.ingest import Outcome
from relance.candidates import Candidate
from relance.errors import NotFoundError
from relance.ports.people import Upload
from tests.factories import NOW, job
from tests.unit.ingest.desk import Clockwork, Crashed, Desk, crash

ZOE = "Zoé Lambert|zoe.lambert@example.org|Comptable"
ZOE_LATER = "Zoé Lambert|zoe.lambert@example.org|Contrôleuse de gestion"
BEN_ON_ZOES_ADDRESS = "Ben Lambert|zoe.lambert@example.org|Soudeur"

type Story = Callable[[Desk], Upload]


def first_cv(desk: Desk) -> Upload:
    """A new person applies."""
    return desk.arrive(ZOE, job="accountant")


def newer_cv(desk: Desk) -> Upload:
    """A known person sends a newer CV for another job."""
    desk.upload(ZOE, job="buyer")
    return desk.arrive(ZOE_LATER, job="accountant", at=NOW + timedelta(days=1))


def shared_address(desk: Desk) -> Upload:
    """Another person on a known address."""
    desk.upload(ZOE)
    desk.upload("Ana Lambert|zoe.lambert@example.org|Juriste")
    return desk.arrive(BEN_ON_ZOES_ADDRESS, job="accountant")


def damaged_cv(desk: Desk) -> Upload:
    """A file that cannot be read."""
    return desk.arrive("! damaged", job="accountant")


def too_large(desk: Desk) -> Upload:
    """A file that is not even fetched."""
    return desk.arrive("x" * 1001, job="accountant")


STORIES: list[Story] = [first_cv, newer_cv, shared_address, damaged_cv, too_large]


def a_desk() -> Desk:
    """With two jobs."""
    desk = Desk()
    desk.jobs.save(job("accountant"))
    desk.jobs.save(job("buyer"))
    return desk


def what_is_known(desk: Desk) -> tuple[object, ...]:
    """Everything that a recruiter can see, and every file that is kept; revisions aside."""

    def seen(person: Candidate) -> dict[str, object]:
        return person.model_dump(exclude={"revision", "index_revision", "shares_email_with"}) | {
            "shares_email_with": frozenset(person.shares_email_with)
        }

    people = desk.everybody()
    applications = [desk.applications.of_candidate(person.candidate_id) for person in people]
    return (
        [seen(person) for person in people],
        [[one.model_dump(exclude={"revision"}) for one in held] for held in applications],
        desk.cvs.kept,
        desk.cvs.inbox,
    )


def watched(desk: Desk, clockwork: Clockwork) -> dict[str, object]:
    """All stores of the desk, with the clockwork between."""
    return {
        "cvs": clockwork.over(desk.cvs),
        "candidates": clockwork.over(desk.candidates),
        "jobs": clockwork.over(desk.jobs),
        "applications": clockwork.over(desk.applications),
    }


def calls_of(story: Story) -> int:
    """How many calls the undisturbed story makes."""
    desk, clockwork = a_desk(), Clockwork(at=0)
    desk.deliver(story(desk), **watched(desk, clockwork))
    return clockwork.calls


def undisturbed(story: Story) -> tuple[object, ...]:
    """How the story ends when nothing happens."""
    desk = a_desk()
    desk.deliver(story(desk))
    return what_is_known(desk)


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("done", [False, True])
def test_a_crash_at_any_call_and_a_second_delivery_end_like_one_delivery(story: Story, done: bool) -> None:
    expected = undisturbed(story)

    for call in range(1, calls_of(story) + 1):
        desk = a_desk()
        upload = story(desk)
        clockwork = Clockwork(at=call, after=crash) if done else Clockwork(at=call, before=crash)
        with pytest.raises(Crashed):
            desk.deliver(upload, **watched(desk, clockwork))

        desk.deliver(upload)

        assert what_is_known(desk) == expected, f"crash at call {call}, done: {done}"


@pytest.mark.parametrize("story", STORIES)
def test_the_same_message_delivered_twice_at_once_ends_like_one_delivery(story: Story) -> None:
    expected = undisturbed(story)

    for call in range(2, calls_of(story) + 1):
        desk = a_desk()
        upload = story(desk)
        clockwork = Clockwork(at=call, before=partial(desk.deliver, upload))

        with suppress(NotFoundError):  # The other delivery has taken the upload away; the message comes once more.
            desk.deliver(upload, **watched(desk, clockwork))

        assert desk.deliver(upload).outcome is Outcome.GONE
        assert what_is_known(desk) == expected, f"second delivery before call {call}"


@pytest.mark.parametrize("other", [ZOE, ZOE_LATER])
def test_two_messages_of_one_new_person_at_once_end_as_one_person(other: str) -> None:
    def arrivals(desk: Desk) -> list[Upload]:
        return [desk.arrive(ZOE, job="accountant"), desk.arrive(other, job="buyer", at=NOW + timedelta(minutes=1))]

    for call in range(1, calls_of(first_cv) + 1):
        desk = a_desk()
        mine, rival = arrivals(desk)
        clockwork = Clockwork(at=call, before=partial(desk.deliver, rival))

        desk.deliver(mine, **watched(desk, clockwork))

        (person,) = desk.everybody()
        label = person.profile.basics.label if person.profile else None
        assert label == other.split("|")[2], f"rival before call {call}"
        assert [one.job_id for one in desk.applications.of_candidate(person.candidate_id)] == ["accountant", "buyer"]
        assert sorted(desk.cvs.kept) == sorted((person.candidate_id, file.cv_id) for file in person.cvs)
        assert desk.cvs.inbox == {}


def test_two_new_people_on_one_address_at_once_are_two_people_who_know_of_each_other() -> None:
    for call in range(1, calls_of(first_cv) + 1):
        desk = a_desk()
        mine, rival = desk.arrive(ZOE, job="accountant"), desk.arrive(BEN_ON_ZOES_ADDRESS)
        clockwork = Clockwork(at=call, before=partial(desk.deliver, rival))

        desk.deliver(mine, **watched(desk, clockwork))

        one, two = desk.everybody()
        assert {one.name, two.name} == {"Zoé Lambert", "Ben Lambert"}, f"rival before call {call}"
        assert one.shares_email_with == (two.candidate_id,)
        assert two.shares_email_with == (one.candidate_id,)


def test_the_same_second_person_on_an_address_sent_twice_at_once_is_one_person() -> None:
    for call in range(1, 12):
        desk = a_desk()
        desk.upload(ZOE)
        mine, rival = desk.arrive(BEN_ON_ZOES_ADDRESS), desk.arrive(f"{BEN_ON_ZOES_ADDRESS} qualifié")
        clockwork = Clockwork(at=call, before=partial(desk.deliver, rival))

        desk.deliver(mine, **watched(desk, clockwork))

        assert sorted(str(person.name) for person in desk.everybody()) == ["Ben Lambert", "Zoé Lambert"]
