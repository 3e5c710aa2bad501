"""The faults that can be planted in a made CV, one for each rule of the advice."""

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from relance.cv.problems import ProblemCode, problem
from relance.jobs import Criterion, CriterionWeight
from relance.matching.criteria import kind_of
from tests.benchmarks.advice_cvs import MadeCv

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
    """A criterion only in the list of skills; one that is practised: a licence has its place there."""
    practised = [n for n, each in enumerate(cv.offer.criteria) if kind_of(each.text, cv.offer.language) is None]
    changed, criterion = _without_criterion(cv, rng.choice(practised))
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
    english = (
        "Worked with the teams of 5 sites on the yearly plan",
        "Was in charge of the training of 3 people and of their plans",
        "Did the reporting for all of the 4 departments",
    )
    french = (
        "Travail avec les équipes de 5 sites sur le plan annuel",
        "Formation de 3 personnes au sein de notre service",
        "Suivi des achats pour les 4 ateliers du groupe",
    )
    return _job(cv, 1, lines=(*cv.jobs[1].lines, *(english if cv.language == "fr" else french)))


def acronyms_unexplained(cv: MadeCv, rng: random.Random) -> MadeCv:
    """Three acronyms that nobody knows."""
    line = _both(
        cv, "Suivi de 12 dossiers RTVX et GKD, et de 4 audits PLMQ", "Followed 12 RTVX and GKD cases and 4 PLMQ audits"
    )
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


def headings_spaced(cv: MadeCv, rng: random.Random) -> MadeCv:
    """Headings written letter by letter."""
    return replace(cv, spaced=True)


def part_is_picture(cv: MadeCv, rng: random.Random) -> MadeCv:
    """A page of it is a scan."""
    return replace(cv, unread_pages=1)


def email_missing(cv: MadeCv, rng: random.Random) -> MadeCv:
    """No address."""
    return replace(cv, email=None)


FAULTS: Final[Mapping[str, Fault]] = {
    fault.__name__: fault
    for fault in (
        file_unreadable, file_scanned, characters_broken, placeholder_left, must_have_neighbour,
        skill_listed_not_shown, best_result_late, title_missing, title_far, headings_missing,
        dates_contradictory, dates_missing, job_without_details, no_figures, phone_incomplete, phone_missing,
        dates_without_months, duties_only, wall_of_text, line_too_long, cv_too_long, language_level_missing,
        skills_missing, spelling_doubts, languages_mixed, line_repeated, oldest_first, acronyms_unexplained,
        education_undated, link_malformed, email_unfit, summary_long, skills_too_many, dated_tools_first,
        skill_gauges, qualities_without_example, capitals_throughout, date_styles_mixed, file_name_unfit,
        cv_as_title, references_line, part_is_picture, email_missing,
        headings_spaced,
    )
}  # fmt: skip
"""Rule → what plants its fault."""

ALSO_TRUE: Final[Mapping[str, frozenset[str]]] = {
    "headings_missing": frozenset({"title_missing", "skills_missing"}),
    "headings_spaced": frozenset({"headings_missing"}),  # HTML keeps no double space: words cannot be told apart.
    "best_result_late": frozenset({"line_repeated"}),
    "dates_contradictory": frozenset({"date_styles_mixed"}),
}
"""Rules that are right to speak of a planted fault beside its own."""
