# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.
"""Scores CV reading on invented CVs that vary what people vary: job blocks, dates, headings, lists, contact lines.

    python -m tests.benchmarks.cv_variants [--count 300] [--seed 1] [--formats txt,docx,pdf] [--errors]

Everything is drawn from the small lists below with a fixed seed, so that a rule that only fits one form shows at once.
"""

import argparse
import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from relance.cv.here import read_here
from tests.benchmarks.cv_scoring import FIELDS, Scores, matched, table, values
from tests.unit.cv.cv_files import docx_of_lines, html_of_lines, pdf_of_lines

TODAY = date(2026, 11, 15)
FORMATS: dict[str, Callable[[list[str]], bytes]] = {
    "txt": lambda lines: "\n".join(lines).encode(),
    "docx": docx_of_lines,
    "pdf": pdf_of_lines,
    "html": html_of_lines,
}


@dataclass(frozen=True)
class Job:
    """One invented job."""

    title: str
    company: str
    city: str
    start: tuple[int, int]
    end: tuple[int, int] | None
    bullets: tuple[str, ...]


WORDS: dict[str, dict[str, Sequence[str]]] = {
    "fr": {
        "names": ("Camille Roussel", "Yanis BENALI", "Marie-Claire Dupuis", "LÉA FONTAINE", "Théo Le Bihan", "Aïcha N'Diaye", "Jean-Marc de Villiers"),
        "titles": ("Assistante de direction", "Chargé de clientèle", "Cariste", "Ingénieure qualité", "Aide-soignant", "Responsable de magasin",
                   "Chef de rang", "Data analyst", "Conducteur de travaux", "Gestionnaire de paie", "Développeuse web", "Agent d'entretien",
                   "Directeur des opérations", "Éducatrice spécialisée", "Technicien réseaux et télécoms", "Juriste en droit social"),
        "companies": ("Orvault Distribution", "SARL Menuiserie Kerouan", "Groupe Tassigny", "Clinique Saint-Aubin", "Mairie de Vertou", "Nexoria",
                      "Hôtel des Remparts", "Transports Leduc", "Crédit du Ponant", "Valmont Énergie", "BATIRHONE", "Leroux & Associés"),
        "cities": ("Lyon", "Nantes", "Toulouse", "Rennes", "Villeurbanne", "Saint-Étienne", "Aix-en-Provence"),
        "bullets": ("Suivi des dossiers clients et relances hebdomadaires", "Animation d'une équipe de 6 personnes",
                    "Mise à jour des plannings et préparation des réunions.", "Réduction des délais de traitement de 15 %",
                    "Contrôle des stocks et inventaires annuels dans trois entrepôts de la région"),
        "degrees": ("BTS Comptabilité et gestion", "Master Marketing digital", "Licence professionnelle Logistique", "CAP Cuisine",
                    "Bac professionnel Commerce", "Diplôme d'État d'infirmier", "DUT Informatique", "Titre professionnel Conseiller de vente"),
        "schools": ("Université de Nantes", "Lycée Jean Moulin", "IUT de Lannion", "École de commerce de Lyon", "IFSI de Grenoble", "AFPA Rennes", "INSA Toulouse"),
        "skills": ("Excel", "SAP", "gestion de projet", "Photoshop", "Python", "relation client", "comptabilité", "AutoCAD", "HACCP", "Salesforce",
                   "Permis B", "CACES R489", "accueil téléphonique", "SQL", "WordPress", "soudure TIG", "broderie au fil d'or"),
        "months": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"),
        "short": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
        "now": ("présent", "aujourd'hui", "à ce jour", "en cours", "actuellement"),
        "work": ("Expérience professionnelle", "EXPÉRIENCES", "Mon parcours professionnel", "Parcours professionnel", "Emplois occupés", "Expériences professionnelles :"),
        "education": ("Formation", "FORMATIONS ET DIPLÔMES", "Études", "Parcours scolaire", "Diplômes", "Cursus universitaire"),
        "skills_head": ("Compétences", "COMPÉTENCES CLÉS", "Savoir-faire", "Compétences techniques", "Outils et logiciels", "Mes compétences"),
        "languages": ("Langues", "LANGUES PARLÉES", "Langues étrangères", "Compétences linguistiques"),
        "profile": ("Profil", "À propos", "Qui suis-je ?", "Présentation"),
        "interests": ("Centres d'intérêt", "Loisirs", "Passions"),
        "summary": ("Dix ans de terrain au service des clients, avec le goût du travail bien fait et des équipes qui tournent.",),
    },
    "en": {
        "names": ("Harriet Colton", "Oluwaseun ADEYEMI", "Sean O'Rourke", "GEMMA PRYCE", "Anna-Louise Fenwick", "Rahul Iyer", "Tom van der Berg"),
        "titles": ("Warehouse Operative", "Marketing Manager", "Registered Nurse", "Software Engineer", "Head of Operations", "Customer Service Advisor",
                   "HR Business Partner", "Site Supervisor", "Accounts Assistant", "Data Scientist", "Primary School Teacher", "Chef de Partie",
                   "Delivery Driver", "Executive Assistant", "Quality Engineer", "Paralegal"),
        "companies": ("Harcourt Foods Ltd", "Tidewater Analytics", "St Brannock's Hospital", "Penrose & Vale", "Lowfield Logistics", "Corvane", "Brightmoor Council",
                      "The Copper Kettle", "Ashby Engineering PLC", "Quillon Software", "Meridian Care Group", "NORTHLAND RAIL"),
        "cities": ("Leeds", "Manchester", "Bristol", "Dublin", "Cardiff", "Glasgow", "Sheffield"),
        "bullets": ("Prepared weekly reports for senior management", "Supervised a team of 8 across two shifts.", "Reduced waste by 12% within a year",
                    "Handled customer complaints by phone and e-mail, resolving most of them on the first call", "Trained new starters"),
        "degrees": ("BA Business Management", "BSc Computer Science", "MSc Data Analytics", "HND Engineering", "BTEC Level 3 Health and Social Care",
                    "PhD Chemistry", "Diploma in Nursing", "A-levels Maths, Physics and French"),
        "schools": ("University of Leeds", "Bath Spa University", "Harrogate College", "City of Bristol College", "Queen's University Belfast", "Trinity College Dublin"),
        "skills": ("Excel", "Salesforce", "Project management", "Python", "Photoshop", "Payroll", "Forklift licence", "SQL", "Sage 50", "Negotiation",
                   "First Aid", "Stock control", "AutoCAD", "Customer service", "WordPress", "gold-thread embroidery"),
        "months": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
        "short": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"),
        "now": ("present", "Present", "now", "current", "to date"),
        "work": ("Work Experience", "EMPLOYMENT HISTORY", "Career history", "Professional experience", "Employment", "Where I've worked"),
        "education": ("Education", "EDUCATION AND TRAINING", "Academic background", "Qualifications", "Studies"),
        "skills_head": ("Skills", "KEY SKILLS", "Technical skills", "Core competencies", "Skills & tools", "Toolbox"),
        "languages": ("Languages", "LANGUAGE SKILLS", "Spoken languages"),
        "profile": ("Profile", "About me", "Personal statement", "Summary"),
        "interests": ("Interests", "Hobbies", "Hobbies & interests"),
        "summary": ("Ten years of hands-on work with customers, and a liking for teams that run well.",),
    },
}  # fmt: skip
LEVELS = {
    "fr": ((("langue maternelle",), "native"), (("courant", "C1"), "C1"), (("bilingue",), "C2"), (("intermédiaire", "B1"), "B1"), (("scolaire", "notions"), "A2"),
           (("lu, écrit, parlé", "niveau professionnel", "B2"), "B2")),
    "en": ((("native", "mother tongue"), "native"), (("fluent", "C1"), "C1"), (("bilingual",), "C2"), (("intermediate", "B1"), "B1"), (("basic",), "A2"), (("B2",), "B2")),
}  # fmt: skip
LANGUAGES = {"fr": (("Français", "fr"), ("Anglais", "en"), ("Espagnol", "es"), ("Allemand", "de"), ("Arabe", "ar")),
             "en": (("English", "en"), ("French", "fr"), ("Spanish", "es"), ("German", "de"), ("Polish", "pl"))}  # fmt: skip


class Writer:
    """Draws one CV: its lines, its truth and the forms that it uses."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self.language = self._random.choice(("fr", "en"))
        self.words = WORDS[self.language]
        self.form = {
            "job": self._random.choice(sorted(JOB_FORMS)),
            "date": self._random.choice(sorted(DATE_FORMS)),
            "degree": self._random.choice(sorted(DEGREE_FORMS)),
            "skills": self._random.choice(("lines", "commas", "bullets", "grouped", "dots")),
            "languages": self._random.choice(("colon", "brackets", "dash", "one_line")),
            "contact": self._random.choice(("lines", "labels", "one_line")),
        }

    def pick(self, key: str) -> str:
        """One of the words of this kind."""
        return self._random.choice(self.words[key])

    def written(self) -> tuple[list[str], dict[str, Any]]:
        """Lines and truth."""
        jobs = self._jobs()
        lines, truth = self._header(jobs[0].title)
        summary = self.pick("summary")
        blocks = [
            [self.pick("work"), *self._job_lines(jobs)],
            [self.pick("education"), *self._degrees(truth)],
            [self.pick("skills_head"), *self._skills(truth)],
            [self.pick("languages"), *self._languages(truth)],
        ]
        self._random.shuffle(blocks)
        if self._random.random() < 0.6:
            blocks.insert(0, [self.pick("profile"), summary])
        if self._random.random() < 0.5:
            blocks.append([self.pick("interests"), "Randonnée, piano" if self.language == "fr" else "Hiking, piano"])
        for block in blocks:
            lines += ["", *block]
        truth["work"] = [self._job_truth(job) for job in jobs]
        truth["meta"] = {"language": self.language}
        return lines, truth

    def _header(self, title: str) -> tuple[list[str], dict[str, Any]]:
        name, city = self.pick("names"), self.pick("cities")
        mail = (
            name.lower().translate(str.maketrans("éèïàâêî", "eeiaaei")).replace(" ", ".").replace("'", "")
            + "@example.org"
        )
        tail = f"{self._random.randint(0, 9999):04d}"
        french = self.language == "fr"
        phone = f"06 39 98 {tail[:2]} {tail[2:]}" if french else f"+44 7700 90{tail}"
        place = (
            f"{self._random.choice(('44000 Nantes', '69003 Lyon', '31000 Toulouse'))}"
            if french
            else f"{city}, UK"
            if city != "Dublin"
            else "Dublin, Ireland"
        )
        town, code = (place[6:], place[:5]) if french else (city, None)
        link = "linkedin.com/in/" + mail.split("@")[0].replace(".", "-")
        shapes = {
            "lines": [place, phone, mail, link],
            "labels": [f"Adresse : 12 rue des Lilas, {place}" if french else f"Address: 4 Mill Lane, {place}",
                       f"Tél. : {phone}" if french else f"Tel: {phone}", f"E-mail : {mail}", f"LinkedIn : {link}"],
            "one_line": [f"{place} | {phone} | {mail} | {link}"],
        }  # fmt: skip
        basics = {
            "name": name, "email": mail, "phone": ("+33" + phone.replace(" ", "")[1:]) if french else phone.replace(" ", ""),
            "location": {"city": town, "postalCode": code}, "profiles": [{"network": "LinkedIn", "url": link}],
        }  # fmt: skip
        return [name, title, *shapes[self.form["contact"]]], {"basics": basics}

    def _jobs(self) -> list[Job]:
        jobs, year, month = [], 2026, 8
        titles, companies = (self._random.sample(list(self.words[key]), 3) for key in ("titles", "companies"))
        for number in range(3):
            length = self._random.randint(7, 40)
            start = (year * 12 + month - length) // 12, (year * 12 + month - length) % 12 + 1
            end = None if number == 0 else (year, month + 1)
            bullets = tuple(self._random.sample(list(self.words["bullets"]), self._random.randint(1, 3)))
            jobs.append(Job(titles[number], companies[number], self.pick("cities"), start, end, bullets))
            year, month = start[0] - 1 if start[1] < 3 else start[0], (start[1] - 3) % 12
        return jobs

    def _job_lines(self, jobs: Sequence[Job]) -> list[str]:
        mark = self._random.choice(("• ", "- ", "• ", ""))
        airy = self._random.random() < 0.5 or not mark
        out: list[str] = []
        for job in jobs:
            dates = DATE_FORMS[self.form["date"]](job, self)
            out += (
                ["", *JOB_FORMS[self.form["job"]](job, dates, self)]
                if airy
                else JOB_FORMS[self.form["job"]](job, dates, self)
            )
            out += [mark + bullet for bullet in job.bullets]
        return out[1:] if airy else out

    def _job_truth(self, job: Job) -> dict[str, Any]:
        years = self.form["date"] == "years"
        return {
            "name": job.company,
            "position": job.title,
            "startDate": str(job.start[0]) if years else f"{job.start[0]}-{job.start[1]:02d}",
            "endDate": None if job.end is None else str(job.end[0]) if years else f"{job.end[0]}-{job.end[1]:02d}",
        }

    def _degrees(self, truth: dict[str, Any]) -> list[str]:
        degrees, schools = (self._random.sample(list(self.words[key]), 2) for key in ("degrees", "schools"))
        out, truth["education"] = [], []
        for number, (degree, school) in enumerate(zip(degrees, schools, strict=True)):
            year = 2016 - 3 * number
            out += DEGREE_FORMS[self.form["degree"]](degree, school, year)
            truth["education"].append({"institution": school, "studyType": degree, "endDate": str(year)})
        return out

    def _skills(self, truth: dict[str, Any]) -> list[str]:
        skills = self._random.sample(list(self.words["skills"]), 6)
        truth["skills"] = skills
        french = self.language == "fr"
        return {
            "lines": skills,
            "commas": [", ".join(skills)],
            "bullets": [f"• {skill}" for skill in skills],
            "grouped": [f"{'Outils' if french else 'Tools'}{' ' if french else ''}: {', '.join(skills[:3])}",
                        f"{'Métier' if french else 'Other'}{' ' if french else ''}: {', '.join(skills[3:])}"],
            "dots": [" • ".join(skills[:3]), " • ".join(skills[3:])],
        }[self.form["skills"]]  # fmt: skip

    def _languages(self, truth: dict[str, Any]) -> list[str]:
        chosen = self._random.sample(LANGUAGES[self.language], 3)
        levels = [self._random.choice(LEVELS[self.language]) for _ in chosen]
        words = [self._random.choice(names) for names, _ in levels]
        truth["languages"] = [
            {"language": code, "fluency": level} for (_, code), (_, level) in zip(chosen, levels, strict=True)
        ]
        pairs = [(name, word) for (name, _), word in zip(chosen, words, strict=True)]
        colon = " : " if self.language == "fr" else ": "
        return {
            "colon": [f"{name}{colon}{word}" for name, word in pairs],
            "brackets": [f"{name} ({word})" for name, word in pairs],
            "dash": [f"{name} – {word}" for name, word in pairs],
            "one_line": [", ".join(f"{name} ({word})" for name, word in pairs)],
        }[self.form["languages"]]


def _month(moment: tuple[int, int] | None, writer: Writer, key: str) -> str:
    return writer.pick("now") if moment is None else f"{writer.words[key][moment[1] - 1]} {moment[0]}"


def _sentence(job: Job, writer: Writer) -> str:
    french = writer.language == "fr"
    start = _month(job.start, writer, "months")
    if job.end is None:
        return f"{'Depuis' if french else 'Since'} {start}"
    return f"{'De' if french else 'From'} {start} {'à' if french else 'to'} {_month(job.end, writer, 'months')}"


def _numeric(moment: tuple[int, int] | None, writer: Writer) -> str:
    return writer.pick("now") if moment is None else f"{moment[1]:02d}/{moment[0]}"


DATE_FORMS: dict[str, Callable[[Job, Writer], str]] = {
    "long": lambda job, w: f"{_month(job.start, w, 'months')} – {_month(job.end, w, 'months')}",
    "short": lambda job, w: f"{_month(job.start, w, 'short')} - {_month(job.end, w, 'short')}",
    "numeric": lambda job, w: f"{_numeric(job.start, w)} - {_numeric(job.end, w)}",
    "years": lambda job, w: f"{job.start[0]} – {w.pick('now') if job.end is None else job.end[0]}",
    "sentence": _sentence,
}
JOB_FORMS: dict[str, Callable[[Job, str, Writer], list[str]]] = {
    "title/company|dates": lambda j, d, w: [j.title, f"{j.company} | {d}"],
    "dates/title/company": lambda j, d, w: [d, j.title, j.company],
    "title-company-dates": lambda j, d, w: [f"{j.title} – {j.company} – {d}"],
    "company-city/title|dates": lambda j, d, w: [f"{j.company} – {j.city}", f"{j.title} | {d}"],
    "title,company,city(dates)": lambda j, d, w: [f"{j.title}, {j.company}, {j.city} ({d})"],
    "dates:title,company": lambda j, d, w: [f"{d} : {j.title}, {j.company}"],
    "title at company/dates": lambda j, d, w: [f"{j.title} {'chez' if w.language == 'fr' else 'at'} {j.company}", d],
    "dates-tab-title/company,city": lambda j, d, w: [f"{d}\t{j.title}", f"{j.company}, {j.city}"],
    "company-tab-dates/title": lambda j, d, w: [f"{j.company.upper()} ({j.city})\t{d}", j.title],
    "title/company/dates": lambda j, d, w: [j.title, j.company, d],
    "title(contract)|company|city/dates": lambda j, d, w: [f"{j.title} ({'CDD' if w.language == 'fr' else 'contract'}) | {j.company} | {j.city}", d],
    "company/title/dates": lambda j, d, w: [j.company, j.title, d],
    "dates|company|title": lambda j, d, w: [f"{d} | {j.company} | {j.title}"],
    "title-tab-dates/company,city": lambda j, d, w: [f"{j.title}\t{d}", f"{j.company}, {j.city}"],
    "dates/company/title": lambda j, d, w: [d, j.company, j.title],
}  # fmt: skip
DEGREE_FORMS: dict[str, Callable[[str, str, int], list[str]]] = {
    "degree,school,year": lambda d, s, y: [f"{d}, {s}, {y}"],
    "year:degree,school": lambda d, s, y: [f"{y} : {d}, {s}"],
    "years|degree|school": lambda d, s, y: [f"{y - 2} – {y} | {d} | {s}"],
    "degree/school,year": lambda d, s, y: [d, f"{s}, {y}"],
    "school-degree(year)": lambda d, s, y: [f"{s} — {d} ({y})"],
    "year-tab-degree-school": lambda d, s, y: [f"{y}\t{d} – {s}"],
    "school/degree/year": lambda d, s, y: [s, d, str(y)],
    "year/degree/school": lambda d, s, y: [str(y), d, s],
}


def main() -> None:
    """Print the scores by language, then the worst forms."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--formats", default="txt,docx,pdf")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    groups = {"ALL": Scores(), "FR": Scores(), "EN": Scores()}
    by_form: dict[str, Scores] = defaultdict(Scores)
    for number in range(options.count):
        writer = Writer(options.seed * 100_000 + number)
        lines, truth = writer.written()
        for kind in options.formats.split(","):
            read = read_here(FORMATS[kind](lines), filename=None, today=TODAY)
            got = read.profile.model_dump(mode="json", by_alias=True) if read.profile else {}
            for scores in (
                groups["ALL"],
                groups[writer.language.upper()],
                *(by_form[f"{k}={v}"] for k, v in writer.form.items()),
                by_form[f"format={kind}"],
            ):
                scores.add(got, truth)
            if options.errors:
                _print_errors(writer, kind, got, truth)
    print(table(groups))
    for form, scores in sorted(by_form.items(), key=lambda item: item[1].mean)[:25]:
        low = {name: round(f1, 2) for name in FIELDS if (f1 := scores.counts[name].f1) is not None and f1 < 0.95}
        print(f"{scores.mean:.3f} {form} {low}")


def _print_errors(writer: Writer, kind: str, got: dict[str, Any], truth: dict[str, Any]) -> None:
    given, true = values(got), values(truth)
    for name in FIELDS:
        wanted, had = true[name], given[name] or []
        if wanted is not None and matched(name, had, wanted) < max(len(wanted), len(had)):
            print(
                kind,
                writer.form,
                name,
                "GOT",
                [v for v in had if v not in wanted],
                "MISSED",
                [v for v in wanted if v not in had],
            )


if __name__ == "__main__":
    main()
