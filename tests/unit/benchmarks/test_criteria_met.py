from pathlib import Path

from relance.matching.embedding import HashingEmbedder
from relance.matching.word_table import shipped_word_table
from tests.benchmarks.criteria_met import Asked, neighbours, share_met, skills

TABLE = shipped_word_table()


def test_a_neighbour_is_another_skill_that_says_something_else() -> None:
    labels = {"a": "weld steel pipes", "b": "weld steel pipes", "c": "weld steel plates", "d": "teach music"}

    assert neighbours(labels, ["a", "c"], HashingEmbedder()) == ["c", "a"]


def test_right_and_wrong_ticks_are_counted_apart() -> None:
    translated = Asked("comptabilité analytique", same="analytical accounting", neighbour="teach music")
    misled = Asked("enseigner la musique", same="weld steel pipes", neighbour="teach music")

    assert share_met([translated], "fr", "en", TABLE) == (1.0, 0.0)
    assert share_met([translated, misled], "fr", "en", TABLE) == (0.5, 0.5)


def test_only_skills_that_both_languages_name_are_asked(tmp_path: Path) -> None:
    folder = tmp_path / "esco"
    folder.mkdir()
    (folder / "skills_fr.csv").write_text("conceptUri,preferredLabel\n1,souder/soudure\n2,\n3,peindre\n", "utf-8")
    (folder / "skills_en.csv").write_text("conceptUri,preferredLabel\n1,weld\n2,paint\n", "utf-8")

    assert skills(tmp_path) == {"fr": {"1": "souder"}, "en": {"1": "weld"}}
