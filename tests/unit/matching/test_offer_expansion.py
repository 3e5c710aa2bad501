from pathlib import Path

import numpy as np
import pytest

from infra.data.build_offer_expansion import build
from infra.data.offer_texts import Occupation
from relance.errors import InvalidInputError
from relance.matching.analysis import stems
from relance.matching.embedding import HashingEmbedder
from relance.matching.offer import offer_query
from relance.matching.offer_additions import Additions, shipped_additions, usual_additions
from relance.matching.offer_expansion import (
    SHARE,
    OfferExpansion,
    read,
    shipped_offer_expansion,
    widened,
    write,
)

EMBEDDER = HashingEmbedder(dimensions=256)
WELDER = Occupation(
    "uri/welder", "721", ("soudeur", "opérateur chalumeau"), ("welder", "torch operator"), "Welders join metal parts."
)
NURSE = Occupation("uri/nurse", "222", ("infirmier", "soignant"), ("nurse",), "Nurses look after patients.")


def expansion() -> OfferExpansion:
    return build([WELDER, NURSE], EMBEDDER)


def test_an_offer_is_asked_in_the_words_of_its_trade_in_both_languages() -> None:
    plain = offer_query("soudeur", embedder=EMBEDDER, additions=Additions())
    wide = offer_query("soudeur", embedder=EMBEDDER, additions=Additions(expansion=expansion()))

    (torch_fr,), (torch_en,) = stems("chalumeau", "fr"), stems("torch", "en")
    assert torch_fr not in plain.terms["fr"]["fr"]
    assert wide.terms["fr"]["fr"][torch_fr] > 0
    assert wide.terms["en"]["en"][torch_en] > 0
    assert wide.vector.tobytes() == plain.vector.tobytes()


def test_added_terms_weigh_a_share_of_the_own_ones_and_take_nothing_from_them() -> None:
    own = {"soudeur": 2.0, "brest": 1.0}
    vector = EMBEDDER.embed(["soudeur"], kind="query")[0]

    wide = widened({"fr": {"fr": own, "en": own}, "en": {"en": own}}, vector, expansion())

    assert all(wide["fr"]["fr"][stem] >= weight for stem, weight in own.items())
    assert sum(wide["fr"]["fr"].values()) == pytest.approx(3.0 * (1 + SHARE))
    assert wide["fr"]["en"] == own


def test_a_long_offer_does_not_lend_its_weight_to_the_added_terms() -> None:
    long = {f"mot{i}": 1.0 for i in range(1000)}
    vector = EMBEDDER.embed(["soudeur"], kind="query")[0]

    wide = widened({"fr": {"fr": long}, "en": {"en": long}}, vector, expansion())

    assert sum(wide["fr"]["fr"].values()) == pytest.approx(1000 + 30 * SHARE)


def test_the_nearest_occupation_says_most() -> None:
    near = expansion().near(EMBEDDER.embed(["infirmier soignant"], kind="query")[0], "fr")

    assert near[stems("soignant", "fr")[0]] > near.get(stems("chalumeau", "fr")[0], 0.0) * 5
    assert sum(near.values()) == pytest.approx(1.0)


def test_an_embedding_model_that_it_was_not_built_for_works_without_it() -> None:
    shipped = shipped_additions(EMBEDDER.model_id)

    assert shipped == Additions()
    assert offer_query("soudeur", embedder=EMBEDDER, additions=shipped).terms["fr"]["fr"] == {"soudeur": 2.0}


def test_offers_are_usually_asked_without_it() -> None:
    assert usual_additions("use-multilingual-v3").expansion is None
    assert shipped_additions("use-multilingual-v3").expansion is not None


def test_the_shipped_one_knows_trades_in_both_languages() -> None:
    shipped = shipped_offer_expansion("use-multilingual-v3")

    assert shipped is not None
    assert len(shipped.vectors) == len(shipped.terms["fr"]) == len(shipped.terms["en"]) == 2942
    welder = next(i for i, each in enumerate(shipped.terms["fr"]) if "soudeur" in each)
    assert stems("welder", "en")[0] in shipped.terms["en"][welder]


def test_a_written_expansion_reads_back_and_its_bytes_do_not_change(tmp_path: Path) -> None:
    write(expansion(), tmp_path / "one.npz", attribution="ESCO")
    write(read(tmp_path / "one.npz"), tmp_path / "two.npz", attribution="ESCO")

    held = read(tmp_path / "one.npz")
    np.testing.assert_allclose(held.vectors, expansion().vectors, atol=0.01)
    assert [set(each) for each in held.terms["fr"]] == [set(each) for each in expansion().terms["fr"]]
    assert held.terms["en"][0] == pytest.approx(expansion().terms["en"][0], rel=1e-3)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


def test_an_expansion_with_other_content_than_was_written_is_refused(tmp_path: Path) -> None:
    write(expansion(), tmp_path / "expansion.npz", attribution="ESCO")
    with np.load(tmp_path / "expansion.npz") as held:
        parts = {name: held[name] for name in held.files}
    np.savez_compressed(tmp_path / "expansion.npz", **(parts | {"shares_fr": parts["shares_fr"] * 2}))

    with pytest.raises(InvalidInputError, match="build it again"):
        read(tmp_path / "expansion.npz")
