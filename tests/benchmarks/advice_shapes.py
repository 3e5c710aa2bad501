"""The made CVs of the advice's benchmark in shapes that no rule was written for: sections, job blocks, dates, files."""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from relance.advice.cv_text import CvText
from relance.cv.here import read_here
from tests.benchmarks.advice_cvs import MONTHS, TODAY, MadeCv, MadeJob, as_read, letter_by_letter
from tests.benchmarks.cv_variant_forms import JOB_FORMS, SKILL_FORMS, Drawing, Job, Row
from tests.benchmarks.cv_variant_layouts import LAYOUTS, Block

SKILLS: Final = ("lines", "commas", "bullets", "pipes", "dashes", "semicolons")
_DATED: Final = re.compile(r"([^\W\d_]+) (\d{4}) – (?:([^\W\d_]+) (\d{4})|(.+))")
type DateForm = Callable[[int, str], str]
DATES: Final[Mapping[str, tuple[DateForm, str]]] = {
    "long": (lambda month, year: "{name} " + year, " – "),
    "numeric": (lambda month, year: f"{month:02d}/{year}", " - "),
    "dotted": (lambda month, year: f"{month:02d}.{year}", " – "),
    "iso": (lambda month, year: f"{year}-{month:02d}", " – "),
}
DEGREES: Final[Sequence[Callable[[str, str, str], Sequence[str]]]] = (
    lambda degree, school, year: [", ".join(filter(None, (degree, school, year)))],
    lambda degree, school, year: [" – ".join(filter(None, (year, degree, school)))],
    lambda degree, school, year: [degree, ", ".join(filter(None, (school, year)))],
    lambda degree, school, year: [f"{degree} ({year})" if year else degree, school],
    lambda degree, school, year: [*([year] if year else []), degree, school],
)


def shaped(cv: MadeCv, chance: random.Random, layout: str) -> CvText:
    """What the product reads of it as a file of this layout."""
    if cv.problem is not None:
        return cv.read()
    if layout.startswith("pdf"):  # The benchmark's PDF font has no stars.
        cv = replace(cv, skills=tuple(skill.replace("★★★★☆", "80 %") for skill in cv.skills))
    form = {"bullet": chance.choice(("• ", "- ", "· ", "– ")), "job": chance.choice(sorted(JOB_FORMS))}
    draw = Drawing(chance, cv.language, form)
    read = read_here(LAYOUTS[layout](_blocks(cv, draw)), filename=None, today=TODAY)
    return as_read(read, cv)


def _blocks(cv: MadeCv, draw: Drawing) -> list[Block]:
    named = dict(zip(("work", "education", "skills_head", "languages", "profile"), cv.headings, strict=True))
    parts: dict[str, list[Row]] = {"profile": [Row(cv.summary)] if cv.summary else [], "work": _jobs(cv, draw)}
    degree = draw.random.choice(DEGREES)
    rest = {
        "education": [Row(line) for given in cv.education for line in degree(*given)],
        "skills_head": [Row(line) for line in SKILL_FORMS[draw.random.choice(SKILLS)](cv.skills, draw)]
        if cv.skills
        else [],
        "languages": [Row(line) for line in cv.languages],
    }
    order = list(rest)
    draw.random.shuffle(order)
    parts |= {key: rest[key] for key in order}
    blocks = [_header(cv, draw)]
    for key, rows in parts.items():
        if rows:
            words = letter_by_letter(draw.pick(key)) if cv.spaced else draw.pick(key)
            heading = [Row(words, "heading")] if named[key] else []
            blocks.append(Block([*heading, *rows], side=key in {"skills_head", "languages"} and not cv.spaced))
    extra = [line for line in cv.extra if line]
    if extra:
        rows = [Row(extra[0], "heading"), *map(Row, extra[1:])] if len(extra) > 1 else [Row(extra[0])]
        blocks.append(Block(rows))
    return blocks


def _header(cv: MadeCv, draw: Drawing) -> Block:
    contact = [part for part in (cv.phone, cv.email, draw.pick("cities"), *cv.links) if part]
    draw.random.shuffle(contact)
    lines = contact if draw.random.random() < 0.5 else [" | ".join(contact[:2]), " | ".join(contact[2:])]
    title = [Row(cv.title, "headline")] if cv.title else []
    top = [Row(line) for line in cv.top]
    return Block([*top, Row(cv.name, "name"), *title, *(Row(line) for line in lines if line)])


def _jobs(cv: MadeCv, draw: Drawing) -> list[Row]:
    rows: list[Row] = []
    aside = draw.form["job"].startswith("left:")
    for number, job in enumerate(_dated(cv, draw)):
        given = Job(job.position, job.firm, draw.pick("cities"), (2020, 1), None, ())
        head = [
            line.strip(" |–:()·,") if not job.when else line
            for line in JOB_FORMS[draw.form["job"]](given, job.when, draw)
        ]
        rows += [
            Row(line, "text" if nth else "head", job.when if aside and not nth else "", gap=number > 0 and not nth)
            for nth, line in enumerate(line for line in head if line)
        ]
        rows += [Row(draw.form["bullet"] + line, "bullet") for line in job.lines]
    return rows


def _dated(cv: MadeCv, draw: Drawing) -> Sequence[MadeJob]:
    """The jobs with their dates in another form, all alike; as they are where a fault has touched one."""
    found = [_DATED.fullmatch(job.when) for job in cv.jobs]
    if not all(found):
        return cv.jobs
    say, between = DATES[draw.random.choice(sorted(DATES))]
    now = draw.pick("now")
    return [
        replace(job, when=_when(match, say, between, now, cv.language))
        for job, match in zip(cv.jobs, found, strict=True)
        if match
    ]


def _when(match: re.Match[str], say: DateForm, between: str, now: str, language: str) -> str:
    names = MONTHS[language]
    first = say(names.index(match[1]) + 1, match[2]).format(name=match[1])
    last = now if match[3] is None else say(names.index(match[3]) + 1, match[4]).format(name=match[3])
    return f"{first}{between}{last}"
