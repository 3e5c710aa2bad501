# ruff: noqa: E501 - forms and shapes stay on the lines where they can be compared.
"""Draws one invented CV: its blocks, what is true about it, and the forms that it uses."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from relance.cv.dates import Period
from relance.cv.fields.experience import years_of_experience
from tests.benchmarks.cv_variant_forms import USUAL, Drawing, Job, Row, Vocabulary
from tests.benchmarks.cv_variant_layouts import Block

TODAY = date(2026, 11, 15)
CONTACT_FORMS = ("lines", "labels", "one_line", "two_lines", "town_only", "with_street")
NO_ACCENTS = str.maketrans("éèêëïîàâäçôöûüáñ", "eeeeiiaaacoouuan")
SIDE_KINDS = {"skills_head", "languages", "interests", "contact"}
PROMOTED = 0.25  # Share of the CVs with two positions in one firm.


class Writer:
    """Draws one CV: its blocks, its truth and the forms that it uses."""

    def __init__(self, seed: int, vocabulary: Vocabulary = USUAL) -> None:
        chance = random.Random(seed)
        self.vocabulary = vocabulary
        language = chance.choice(("fr", "en"))
        self.form = {
            "job": chance.choice(sorted(vocabulary.job_forms)), "date": chance.choice(sorted(vocabulary.date_forms)), "degree": chance.choice(sorted(vocabulary.degree_forms)),
            "skills": chance.choice(sorted(vocabulary.skill_forms)), "languages": chance.choice(sorted(vocabulary.language_forms)), "contact": chance.choice(CONTACT_FORMS),
            "bullet": chance.choice(("• ", "- ", "", "· ")), "airy": chance.choice(("airy", "dense")), "headline": chance.choice(("yes", "no")),
        }  # fmt: skip
        if self.form["job"].startswith("left:") and self.form["bullet"] == "":
            self.form["bullet"] = "• "
        self.draw = Drawing(chance, language, self.form, vocabulary.words)

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
            "skills_head": [
                Row(line) for line in self.vocabulary.skill_forms[self.form["skills"]](self._drawn_skills(truth), draw)
            ],
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
        for number, key in enumerate(order, 1):
            name = draw.pick(key)
            self.form[f"{key} name"] = f"{self.language}:{name}"
            shown = (
                self._decorated(name, key, number)
                if self.vocabulary.decorations
                else name.upper()
                if capitals
                else name
            )
            blocks.append(Block([Row(shown, "heading"), *parts[key]], key in SIDE_KINDS))
        truth["work"] = [self._job_truth(job) for job in jobs]
        periods = [Period(row["startDate"], row["endDate"], row["endDate"] is None, 0, 1) for row in truth["work"]]
        truth["meta"] = {"language": self.language, "years_experience": years_of_experience(periods, TODAY)}
        return blocks, truth

    def _decorated(self, name: str, key: str, number: int) -> str:
        decoration = self.form.setdefault("decoration", self.draw.random.choice(sorted(self.vocabulary.decorations)))
        return self.vocabulary.decorations[decoration](name, key, number)

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
        words = self.vocabulary.words[self.language]
        titles, companies = (draw.random.sample(list(words[key]), count) for key in ("titles", "companies"))
        jobs = []
        for number in range(count):
            length = draw.random.randint(7, 40)
            start = (year * 12 + month - length) // 12, (year * 12 + month - length) % 12 + 1
            end = None if number == 0 and draw.random.random() < 0.7 else (year, month + 1)
            bullets = tuple(draw.random.sample(list(words["bullets"]), draw.random.randint(0 if number else 1, 4)))
            jobs.append(Job(titles[number], companies[number], draw.pick("cities"), start, end, bullets))
            year, month = start[0] - 1 if start[1] < 3 else start[0], (start[1] - 3) % 12
        if self.vocabulary.decorations and count > 1 and draw.random.random() < PROMOTED:
            self.form["promotion"] = "yes"
            jobs[1] = replace(jobs[1], company=jobs[0].company, city=jobs[0].city)
        return jobs

    def _job_rows(self, jobs: Sequence[Job]) -> list[Row]:
        out: list[Row] = []
        airy = self.form["airy"] == "airy" or not self.form["bullet"]
        aside = self.form["job"].startswith("left:")
        for number, job in enumerate(jobs):
            if "promotion" in self.form and number < 2:
                out += self._promotion(job, first=number == 0)
                continue
            dates = self.vocabulary.date_forms[self.form["date"]](job, self.draw)
            head = self.vocabulary.job_forms[self.form["job"]](job, dates, self.draw)
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

    def _promotion(self, job: Job, *, first: bool) -> list[Row]:
        """One of two positions in one firm, whose name stands above the first."""
        dates = self.vocabulary.date_forms[self.form["date"]](job, self.draw)
        head = [Row(f"{job.company}, {job.city}", "head")] if first else []
        return [
            *head,
            Row(f"{job.title} – {dates}", "head"),
            *(Row(self.form["bullet"] + one, "bullet") for one in job.bullets),
        ]

    def _job_truth(self, job: Job) -> dict[str, Any]:
        years = self.form["date"] in self.vocabulary.year_only
        start, end = (
            None if moment is None else str(moment[0]) if years else f"{moment[0]}-{moment[1]:02d}"
            for moment in (job.start, job.end)
        )
        return {"name": job.company, "position": job.title, "startDate": start, "endDate": end}

    def _degrees(self, truth: dict[str, Any]) -> list[Row]:
        count = self.draw.random.choice((1, 2, 2, 3))
        words = self.vocabulary.words[self.language]
        degrees, schools = (self.draw.random.sample(list(words[key]), count) for key in ("degrees", "schools"))
        out: list[Row] = []
        truth["education"] = []
        for number, (degree, school) in enumerate(zip(degrees, schools, strict=True)):
            year = 2016 - 3 * number
            out += [
                Row(line) for line in self.vocabulary.degree_forms[self.form["degree"]](degree, school, year, self.draw)
            ]
            truth["education"].append({"institution": school, "studyType": degree, "endDate": str(year)})
        return out

    def _drawn_skills(self, truth: dict[str, Any]) -> list[str]:
        truth["skills"] = self.draw.random.sample(list(self.vocabulary.words[self.language]["skills"]), 6)
        return list(truth["skills"])

    def _languages(self, truth: dict[str, Any]) -> list[Row]:
        chosen = self.draw.random.sample(self.vocabulary.languages[self.language], self.draw.random.choice((2, 3, 3)))
        levels = [self.draw.random.choice(self.vocabulary.levels[self.language]) for _ in chosen]
        truth["languages"] = [
            {"language": code, "fluency": level} for (_, code), (_, level) in zip(chosen, levels, strict=True)
        ]
        pairs = [(name, self.draw.random.choice(words)) for (name, _), (words, _) in zip(chosen, levels, strict=True)]
        return [Row(line) for line in self.vocabulary.language_forms[self.form["languages"]](pairs, self.draw)]
