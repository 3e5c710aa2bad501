from itertools import pairwise

import pytest

from relance.matching.chunks import chunks


def test_an_empty_text_has_no_chunk() -> None:
    assert chunks(" \n ") == []


@pytest.mark.parametrize(("count", "pieces"), [(1, 1), (110, 1), (111, 2), (200, 2), (201, 3)])
def test_pieces_overlap_and_cover_every_word(count: int, pieces: int) -> None:
    words = [f"w{i}" for i in range(count)]

    found = [piece.split() for piece in chunks(" ".join(words))]

    assert len(found) == pieces
    assert all(len(piece) <= 110 for piece in found)
    assert all(before[-20:] == after[:20] for before, after in pairwise(found))
    assert list(dict.fromkeys(word for piece in found for word in piece)) == words


def test_an_endless_text_stops() -> None:
    assert len(chunks("word " * 100_000)) == 60
