# ruff: noqa: E501 - forms and shapes stay on the lines where they can be compared.
"""Scores CV reading on invented CVs that vary what people vary: section names, job blocks, dates, lists, layouts.

    python -m tests.benchmarks.cv_variants [--count 300] [--seed 1] [--layouts NAME,NAME] [--forms KEY=VALUE] [--errors FIELD]

Everything is drawn with a fixed seed from lists that no rule was written for, so that a rule that only fits one form shows
at once; another seed gives other people. The last lines name the weakest forms with the fields that suffer.
"""

import argparse
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from relance.cv.dates import Period
from relance.cv.fields.experience import years_of_experience
from relance.cv.here import read_here
from tests.benchmarks.cv_scoring import FIELDS, Scores, matched, table, values
from tests.benchmarks.cv_variant_forms import (
    DATE_FORMS,
    DEGREE_FORMS,
    JOB_FORMS,
    LANGUAGE_FORMS,
    SKILL_FORMS,
    YEAR_ONLY,
    Drawing,
    Job,
    Row,
)
from tests.benchmarks.cv_variant_layouts import LAYOUTS, Block
from tests.benchmarks.cv_variant_words import LANGUAGES, LEVELS, WORDS

TODAY = date(2026, 11, 15)
CONTACT_FORMS = ("lines", "labels", "one_line", "two_lines", "town_only", "with_street")
NO_ACCENTS = str.maketrans("éèêëïîàâäçôöûüáñ", "eeeeiiaaacoouuan")
SIDE_KINDS = {"skills_head", "languages", "interests", "contact"}


class Writer:
    """Draws one CV: its blocks, its truth and the forms that it uses."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)
        language = chance.choice(("fr", "en"))
        self.form = {
            "job": chance.choice(sorted(JOB_FORMS)), "date": chance.choice(sorted(DATE_FORMS)), "degree": chance.choice(sorted(DEGREE_FORMS)),
            "skills": chance.choice(sorted(SKILL_FORMS)), "languages": chance.choice(sorted(LANGUAGE_FORMS)), "contact": chance.choice(CONTACT_FORMS),
            "bullet": chance.choice(("• ", "- ", "", "· ")), "airy": chance.choice(("airy", "dense")), "headline": chance.choice(("yes", "no")),
        }  # fmt: skip
        if self.form["job"].startswith("left:") and self.form["bullet"] == "":
            self.form["bullet"] = "• "
        self.draw = Drawing(chance, language, self.form)

    @property
    def language(self) -> str:
        """ "fr" or "en"."""
        return self.draw.language

    def written(self) -> tuple[list[Block], dict[str, Any]]:
        """Blocks and truth."""
        draw = self.draw
        jobs = self._jobs()
        header, truth = self._header(jobs[0].title)
        parts: dict[str, list[Row]] = {
            "work": self._job_rows(jobs),
            "education": self._degrees(truth),
            "skills_head": [Row(line) for line in SKILL_FORMS[self.form["skills"]](self._drawn_skills(truth), draw)],
            "languages": self._languages(truth),
        }
        order = list(parts)
        draw.random.shuffle(order)
        if draw.random.random() < 0.6:
            order.insert(0, "profile")
            parts["profile"] = [Row(draw.pick("summary"))]
        if draw.random.random() < 0.5:
            order.append("interests")
            parts["interests"] = [Row(draw.pick("leisure"))]
        capitals = draw.random.random() < 0.3
        blocks = [header]
        for key in order:
            name = draw.pick(key)
            self.form[f"{key} name"] = f"{self.language}:{name}"
            blocks.append(Block([Row(name.upper() if capitals else name, "heading"), *parts[key]], key in SIDE_KINDS))
        truth["work"] = [self._job_truth(job) for job in jobs]
        periods = [Period(row["startDate"], row["endDate"], row["endDate"] is None, 0, 1) for row in truth["work"]]
        truth["meta"] = {"language": self.language, "years_experience": years_of_experience(periods, TODAY)}
        return blocks, truth

    def _header(self, title: str) -> tuple[Block, dict[str, Any]]:
        draw, french = self.draw, self.draw.french
        name, city = draw.pick("names"), draw.pick("cities")
        mail = (
            "".join(c for c in name.lower().translate(NO_ACCENTS).replace(" ", ".") if c.isalnum() or c == ".")
            + "@example.org"
        )
        tail = f"{draw.random.randint(0, 9999):04d}"
        phone = f"06 39 98 {tail[:2]} {tail[2:]}" if french else f"+44 7700 90{tail}"
        if french and draw.random.random() < 0.3:
            phone = draw.random.choice(
                (
                    f"+33 6 39 98 {tail[:2]} {tail[2:]}",
                    f"+33 (0)6 39 98 {tail[:2]} {tail[2:]}",
                    f"06.39.98.{tail[:2]}.{tail[2:]}",
                )
            )
        home = draw.pick("postcodes") if french else f"{city}, {'Ireland' if city in {'Dublin', 'Cork'} else 'UK'}"
        town, code = (home[6:], home[:5]) if french else (city, None)
        if french and self.form["contact"] == "town_only":
            town, code, home = city, None, city
        link = "linkedin.com/in/" + mail.split("@")[0].replace(".", "-")
        space = " " if french else ""
        shapes = {
            "lines": [home, phone, mail, link],
            "town_only": [f"{home} – {phone}", mail, link],
            "labels": [f"{'Adresse' if french else 'Address'}{space}: {draw.pick('streets')}, {home}", f"{'Tél.' if french else 'Tel'}{space}: {phone}",
                       f"E-mail{space}: {mail}", f"LinkedIn{space}: {link}"],
            "one_line": [f"{home} | {phone} | {mail} | {link}"],
            "two_lines": [f"{home} • {phone}", f"{mail} • {link}"],
            "with_street": [draw.pick("streets"), home, f"{phone} - {mail}", link],
        }  # fmt: skip
        basics = {
            "name": name, "email": mail, "phone": ("+33" + phone.removeprefix("+33").replace("(0)", "").replace(" ", "").replace(".", "").removeprefix("0")) if french else phone.replace(" ", ""),
            "location": {"city": town, "postalCode": code}, "profiles": [{"network": "LinkedIn", "url": link}],
        }  # fmt: skip
        rows = [Row(name, "name")] + ([Row(title, "headline")] if self.form["headline"] == "yes" else [])
        return Block(rows + [Row(line) for line in shapes[self.form["contact"]]]), {"basics": basics}

    def _jobs(self) -> list[Job]:
        draw, year, month = self.draw, 2026, 8
        count = draw.random.choice((1, 2, 3, 3, 4, 5))
        words = WORDS[self.language]
        titles, companies = (draw.random.sample(list(words[key]), count) for key in ("titles", "companies"))
        jobs = []
        for number in range(count):
            length = draw.random.randint(7, 40)
            start = (year * 12 + month - length) // 12, (year * 12 + month - length) % 12 + 1
            end = None if number == 0 and draw.random.random() < 0.7 else (year, month + 1)
            bullets = tuple(draw.random.sample(list(words["bullets"]), draw.random.randint(0 if number else 1, 4)))
            jobs.append(Job(titles[number], companies[number], draw.pick("cities"), start, end, bullets))
            year, month = start[0] - 1 if start[1] < 3 else start[0], (start[1] - 3) % 12
        return jobs

    def _job_rows(self, jobs: Sequence[Job]) -> list[Row]:
        out: list[Row] = []
        airy = self.form["airy"] == "airy" or not self.form["bullet"]
        aside = self.form["job"].startswith("left:")
        for number, job in enumerate(jobs):
            dates = DATE_FORMS[self.form["date"]](job, self.draw)
            head = JOB_FORMS[self.form["job"]](job, dates, self.draw)
            out += [
                Row(
                    line,
                    "head" if nth == 0 else "text",
                    dates if aside and nth == 0 else "",
                    gap=airy and nth == 0 and number > 0,
                )
                for nth, line in enumerate(head)
            ]
            out += [Row(self.form["bullet"] + bullet, "bullet") for bullet in job.bullets]
        return out

    def _job_truth(self, job: Job) -> dict[str, Any]:
        years = self.form["date"] in YEAR_ONLY
        start, end = (
            None if moment is None else str(moment[0]) if years else f"{moment[0]}-{moment[1]:02d}"
            for moment in (job.start, job.end)
        )
        return {"name": job.company, "position": job.title, "startDate": start, "endDate": end}

    def _degrees(self, truth: dict[str, Any]) -> list[Row]:
        count = self.draw.random.choice((1, 2, 2, 3))
        words = WORDS[self.language]
        degrees, schools = (self.draw.random.sample(list(words[key]), count) for key in ("degrees", "schools"))
        out: list[Row] = []
        truth["education"] = []
        for number, (degree, school) in enumerate(zip(degrees, schools, strict=True)):
            year = 2016 - 3 * number
            out += [Row(line) for line in DEGREE_FORMS[self.form["degree"]](degree, school, year, self.draw)]
            truth["education"].append({"institution": school, "studyType": degree, "endDate": str(year)})
        return out

    def _drawn_skills(self, truth: dict[str, Any]) -> list[str]:
        truth["skills"] = self.draw.random.sample(list(WORDS[self.language]["skills"]), 6)
        return list(truth["skills"])

    def _languages(self, truth: dict[str, Any]) -> list[Row]:
        chosen = self.draw.random.sample(LANGUAGES[self.language], self.draw.random.choice((2, 3, 3)))
        levels = [self.draw.random.choice(LEVELS[self.language]) for _ in chosen]
        truth["languages"] = [
            {"language": code, "fluency": level} for (_, code), (_, level) in zip(chosen, levels, strict=True)
        ]
        pairs = [(name, self.draw.random.choice(words)) for (name, _), (words, _) in zip(chosen, levels, strict=True)]
        return [Row(line) for line in LANGUAGE_FORMS[self.form["languages"]](pairs, self.draw)]


def main() -> None:
    """Print the scores by language, then the worst forms."""
    options = _options()
    groups = {"ALL": Scores(), "FR": Scores(), "EN": Scores()}
    by_form: dict[str, Scores] = defaultdict(Scores)
    refused = 0
    for number in range(options.count):
        writer = Writer(options.seed * 100_000 + number)
        blocks, truth = writer.written()
        if options.forms and not all(
            writer.form.get(k) == v for k, v in (f.split("=", 1) for f in options.forms.split(";"))
        ):
            continue
        names = [name for name in LAYOUTS if options.layouts in {"all", ""} or name in options.layouts.split(",")]
        if options.layouts == "":
            names = [names[number % len(names)]]
        for name in names:
            read = read_here(LAYOUTS[name](blocks), filename=None, today=TODAY)
            refused += read.profile is None
            got = read.profile.model_dump(mode="json", by_alias=True) if read.profile else {}
            marks = (*(f"{k}={v}" for k, v in writer.form.items()), f"layout={name}")
            for scores in (groups["ALL"], groups[writer.language.upper()], *(by_form[mark] for mark in marks)):
                scores.add(got, truth)
            if options.errors:
                _print_errors(writer, name, got, truth, options, read.text)
    _print(groups, by_form, refused)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--layouts", default="", help="names parted by commas, or 'all'; without it, each CV takes one in turn"
    )
    parser.add_argument("--forms", default="", help="only CVs with these forms, such as 'job=labels;date=long'")
    parser.add_argument("--errors", default="", help="print what differs in this field, or in 'all'")
    parser.add_argument("--show", action="store_true", help="print the text read beside each difference")
    return parser.parse_args()


def _print(groups: Mapping[str, Scores], by_form: Mapping[str, Scores], refused: int) -> None:
    print(table(groups))
    for form, scores in sorted(by_form.items(), key=lambda item: item[1].mean)[:25]:
        low = {name: round(f1, 2) for name in FIELDS if (f1 := scores.counts[name].f1) is not None and f1 < 0.95}
        print(f"{scores.mean:.3f} {form} {low}")
    print(f"{refused} refused")
    print("mean_f1=" + " ".join(f"{name.lower()}={scores.mean:.3f}" for name, scores in groups.items()))


def _print_errors(
    writer: Writer, layout: str, got: dict[str, Any], truth: dict[str, Any], options: argparse.Namespace, text: str
) -> None:
    given, true = values(got), values(truth)
    wrong = False
    for name in FIELDS:
        wanted, had = true[name], given[name] or []
        if (
            options.errors in {"all", name}
            and wanted is not None
            and matched(name, had, wanted) < max(len(wanted), len(had))
        ):
            wrong = True
            extra, missed = [v for v in had if v not in wanted], [v for v in wanted if v not in had]
            print(
                f"{layout} | {writer.form['job']} | {writer.form['date']} | {writer.form['degree']} | {name} GOT {extra} MISSED {missed}"
            )
    if wrong and options.show:
        print("    " + text.replace("\n", "\n    "))


if __name__ == "__main__":
    main()
