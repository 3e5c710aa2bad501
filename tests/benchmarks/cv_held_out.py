# ruff: noqa: E501 - word lists and forms stay on the lines where they can be compared.
"""Vocabulary and forms that no rule was mended on: words of open data, names put together by chance, free orders of lines.

DATA_DIR holds `esco`, `rome` and `communes`. A seed draws other words and other forms each time, so that a figure can be taken
on a set that nobody has looked at.
"""

import csv
import random
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from tests.benchmarks.cv_held_out_names import FIRST_NAMES, LATER_FROM, LATER_NAMES
from tests.benchmarks.cv_variant_forms import DegreeForm, Drawing, Form, Job, Vocabulary, named_month
from tests.benchmarks.cv_variant_words import LANGUAGES, LEVELS, WORDS


def _words(text: str) -> Sequence[str]:
    return text.split()


FIRST: Final = {
    "fr": _words("Agathe Bastien Clémence Dorian Estelle Florian Gaëlle Hakim Ilona Jérémie Karine Lilian Maëlys Nabil Océane Pascal Quitterie Rachid Sabrina Tanguy Ursule Valentin Wassila Xavier Ysaline Zinedine Bérengère Cédric"),
    "en": _words("Abigail Benedict Chloe Declan Esme Fergus Georgina Hamza Isobel Jasper Keziah Lachlan Maeve Nathaniel Orla Patrick Rosalind Stefan Tabitha Umar Verity Wilfred Yasmin Zachary Aoife Bronwyn Conor Devika"),
}  # fmt: skip
LAST: Final = {
    "fr": _words("Arnoult Bellanger Chauvin Delattre Escoffier Fournel Garcin Hamidou Imbert Joubert Kessler Lamarque Mercadier Nivelle Ollivier Pellerin Quemener Rigaud Sauvageot Tessier Urbain Vasseur Wagner Yvon Zeller Benmoussa Traoré Nguyen"),
    "en": _words("Ashworth Birchall Cavendish Drummond Eastwood Fairclough Gallagher Hargreaves Inglis Jagger Kirkbride Lockhart Merriweather Nettleton Osborne Pemberton Quigley Rushworth Stapleton Tomlinson Underhill Vickers Whitcombe Yardley Zaman Okafor Desai Nowak"),
}  # fmt: skip
SYLLABLES: Final = _words(
    "al ba cor den el fa gri hol is jo ka lu mor na or pra qui ro sel ta ul vi wen xa yl zo bri cla dro fle gla pli sta tre"
)
FIRM_FORMS: Final = {
    "fr": ("{n}", "{n} SAS", "{N}", "Groupe {n}", "Établissements {p}", "{p} et Fils", "Société {n}", "{n} Services", "Maison {p}", "Ateliers {n}", "Clinique {n}", "{n} {m}", "SARL {p}", "Mairie de {t}", "Centre hospitalier de {t}"),
    "en": ("{n}", "{n} Ltd", "{N}", "{n} Group", "{p} & Co", "{p} Brothers", "{n} Services", "{p} and Partners", "{n} {m}", "{n} plc", "The {n} Trust", "{t} Council", "{t} General Hospital", "{n} Holdings"),
}  # fmt: skip
TOWNS: Final = _words(
    "Leicester Preston Swansea Dundee Limerick Ipswich Wakefield Exeter Bolton Perth Derby Chester Stirling Galway Reading Hull Lincoln Durham"
)
LEVEL_OF_DEGREE: Final = {
    "fr": ("BTS", "BUT", "Licence", "Licence professionnelle", "Master", "Master 1", "CAP", "BEP", "Bac pro", "Titre professionnel", "Diplôme d'ingénieur", "DEUST", "Mastère", "Bachelor", "Brevet professionnel", "Certificat de spécialisation", "DUT"),
    "en": ("BSc", "BA", "MSc", "MA", "Diploma in", "Certificate in", "HND", "BTEC National", "Foundation Degree in", "Bachelor of Science in", "Master of Arts in", "MPhil", "NVQ Level 3", "Advanced Diploma in", "Postgraduate Certificate in"),
}  # fmt: skip
DOMAIN: Final = {
    "fr": ("Gestion hôtelière", "Électrotechnique", "Mécanique industrielle", "Tourisme", "Chimie", "Sciences politiques", "Transport et logistique", "Biotechnologies", "Assurance", "Métiers de la mode", "Audit et contrôle", "Génie thermique", "Langues étrangères appliquées", "Réseaux informatiques", "Petite enfance", "Urbanisme"),
    "en": ("Hospitality Management", "Electronics", "Mechanical Engineering", "Tourism", "Chemistry", "Politics", "Supply Chain", "Biotechnology", "Insurance", "Fashion Design", "Audit", "Sports Coaching", "Modern Languages", "Computer Networks", "Early Years Education", "Town Planning"),
}  # fmt: skip
SCHOOL_FORMS: Final = {
    "fr": ("Lycée {p}", "Université de {t}", "IUT de {t}", "École supérieure de {t}", "CFA de {t}", "Institut {p}", "Lycée professionnel {p}", "Faculté des sciences de {t}", "AFPA {t}", "IAE {t}", "École {p}", "Greta de {t}", "Campus {n}"),
    "en": ("University of {t}", "{t} College", "{t} Grammar School", "{p} Institute", "{t} University", "{p} Academy", "{t} School of Art", "Institute of Technology {t}", "St {f}'s College", "{t} Technical College", "{p} High School"),
}  # fmt: skip
SIGNS: Final = {
    "work": "💼",
    "education": "🎓",
    "skills_head": "🛠",
    "languages": "🌍",
    "profile": "👤",
    "interests": "🎵",
}
ROMAN: Final = ("I", "II", "III", "IV", "V", "VI")
DECORATIONS: Final[Mapping[str, Callable[[str, str, int], str]]] = {
    "plain": lambda name, key, n: name,
    "colon": lambda name, key, n: f"{name} :",
    "capitals": lambda name, key, n: name.upper(),
    "numbered": lambda name, key, n: f"{n}. {name}",
    "roman": lambda name, key, n: f"{ROMAN[n - 1]} - {name}",
    "emoji": lambda name, key, n: f"{SIGNS[key]} {name}",
    "dashes": lambda name, key, n: f"—— {name} ——",
    "stars": lambda name, key, n: f"*** {name.upper()} ***",
    "square": lambda name, key, n: f"■ {name}",
    "brackets": lambda name, key, n: f"[ {name} ]",
    "chevrons": lambda name, key, n: f">> {name}",
    "slashes": lambda name, key, n: f"{name.upper()} //",
    "letters": lambda name, key, n: "  ".join(" ".join(word) for word in name.upper().split(" ")),
}


def _month(moment: tuple[int, int] | None, draw: Drawing, shape: str) -> str:
    return draw.pick("now") if moment is None else shape.format(m=moment[1], y=moment[0], s=moment[0] % 100)


def _since(job: Job, draw: Drawing) -> str:
    if job.end is None:
        return f"{'Depuis' if draw.french else 'Since'} {_month(job.start, draw, '{m:02d}/{y}')}"
    return f"{_month(job.start, draw, '{m:02d}/{y}')} – {_month(job.end, draw, '{m:02d}/{y}')}"


def _to_date(job: Job, draw: Drawing) -> str:
    start = named_month(job.start, draw, "months").capitalize()
    if job.end is None:
        return f"{start} {'à ce jour' if draw.french else 'to date'}"
    return f"{start} {'à' if draw.french else 'to'} {named_month(job.end, draw, 'months')}"


def _open_end(job: Job, draw: Drawing) -> str:
    return f"{job.start[0]}–{job.end[0] if job.end else ''}"


def _length(job: Job, draw: Drawing) -> str:
    year, month = job.end or (2026, 11)
    months = (year - job.start[0]) * 12 + month - job.start[1] + 1
    unit = ("an" if months < 24 else "ans", "mois") if draw.french else ("yr" if months < 24 else "yrs", "mos")
    told = " ".join(f"{count} {word}" for count, word in zip(divmod(months, 12), unit, strict=True) if count)
    return f"{named_month(job.start, draw, 'short')} - {named_month(job.end, draw, 'short')} · {told}"


def _full_days(job: Job, draw: Drawing) -> str:
    first = (
        f"1er {named_month(job.start, draw, 'months')}"
        if draw.french
        else f"1 {named_month(job.start, draw, 'months')}"
    )
    if job.end is None:
        return f"{'Depuis le' if draw.french else 'Since'} {first}"
    last = f"28 {named_month(job.end, draw, 'months')}"
    return f"Du {first} au {last}" if draw.french else f"{first} to {last}"


def _apostrophe(job: Job, draw: Drawing) -> str:
    months = WORDS[draw.language]["short"]
    first, last = (
        draw.pick("now") if one is None else f"{months[one[1] - 1].rstrip('.')} '{one[0] % 100:02d}"
        for one in (job.start, job.end)
    )
    return f"{first} – {last}"


def _spread(shape: str, between: str) -> Callable[[Job, Drawing], str]:
    return lambda job, draw: f"{_month(job.start, draw, shape)}{between}{_month(job.end, draw, shape)}"


DATE_FORMS: Final[Mapping[str, Callable[[Job, Drawing], str]]] = {
    "since": _since, "to date": _to_date, "open end": _open_end, "with length": _length, "full days": _full_days, "apostrophe": _apostrophe,
    "mm/yy": _spread("{m:02d}/{s:02d}", "-"), "m/yyyy": _spread("{m}/{y}", " à "), "yyyy/mm": _spread("{y}/{m:02d}", " – "), "[years]": lambda job, draw: f"[{_spread('{y}', ' - ')(job, draw)}]",
    "em dash": lambda job, draw: f"{named_month(job.start, draw, 'months')} — {named_month(job.end, draw, 'months')}",
    "arrow": lambda job, draw: f"{named_month(job.start, draw, 'months')} → {named_month(job.end, draw, 'months')}",
    "summer": lambda job, draw: f"{named_month(job.start, draw, 'season').capitalize()} - {named_month(job.end, draw, 'season')}",
}  # fmt: skip
YEAR_ONLY: Final = frozenset({"open end", "[years]", "summer"})
BETWEEN: Final = (" – ", " | ", ", ", " · ", "\t", " // ", " • ", " - ", " — ")
PLACES: Final = ("{c}", "{c}, {t}", "{c} ({t})", "{c} - {t}", "{c}")
ORDERS: Final = (
    "T/C/D", "C/T/D", "D/T/C", "D/C/T", "T/D/C", "C/D/T", "T+C/D", "C+T/D", "D/T+C", "D/C+T", "T+D/C", "C+D/T", "D+T/C", "D+C/T", "T/C+D", "C/T+D", "T+C+D", "C+T+D", "D+T+C", "D+C+T", "T/D+C",
)  # fmt: skip


def _job_form(order: str, between: str, place: str) -> Form:
    def form(job: Job, dates: str, draw: Drawing) -> Sequence[str]:
        texts = {"T": job.title, "C": place.format(c=job.company, t=job.city), "D": dates}
        return [between.join(texts[part] for part in line.split("+")) for line in order.split("/")]

    return form


def _degree_form(order: str, between: str) -> DegreeForm:
    def form(degree: str, school: str, year: int, draw: Drawing) -> Sequence[str]:
        texts = {"T": degree, "C": school, "D": str(year)}
        return [between.join(texts[part] for part in line.split("+")) for line in order.split("/")]

    return form


SKILL_FORMS: Final[Mapping[str, Callable[[Sequence[str], Drawing], Sequence[str]]]] = {
    "ticks": lambda s, d: [f"✔ {skill}" for skill in s],
    "double": lambda s, d: [f"{a} / {b}" for a, b in zip(s[::2], s[1::2], strict=True)],
    "numbers": lambda s, d: [f"{skill} : {3 + n % 3}/5" for n, skill in enumerate(s)],
    "comma lines": lambda s, d: [", ".join(s[:2]) + ",", ", ".join(s[2:])],
    "and": lambda s, d: [", ".join(s[:-1]) + (" et " if d.french else " and ") + s[-1]],
    "percent": lambda s, d: [f"{skill} {60 + 5 * n} %" for n, skill in enumerate(s)],
    "circles": lambda s, d: [f"{skill} ●●●○○" for skill in s],
    "labels": lambda s, d: [f"{'Métier' if d.french else 'Trade'} : {' • '.join(s[:3])}", f"{'Divers' if d.french else 'More'} : {' • '.join(s[3:])}"],
}  # fmt: skip
LANGUAGE_FORMS: Final[Mapping[str, Callable[[Sequence[tuple[str, str]], Drawing], Sequence[str]]]] = {
    "square": lambda p, d: [f"{name} [{word}]" for name, word in p],
    "comma": lambda p, d: [f"{name}, {word}" for name, word in p],
    "niveau": lambda p, d: [f"{name} : {'niveau ' if d.french else ''}{word.removeprefix('niveau ')}" for name, word in p],
    "slash": lambda p, d: [" / ".join(f"{name} ({word})" for name, word in p)],
    "capitals": lambda p, d: [f"{name.upper()} - {word}" for name, word in p],
    "ticks": lambda p, d: [f"✔ {name} : {word}" for name, word in p],
}  # fmt: skip


def vocabulary(data: Path, seed: int) -> Vocabulary:
    """Words and forms drawn with this seed from the open data below `data`."""
    chance = random.Random(seed)
    names = LATER_NAMES if seed >= LATER_FROM else FIRST_NAMES
    words = {
        language: {**WORDS[language], **names[language], **_drawn(data, language, chance)} for language in ("fr", "en")
    }
    orders = [(order, chance.choice(BETWEEN), chance.choice(PLACES)) for order in ORDERS for _ in range(3)]
    comma = [(order, between, "{c}" if between == ", " and "+" in order else place) for order, between, place in orders]
    return Vocabulary(
        words=words,
        levels=LEVELS,
        languages=LANGUAGES,
        job_forms={f"{order} {between!r} {place}": _job_form(order, between, place) for order, between, place in comma},
        date_forms=DATE_FORMS,
        degree_forms={f"{order} {between!r}": _degree_form(order, between) for order, between, _ in orders},
        skill_forms=SKILL_FORMS,
        language_forms=LANGUAGE_FORMS,
        year_only=YEAR_ONLY,
        decorations=DECORATIONS,
    )


def _drawn(data: Path, language: str, chance: random.Random) -> dict[str, Sequence[str]]:
    towns = _towns(data, chance) if language == "fr" else TOWNS
    return {
        "names": tuple(_name(language, chance) for _ in range(60)),
        "titles": _sample(_titles(data, language), chance),
        "companies": tuple({_composed(FIRM_FORMS[language], language, towns, chance): 0 for _ in range(120)}),
        "schools": tuple({_composed(SCHOOL_FORMS[language], language, towns, chance): 0 for _ in range(60)}),
        "degrees": tuple(
            {f"{chance.choice(LEVEL_OF_DEGREE[language])} {chance.choice(DOMAIN[language])}": 0 for _ in range(60)}
        ),
        "skills": _sample(_skills(data, language), chance),
        "cities": towns,
        "bullets": _sample(_activities(data), chance) if language == "fr" else WORDS["en"]["bullets"],
    }


def _sample(found: Sequence[str], chance: random.Random, count: int = 200) -> Sequence[str]:
    return chance.sample(sorted(set(found)), min(count, len(set(found))))


def _name(language: str, chance: random.Random) -> str:
    first, last = chance.choice(FIRST[language]), chance.choice(LAST[language])
    return chance.choice(
        (
            f"{first} {last}",
            f"{first} {last.upper()}",
            f"{first} {last}",
            f"{first}-{chance.choice(FIRST[language])} {last}",
        )
    )


def _composed(forms: Sequence[str], language: str, towns: Sequence[str], chance: random.Random) -> str:
    made = ["".join(chance.choice(SYLLABLES) for _ in range(chance.choice((2, 3)))).capitalize() for _ in range(2)]
    return chance.choice(forms).format(
        n=made[0],
        N=made[0].upper(),
        m=made[1],
        p=chance.choice(LAST[language]),
        t=chance.choice(towns),
        f=chance.choice(FIRST[language]),
    )


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def _towns(data: Path, chance: random.Random) -> Sequence[str]:
    known = [row["name"] for row in _rows(data / "communes" / "communes.csv") if int(row["population"] or 0) > 15_000]
    return _sample(known, chance, 40)


def _titles(data: Path, language: str) -> list[str]:
    """Short titles of ROME, the masculine or the feminine one, or of ESCO with capitals as an English CV writes them."""
    if language == "fr":
        labels = [row["libelle_appellation_court"] for row in _rows(data / "rome" / "referentiel_appellation_v460.csv")]
        sides = [side.strip() for label in labels for side in label.split(" / ")[:2]]
        return [
            side
            for side in sides
            if 1 <= len(side.split()) <= 5 and not re.search(r"[()/,]", side) and side[:1].isupper()
        ]
    labels = [row["preferredLabel"] for row in _rows(data / "esco" / "occupations_en.csv")]
    return [label.title() for label in labels if 1 <= len(label.split()) <= 4 and not re.search(r"[()/,]", label)]


def _skills(data: Path, language: str) -> list[str]:
    if language == "fr":
        labels = [
            row["libelle_competence"].replace("''", "'")
            for row in _rows(data / "rome" / "referentiel_competence_v347.csv")
        ]
    else:
        labels = [row["preferredLabel"] for row in _rows(data / "esco" / "skills_en.csv")]
    return [
        label for label in labels if 1 <= len(label.split()) <= 3 and not re.search(r"[()/,:;&\d]| et | and |-$", label)
    ]


def _activities(data: Path) -> list[str]:
    labels = [row["libelle_activite"] for row in _rows(data / "rome" / "referentiel_activite_v344.csv")]
    return [label for label in labels if 4 <= len(label.split()) <= 14 and label[:1].isupper()]
