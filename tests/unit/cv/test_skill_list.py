import json
import re
from datetime import date

import pytest

from relance.cv.here import read_here
from relance.cv.skill_list import concept_named, concepts_by_name

LEAST = {"tool": 1_000, "method": 400, "licence": 70, "certificate": 150}


def test_the_list_is_long_enough_and_each_name_has_one_concept() -> None:
    concepts = set(concepts_by_name().values())
    counts = {kind: sum(concept.kind == kind for concept in concepts) for kind in LEAST}

    assert len(concepts) >= 4_000
    assert all(counts[kind] >= least for kind, least in LEAST.items())
    assert sum(bool(concept.esco or concept.rome) for concept in concepts) >= 2_800


@pytest.mark.parametrize(
    ("name", "esco", "rome"),
    [
        ("SolidWorks", False, True),
        ("Python", True, True),
        ("permis B", False, True),
        ("FIMO", False, True),
        ("FlexiSign", False, True),
        ("project management", True, True),
        ("gestion de projet", True, True),
        ("Excel", False, False),
    ],
)
def test_a_known_skill_has_the_ids_that_the_classifications_give_it(name: str, esco: bool, rome: bool) -> None:
    concept = concept_named(name)

    assert concept is not None
    assert (concept.esco_uri is not None, concept.rome is not None) == (esco, rome)
    assert concept.rome is None or re.fullmatch(r"\d{6}", concept.rome)
    assert concept.esco_uri is None or re.fullmatch(
        r"http://data\.europa\.eu/esco/skill/[0-9a-f-]{36}", concept.esco_uri
    )


@pytest.mark.parametrize("pair", [("gestion de projet", "project management"), ("comptabilité", "accounting")])
def test_french_and_english_names_are_one_concept(pair: tuple[str, str]) -> None:
    first, second = (concept_named(name) for name in pair)

    assert first is not None
    assert first == second


@pytest.mark.parametrize("word", ["avec", "projet", "team", "politique"])
def test_an_everyday_word_is_no_skill(word: str) -> None:
    assert concept_named(word) is None


def test_the_record_shows_the_ids() -> None:
    text = "Zoé Marchal\nzoe@example.org\nComptable\nCompétences\nSolidWorks, Python, broderie au fil d'or"

    read = read_here(text.encode(), filename="cv.txt", today=date(2026, 11, 15))

    solidworks, python, unknown = json.loads(read.as_json_line())["skills"]
    assert solidworks["romeCode"].isdigit()
    assert python["escoUri"].startswith("http://data.europa.eu/esco/skill/")
    assert (unknown["concept"], unknown["escoUri"], unknown["romeCode"]) == (None, None, None)
