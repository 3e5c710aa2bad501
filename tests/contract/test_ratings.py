"""What every store of ratings does."""

from datetime import timedelta

import pytest

from relance.adapters.dynamodb_ratings import DynamoDbRatings
from relance.adapters.memory_ratings import MemoryRatings
from relance.errors import ConflictError
from relance.mail.mails import MailId
from relance.ports.answers import Ratings
from relance.ratings.rating import Rating, commented, first, rescored
from tests.unit.portal.portal import NOW, answer_mail


@pytest.fixture(params=["memory", "dynamodb"])
def ratings(request: pytest.FixtureRequest) -> Ratings:
    """Each kind in turn: the same assertions hold for both."""
    if request.param == "memory":
        return MemoryRatings()
    return DynamoDbRatings(request.getfixturevalue("dynamodb"), table="Ratings")


def rating(who: str = "zoe", score: int = 8) -> Rating:
    return first(answer_mail(who), score, now=NOW)


def test_a_rating_comes_back_as_written_and_is_counted(ratings: Ratings) -> None:
    written = ratings.save(rating(), replaces=None)

    assert written == rating().model_copy(update={"revision": 1})
    assert ratings.get(written.mail_id) == written
    assert ratings.get(MailId("nothing")) is None
    (count,) = ratings.counts()
    assert (count.reason_id, count.words_version, count.scores[8]) == ("process_stopped", "w1", 1)


def test_another_score_moves_the_count_and_a_comment_does_not(ratings: Ratings) -> None:
    read = ratings.save(rating(), replaces=None)
    later = NOW + timedelta(hours=1)

    changed = ratings.save(rescored(read, 3, now=later), replaces=read)
    ratings.save(commented(changed, "Merci.", now=later), replaces=changed)

    (count,) = ratings.counts()
    assert count.scores == (0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0)
    found = ratings.get(read.mail_id)
    assert found is not None
    assert (found.comment, found.revision) == ("Merci.", 3)


def test_the_slower_of_two_writers_is_refused_and_not_counted(ratings: Ratings) -> None:
    read = ratings.save(rating(), replaces=None)
    ratings.save(rescored(read, 3, now=NOW), replaces=read)

    with pytest.raises(ConflictError):
        ratings.save(rescored(read, 5, now=NOW), replaces=read)
    with pytest.raises(ConflictError):
        ratings.save(rating(score=1), replaces=None)

    assert ratings.counts()[0].scores == (0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0)


def test_ratings_are_paged(ratings: Ratings) -> None:
    for who in ("ada", "bob", "cyd"):
        ratings.save(rating(who), replaces=None)

    page = ratings.page(after=None, limit=2)
    rest = ratings.page(after=page.next, limit=2)

    assert [each.candidate_id for each in (*page.items, *rest.items)] == ["ada", "bob", "cyd"]
    assert rest.next is None


def test_a_forgotten_rating_leaves_its_count(ratings: Ratings) -> None:
    written = ratings.save(rating(), replaces=None)

    assert ratings.forget(written.mail_id) == 1
    assert ratings.forget(written.mail_id) == 0
    assert ratings.get(written.mail_id) is None
    assert sum(ratings.counts()[0].scores) == 1
