"""Made-up CVs in which no rule of the advice has anything to say."""

import random
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from relance.advice.cv_text import CvText
from relance.cv.problems import Problem
from relance.cv.profile import Profile
from relance.cv.read import read_cv
from relance.cv.result import ReadCv
from relance.jobs import Criterion, CriterionWeight, Job, JobId

TODAY: Final = date(2026, 11, 23)
_MADE: Final = datetime(2026, 11, 1, tzinfo=UTC)
MONTHS: Final = {
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
_HEADINGS: Final = {
    "fr": ("EXPÉRIENCE PROFESSIONNELLE", "FORMATION", "COMPÉTENCES", "LANGUES", "PROFIL"),
    "en": ("WORK EXPERIENCE", "EDUCATION", "SKILLS", "LANGUAGES", "PROFILE"),
}
_PEOPLE: Final = {
    "fr": ("Inès Marchetti", "Karim Bensaïd", "Oriane Delmas", "Yann Le Goff", "Adèle Pommier", "Tom Queyras"),
    "en": ("Grace Okonjo", "Thomas Keane", "Hannah Frost", "Owen Hartley", "Priya Nair", "Marcus Bell"),
}
_PLACES: Final = {"fr": "26000 Valence", "en": "Leeds LS1 4DY"}
_LANGUAGES: Final = {
    "fr": ("Français : langue maternelle", "Anglais : B2"),
    "en": ("English: native", "French: B1"),
}


@dataclass(frozen=True)
class MadeJob:
    """One job of a made CV; `when` is its line of dates."""

    position: str
    firm: str
    when: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class MadeCv:
    """A CV as its author meant it, with the offer it answers."""

    language: Literal["fr", "en"]
    name: str
    title: str | None
    email: str | None
    phone: str | None
    links: tuple[str, ...]
    summary: str
    jobs: tuple[MadeJob, ...]
    education: tuple[tuple[str, str, str], ...]
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    offer: Job
    filename: str
    headings: tuple[str, ...]
    extra: tuple[str, ...] = ()
    """Lines at the end."""
    top: tuple[str, ...] = ()
    """Lines before the name."""
    problem: Problem | None = None
    unread_pages: int = 0
    spaced: bool = False
    """The letters of its headings are spaced out."""

    @property
    def text(self) -> str:
        """The CV as plain text."""
        headings = (letter_by_letter(each) for each in self.headings) if self.spaced else self.headings
        work, education, skills, languages, profile = headings
        lines = [
            *self.top,
            self.name,
            self.title or "",
            self.email or "",
            self.phone or "",
            _PLACES[self.language],
            *self.links,
        ]
        lines = [line for line in lines if line]
        if self.summary:
            lines += ["", profile, self.summary]
        lines += ["", work]
        for job in self.jobs:
            lines += [f"{job.position} – {job.firm}", job.when, *(f"• {line}" for line in job.lines), ""]
        lines += [education, *(", ".join(part for part in degree if part) for degree in self.education), ""]
        if self.skills:
            lines += [skills, ", ".join(self.skills), ""]
        lines += [languages, *self.languages, *self.extra]
        return "\n".join(line for line in lines if line is not None)

    def read(self) -> CvText:
        """What the product reads of it."""
        if self.problem is not None:
            return CvText(profile=Profile(), text="", filename=self.filename, problem=self.problem)
        found = read_cv(self.text.encode(), filename=f"{self.filename.rpartition('.')[0]}.txt", today=TODAY)
        return as_read(found, self)


def as_read(found: ReadCv, made: MadeCv) -> CvText:
    """What the rules are given of a file that was read."""
    return CvText(
        profile=found.profile or Profile(),
        text=found.text,
        filename=made.filename,
        unread_pages=made.unread_pages,
        spaced_headings=found.quality.spaced_headings if found.quality else (),
    )


def letter_by_letter(heading: str) -> str:
    """ "K E Y   S K I L L S"."""
    return "   ".join(" ".join(word) for word in heading.split())


@cache
def trades() -> Sequence[Mapping[str, Any]]:
    """The trades of the data file."""
    found: list[Mapping[str, Any]] = tomllib.loads(Path(__file__).with_name("advice_trades.toml").read_text())["trade"]
    return found


def offer_of(trade: Mapping[str, Any]) -> Job:
    """The offer of a trade."""
    criteria = [
        Criterion(
            criterion_id=f"{weight}-{n}", text=each["text"], weight=CriterionWeight(weight), terms=tuple(each["terms"])
        )
        for weight in ("must", "nice")
        for n, each in enumerate(trade[weight])
    ]
    return Job(
        job_id=JobId("offer"),
        title=trade["offer_title"],
        description=trade["offer"],
        language=trade["language"],
        criteria=tuple(criteria),
        created_at=_MADE,
        updated_at=_MADE,
    )


def good_cv(trade: Mapping[str, Any], rng: random.Random) -> MadeCv:
    """A CV of this trade in which no rule has anything to say."""
    language: Literal["fr", "en"] = trade["language"]
    name = rng.choice(_PEOPLE[language])
    lines = rng.sample(trade["lines"], k=6)
    said = [(*trade["shown"][:2], lines[0]), (trade["shown"][2], *lines[1:3]), tuple(lines[3:6])]
    firms = rng.sample(trade["firms"], k=3)
    year = rng.randint(2019, 2022)
    starts = (year, year - 3, year - 6)
    ends = (None, year, year - 3)
    jobs = tuple(
        MadeJob(position, firm, _dates(start, end, language, rng), told)
        for position, firm, start, end, told in zip(trade["positions"], firms, starts, ends, said, strict=True)
    )
    slug = "-".join(name.lower().split())
    return MadeCv(
        language=language,
        name=name,
        title=trade["title"],
        email=f"{slug.replace('-', '.')}@example.org".encode("ascii", "ignore").decode(),
        phone="06 39 98 11 01" if language == "fr" else "+44 7700 900123",
        links=("linkedin.com/in/" + slug.encode("ascii", "ignore").decode(),),
        summary="",
        jobs=jobs,
        education=((trade["degree"], trade["school"], str(starts[2])),),
        skills=tuple(trade["skills"]),
        languages=_LANGUAGES[language],
        offer=offer_of(trade),
        filename=f"CV {name}.pdf",
        headings=_HEADINGS[language],
    )


def _dates(start: int, end: int | None, language: str, rng: random.Random) -> str:
    months = MONTHS[language]
    first = f"{months[rng.randint(0, 5)]} {start}"
    now = "aujourd’hui" if language == "fr" else "present"
    return f"{first} – {now if end is None else f'{months[rng.randint(6, 11)]} {end - 1}'}"
