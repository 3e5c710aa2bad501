import random

import pytest

from relance.advice.cv_text import CvText
from relance.advice.library import library
from relance.advice.rules.finding import Facts
from relance.advice.rules.registry import RULES
from relance.cv.profile import Profile
from tests.benchmarks.advice_cvs import good_cv, trades
from tests.benchmarks.advice_faults import FAULTS
from tests.benchmarks.advice_rules import measure, spoken


def test_every_rule_has_words_and_a_fault_that_tries_it() -> None:
    assert set(RULES) == {entry.id for entry in library().advice}
    assert set(RULES) == set(FAULTS)
    assert len(RULES) >= 30


def test_every_rule_is_precise_and_finds_its_fault() -> None:
    counts = measure(1, files=False)

    assert {name: count.precision for name, count in counts.items() if count.precision < 0.95} == {}
    assert {name: count.recall for name, count in counts.items() if count.recall < 0.90} == {}


def test_what_is_said_of_files_in_unknown_shapes_is_true() -> None:
    counts = measure(1, plain=False)

    wrong = sum(count.wrong for count in counts.values())
    right = sum(count.right for count in counts.values())
    assert right / (right + wrong) >= 0.98
    assert min(count.recall for count in counts.values()) >= 0.6


@pytest.mark.parametrize("seed", [1, 2])
def test_a_good_cv_is_left_alone(seed: int) -> None:
    rng = random.Random(seed)

    assert {trade["title"]: spoken(good_cv(trade, rng)) for trade in trades()} == {
        trade["title"]: frozenset() for trade in trades()
    }


def test_an_empty_cv_without_problem_gets_no_advice_about_its_content() -> None:
    offer = good_cv(trades()[0], random.Random(1)).offer
    facts = Facts(CvText(profile=Profile(), text="", filename="Ana Diaz.pdf"), offer)

    assert [name for name, rule in RULES.items() if rule(facts)] == []


@pytest.mark.parametrize(
    ("filename", "is_unfit"),
    [
        ("CV.pdf", True),
        ("cv_final_v3.pdf", True),
        ("Document1.docx", True),
        ("CV (2).pdf", True),
        ("Scan_20260101.pdf", True),
        ("CV_2026.pdf", True),
        ("CV Marchetti.pdf", False),
        ("infirmiere.pdf", False),
        ("CvZoeLambert.pdf", False),
        (None, False),
    ],
)
def test_a_file_name_is_unfit_when_any_cv_could_have_it(filename: str | None, is_unfit: bool) -> None:
    made = good_cv(trades()[0], random.Random(1))
    facts = Facts(CvText(profile=Profile(), text="", filename=filename), made.offer)

    assert (RULES["file_name_unfit"](facts) is not None) is is_unfit


@pytest.mark.parametrize(
    ("phone", "is_wrong"),
    [
        ("06 39 98 11 0", True),
        ("06 39 98 11 012", True),
        ("06.39.98.11.01", False),
        ("+33 6 39 98 11 01", False),
        ("+33 6 39 98 11 0", True),
        ("+33 (0)6 39 98 11 01", False),
        ("+41 79 000 00 00", False),
        ("0033 6 39 98 11 01", False),
    ],
)
def test_a_telephone_number_is_counted_digit_by_digit(phone: str, is_wrong: bool) -> None:
    made = good_cv(trades()[0], random.Random(1))
    text = f"{made.name}\n{made.title}\n{phone}\n\nFORMATION\nBac 2014"
    facts = Facts(CvText(profile=Profile(), text=text), made.offer)

    assert (RULES["phone_incomplete"](facts) is not None) is is_wrong


@pytest.mark.parametrize(
    "link",
    ["linkedin.com/in/ines-marchetti", "https://www.linkedin.com/in/ines", "www.example.org/cv", "github.com/ines"],
)
def test_links_that_work_are_left_alone(link: str) -> None:
    made = good_cv(trades()[0], random.Random(1))

    assert RULES["link_malformed"](Facts(CvText(profile=Profile(), text=link), made.offer)) is None


def test_a_nickname_that_is_the_persons_name_is_left_alone() -> None:
    made = good_cv(trades()[0], random.Random(1))
    named = Profile.model_validate({"basics": {"name": "Nana Ofori"}})
    facts = Facts(CvText(profile=named, text="nana.ofori@example.org"), made.offer)

    assert RULES["email_unfit"](facts) is None


def test_where_the_jobs_were_not_read_well_their_rules_keep_quiet() -> None:
    made = good_cv(trades()[0], random.Random(1))
    doubtful = Profile.model_validate(
        {
            "work": [
                {"position": "https://example.org/me", "highlights": ["Accueil"]},
                {"position": "Cariste", "startDate": "2019-01", "highlights": ["Conduite", "Rangement", "Tri"]},
            ]
        }
    )
    text = "EXPÉRIENCE\nhttps://example.org/me\n• Accueil\nCariste\n• Conduite\n• Rangement\n• Tri"
    facts = Facts(CvText(profile=doubtful, text=text), made.offer)

    spoken_of_jobs = {"dates_missing", "no_figures", "job_without_details", "oldest_first", "line_repeated"}
    assert not {name for name, rule in RULES.items() if rule(facts)} & spoken_of_jobs
