from pathlib import Path

import numpy as np
import pytest

from infra.data.build_offer_map import Concept, Lessons, Recipe, fold, gradient, learn, sheet_group
from relance.errors import InvalidInputError
from relance.matching.embedding import HashingEmbedder
from relance.matching.offer import offer_query
from relance.matching.offer_additions import Additions, usual_additions
from relance.matching.offer_map import OfferMap, read, shipped_offer_map, write

EMBEDDER = HashingEmbedder()
OFFER = "Comptable\nTenue des comptes sous Sage"


def turned(size: int = 32) -> OfferMap:
    """Adds to each number of a vector its neighbour's."""
    return OfferMap(EMBEDDER.model_id, np.roll(np.eye(size, dtype=np.float32), 1, axis=1))


def test_a_moved_vector_is_the_vector_and_its_image_at_unit_length() -> None:
    moved = turned(3).moved(np.array([1, 0, 0], np.float32))

    np.testing.assert_allclose(moved, [0.5**0.5, 0.5**0.5, 0], atol=1e-6)
    assert moved.dtype == np.float32


def test_the_map_moves_the_offer_and_its_title_and_nothing_else() -> None:
    plain = offer_query(OFFER, embedder=EMBEDDER, additions=Additions())

    moved = offer_query(OFFER, embedder=EMBEDDER, additions=Additions(offer_map=turned()))

    np.testing.assert_allclose(moved.vector, turned().moved(plain.vector), atol=1e-6)
    title = turned().moved(EMBEDDER.embed(["Comptable"], kind="query")[0])
    both = moved.vector + title
    np.testing.assert_allclose(moved.title_vector, both / np.linalg.norm(both), atol=1e-6)
    assert (moved.terms, moved.text, moved.model_id) == (plain.terms, plain.text, plain.model_id)


def test_an_embedding_model_that_the_map_was_not_learnt_for_works_without_it() -> None:
    assert shipped_offer_map(EMBEDDER.model_id) is None
    assert shipped_offer_map("use-multilingual-v3") is not None

    query = offer_query(OFFER, embedder=EMBEDDER)

    assert query.vector.tobytes() == offer_query(OFFER, embedder=EMBEDDER, additions=Additions()).vector.tobytes()


def test_offers_usually_go_through_the_shipped_map_which_is_read_once() -> None:
    embedder = HashingEmbedder(dimensions=512)
    embedder.model_id = "use-multilingual-v3"
    shipped = shipped_offer_map(embedder.model_id)

    usual = offer_query(OFFER, embedder=embedder)

    assert shipped is not None
    asked = offer_query(OFFER, embedder=embedder, additions=Additions(offer_map=shipped))
    assert usual.vector.tobytes() == asked.vector.tobytes()
    assert usual.vector.tobytes() != offer_query(OFFER, embedder=embedder, additions=Additions()).vector.tobytes()
    assert usual_additions(embedder.model_id) == Additions(offer_map=shipped)
    assert shipped_offer_map(embedder.model_id) is shipped


def test_a_written_map_reads_back_and_its_bytes_do_not_change(tmp_path: Path) -> None:
    write(turned(), tmp_path / "one.npz", attribution="ESCO")
    write(read(tmp_path / "one.npz"), tmp_path / "two.npz", attribution="ESCO")

    np.testing.assert_array_equal(read(tmp_path / "one.npz").matrix, turned().matrix)
    assert read(tmp_path / "one.npz").model_id == EMBEDDER.model_id
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


@pytest.mark.parametrize("part", ["matrix", "model_id"])
def test_a_map_with_other_content_than_was_written_is_refused(tmp_path: Path, part: str) -> None:
    write(turned(), tmp_path / "map.npz", attribution="ESCO")
    with np.load(tmp_path / "map.npz") as held:
        parts = {name: held[name] for name in held.files}
    parts[part] = np.array("another-model") if part == "model_id" else parts[part] * 2
    np.savez_compressed(tmp_path / "map.npz", **parts)

    with pytest.raises(InvalidInputError, match="build it again"):
        read(tmp_path / "map.npz")


# --- learning ---------------------------------------------------------------------------------------


def swapped_lessons(concepts: int = 60, size: int = 8) -> Lessons:
    """Questions whose answers are the same vector with its halves swapped."""
    chance = np.random.default_rng(0)
    questions = chance.normal(size=(concepts, size)).astype(np.float32)
    questions /= np.linalg.norm(questions, axis=1, keepdims=True)
    answers = np.roll(questions, size // 2, axis=1)
    taught = tuple(
        Concept(("esco", f"{i % 4}"), (range(i, i + 1),), (range(concepts + i, concepts + i + 1),))
        for i in range(concepts)
    )
    return Lessons("a-model", np.concatenate([questions, answers]), taught, (), ())


RECIPE = Recipe(steps=300, occupations=20, sheets=0, skills=0, rate=0.02, strength=1.0)


def test_what_belongs_together_is_nearer_after_learning_also_where_it_was_not_seen() -> None:
    lessons = swapped_lessons()

    offer_map = learn(lessons, recipe=RECIPE, but=lambda group: group[1] == "3")

    unseen = [i for i, each in enumerate(lessons.occupations) if each.group[1] == "3"]
    questions, answers = lessons.vectors[:60], lessons.vectors[60:]
    before = [int((questions[i] @ answers.T).argmax()) == i for i in unseen]
    after = [int((offer_map.moved(questions[i]) @ answers.T).argmax()) == i for i in unseen]
    assert sum(before) <= 3
    assert sum(after) >= 12


def test_learning_again_gives_the_same_map() -> None:
    one, two = (learn(swapped_lessons(), recipe=RECIPE) for _ in range(2))

    assert one.matrix.tobytes() == two.matrix.tobytes()


def test_what_is_held_out_does_not_reach_the_map() -> None:
    lessons = swapped_lessons()
    other = lessons.vectors.copy()
    held_out = [i for i, each in enumerate(lessons.occupations) if each.group[1] == "3"]
    other[held_out] = other[held_out][::-1] * -1

    one = learn(lessons, recipe=RECIPE, but=lambda group: group[1] == "3")
    two = learn(
        Lessons("a-model", other, lessons.occupations, (), ()), recipe=RECIPE, but=lambda group: group[1] == "3"
    )

    assert one.matrix.tobytes() == two.matrix.tobytes()


def test_the_gradient_is_that_of_the_loss() -> None:
    chance = np.random.default_rng(1)
    questions, answers = (chance.normal(size=(5, 4)) for _ in range(2))
    matrix = chance.normal(size=(4, 4)) * 0.1

    def loss(a: "np.ndarray[tuple[int, int], np.dtype[np.float64]]") -> float:
        moved = questions + questions @ a
        likely = np.exp(moved / np.linalg.norm(moved, axis=1, keepdims=True) @ answers.T / 0.5)
        own = np.diag(likely)
        return float(-np.mean(np.log(own / likely.sum(1)) + np.log(own / likely.sum(0))) / 2)

    step = np.zeros((4, 4))
    step[1, 2] = 1e-5
    measured = (loss(matrix + step) - loss(matrix - step)) / 2e-5

    found = gradient(matrix.astype(np.float32), questions.astype(np.float32), answers.astype(np.float32), 0.5)
    assert found[1, 2] == pytest.approx(measured, rel=1e-3)


def test_sheets_of_one_domain_are_never_parted() -> None:
    assert sheet_group("A1101") == sheet_group("A1102")
    assert {fold(sheet_group(f"{letter}11"), 2) for letter in "ABCDEFGH"} == {0, 1}
