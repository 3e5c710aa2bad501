import json
from pathlib import Path
from typing import Any

import pytest

from relance.matching.embedding import HashingEmbedder
from relance.matching.word_table import shipped_word_table
from tests.benchmarks.matching import Rows, fill, mean, measure, opened
from tests.benchmarks.metrics import measures, overlap
from tests.benchmarks.retrieval_sets import load


def a_set(folder: Path, documents: list[dict[str, Any]], queries: list[dict[str, Any]], qrels: str) -> Path:
    for name, rows in (("documents", documents), ("queries", queries)):
        lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (folder / f"{name}.jsonl").write_text(lines + "\n\n", encoding="utf-8")
    (folder / "qrels.tsv").write_text(qrels, encoding="utf-8")
    return folder


def measured(folder: Path) -> Rows:
    loaded, embedder = load(folder), HashingEmbedder()
    with opened("embedded") as index:
        fill(index, loaded.documents, embedder)
        return measure(index, loaded, embedder, shipped_word_table())


def test_ids_may_hold_anything_and_titles_and_texts_may_be_missing(tmp_path: Path) -> None:
    odd = ["a b/c?#é", "😀", "x" * 700, "3"]
    documents: list[dict[str, Any]] = [{"id": name, "text": f"comptable numéro {i}"} for i, name in enumerate(odd)]
    documents += [{"id": 7, "title": None, "text": "soudeur TIG", "language": None}, {"id": "", "title": "nur Titel"}]
    queries: list[dict[str, Any]] = [
        {"id": "q/1 é", "text": "soudeur TIG"},
        {"id": 2, "title": "", "text": "numéro comptable"},
    ]

    rows = measured(a_set(tmp_path, documents, queries, "query\tdocument\tgrade\n\nq/1 é\t7\t2\n2\t😀\t1\n2\t3\t0\n"))

    assert len(rows["fusion"]) == 2
    assert rows["fusion"][0]["MRR"] == 1.0
    assert rows["fusion"][1]["R@10"] == 1.0


def test_an_offer_without_a_word_finds_nobody_and_counts(tmp_path: Path) -> None:
    rows = measured(a_set(tmp_path, [{"id": "a", "text": "welder"}], [{"id": "q", "text": "…"}], "q\ta\t1\n"))

    assert mean(rows, "fusion", "nDCG@10") == 0.0


@pytest.mark.parametrize("language", ["de", "fr-FR", "EN"])
def test_texts_in_any_language_and_of_any_length_are_taken(tmp_path: Path, language: str) -> None:
    documents = [
        {"id": "a", "title": "Schweißer " * 60, "text": "Schweißer mit Erfahrung. " * 20_000, "language": language},
        {"id": "b", "text": "محاسب ذو خبرة", "language": "ar"},
    ]
    queries = [{"id": "q", "title": "Schweißer " * 60, "text": "Schweißer gesucht " * 9_000, "language": language}]

    rows = measured(a_set(tmp_path, documents, queries, "q a 1"))

    assert mean(rows, "fusion", "R@10") == 1.0


def test_files_of_another_system_are_read_alike(tmp_path: Path) -> None:
    documents = [{"id": "a", "text": "welder"}, {"id": "b", "text": ""}, {"id": "c", "text": "nurse"}]
    folder = a_set(tmp_path, documents, [{"id": "q", "text": "nurse"}], "q\tc\t3\nq\ta\t1\n")
    for file in folder.iterdir():
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().rstrip(b"\n").replace(b"\n", b"\r\n"))

    loaded = load(folder)

    assert [each.text for each in loaded.documents] == ["welder", "", "nurse"]
    assert sorted(loaded.grades[loaded.queries[0].id].values()) == [1.0, 3.0]
    assert measured(folder)["fusion"][0]["MRR"] == 1.0


def test_a_document_that_is_told_twice_or_judged_but_missing_does_no_harm(tmp_path: Path) -> None:
    documents = [{"id": "a", "text": "welder"}, {"id": "a", "text": "nurse"}]

    rows = measured(a_set(tmp_path, documents, [{"id": "q", "text": "welder"}], "q\ta\t1\nq\tgone\t1\nq\tgone2\t-1\n"))

    assert rows["fusion"][0]["R@10"] == 0.5


def test_the_same_offer_in_another_language_is_asked_although_nothing_is_judged(tmp_path: Path) -> None:
    queries = [{"id": "fr", "text": "soudeur"}, {"id": "en", "text": "welder", "same_as": "fr"}]

    loaded = load(a_set(tmp_path, [{"id": "a", "text": "welder"}], [*queries, {"id": "alone", "text": "x"}], ""))

    assert [(each.language, bool(each.same_as)) for each in loaded.queries] == [("fr", False), ("fr", True)]


def test_a_higher_grade_must_come_first_for_full_gain() -> None:
    grades = {"best": 3.0, "good": 1.0}

    assert measures(["best", "good"], grades)["nDCG@10"] == pytest.approx(1.0)
    assert measures(["good", "best"], grades)["nDCG@10"] < 0.9


def test_overlap_counts_what_both_orders_hold_among_their_best() -> None:
    assert overlap(["a", "b", "c"], ["b", "a", "d"], top=2) == 1.0
    assert overlap(["a", "b", "c"], ["b", "a", "d"], top=3) == pytest.approx(2 / 3)
    assert overlap([], [], top=10) == 1.0
