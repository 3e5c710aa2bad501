"""What people thought of their answers, over the API."""

from relance.ratings.rating import commented, first
from tests.unit.api.world import APPROVER, World
from tests.unit.portal.portal import NOW, answer_mail


def rated(world: World, number: int, *, score: int = 9, comment: str | None = None) -> None:
    for each in range(number):
        given = commented(first(answer_mail(f"person-{each}"), score, now=NOW), comment, now=NOW)
        world.ratings.save(given, replaces=None)


def test_nothing_is_told_of_nine_ratings_and_ten_are_told(world: World) -> None:
    rated(world, 9)
    few = world.call("GET", "/ratings").body
    world.ratings.save(first(answer_mail("tenth"), 0, now=NOW), replaces=None)
    enough = world.call("GET", "/ratings").body

    assert few["overall"] is None
    assert few["by_reason"] == []
    assert enough["overall"] == {"ratings": 10, "mean": 8.1, "nps": 80}
    assert [each["reason_id"] for each in enough["by_reason"]] == ["process_stopped"]
    assert [each["words_version"] for each in enough["by_words"]] == ["w1"]


def test_comments_are_read_by_approvers_only_and_masked(world: World) -> None:
    rated(world, 1, comment="Appelez le 06 39 98 11 22")

    refused = world.call("GET", "/ratings/comments")
    read = world.call("GET", "/ratings/comments", claims=APPROVER)

    assert refused.status == 403
    (item,) = read.body["items"]
    assert (item["text"], item["masked"]) == ("Appelez le […]", ["contact"])
    assert "candidate_id" not in item
