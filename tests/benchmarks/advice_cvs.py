"""Made-up CVs without a fault, and the faults that can be planted in them, one for each rule of the advice."""

import random
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from relance.advice.cv_text import CvText
from relance.cv.problems import Problem, ProblemCode, problem
from relance.cv.profile import Profile
from relance.cv.read import read_cv
from relance.jobs import Criterion, CriterionWeight, Job, JobId

TODAY: Final = date(2026, 11, 23)
_MADE: Final = datetime(2026, 11, 1, tzinfo=UTC)
_MONTHS: Final = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "en": "January February March April May June July August September October November December".split(),
}
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
    email: str
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

    @property
    def text(self) -> str:
        """The CV as plain text."""
        work, education, skills, languages, profile = self.headings
        lines = [
            *self.top,
            self.name,
            self.title or "",
            self.email,
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
        return CvText(profile=found.profile or Profile(), text=found.text, filename=self.filename)


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
    months = _MONTHS[language]
    first = f"{months[rng.randint(0, 5)]} {start}"
    now = "aujourd’hui" if language == "fr" else "present"
    return f"{first} – {now if end is None else f'{months[rng.randint(6, 11)]} {end - 1}'}"


type Fault = Callable[[MadeCv, random.Random], MadeCv]


def _both(cv: MadeCv, french: str, english: str) -> str:
    return french if cv.language == "fr" else english


def _job(cv: MadeCv, place: int, **changes: Any) -> MadeCv:
    jobs = list(cv.jobs)
    jobs[place] = replace(jobs[place], **changes)
    return replace(cv, jobs=tuple(jobs))


def _without_criterion(cv: MadeCv, place: int) -> tuple[MadeCv, Criterion]:
    """The CV with every trace of a criterion taken out."""
    criterion = cv.offer.criteria[place]

    def is_free(line: str) -> bool:
        return not any(term.lower() in line.lower() for term in criterion.terms)

    jobs = tuple(replace(job, lines=tuple(filter(is_free, job.lines))) for job in cv.jobs)
    return replace(cv, jobs=jobs, skills=tuple(filter(is_free, cv.skills))), criterion


def must_have_neighbour(cv: MadeCv, rng: random.Random) -> MadeCv:
    """Asks for something next to what the CV shows."""
    asked = {
        "fr": [
            ("CACES R485", "r485", "Rangement au gerbeur électrique, 80 palettes par jour"),
            ("Salesforce", "salesforce", "Prospection de 40 entreprises par mois"),
        ],
        "en": [
            ("Tableau", "tableau", "Built a dashboard for 12 managers"),
            ("HACCP", "haccp", "Ran the kitchen for 120 covers a day"),
        ],
    }
    text, term, line = rng.choice(asked[cv.language])
    extra = Criterion(criterion_id="asked", text=text, weight=CriterionWeight.MUST, terms=(term,))
    offer = cv.offer.model_copy(update={"criteria": (*cv.offer.criteria, extra)})
    return replace(_job(cv, 1, lines=(*cv.jobs[1].lines, line)), offer=offer)


def skill_listed_not_shown(cv: MadeCv, rng: random.Random) -> MadeCv:
    """A criterion only in the list of skills."""
    changed, criterion = _without_criterion(cv, rng.randrange(len(cv.offer.criteria)))
    return replace(changed, skills=(criterion.text, *changed.skills))


def best_result_late(cv: MadeCv, rng: random.Random) -> MadeCv:
    """The lines that answer the offer move to the end of a long CV."""
    plain = ["Classement de dossiers et accueil", "Participation aux réunions du service", "Saisie et archivage"]
    simple = ["Filing and reception", "Took part in team meetings", "Data entry and archiving"]
    filler = plain if cv.language == "fr" else simple
    shown = [line for job in cv.jobs for line in job.lines]
    first = replace(cv.jobs[0], lines=tuple(f"{line} {place}" for place in (filler[0], filler[1]) for line in filler))
    second = replace(cv.jobs[1], lines=tuple(f"{line}, {filler[2].lower()}" for line in filler))
    bulk = [replace(second, firm=f"{second.firm} {suffix}") for suffix in ("Nord", "Sud")]
    last = replace(cv.jobs[2], lines=tuple(shown))
    return replace(cv, jobs=(first, second, *bulk, last))


def title_missing(cv: MadeCv, rng: random.Random) -> MadeCv:
    """No headline."""
    return replace(cv, title=None)


def title_far(cv: MadeCv, rng: random.Random) -> MadeCv:
    """A headline of another trade."""
    return replace(cv, title=_both(cv, "Photographe culinaire", "Landscape Gardener"))


def cv_as_title(cv: MadeCv, rng: random.Random) -> MadeCv:
    """The words "Curriculum vitae" on top."""
    return replace(cv, top=("CURRICULUM VITAE",))


def phone_missing(cv: MadeCv, rng: random.Random) -> MadeCv:
    """No telephone number."""
    return replace(cv, phone=None)


def phone_incomplete(cv: MadeCv, rng: random.Random) -> MadeCv:
    """One digit too few."""
    return replace(cv, phone=_both(cv, "Tél. : 06 39 98 11 0", "Tel: 07700 9001"))


def email_unfit(cv: MadeCv, rng: random.Random) -> MadeCv:
    """A nickname as address."""
    return replace(
        cv, email=rng.choice(["princesse.du.26@example.org", "super_ninja@example.org", "doudou-26@example.org"])
    )


def link_malformed(cv: MadeCv, rng: random.Random) -> MadeCv:
    """A link that cannot work."""
    broken = ["http:/linkedin.com/in/me", "www,monsite.example.org", "linkedin.com/in/", "https//example.org/me"]
    return replace(cv, links=(rng.choice(broken),))


def headings_missing(cv: MadeCv, rng: random.Random) -> MadeCv:
    """No headings at all."""
    return replace(cv, headings=("", "", "", "", ""), languages=())


def skills_missing(cv: MadeCv, rng: random.Random) -> MadeCv:
    """No list of skills."""
    return replace(cv, skills=())


def skills_too_many(cv: MadeCv, rng: random.Random) -> MadeCv:
    """Dozens of skills."""
    many = [f"{_both(cv, 'Méthode', 'Method')} {letter}{number}" for letter in "ABCDEF" for number in range(1, 7)]
    return replace(cv, skills=(*cv.skills, *many))


def skill_gauges(cv: MadeCv, rng: random.Random) -> MadeCv:
    """Skills with stars, percentages or marks."""
    gauge = rng.choice(["★★★★☆", "80 %", "8/10"])
    return replace(cv, skills=(*cv.skills[:-1], f"{cv.skills[-1]} {gauge}"))


def dated_tools_first(cv: MadeCv, rng: random.Random) -> MadeCv:
    """An old tool on top of the list."""
    return replace(cv, skills=(rng.choice(["Windows XP", "Lotus Notes", "Word 2003", "MS-DOS"]), *cv.skills))


def qualities_without_example(cv: MadeCv, rng: random.Random) -> MadeCv:
    """A row of qualities."""
    heading = _both(cv, "QUALITÉS", "QUALITIES")
    row = _both(cv, "Rigueur, autonomie, esprit d'équipe", "Reliable, punctual, team player")
    return replace(cv, extra=("", heading, row))


def language_level_missing(cv: MadeCv, rng: random.Random) -> MadeCv:
    """A language without a level."""
    return replace(cv, languages=(cv.languages[0], _both(cv, "Espagnol", "Spanish")))


def education_undated(cv: MadeCv, rng: random.Random) -> MadeCv:
    """A degree without a year."""
    degree, school, _ = cv.education[0]
    return replace(cv, education=((degree, school, ""),))


def summary_long(cv: MadeCv, rng: random.Random) -> MadeCv:
    """An opening of more than ninety words."""
    sentence = _both(
        cv,
        "Depuis plusieurs années je travaille avec des équipes de tailles très diverses et dans des lieux variés. ",
        "For several years now I have been working with teams of very different sizes and in many places. ",
    )
    return replace(cv, summary=(sentence * 7).strip())


def references_line(cv: MadeCv, rng: random.Random) -> MadeCv:
    """References on request."""
    return replace(cv, extra=("", _both(cv, "Références disponibles sur demande", "References available upon request")))


def dates_contradictory(cv: MadeCv, rng: random.Random) -> MadeCv:
    """A period that ends before it begins."""
    return _job(cv, 1, when=rng.choice(["06/2020 – 03/2018", "2019 – 2016"]))


def dates_missing(cv: MadeCv, rng: random.Random) -> MadeCv:
    """A job without dates."""
    return _job(cv, rng.choice([1, 2]), when="")


def dates_without_months(cv: MadeCv, rng: random.Random) -> MadeCv:
    """Years only."""
    jobs = tuple(replace(job, when=f"{2023 - 3 * n - 3} – {2023 - 3 * n}") for n, job in enumerate(cv.jobs))
    return replace(cv, jobs=jobs)


def date_styles_mixed(cv: MadeCv, rng: random.Random) -> MadeCv:
    """Months in figures in one job."""
    return _job(cv, 2, when="03/2013 – 11/2015")


def job_without_details(cv: MadeCv, rng: random.Random) -> MadeCv:
    """The second job says nothing."""
    kept = (*cv.jobs[0].lines, cv.offer.criteria[2].terms[0].capitalize() + _both(cv, ", 12 par mois", ", 12 a month"))
    return _job(_job(cv, 0, lines=kept), 1, lines=())


def no_figures(cv: MadeCv, rng: random.Random) -> MadeCv:
    """No figure in any job, for a trade that counts."""
    said = [
        tuple(
            f"{term.capitalize()} {_both(cv, 'au quotidien', 'every day')}"
            for each in cv.offer.criteria
            for term in each.terms[:1]
        ),
        (
            _both(cv, "Accueil des visiteurs", "Welcomed visitors"),
            _both(cv, "Classement des dossiers", "Filed documents"),
        ),
        (_both(cv, "Appui aux collègues", "Helped colleagues"), _both(cv, "Suivi du courrier", "Handled the post")),
    ]
    jobs = tuple(replace(job, lines=lines) for job, lines in zip(cv.jobs, said, strict=True))
    offer = cv.offer.model_copy(
        update={"description": cv.offer.description + _both(cv, " Gestion de stock.", " Stock orders.")}
    )
    return replace(cv, jobs=jobs, offer=offer)


def duties_only(cv: MadeCv, rng: random.Random) -> MadeCv:
    """Every line opens with a formula."""
    opening = _both(cv, "Responsable de : ", "Responsible for ")
    jobs = tuple(
        replace(job, lines=tuple(opening + line[0].lower() + line[1:] for line in job.lines)) for job in cv.jobs
    )
    return replace(cv, jobs=jobs)


def _long(cv: MadeCv, times: int) -> MadeCv:
    part = _both(
        cv,
        " puis avec les équipes de 3 sites une nouvelle façon de travailler chaque semaine",
        " and then with the teams of 3 sites a new way of working every single week",
    )
    return _job(cv, 1, lines=(cv.jobs[1].lines[0] + part * times, *cv.jobs[1].lines[1:]))


def wall_of_text(cv: MadeCv, rng: random.Random) -> MadeCv:
    """A paragraph of more than eighty words."""
    return _long(cv, 7)


def line_too_long(cv: MadeCv, rng: random.Random) -> MadeCv:
    """A line of some fifty words."""
    return _long(cv, 3)


def line_repeated(cv: MadeCv, rng: random.Random) -> MadeCv:
    """The same line in two jobs."""
    line = _both(cv, "Accueil de 6 nouvelles personnes par an", "Welcomed 6 new people every year")
    return _job(_job(cv, 0, lines=(*cv.jobs[0].lines, line)), 2, lines=(*cv.jobs[2].lines, line))


def oldest_first(cv: MadeCv, rng: random.Random) -> MadeCv:
    """Jobs from the oldest to the newest."""
    return replace(cv, jobs=cv.jobs[::-1])


def cv_too_long(cv: MadeCv, rng: random.Random) -> MadeCv:
    """Hundreds of lines."""
    told = [
        _both(
            cv,
            f"Dossier {n} suivi du début à la fin avec 2 collègues",
            f"File {n} followed from start to end with 2 colleagues",
        )
        for n in range(160)
    ]
    return _job(cv, 2, lines=(*cv.jobs[2].lines, *told))


def spelling_doubts(cv: MadeCv, rng: random.Random) -> MadeCv:
    """Two sure misspellings."""
    line = _both(cv, "Developement de 3 outils et acceuil de 20 visiteurs", "Recieved 3 awards for stock managment")
    return _job(cv, 1, lines=(*cv.jobs[1].lines, line))


def languages_mixed(cv: MadeCv, rng: random.Random) -> MadeCv:
    """Some lines in the other language."""
    other = _both(
        cv,
        "Worked with the teams of 5 sites on the yearly plan|Was in charge of the training of 3 people and of their plans|Did the reporting for all of the 4 departments",
        "Travail avec les équipes de 5 sites sur le plan annuel|Formation de 3 personnes au sein de notre service|Suivi des achats pour les 4 ateliers du groupe",
    ).split("|")
    return _job(cv, 1, lines=(*cv.jobs[1].lines, *other))


def acronyms_unexplained(cv: MadeCv, rng: random.Random) -> MadeCv:
    """Two acronyms that nobody knows."""
    line = _both(cv, "Suivi de 12 dossiers RTVX et de 4 audits PLMQ", "Followed 12 RTVX cases and 4 PLMQ audits")
    return _job(cv, 1, lines=(*cv.jobs[1].lines, line))


def capitals_throughout(cv: MadeCv, rng: random.Random) -> MadeCv:
    """Whole jobs in capitals."""
    long = tuple(
        _both(
            cv,
            f"SUIVI DE {n} DOSSIERS POUR LES SERVICES DE LA VILLE",
            f"FOLLOWED {n} CASES FOR THE SERVICES OF THE TOWN",
        )
        for n in (12, 20, 35)
    )
    return _job(cv, 2, lines=(*cv.jobs[2].lines, *long))


def file_name_unfit(cv: MadeCv, rng: random.Random) -> MadeCv:
    """A file called like any other."""
    return replace(
        cv, filename=rng.choice(["CV.pdf", "document1.pdf", "cv_final_v3.pdf", "Scan_20260101.pdf", "CV (2).pdf"])
    )


def placeholder_left(cv: MadeCv, rng: random.Random) -> MadeCv:
    """Words of a template."""
    line = rng.choice([_both(cv, "[Votre adresse]", "[Your address]"), "Lorem ipsum dolor sit amet"])
    return replace(cv, extra=("", line))


def characters_broken(cv: MadeCv, rng: random.Random) -> MadeCv:
    """A broken encoding."""
    return _job(cv, 1, lines=(*cv.jobs[1].lines, _both(cv, "RÃ©ception de 30 palettes", "CafÃ© counter of 40 seats")))


def file_unreadable(cv: MadeCv, rng: random.Random) -> MadeCv:
    """A damaged or locked file."""
    return replace(cv, problem=problem(rng.choice([ProblemCode.DAMAGED, ProblemCode.ENCRYPTED, ProblemCode.EMPTY])))


def file_scanned(cv: MadeCv, rng: random.Random) -> MadeCv:
    """A picture."""
    return replace(cv, problem=problem(ProblemCode.SCANNED_NO_TEXT))


FAULTS: Final[Mapping[str, Fault]] = {
    fault.__name__: fault
    for fault in (
        file_unreadable, file_scanned, characters_broken, placeholder_left, must_have_neighbour, skill_listed_not_shown,
        best_result_late, title_missing, title_far, headings_missing, dates_contradictory, dates_missing,
        job_without_details, no_figures, phone_incomplete, phone_missing, dates_without_months, duties_only, wall_of_text,
        line_too_long, cv_too_long, language_level_missing, skills_missing, spelling_doubts, languages_mixed, line_repeated,
        oldest_first, acronyms_unexplained, education_undated, link_malformed, email_unfit, summary_long, skills_too_many,
        dated_tools_first, skill_gauges, qualities_without_example, capitals_throughout, date_styles_mixed, file_name_unfit,
        cv_as_title, references_line,
    )
}  # fmt: skip
"""Rule → what plants its fault."""

ALSO_TRUE: Final[Mapping[str, frozenset[str]]] = {
    "phone_incomplete": frozenset(),
    "headings_missing": frozenset({"title_missing", "skills_missing"}),
    "best_result_late": frozenset({"line_repeated"}),
    "job_without_details": frozenset(),
    "dates_contradictory": frozenset({"date_styles_mixed"}),
}
"""Rules that are right to speak of a planted fault beside its own."""
