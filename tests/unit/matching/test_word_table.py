from pathlib import Path

import pytest

from infra.data.build_word_table import learn
from relance.matching.analysis import Language, stems
from relance.matching.word_table import AS_WRITTEN_WEIGHT, WordTable, read, shipped_word_table, write


@pytest.mark.parametrize(
    ("word", "source", "target", "translation"),
    [
        ("comptable", "fr", "en", "accountant"),
        ("infirmier", "fr", "en", "nurse"),
        ("soudeur", "fr", "en", "welder"),
        ("logiciel", "fr", "en", "software"),
        ("warehouse", "en", "fr", "entrepôt"),
        ("nurse", "en", "fr", "infirmier"),
    ],
)
def test_the_shipped_table_knows_trades(word: str, source: Language, target: Language, translation: str) -> None:
    weights = shipped_word_table().translate(word, source, target)

    (wanted,) = stems(translation, target)
    assert weights[wanted] > 0.1


def test_a_word_also_stands_for_itself() -> None:
    weights = shipped_word_table().translate("Docker", "fr", "en")

    assert weights[stems("Docker", "en")[0]] == AS_WRITTEN_WEIGHT


def test_the_likeliest_of_several_words_counts() -> None:
    table = WordTable({("fr", "en"): {"pain": (("bread", 0.9),), "baguet": (("bread", 0.3),)}, ("en", "fr"): {}})

    assert table.translate("pain, baguette", "fr", "en")["bread"] == 0.9


def test_words_that_always_stand_together_are_learnt_as_each_other() -> None:
    pairs = [(("pain", "faire"), ("make", "bread")), (("pain",), ("bread",)), (("faire", "vin"), ("make", "wine"))] * 5

    table = learn(pairs)

    assert table["pain"][0][0] == "bread"
    assert table["vin"][0][0] == "wine"
    assert table["faire"][0][0] == "make"


def test_a_written_table_reads_back_and_its_bytes_do_not_change(tmp_path: Path) -> None:
    table = WordTable({("fr", "en"): {"comptabl": (("account", 0.75), ("book", 0.125))}, ("en", "fr"): {"c#": ()}})

    write(table, tmp_path / "one.gz", attribution="ESCO")
    write(read(tmp_path / "one.gz"), tmp_path / "two.gz", attribution="ESCO")

    assert read(tmp_path / "one.gz") == table
    assert (tmp_path / "one.gz").read_bytes() == (tmp_path / "two.gz").read_bytes()
