# ruff: noqa: E501 - forms stay on one line each, where they can be compared.
"""How people write a job, a date, a degree, a list: one form a line, named by its shape."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from tests.benchmarks.cv_variant_words import LANGUAGES, LEVELS, WORDS, Level

Month = tuple[int, int]


@dataclass(frozen=True)
class Job:
    """One invented job; `end` None means still there."""

    title: str
    company: str
    city: str
    start: Month
    end: Month | None
    bullets: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One line of a CV: its text, what it is (name, headline, heading, head, text, bullet), and dates that stand to its left."""

    text: str
    kind: str = "text"
    left: str = ""
    gap: bool = False


@dataclass
class Drawing:
    """Chance and vocabulary of one CV."""

    random: random.Random
    language: str
    form: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=lambda: WORDS)

    def pick(self, key: str) -> str:
        """One of the words of this kind."""
        return self.random.choice(self.words[self.language][key])

    @property
    def french(self) -> bool:
        """True for a French CV."""
        return self.language == "fr"


def named_month(moment: Month | None, draw: Drawing, key: str) -> str:
    """ "mars 2020", or a word for now."""
    return draw.pick("now") if moment is None else f"{WORDS[draw.language][key][moment[1] - 1]} {moment[0]}"


def _numbered(moment: Month | None, draw: Drawing, shape: str) -> str:
    return draw.pick("now") if moment is None else shape.format(m=moment[1], y=moment[0], s=moment[0] % 100)


def _sentence(job: Job, draw: Drawing) -> str:
    start = named_month(job.start, draw, "months")
    if job.end is None:
        return f"{'Depuis' if draw.french else 'Since'} {start}"
    return f"{'De' if draw.french else 'From'} {start} {'à' if draw.french else 'to'} {named_month(job.end, draw, 'months')}"


def _same_year(job: Job, draw: Drawing) -> str:
    """ "mars – juin 2020" when both months are of one year."""
    if job.end is None or job.end[0] != job.start[0]:
        return f"{named_month(job.start, draw, 'months')} - {named_month(job.end, draw, 'months')}"
    first, last = (WORDS[draw.language]["months"][moment[1] - 1] for moment in (job.start, job.end))
    return f"{first} - {last} {job.end[0]}"


def _days(job: Job, draw: Drawing) -> str:
    day = "{m:02d}/{y}"
    return f"01/{_numbered(job.start, draw, day)} - {'30/' if job.end else ''}{_numbered(job.end, draw, day)}"


def _long_to(job: Job, draw: Drawing) -> str:
    return f"{named_month(job.start, draw, 'months')} {'à' if draw.french else 'to'} {named_month(job.end, draw, 'months')}"


def _spread(key: str, between: str) -> Callable[[Job, Drawing], str]:
    return lambda job, draw: f"{named_month(job.start, draw, key)}{between}{named_month(job.end, draw, key)}"


def _numeric(shape: str, between: str) -> Callable[[Job, Drawing], str]:
    return lambda job, draw: f"{_numbered(job.start, draw, shape)}{between}{_numbered(job.end, draw, shape)}"


def _season(job: Job, draw: Drawing) -> str:
    first = named_month(job.start, draw, "season")
    return f"{first} – {draw.pick('now')}" if job.end is None else f"{first} – {named_month(job.end, draw, 'season')}"


DATE_FORMS: Final[Mapping[str, Callable[[Job, Drawing], str]]] = {
    "long": _spread("months", " – "), "short": _spread("short", " - "), "capitals": lambda j, d: _spread("months", " - ")(j, d).upper(), "arrow": _spread("short", " > "),
    "long-to": _long_to, "tight": _spread("months", "–"), "numeric": _numeric("{m:02d}/{y}", " - "), "iso": _numeric("{y}-{m:02d}", " – "), "dotted": _numeric("{m:02d}.{y}", " – "),
    "short-year": _numeric("{m:02d}/{s:02d}", " - "), "days": _days, "same-year": _same_year, "sentence": _sentence,
    "years": _numeric("{y}", " – "), "years-tight": _numeric("{y}", "-"), "seasons": _season,
}  # fmt: skip
YEAR_ONLY: Final = frozenset({"years", "years-tight", "seasons"})

Form = Callable[[Job, str, Drawing], Sequence[str]]
JOB_FORMS: Final[Mapping[str, Form]] = {
    "title/company|dates": lambda j, t, d: [j.title, f"{j.company} | {t}"],
    "dates/title/company": lambda j, t, d: [t, j.title, j.company],
    "title-company-dates": lambda j, t, d: [f"{j.title} – {j.company} – {t}"],
    "company-city/title|dates": lambda j, t, d: [f"{j.company} – {j.city}", f"{j.title} | {t}"],
    "title,company,city(dates)": lambda j, t, d: [f"{j.title}, {j.company}, {j.city} ({t})"],
    "dates:title,company": lambda j, t, d: [f"{t} : {j.title}, {j.company}"],
    "title at company/dates": lambda j, t, d: [f"{j.title} {d.pick('chez')} {j.company}", t],
    "dates-tab-title/company,city": lambda j, t, d: [f"{t}\t{j.title}", f"{j.company}, {j.city}"],
    "company-tab-dates/title": lambda j, t, d: [f"{j.company.upper()} ({j.city})\t{t}", j.title],
    "title/company/dates": lambda j, t, d: [j.title, j.company, t],
    "title(contract)|company|city/dates": lambda j, t, d: [f"{j.title} ({d.pick('contracts')}) | {j.company} | {j.city}", t],
    "company/title/dates": lambda j, t, d: [j.company, j.title, t],
    "dates|company|title": lambda j, t, d: [f"{t} | {j.company} | {j.title}"],
    "title-tab-dates/company,city": lambda j, t, d: [f"{j.title}\t{t}", f"{j.company}, {j.city}"],
    "dates/company/title": lambda j, t, d: [t, j.company, j.title],
    "title|company|dates": lambda j, t, d: [f"{j.title} | {j.company} | {t}"],
    "title-company,city/dates": lambda j, t, d: [f"{j.title} — {j.company}, {j.city}", t],
    "dates/title at company(city)": lambda j, t, d: [t, f"{j.title} {d.pick('chez')} {j.company} ({j.city})"],
    "company/title,dates": lambda j, t, d: [j.company, f"{j.title}, {t}"],
    "company,city-dates/title": lambda j, t, d: [f"{j.company}, {j.city} – {t}", j.title],
    "title(dates)/company": lambda j, t, d: [f"{j.title} ({t})", j.company],
    "title,company/city|dates": lambda j, t, d: [f"{j.title}, {j.company}", f"{j.city} | {t}"],
    "labels": lambda j, t, d: [f"{WORDS[d.language]['labels'][0]} : {j.title}", f"{WORDS[d.language]['labels'][1]} : {j.company}", f"{WORDS[d.language]['labels'][2]} : {t}"],
    "dates·title·company·city": lambda j, t, d: [f"{t} · {j.title} · {j.company} · {j.city}"],
    "dates:title at company(city)": lambda j, t, d: [f"{t} : {j.title} {d.pick('chez')} {j.company} ({j.city})"],
    "title@company/dates|city": lambda j, t, d: [f"{j.title} @ {j.company}", f"{t} | {j.city}"],
    "company:title,dates": lambda j, t, d: [f"{j.company} ({j.city}) : {j.title}, {t}"],
    "title/company,city/dates-contract": lambda j, t, d: [j.title, f"{j.company}, {j.city}", f"{t} – {d.pick('contracts')}"],
    "dates/TITLE/company-city": lambda j, t, d: [t, j.title.upper(), f"{j.company} - {j.city}"],
    "company/blurb/title|dates": lambda j, t, d: [j.company, d.pick("blurbs"), f"{j.title} | {t}"],
    "title|dates/company": lambda j, t, d: [f"{j.title} | {t}", j.company],
    "title/dates/company": lambda j, t, d: [j.title, t, j.company],
    "company/dates/title": lambda j, t, d: [j.company, t, j.title],
    "company|title(dates)": lambda j, t, d: [f"{j.company} | {j.title} ({t})"],
    "title with company,dates": lambda j, t, d: [f"{j.title} {d.pick('at')} {j.company}, {t}"],
    "dates,city/company,title": lambda j, t, d: [f"{t}, {j.city}", f"{j.company}, {j.title}"],
    "left:dates/title/company": lambda j, t, d: [j.title, j.company],
    "left:dates/company-title": lambda j, t, d: [f"{j.company} – {j.title}"],
}  # fmt: skip
DegreeForm = Callable[[str, str, int, Drawing], Sequence[str]]
DEGREE_FORMS: Final[Mapping[str, DegreeForm]] = {
    "degree,school,year": lambda g, s, y, d: [f"{g}, {s}, {y}"],
    "year:degree,school": lambda g, s, y, d: [f"{y} : {g}, {s}"],
    "years|degree|school": lambda g, s, y, d: [f"{y - 2} – {y} | {g} | {s}"],
    "degree/school,year": lambda g, s, y, d: [g, f"{s}, {y}"],
    "school-degree(year)": lambda g, s, y, d: [f"{s} — {g} ({y})"],
    "year-tab-degree-school": lambda g, s, y, d: [f"{y}\t{g} – {s}"],
    "school/degree/year": lambda g, s, y, d: [s, g, str(y)],
    "year/degree/school": lambda g, s, y, d: [str(y), g, s],
    "degree|school|years": lambda g, s, y, d: [f"{g} | {s} | {y - 3}-{y}"],
    "school,city/degree,year": lambda g, s, y, d: [f"{s}, {d.pick('cities')}", f"{g}, {y}"],
    "degree(year)/school": lambda g, s, y, d: [f"{g} ({y})", s],
    "degree-tab-year/school": lambda g, s, y, d: [f"{g}\t{y}", s],
    "months/degree/school,city": lambda g, s, y, d: [f"{WORDS[d.language]['short'][8]} {y - 2} - {WORDS[d.language]['short'][5]} {y}", g, f"{s}, {d.pick('cities')}"],
    "year-degree-school-city": lambda g, s, y, d: [f"{y} - {g} - {s} - {d.pick('cities')}"],
    "degree/school|years": lambda g, s, y, d: [g, f"{s} | {y - 2}–{y}"],
    "school-tab-years/degree": lambda g, s, y, d: [f"{s}\t{y - 1} - {y}", g],
}  # fmt: skip
SKILL_FORMS: Final[Mapping[str, Callable[[Sequence[str], Drawing], Sequence[str]]]] = {
    "lines": lambda s, d: list(s),
    "commas": lambda s, d: [", ".join(s)],
    "bullets": lambda s, d: [f"• {skill}" for skill in s],
    "grouped": lambda s, d: [f"{name}{' ' if d.french else ''}: {', '.join(part)}" for name, part in zip(WORDS[d.language]["tools"], (s[:3], s[3:]), strict=True)],
    "dots": lambda s, d: [" • ".join(s[:3]), " • ".join(s[3:])],
    "pipes": lambda s, d: [" | ".join(s)],
    "stars": lambda s, d: [f"{skill} {'*' * (2 + n % 3)}" for n, skill in enumerate(s)],
    "levels": lambda s, d: [f"{skill} – {('avancé', 'intermédiaire')[n % 2] if d.french else ('advanced', 'intermediate')[n % 2]}" for n, skill in enumerate(s)],
    "brackets": lambda s, d: [", ".join(f"{skill} ({'confirmé' if d.french else 'expert'})" if n % 2 else skill for n, skill in enumerate(s))],
    "dashes": lambda s, d: [f"- {skill}" for skill in s],
    "label above": lambda s, d: [WORDS[d.language]["tools"][0] + (" :" if d.french else ":"), ", ".join(s[:3]), ", ".join(s[3:])],
    "tabs": lambda s, d: ["\t".join(s[:3]), "\t".join(s[3:])],
    "semicolons": lambda s, d: ["; ".join(s) + "."],
}  # fmt: skip
Spoken = Sequence[tuple[str, str]]
LANGUAGE_FORMS: Final[Mapping[str, Callable[[Spoken, Drawing], Sequence[str]]]] = {
    "colon": lambda p, d: [f"{name}{' ' if d.french else ''}: {word}" for name, word in p],
    "brackets": lambda p, d: [f"{name} ({word})" for name, word in p],
    "dash": lambda p, d: [f"{name} – {word}" for name, word in p],
    "one_line": lambda p, d: [", ".join(f"{name} ({word})" for name, word in p)],
    "bullets": lambda p, d: [f"• {name} {word}" for name, word in p],
    "pipes": lambda p, d: [" | ".join(f"{name} : {word}" for name, word in p)],
    "below": lambda p, d: [text for name, word in p for text in (name, word)],
    "tabs": lambda p, d: [f"{name}\t{word}" for name, word in p],
    "stated": lambda p, d: ["; ".join(f"{name.lower()} {word}" for name, word in p)],
}  # fmt: skip


@dataclass(frozen=True)
class Vocabulary:
    """Words and forms that invented CVs are drawn from; a decoration is written around a section's name."""

    words: Mapping[str, Mapping[str, Sequence[str]]]
    levels: Mapping[str, Sequence[Level]]
    languages: Mapping[str, Sequence[tuple[str, str]]]
    job_forms: Mapping[str, Form]
    date_forms: Mapping[str, Callable[[Job, Drawing], str]]
    degree_forms: Mapping[str, DegreeForm]
    skill_forms: Mapping[str, Callable[[Sequence[str], Drawing], Sequence[str]]]
    language_forms: Mapping[str, Callable[[Spoken, Drawing], Sequence[str]]]
    year_only: frozenset[str]
    decorations: Mapping[str, Callable[[str, str, int], str]]


USUAL: Final = Vocabulary(
    words=WORDS,
    levels=LEVELS,
    languages=LANGUAGES,
    job_forms=JOB_FORMS,
    date_forms=DATE_FORMS,
    degree_forms=DEGREE_FORMS,
    skill_forms=SKILL_FORMS,
    language_forms=LANGUAGE_FORMS,
    year_only=YEAR_ONLY,
    decorations={},
)
