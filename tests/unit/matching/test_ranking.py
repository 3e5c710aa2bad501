import pytest

from relance.errors import InvalidInputError
from relance.matching.embedding import HashingEmbedder
from relance.matching.legs import Legs, LegScores
from relance.matching.offer import offer_query
from relance.matching.ranking import fuse, rank
from relance.segments import Segment
from tests import factories


def hit(
    name: str, words: float = 0.0, meaning: float | None = 0.5, title: float | None = 0.5, *, language: str = "fr"
) -> LegScores:
    return LegScores(id=name, language=language, words=words, meaning=meaning, title=title)


def order(*hits: LegScores) -> list[str]:
    return [each.hit.id for each in fuse(Legs(hits), asked_in="fr")]


def test_each_leg_can_lift_a_candidate() -> None:
    assert order(hit("a"), hit("b", words=9.0), hit("c")) == ["b", "a", "c"]
    assert order(hit("a"), hit("b", meaning=0.9), hit("c")) == ["b", "a", "c"]
    assert order(hit("a"), hit("b", title=0.9), hit("c")) == ["b", "a", "c"]


def test_the_title_weighs_half_of_the_words() -> None:
    assert order(hit("title", title=0.9), hit("words", words=5.0), hit("neither")) == ["words", "title", "neither"]


def test_translated_words_weigh_less_than_the_title() -> None:
    def english(name: str, words: float = 0.0, title: float = 0.5) -> LegScores:
        return hit(name, words, title=title, language="en")

    best = order(english("title", title=0.9), english("words", words=5.0), english("neither"))

    assert best == ["title", "words", "neither"]


def test_the_scale_of_a_leg_does_not_matter() -> None:
    small = [hit("a", 1.0, 0.2), hit("b", 2.0, 0.1), hit("c", 0.0, 0.4)]
    large = [hit("a", 100.0, 0.2), hit("b", 200.0, 0.1), hit("c", 0.0, 0.4)]

    assert order(*small) == order(*large)


def test_a_missing_title_counts_as_the_average_one() -> None:
    known = [hit("best", title=0.9), hit("middle", title=0.5), hit("worst", title=0.1)]

    assert order(*known, hit("missing", title=None)) == ["best", "middle", "missing", "worst"]


def test_the_other_language_is_not_pushed_down_by_its_lower_scores() -> None:
    french = [hit(f"fr-{i:02}", words=10.0 + i) for i in range(20)]
    english = [hit(f"en-{i:02}", words=4.0 + i / 2, language="en") for i in range(20)]

    best = order(*french, *english)[:10]

    assert {name[:2] for name in best} == {"fr", "en"}
    assert best[0].startswith("fr")


def test_a_lonely_language_is_compared_with_everybody() -> None:
    french = [hit(f"fr-{i:02}", words=float(i)) for i in range(20)]

    assert order(*french, hit("en-good", words=30.0, language="en"))[0] == "en-good"
    assert "en-bad" in order(*french, hit("en-bad", words=0.0, language="en"))[-8:]


def test_meanings_are_compared_across_languages() -> None:
    french = [hit(f"fr-{i:02}", meaning=0.1 + i / 100) for i in range(20)]
    english = [hit(f"en-{i:02}", meaning=0.5 + i / 100, language="en") for i in range(20)]

    best = order(*french, *english)[:20]

    assert {name[:2] for name in best} == {"en"}


def test_where_each_language_has_many_the_nearness_of_the_own_one_counts_less() -> None:
    french = [hit(f"fr-{i:03}", meaning=0.40 + i / 1000) for i in range(150)]
    english = [hit(f"en-{i:03}", meaning=0.30 + i / 1000, language="en") for i in range(150)]

    few, many = order(*french[:15], *english[:15])[:10], order(*french, *english)[:100]

    assert sum(name.startswith("en") for name in few) == 0
    assert sum(name.startswith("en") for name in many) > 15


def test_the_best_of_a_handful_is_not_flattered_beside_the_best_of_many() -> None:
    french = [hit(f"fr-{i:02}", words=10.0 + i, meaning=0.4 + i / 100) for i in range(30)]
    english = [hit(f"en-{i}", words=i / 10, meaning=0.2 + i / 1000, language="en") for i in range(6)]

    places = {name: place for place, name in enumerate(order(*french, *english))}

    assert places["en-5"] > 15


def test_equal_scores_follow_the_ids() -> None:
    assert order(hit("c"), hit("a"), hit("b")) == ["a", "b", "c"]


def test_nobody_is_an_order_too() -> None:
    assert order() == []


@pytest.mark.parametrize("cursor", ["", "fused:", "fused:-1", "fused:x", "other:1", "rest"])
def test_a_foreign_cursor_is_refused(cursor: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    query = offer_query("Comptable", embedder=HashingEmbedder())

    with pytest.raises(InvalidInputError):
        rank(query, Segment(), index=_Unasked(), at=factories.NOW, after=cursor, limit=5)  # type: ignore[arg-type]


class _Unasked:
    """An index that must not be asked."""
