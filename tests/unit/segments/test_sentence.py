"""Segments told in French and English."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from relance.mail.typography import Language
from relance.rejections.reasons import catalogue
from relance.segments import AskedCondition, SegmentDefinition
from relance.segments.sentence import Names, sentence
from tests.unit.segments.random_definitions import definitions

GOLDEN = tomllib.loads((Path(__file__).parent / "sentences.toml").read_text(encoding="utf-8"))["segment"]
LABELS = {reason.id: reason.label for reason in catalogue().reason}
NAMES = Names(
    job={"c26": "Contrôleur de gestion", "c25": "Comptable {unique}"}.get,
    campaign={"spring": "Printemps"}.get,
    reason=lambda reason_id, language: LABELS[reason_id][language] if reason_id in LABELS else None,
    time_zone=ZoneInfo("Europe/Paris"),
)
LANGUAGES: tuple[Language, ...] = ("fr", "en")


def both(definition: SegmentDefinition) -> tuple[str, str]:
    french, english = (sentence(definition, language, names=NAMES) for language in LANGUAGES)
    return french, english


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case["name"])
def test_segments_read_like_this(case: dict[str, Any]) -> None:
    definition = SegmentDefinition.model_validate(case["json"])

    french, english = both(definition)

    assert re.sub("[\u00a0\u202f]", "~", french) == case["fr"]
    assert re.sub("\u00a0", "~", english) == case["en"]


@settings(max_examples=150, deadline=None)
@given(definition=definitions)
def test_every_part_of_a_segment_is_told(definition: SegmentDefinition) -> None:
    told = both(definition)

    for without in _each_without_one_field(definition):
        shorter = both(SegmentDefinition.model_validate(without))
        assert shorter[0] != told[0], without
        assert shorter[1] != told[1], without


@settings(max_examples=100, deadline=None)
@given(definition=definitions)
def test_every_sentence_is_set_as_it_should_be(definition: SegmentDefinition) -> None:
    french, english = both(definition)

    assert not re.search(r" [:;»?!]|« |[A-Za-z]'[a-z]|  ", french)
    assert not re.search(r" [:;,.]|[«»]|  ", english)
    for told in (french, english):
        assert told.endswith(".")
        assert told[0].isupper()
        assert told.count("(") == told.count(")")
    # "celles" are the people, "les personnes"; nobody is a man or a woman.
    assert not re.search(r"\b(?:candidats?|candidates?|ils|elles|ceux|lui|he|she|his|her)\b", f"{french} {english}")


def test_a_day_is_the_day_of_the_employer() -> None:
    definition = SegmentDefinition.model_validate({"last_contact": {"after": "2026-01-31T23:30:00Z"}})

    french, english = both(definition)

    assert "à partir du 1er\u00a0février 2026" in french
    assert "on or after 1\u00a0February 2026" in english


def _each_without_one_field(bag: AskedCondition) -> Iterator[dict[str, Any]]:
    """The JSON of the segment, each time without one of its filters, at any depth."""
    whole = bag.model_dump(mode="json", exclude_defaults=True)
    for name, value in whole.items():
        yield {kept: held for kept, held in whole.items() if kept != name}
        if name in {"all_of", "any_of", "none_of"}:
            for i, inner in enumerate(getattr(bag, name)):
                for without in _each_without_one_field(inner):
                    yield whole | {name: [*value[:i], without, *value[i + 1 :]]}
