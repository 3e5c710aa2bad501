# ruff: noqa: E501 - date forms stay on one line each, where they can be compared.
"""Scores CV reading on pages that a browser prints: layouts of word processors, design tools, LinkedIn and Europass.

    python -m tests.benchmarks.cv_pages --data DATA_DIR [--count 100] [--seed 201] [--form KEY=VALUE] [--errors FIELD] [--keep DIR]

DATA_DIR holds `esco`, `rome` and `communes`. Each seed draws other people, words and forms; needs chromium and playwright.
"""

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from shutil import which
from typing import Any, Final

from playwright.sync_api import sync_playwright

from relance.cv.dates import Period
from relance.cv.fields.experience import years_of_experience
from relance.cv.here import read_here
from tests.benchmarks.cv_held_out import vocabulary
from tests.benchmarks.cv_page_forms import CONTACTS, DEGREES, FONTS, HEADINGS, JOBS, Cv, page, short_months
from tests.benchmarks.cv_page_forms import LANGUAGES as LANGUAGE_FORMS
from tests.benchmarks.cv_page_forms import SKILLS as SKILL_FORMS
from tests.benchmarks.cv_page_words import HOMES, LATER_FROM, LATER_SECTIONS, LEISURE, PEOPLE, SECTIONS, SUMMARY
from tests.benchmarks.cv_scoring import FIELDS, Scores, matched, table, values
from tests.benchmarks.cv_variant_forms import Job, Month, Vocabulary
from tests.benchmarks.cv_variant_words import WORDS
from tests.benchmarks.cv_variant_writer import NO_ACCENTS, TODAY

CHROMIUM: Final = which("chromium") or which("chromium-browser") or which("google-chrome")
SHARE_OF_PAGES: Final = (
    "single",
    "single",
    "single",
    "side left",
    "side right",
    "banner",
    "canva",
    "linkedin",
    "europass",
)
SEASONS: Final = {"fr": ("Hiver", "Printemps", "Été", "Automne"), "en": ("Winter", "Spring", "Summer", "Autumn")}

DateForm = Callable[[Job, str], str]


def _long(moment: Month, language: str) -> str:
    return f"{WORDS[language]['months'][moment[1] - 1]} {moment[0]}"


def _short(moment: Month, language: str) -> str:
    return f"{short_months(language)[moment[1] - 1].capitalize()} {moment[0] % 100:02d}"


def _now(language: str) -> str:
    return "aujourd'hui" if language == "fr" else "Present"


def _between(shape: Callable[[Month, str], str], sign: str) -> DateForm:
    return lambda job, language: (
        f"{shape(job.start, language)}{sign}{shape(job.end, language) if job.end else _now(language)}"
    )


def _told(job: Job, language: str) -> str:
    """ "depuis sept. 2019", "de mars à août 2018"."""
    start = f"{short_months(language)[job.start[1] - 1]} {job.start[0]}"
    if job.end is None:
        return f"{'depuis' if language == 'fr' else 'since'} {start}"
    months = WORDS[language]["months"]
    first = months[job.start[1] - 1] if job.start[0] == job.end[0] else _long(job.start, language)
    return (
        f"{'de' if language == 'fr' else 'from'} {first} {'à' if language == 'fr' else 'to'} {_long(job.end, language)}"
    )


def _open(job: Job, language: str) -> str:
    return f"{job.start[0]}-…" if job.end is None else f"{job.start[0]}-{job.end[0]}"


def _linkedin(job: Job, language: str) -> str:
    end = job.end or (TODAY.year, TODAY.month)
    months = (end[0] - job.start[0]) * 12 + end[1] - job.start[1] + 1
    years, rest = divmod(months, 12)
    words = (
        ("ans" if years > 1 else "an", "mois")
        if language == "fr"
        else ("years" if years > 1 else "year", "months" if rest > 1 else "month")
    )
    length = " ".join(f"{count} {word}" for count, word in zip((years, rest), words, strict=True) if count)
    last = "Present" if job.end is None else _long(job.end, language)
    return f"{_long(job.start, language)} - {last} ({length})"


DATES: Final[Mapping[str, DateForm]] = {
    "09/2019 – 03/2021": _between(lambda m, _: f"{m[1]:02d}/{m[0]}", " – "), "sept. 19 – janv. 21": _between(_short, " – "), "depuis sept. 2019": _told, "2019-…": _open,
    "septembre 2019 - mars 2021": _between(_long, " - "), "09.2019-03.2021": _between(lambda m, _: f"{m[1]:02d}.{m[0]}", "-"), "2019 – 2021": _between(lambda m, _: str(m[0]), " – "),
    "Été 2019 – Automne 2021": _between(lambda m, language: f"{SEASONS[language][m[1] % 12 // 3]} {m[0]}", " – "), "2019/09 – 2021/03": _between(lambda m, _: f"{m[0]}/{m[1]:02d}", " – "),
    "Septembre 2019 à mars 2021": lambda j, language: _between(_long, " à " if language == "fr" else " to ")(j, language).capitalize() if j.end else _between(_long, " – ")(j, language),
}  # fmt: skip
YEAR_ONLY: Final = frozenset({"2019-…", "2019 – 2021", "Été 2019 – Automne 2021"})


def drawn(seed: int, words: Vocabulary, later: bool) -> tuple[Cv, dict[str, Any]]:
    """One CV and what is true about it."""
    chance = random.Random(seed)
    language = chance.choice(("fr", "en"))
    form = {
        "page": chance.choice(SHARE_OF_PAGES), "job": chance.choice(sorted(JOBS)), "date": chance.choice(sorted(DATES)), "degree": chance.choice(sorted(DEGREES)), "skills": chance.choice(sorted(SKILL_FORMS)),
        "languages": chance.choice(sorted(LANGUAGE_FORMS)), "heading": chance.choice(sorted(HEADINGS)), "contact": chance.choice(sorted(CONTACTS)), "above": chance.choice(("", "", "cv", "two rows")),
        "order": chance.choice(("usual", "usual", "functional")), "font": str(chance.randrange(len(FONTS))), "language": language,
    }  # fmt: skip
    vocabulary_of = words.words[language]
    names = {key: chance.choice(found) for key, found in (LATER_SECTIONS if later else SECTIONS)[language].items()}
    form |= {f"{key} name": name for key, name in names.items()}
    basics, contact = _person(language, chance)
    jobs = _jobs(vocabulary_of, chance)
    dates = _linkedin if form["page"] == "linkedin" else DATES[form["date"]]
    degrees = [
        (degree, school, 2016 - 3 * place)
        for place, (degree, school) in enumerate(
            zip(
                chance.sample(list(vocabulary_of["degrees"]), 2),
                chance.sample(list(vocabulary_of["schools"]), 2),
                strict=True,
            )
        )
    ]
    skills = [one[0].upper() + one[1:] for one in chance.sample(list(vocabulary_of["skills"]), 6)]
    spoken = [
        (name, code, *chance.choice([(word, level) for words_of, level in words.levels[language] for word in words_of]))
        for name, code in chance.sample(list(words.languages[language]), 2)
    ]
    cv = Cv(
        language, basics["name"], jobs[0].title, contact, names, SUMMARY[language], [(job, dates(job, language)) for job in jobs], degrees, skills,
        [(name, word) for name, _, word, _ in spoken], LEISURE[language], chance, form,
    )  # fmt: skip
    years = form["page"] != "linkedin" and form["date"] in YEAR_ONLY
    work = [_job_truth(job, years=years) for job in jobs]
    periods = [Period(row["startDate"], row["endDate"], row["endDate"] is None, 0, 1) for row in work]
    truth = {
        "basics": basics, "work": work, "education": [{"institution": s, "studyType": d, "endDate": str(y)} for d, s, y in degrees],
        "skills": skills[:3] if form["page"] == "linkedin" else skills, "languages": [{"language": code, "fluency": level} for _, code, _, level in spoken],
        "meta": {"language": language, "years_experience": years_of_experience(periods, TODAY)},
    }  # fmt: skip
    if form["page"] == "linkedin" and form["contact"]:
        form["job"] = form["date"] = form["heading"] = form["skills"] = form["degree"] = form["languages"] = "linkedin"
    return cv, truth


def _person(language: str, chance: random.Random) -> tuple[dict[str, Any], dict[str, str]]:
    name = chance.choice(PEOPLE[language])
    telephone, home, town, postcode = chance.choice(HOMES[language])
    shown = telephone.format(
        a=f"{chance.randrange(100):02d}", b=f"{chance.randrange(100):02d}", c=f"{chance.randrange(1000):03d}"
    )
    plain = name.lower().translate(NO_ACCENTS).replace(" ", "-").replace("'", "")
    mail = chance.choice(
        (
            f"{plain}@example.org",
            f"{plain.split('-')[-1]}{chance.randrange(60, 99)}@example.org",
            f"{plain[0]}.{plain.split('-')[-1]}@example.org",
        )
    )
    link = f"linkedin.com/in/{plain.strip('.')}"
    basics = {
        "name": name,
        "email": mail,
        "phone": shown,
        "location": {"city": town, "postalCode": postcode},
        "profiles": [{"network": "LinkedIn", "url": link}],
    }
    return basics, {"home": home, "phone": shown, "mail": mail, "link": link}


def _jobs(words: Mapping[str, Any], chance: random.Random) -> list[Job]:
    year, month = 2026, chance.randint(3, 9)
    count = chance.choice((2, 3, 3, 4))
    titles, companies = chance.sample(list(words["titles"]), count), chance.sample(list(words["companies"]), count)
    jobs = []
    for place in range(count):
        length = chance.randint(8, 40)
        start = ((year * 12 + month - length) // 12, (year * 12 + month - length) % 12 + 1)
        end = None if place == 0 and chance.random() < 0.6 else (year, month + 1)
        tasks = tuple(one.rstrip(". ") for one in chance.sample(list(words["bullets"]), chance.randint(1, 3)))
        jobs.append(Job(titles[place], companies[place], chance.choice(list(words["cities"])), start, end, tasks))
        year, month = (start[0] - 1, 11) if start[1] < 3 else (start[0], start[1] - 3)
    return jobs


def _job_truth(job: Job, *, years: bool) -> dict[str, Any]:
    start, end = (
        None if one is None else str(one[0]) if years else f"{one[0]}-{one[1]:02d}" for one in (job.start, job.end)
    )
    return {"name": job.company, "position": job.title, "startDate": start, "endDate": end}


def printed(pages: Iterator[tuple[Cv, dict[str, Any]]]) -> Iterator[tuple[Cv, dict[str, Any], bytes]]:
    """Each page as the PDF that the browser prints."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        tab = browser.new_page()
        for cv, truth in pages:
            tab.set_content(page(cv))
            yield cv, truth, tab.pdf(prefer_css_page_size=True, print_background=True, format="A4")
        browser.close()


def main() -> None:
    """Print the scores by language, then the weakest forms."""
    options = _options()
    words = vocabulary(options.data, options.seed)
    groups = {"ALL": Scores(), "FR": Scores(), "EN": Scores()}
    by_form: dict[str, Scores] = defaultdict(Scores)
    wanted = dict(one.split("=", 1) for one in options.form.split(";") if one)
    all_drawn = (drawn(options.seed * 100_000 + n, words, options.seed >= LATER_FROM) for n in range(options.count))
    chosen = ((cv, truth) for cv, truth in all_drawn if all(cv.form.get(k) == v for k, v in wanted.items()))
    for place, (cv, truth, content) in enumerate(printed(chosen)):
        if options.keep:
            (options.keep / f"{place:03d}.pdf").write_bytes(content)
        read = read_here(content, filename=None, today=TODAY)
        got = read.profile.model_dump(mode="json", by_alias=True) if read.profile else {}
        for scores in (groups["ALL"], groups[cv.language.upper()], *(by_form[f"{k}={v}"] for k, v in cv.form.items())):
            scores.add(got, truth)
        if options.errors:
            _print_errors(place, cv, got, truth, options.errors)
    print(table(groups))
    for form, scores in sorted(by_form.items(), key=lambda item: item[1].mean)[:30]:
        low = {name: round(f1, 2) for name in FIELDS if (f1 := scores.counts[name].f1) is not None and f1 < 0.95}
        print(f"{scores.mean:.3f} {form} {low}")
    print("mean_f1=" + " ".join(f"{name.lower()}={scores.mean:.3f}" for name, scores in groups.items()))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=201)
    parser.add_argument("--form", default="", help="only pages of these forms, such as 'page=canva;heading=bar'")
    parser.add_argument("--errors", default="", help="print what differs in this field, or in 'all'")
    parser.add_argument("--keep", type=Path, help="folder for the PDFs")
    options = parser.parse_args()
    if CHROMIUM is None:
        sys.exit("chromium is not installed")
    return options


def _print_errors(place: int, cv: Cv, got: dict[str, Any], truth: dict[str, Any], wanted: str) -> None:
    given, true = values(got), values(truth)
    for name in FIELDS:
        had, should = given[name] or [], true[name]
        if wanted in {"all", name} and should is not None and matched(name, had, should) < max(len(should), len(had)):
            forms = f"{cv.form['page']} | {cv.form['heading']} | {cv.form['job']} | {cv.form['date']}"
            print(
                f"{place:03d} {forms} | {name} GOT {[v for v in had if v not in should]} MISSED {[v for v in should if v not in had]}"
            )


if __name__ == "__main__":
    main()
