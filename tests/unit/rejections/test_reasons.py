import re

import pytest
from pydantic import ValidationError

from relance.advice.library import library
from relance.applications import STAGES, Stage
from relance.errors import InvalidInputError
from relance.mail.typography import Language
from relance.rejections.left_out import SENTENCES as LEFT_OUT
from relance.rejections.left_out import NoAnswer
from relance.rejections.reasons import Reason, catalogue, say
from relance.rejections.timing import SENTENCES as LEAVES
from relance.rejections.timing import LeaveWhy

CRITERION = "Inventaire « tournant »"
LANGUAGES: tuple[Language, ...] = ("fr", "en")
BAD_TYPOGRAPHY = {
    "fr": re.compile(r" [:;!?»]|« |  |['\"]|\.\.|,,| [.,]|\{|\}"),
    "en": re.compile(r" [:;!?]|  |['\"]|\.\.|,,| [.,]|\{|\}|[«»]"),
}
# What agrees with "vous" would have to guess.
GENDERED = re.compile(r"\b(?:candidate?|vous (?:êtes|étiez|serez|seriez|avez été))\b", re.IGNORECASE)


def wordings() -> list[tuple[str, Stage, Language, bool, str]]:
    return [
        (known.id, stage, language, named, say(known, stage, language, criterion=CRITERION if named else None))
        for known in catalogue().reason
        for stage in known.stages
        for language in LANGUAGES
        for named in ((True,) if known.needs_criterion else (True, False))
    ]


def test_there_are_reasons_enough_for_every_stage() -> None:
    assert len(catalogue().reason) >= 25
    assert all(len(catalogue().at(stage)) >= 15 for stage in STAGES)


def test_every_wording_is_whole_sentences_with_the_signs_of_its_language() -> None:
    for reason_id, stage, language, _, text in wordings():
        place = f"{reason_id} {stage} {language}: {text}"
        assert text[0].isupper(), place
        assert text.endswith("."), place
        assert not BAD_TYPOGRAPHY[language].search(text), place
        assert len(text.split()) <= 45, place


def test_no_wording_guesses_the_persons_gender() -> None:
    for reason_id, _, language, _, text in wordings():
        if language == "fr":
            assert not GENDERED.search(text), f"{reason_id}: {text}"


def test_no_advice_guesses_the_persons_gender() -> None:
    assert [entry.id for entry in library().advice if GENDERED.search(entry.phrase("fr"))] == []


def test_a_named_criterion_is_quoted_as_the_offer_says_it() -> None:
    french = say(catalogue().find("missing_must_have"), Stage.APPLIED, "fr", criterion=CRITERION)
    english = say(catalogue().find("missing_must_have"), Stage.APPLIED, "en", criterion=CRITERION)

    assert "«\u00a0Inventaire “tournant”\u00a0»" in french
    assert "“Inventaire ‘tournant’”" in english


def test_the_wording_follows_the_stage() -> None:
    closer = catalogue().find("another_candidate_closer")

    assert len({say(closer, stage, "fr") for stage in STAGES}) == len(STAGES)


def test_a_stage_without_its_own_wording_uses_the_one_before() -> None:
    filled = catalogue().find("filled_internally")

    assert say(filled, Stage.FINALIST, "en") == say(filled, Stage.APPLIED, "en")


def test_a_criterion_may_be_left_out_where_the_process_is_reason_enough() -> None:
    closer = catalogue().find("another_candidate_closer")

    assert "Inventaire" in say(closer, Stage.APPLIED, "fr", criterion=CRITERION)
    assert "Inventaire" not in say(closer, Stage.APPLIED, "fr")


def test_a_reason_that_names_a_criterion_needs_one() -> None:
    with pytest.raises(InvalidInputError):
        say(catalogue().find("experience_not_led"), Stage.APPLIED, "fr")


def test_a_reason_is_not_said_at_another_stage() -> None:
    with pytest.raises(InvalidInputError):
        say(catalogue().find("late_application"), Stage.FINALIST, "fr")


def test_an_unknown_reason_is_refused() -> None:
    with pytest.raises(InvalidInputError):
        catalogue().find("does_not_fit")


@pytest.mark.parametrize(
    "broken",
    [
        {"fr": {"screened": "Trop tard."}},
        {"fr": {"applied": "Le poste demande {criterion}."}},
        {"tie": "criterion"},
        {"fr": {"applied": "Bonjour {name}."}},
        {"fr": {"applied": "Non.", "applied_criterion": "{criterion}."}},
        {"unknown": 1},
    ],
)
def test_a_catalogue_with_a_hole_is_refused(broken: dict[str, object]) -> None:
    sound = {
        "id": "sound",
        "tie": "process",
        "label": {"fr": "x", "en": "x"},
        "fr": {"applied": "Le poste est pourvu."},
        "en": {"applied": "The role is filled."},
    }

    assert Reason.model_validate(sound).id == "sound"
    with pytest.raises(ValidationError):
        Reason.model_validate(sound | broken)


def test_every_reason_has_a_label_in_both_languages() -> None:
    assert all(set(known.label) == {"fr", "en"} and all(known.label.values()) for known in catalogue().reason)
    assert len({known.id for known in catalogue().reason}) == len(catalogue().reason)


def test_every_silence_and_every_wait_can_be_explained_in_both_languages() -> None:
    assert set(LEFT_OUT) == set(NoAnswer)
    assert set(LEAVES) == set(LeaveWhy)
    assert all(all(pair) for pair in (*LEFT_OUT.values(), *LEAVES.values()))
