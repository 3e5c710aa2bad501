# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.
import json
import os
import signal
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from relance.cv.isolation import PARSER, ParsingProcess
from relance.cv.limits import Limits
from relance.cv.problems import ProblemCode
from relance.cv.read import read_cv
from tests.benchmarks.cv_fuzz import run
from tests.unit.cv.cv_files import pdf_of_lines

TODAY = date(2026, 11, 15)
LINES = [
    "Éloi Fabre", "Gestionnaire de paie", "eloi.fabre@example.org", "06 39 98 11 22", "44000 Nantes", "", "Expérience", "Gestionnaire de paie",
    "Orvault Distribution | mars 2020 – présent", "• Paie de 200 salariés", "", "Formation", "BTS Comptabilité, Lycée Jean Moulin, 2014", "",
    "Compétences", "Excel, Silae", "", "Langues", "Anglais : B2",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _closed_parser() -> Iterator[None]:
    yield
    PARSER.close()


def test_the_same_bytes_have_the_same_id_whatever_their_name() -> None:
    content = pdf_of_lines(LINES)

    first, second = (read_cv(content, filename=name, today=TODAY) for name in ("a.pdf", "b.pdf"))

    assert first.cv_id == second.cv_id
    assert first.profile == second.profile


def test_every_value_can_be_found_in_its_line() -> None:
    read = read_cv(pdf_of_lines(LINES), today=TODAY)
    assert read.profile is not None
    lines, sources, profile = read.text.splitlines(), read.profile.meta.sources, read.profile

    def line(path: str) -> str:
        assert 0 < sources[path].confidence <= 1
        return lines[sources[path].line - 1]

    assert line("basics.name") == profile.basics.name
    assert line("basics.email") == profile.basics.email
    assert line("basics.phone") == "06 39 98 11 22"
    assert line("basics.location") == "44000 Nantes"
    assert line("work[0].position") == profile.work[0].position
    assert str(profile.work[0].name) in line("work[0].name")
    assert "mars 2020" in line("work[0].startDate")
    assert str(profile.education[0].institution) in line("education[0].institution")
    assert all(skill.name in line(f"skills[{n}]") for n, skill in enumerate(profile.skills))
    assert line("languages[0]") == "Anglais : B2"


def test_the_json_line_speaks_json_resume() -> None:
    record = json.loads(read_cv(pdf_of_lines(LINES), filename="cv.pdf", today=TODAY).as_json_line())

    assert record["file"] == "cv.pdf"
    assert record["basics"]["location"] == {
        "city": "Nantes",
        "postalCode": "44000",
        "countryCode": "FR",
        "region": None,
    }
    assert record["work"][0]["startDate"] == "2020-03"
    assert record["meta"]["years_experience"] == 6.7
    assert record["meta"]["quality"]["missing"] == []
    assert "problem" not in record


def test_the_json_line_of_a_bad_file_holds_its_problem() -> None:
    record = json.loads(read_cv(b"", filename="cv.pdf", today=TODAY).as_json_line())

    assert record["problem"]["code"] == "empty"
    assert record["meta"]["cv_id"]


def test_a_reading_that_takes_too_long_is_ended_and_the_next_one_works() -> None:
    process = ParsingProcess(Limits(time=timedelta(microseconds=1)))
    content = pdf_of_lines(LINES)
    started = process.read(content, filename=None, today=TODAY)  # Starting the worker has its own allowance.

    late = process.read(content, filename=None, today=TODAY)
    again = process.read(content, filename=None, today=TODAY)
    process.close()

    assert started.problem is None
    assert late.problem is not None
    assert late.problem.code is ProblemCode.TIMEOUT
    assert again.problem is None


def test_a_dead_worker_costs_nothing() -> None:
    content = pdf_of_lines(LINES)
    read_cv(content, today=TODAY)
    assert PARSER.pid is not None
    os.kill(PARSER.pid, signal.SIGKILL)

    assert read_cv(content, today=TODAY).problem is None


def test_a_worker_without_memory_gives_a_problem_and_no_crash() -> None:
    process = ParsingProcess(Limits(memory_bytes=1))

    starved = process.read(pdf_of_lines(LINES), filename=None, today=TODAY)
    process.close()

    assert starved.problem is not None


def test_a_worker_knows_no_credentials_and_what_it_needs_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    ):
        monkeypatch.setenv(name, "of the parent")
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    process = ParsingProcess()

    read = process.read(pdf_of_lines(LINES), filename=None, today=TODAY)
    environment = Path(f"/proc/{process.pid}/environ").read_bytes().decode().split("\0")
    process.close()

    assert read.problem is None
    assert [variable for variable in environment if variable.startswith("AWS_")] == []
    assert {"LANG=fr_FR.UTF-8", f"PATH={os.environ['PATH']}"} <= set(environment)


def test_mutated_files_of_every_format_give_results_or_problems() -> None:
    outcome = run(80, seed=3)

    assert outcome.total.total() == 80
    assert outcome.total["read"] > 0
    assert {"pdf", "pdf scan", "docx", "doc", "jpeg", "tiff"} <= set(outcome.ends)
