import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.ratings.statistics import FEWEST, Count, statistics


def count(reason: str = "process_stopped", version: str = "w1", **scores: int) -> Count:
    """`count(s9=3)`: three people gave a nine."""
    return Count(
        reason_id=reason, words_version=version, scores=tuple(scores.get(f"s{score}", 0) for score in range(11))
    )


def test_mean_and_net_promoter_score_are_those_of_the_book() -> None:
    found = statistics([count(s10=4, s9=1, s8=2, s7=1, s6=1, s0=1)])

    assert found.overall is not None
    assert (found.overall.ratings, found.overall.mean, found.overall.nps) == (10, 7.8, 30)


def test_nothing_is_shown_under_ten() -> None:
    found = statistics([count(s10=9)])

    assert (found.overall, found.by_reason, found.by_words, found.by_reason_and_words) == (None, (), (), ())


def test_groups_are_told_apart_by_reason_and_by_words() -> None:
    found = statistics([count("a", "w1", s10=10), count("a", "w2", s0=10), count("b", "w2", s5=10)])

    assert {each.reason_id: each.figures.nps for each in found.by_reason} == {"a": 0, "b": -100}
    assert {each.words_version: each.figures.mean for each in found.by_words} == {"w1": 10.0, "w2": 2.5}
    assert [(each.reason_id, each.words_version) for each in found.by_reason_and_words] == [
        ("a", "w1"),
        ("a", "w2"),
        ("b", "w2"),
    ]


def test_no_small_rest_can_be_found_by_subtraction() -> None:
    found = statistics([count("a", s10=30), count("b", s10=12), count("c", s0=2)])

    assert found.overall is not None
    assert [each.reason_id for each in found.by_reason] == ["a"]


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("vw"), st.integers(0, 25)), max_size=8))
def test_neither_a_group_nor_the_rest_beside_the_groups_is_ever_small(rows: list[tuple[str, str, int]]) -> None:
    counts = [count(reason, version, s7=given) for reason, version, given in rows]

    found = statistics(counts)

    whole = sum(given for _, _, given in rows)
    for groups in (found.by_reason, found.by_words, found.by_reason_and_words):
        shown = [each.figures.ratings for each in groups]
        assert all(size >= FEWEST for size in shown)
        assert not shown or whole - sum(shown) == 0 or whole - sum(shown) >= FEWEST


@pytest.mark.parametrize("ratings", [10, 11, 500])
def test_the_mean_of_one_opinion_is_that_opinion(ratings: int) -> None:
    found = statistics([count(s6=ratings)])

    assert found.overall is not None
    assert (found.overall.mean, found.overall.nps) == (6.0, -100)
