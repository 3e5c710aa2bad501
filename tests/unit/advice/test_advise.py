import random
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relance.advice.advise import MOST_ADVICE, Voice, advise
from relance.advice.cv_text import CvText, bare
from relance.advice.guard import Sources
from relance.advice.library import library
from relance.advice.phrasing import cited, filled, phrase
from relance.applications import Stage
from tests.benchmarks.advice_cvs import MadeCv, good_cv, trades
from tests.benchmarks.advice_faults import FAULTS

TYPOGRAPHY = {
    "fr": re.compile(r" [:;!?»]|« |  |'|\"|\.\.|,,| [.,]"),
    "en": re.compile(r" [:;!?]|  |'|\"|\.\.|,,| [.,]"),
}


def voice(language: str) -> Voice:
    return Voice(library=library(), language="fr" if language == "fr" else "en")


def planted(trade: int, names: list[str], seed: int) -> MadeCv:
    rng = random.Random(seed)
    cv = good_cv(trades()[trade], rng)
    for name in names:
        try:
            cv = FAULTS[name](cv, rng)
        except (ValueError, IndexError):
            continue  # Two faults that exclude each other.
    return cv


FAULTY = st.builds(
    planted,
    st.integers(0, len(trades()) - 1),
    st.lists(st.sampled_from(sorted(set(FAULTS) - {"file_unreadable", "file_scanned"})), max_size=3, unique=True),
    st.integers(0, 99),
)


@settings(max_examples=30, deadline=None)
@given(FAULTY, st.sampled_from(["fr", "en"]), st.sampled_from(list(Stage)))
def test_whatever_the_cv_the_advice_rests_on_lines_that_can_be_shown(made: MadeCv, language: str, stage: Stage) -> None:
    cv = made.read()
    written = "fr" if language == "fr" else "en"

    advice = advise(cv, made.offer, voice=voice(written), stage=stage)

    assert len(advice.items) <= MOST_ADVICE[stage] <= 3
    rules = [item.rule_id for item in advice.items]
    assert len(set(rules)) == len(rules)
    groups = [group for rule in rules if (group := library().entry(rule).group)]
    assert len(set(groups)) == len(groups)
    sources = Sources.of(cv, made.offer)
    for item in advice.items:
        assert item.evidence is None or item.evidence.quote in cv.lines[item.evidence.line]
        assert not TYPOGRAPHY[written].search(item.text), item.text
        assert item.text[0].isupper() or item.text[0] in "«“"
        assert item.text.endswith(".")
    if advice.strength is not None:
        assert advice.strength_evidence is not None
        assert advice.strength_evidence.quote in cv.lines[advice.strength_evidence.line]
        assert sources.hold(advice.strength_evidence.quote)
        assert not TYPOGRAPHY[written].search(advice.strength), advice.strength


@settings(max_examples=10, deadline=None)
@given(FAULTY)
def test_the_same_cv_gets_the_same_bytes(made: MadeCv) -> None:
    first = advise(made.read(), made.offer, voice=voice(made.language))

    assert advise(made.read(), made.offer, voice=voice(made.language)).model_dump_json() == first.model_dump_json()


OTHER_NAME = {"fr": "Mamadou Diallo", "en": "Oluwaseun Adeyemi"}
OTHER_PHONE = {"fr": "06 39 98 55 55", "en": "+44 7700 900987"}
PRIVATE_LINES = (
    "Né le 3 mai 1961", "Née le 3 mai 2001", "Date of birth: 3 May 1961", "65 ans", "Marié, 3 enfants",
    "Nationalité malienne", "Single, no children", "Photo",
)  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(made=FAULTY, private=st.sampled_from(PRIVATE_LINES))
def test_the_advice_does_not_change_with_name_age_origin_or_family(made: MadeCv, private: str) -> None:
    has_phone = made.phone is not None and len(re.sub(r"\D", "", made.phone)) >= 10
    other = replace(
        made,
        name=OTHER_NAME[made.language],
        phone=OTHER_PHONE[made.language] if has_phone else made.phone,
        filename=made.filename.replace(made.name, OTHER_NAME[made.language]),
    )
    with_line = replace(other, links=(*other.links, private))

    def told(cv: MadeCv) -> tuple[object, ...]:
        advice = advise(cv.read(), cv.offer, voice=voice(cv.language))
        return advice.strength, [(item.rule_id, item.text) for item in advice.items]

    assert told(other) == told(made)
    assert told(with_line) == told(made)


FEMININE = {"eur ": "euse ", "Préparateuse": "Préparatrice", "icien ": "icienne ", "Assistant ": "Assistante "}


@pytest.mark.parametrize("trade", [trade for trade in trades() if trade["language"] == "fr"])
def test_the_advice_does_not_change_with_the_gender_of_a_title(trade: Mapping[str, Any]) -> None:
    made = planted(list(trades()).index(trade), ["education_undated"], 4)
    feminine = f"{made.title} "
    for masculine, other in FEMININE.items():
        feminine = feminine.replace(masculine, other)
    changed = replace(made, title=feminine.strip())

    assert advise(changed.read(), made.offer, voice=voice("fr")) == advise(made.read(), made.offer, voice=voice("fr"))


def test_what_was_struck_out_or_given_before_is_left_out() -> None:
    made = planted(0, ["references_line", "education_undated"], 1)

    everything = advise(made.read(), made.offer, voice=voice("fr"))
    less = advise(made.read(), made.offer, voice=voice("fr"), silent=frozenset({"education_undated"}))

    assert [item.rule_id for item in everything.items] == ["education_undated", "references_line"]
    assert [item.rule_id for item in less.items] == ["references_line"]


def test_the_most_useful_advice_comes_first() -> None:
    made = planted(0, ["references_line", "education_undated", "skill_listed_not_shown", "phone_missing"], 1)

    rules = [item.rule_id for item in advise(made.read(), made.offer, voice=voice("fr")).items]

    assert rules == ["skill_listed_not_shown", "phone_missing", "education_undated"]


def test_people_whom_we_met_are_not_told_about_their_telephone_number() -> None:
    made = planted(0, ["phone_missing", "education_undated"], 1)

    rules = [item.rule_id for item in advise(made.read(), made.offer, voice=voice("fr"), stage=Stage.INTERVIEWED).items]

    assert rules == ["education_undated"]


def test_the_strength_prefers_a_result_and_names_firm_and_line() -> None:
    made = good_cv(trades()[0], random.Random(3))

    advice = advise(made.read(), made.offer, voice=voice("fr"))

    assert advice.strength is not None
    assert made.jobs[0].firm in advice.strength
    assert re.search(r"\d", advice.strength)
    assert advice.strength_criterion_id in {criterion.criterion_id for criterion in made.offer.criteria}


def test_the_reason_s_own_criterion_is_never_praised() -> None:
    made = good_cv(trades()[0], random.Random(3))
    named = frozenset(criterion.criterion_id for criterion in made.offer.criteria)

    assert advise(made.read(), made.offer, voice=voice("fr"), named=named).strength is None


def test_without_a_line_that_answers_the_offer_there_is_no_strength() -> None:
    cook = good_cv(trades()[3], random.Random(1))
    offer = good_cv(trades()[4], random.Random(1)).offer

    assert advise(cook.read(), offer, voice=voice("fr")).strength is None


def test_a_skill_that_is_only_listed_is_no_strength() -> None:
    made = good_cv(trades()[0], random.Random(1))
    bare_jobs = replace(made, jobs=tuple(replace(job, lines=("Accueil de 3 personnes",)) for job in made.jobs))

    assert advise(bare_jobs.read(), made.offer, voice=voice("fr")).strength is None


def test_a_firm_that_is_no_firm_is_not_named() -> None:
    made = good_cv(trades()[0], random.Random(1))
    alone = replace(made, jobs=(replace(made.jobs[0], firm="Freelance"), *made.jobs[1:]))

    strength = advise(alone.read(), made.offer, voice=voice("fr")).strength

    assert strength is not None
    assert "chez" not in strength


@pytest.mark.parametrize(
    ("given_text", "language", "expected"),
    [
        ("  • Suivi de « grands comptes » : 12.  ", "fr", "• Suivi de “grands comptes”\u00a0: 12"),
        ('the "big" one', "en", "the ‘big’ one"),
        ("l'atelier", "fr", "l’atelier"),
        ("18 % de plus", "fr", "18\u00a0% de plus"),
    ],
)
def test_another_s_words_are_set_for_the_inside_of_quotation_marks(
    given_text: str, language: str, expected: str
) -> None:
    assert cited(given_text, "fr" if language == "fr" else "en").lstrip("• ") == expected.lstrip("• ")


def test_a_value_is_never_read_as_a_template() -> None:
    assert filled("« {quote} »", {"quote": "{quote} {name}"}, "fr") == "«\u00a0{quote} {name}\u00a0»"


def test_our_phrases_are_set_with_the_signs_of_their_language() -> None:
    assert phrase("L'offre : « {x} » !", "fr") == "L’offre\u00a0: «\u00a0{x}\u00a0»\u202f!"
    assert phrase('It\'s "{x}"', "en") == "It’s “{x}”"


@pytest.mark.parametrize(
    ("line", "expected"),
    [("• Suivi", "Suivi"), ("  - Suivi", "Suivi"), ("o Suivi", "Suivi"), ("ouverture", "ouverture"), ("", "")],
)
def test_a_bullet_is_no_word(line: str, expected: str) -> None:
    assert bare(line) == expected


def test_the_text_of_an_unread_cv_has_no_lines() -> None:
    assert CvText(profile=planted(0, [], 1).read().profile, text="").lines == ()
