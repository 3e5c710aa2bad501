"""R21: who somebody is changes not one letter of what they are told, over the sample people and over made ones."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

import pytest

from relance.advice.advise import Voice, advise
from relance.advice.cv_text import CvText
from relance.advice.library import library
from relance.cv.here import read_here
from relance.jobs import Job
from relance.mail.typography import Language
from tests.benchmarks.advice_cvs import good_cv, trades
from tests.benchmarks.advice_faults import FAULTS

SAMPLES = Path(__file__).parents[3] / "infra" / "local" / "sample" / "cvs"
TODAY = date(2026, 11, 23)
SEED = 20261123
OTHERS = ("Mamadou Diallo", "Oluwaseun Adeyemi", "Fatima Benali", "Wei Zhang", "Agnieszka Nowak")
PRIVATE = (
    "Né le 3 mai 1961", "Née le 3 mai 2001", "Date of birth: 3 May 1961", "65 ans", "Mariée, 3 enfants",
    "Nationalité malienne", "Single, no children", "Photo",
)  # fmt: skip


@cache
def texts() -> tuple[tuple[str, str, str], ...]:
    """Name, file name and text of everybody whose CV holds text: the sample people, then two made ones a trade."""
    found: list[tuple[str, str, str]] = []
    for file in sorted(SAMPLES.iterdir()):
        read = read_here(file.read_bytes(), filename=file.name, today=TODAY)
        if read.profile is not None and read.profile.basics.name:
            found.append((read.profile.basics.name, file.name, read.text))
    rng = Random(SEED)
    for trade in trades():
        for fault in rng.sample(sorted(set(FAULTS) - {"file_unreadable", "file_scanned"}), 2):
            made = FAULTS[fault](good_cv(trade, rng), rng)
            found.append((made.name, made.filename, made.text))
    return tuple(found)


@cache
def told(text: str, filename: str, offer: Job) -> str:
    """Everything that the advice says, as bytes are compared."""
    read = read_here(text.encode(), filename=f"{Path(filename).stem}.txt", today=TODAY)
    assert read.profile is not None
    language: Language = "en" if read.profile.meta.language == "en" else "fr"
    cv = CvText(profile=read.profile, text=read.text, filename=filename)
    advice = advise(cv, offer, voice=Voice(library=library(), language=language))
    return repr((advice.strength, [(item.rule_id, item.text) for item in advice.items]))


def cases() -> Iterator[tuple[str, str, str, Job]]:
    """Each text with an offer in its language."""
    offers = [good_cv(trade, Random(SEED)).offer for trade in trades()]
    for number, (name, filename, text) in enumerate(texts()):
        yield name, filename, text, offers[number % len(offers)]


def named(text: str, name: str, other: str) -> str:
    """The text with another name: in full, in capitals, and its parts alone in addresses and links."""
    text = re.sub(re.escape(name), other, text, flags=re.IGNORECASE)
    return re.sub(r"[\w.+\-]+@example\.org", f"{'.'.join(other.lower().split())}@example.org", text)


def test_enough_people_are_tried() -> None:
    assert len(texts()) >= 40


@pytest.mark.parametrize("other", OTHERS)
def test_r21_another_name_gets_the_same_words(other: str) -> None:
    changed = {
        filename: (before, after)
        for name, filename, text, offer in cases()
        if name.lower() in text.lower() and not _nickname(text)
        if (before := told(text, filename, offer)) != (after := told(named(text, name, other), filename, offer))
    }

    assert changed == {}


def _nickname(text: str) -> bool:
    """An address that is itself the fault must stay."""
    return re.search(r"(?:princesse|ninja|doudou)[\w.\-]*@", text) is not None


@pytest.mark.parametrize("line", PRIVATE)
def test_a_line_about_the_person_changes_nothing(line: str) -> None:
    changed = [
        filename
        for name, filename, text, offer in cases()
        if name.lower() in text.lower()
        if told(text, filename, offer) != told(_with(text, name, line), filename, offer)
    ]

    assert changed == []


def _with(text: str, name: str, line: str) -> str:
    """The line behind the first that names the person, among the contact lines."""
    lines = text.splitlines()
    place = next(number for number, each in enumerate(lines) if name.lower() in each.lower())
    behind = next((n for n, each in enumerate(lines[place:], start=place) if "@" in each), place)
    return "\n".join((*lines[: behind + 1], line, *lines[behind + 1 :]))
