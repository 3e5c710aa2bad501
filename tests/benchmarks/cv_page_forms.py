# ruff: noqa: E501 - forms stay on one line each, where they can be compared.
"""How a page of a CV is built in HTML: jobs, degrees, skills, languages, headings, contact lines, whole pages."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final

from tests.benchmarks.cv_page_words import LABELS
from tests.benchmarks.cv_variant_forms import Job
from tests.benchmarks.cv_variant_words import WORDS


@dataclass(frozen=True)
class Cv:
    """What one page tells, in the words that it shows; `jobs` stand beside their `dates` as written."""

    language: str
    name: str
    headline: str
    contact: Mapping[str, str]
    names: Mapping[str, str]
    summary: str
    jobs: Sequence[tuple[Job, str]]
    degrees: Sequence[tuple[str, str, int]]
    skills: Sequence[str]
    spoken: Sequence[tuple[str, str]]
    leisure: str
    chance: random.Random
    form: dict[str, str] = field(default_factory=dict)

    @property
    def french(self) -> bool:
        """True for a French page."""
        return self.language == "fr"


Html = str
ESCAPED = escape
MAIL: Final = '<svg class=i viewBox="0 0 9 9"><path d="M0 1h9v7H0zM0 1l4.5 4L9 1"/></svg>'


def bullets(job: Job) -> Html:
    """The tasks as a list."""
    return "<ul>" + "".join(f"<li>{escape(one)}</li>" for one in job.bullets) + "</ul>" if job.bullets else ""


def text(job: Job) -> Html:
    """The tasks as running text."""
    return f"<p>{escape('. '.join(one.rstrip('.') for one in job.bullets))}.</p>" if job.bullets else ""


def _row(left: str, right: str) -> Html:
    return f"<div class=row><span>{left}</span><span>{right}</span></div>"


def _left(left: str, right: Html) -> Html:
    return f"<div class=grid><div class=aside>{left}</div><div>{right}</div></div>"


def _b(words: str) -> Html:
    return f"<b>{escape(words)}</b>"


def _stacked(dates: str) -> Html:
    """A period on two rows of a narrow column."""
    for between in (" – ", " - ", "-", " à ", " au "):
        if dates.count(between) == 1:
            first, last = dates.split(between)
            return f"{escape(first)} {'–' if between.strip() in '–-' else between.strip()}<br>{escape(last)}"
    return escape(dates)


JobForm = Callable[[Job, str, Cv], Html]
JOBS: Final[Mapping[str, JobForm]] = {
    "title ↔ dates / company, city": lambda j, t, c: _row(_b(j.title), escape(t)) + f"<div><i>{escape(j.company)}, {escape(j.city)}</i></div>" + bullets(j),
    "company ↔ dates / title": lambda j, t, c: _row(_b(j.company.upper()), escape(t)) + f"<div>{escape(j.title)}</div>" + bullets(j),
    "company ↔ city / title ↔ dates": lambda j, t, c: _row(_b(j.company), escape(j.city)) + _row(f"<i>{escape(j.title)}</i>", f"<i>{escape(t)}</i>") + bullets(j),
    "dates | title / company": lambda j, t, c: _left(escape(t), f"{_b(j.title)}<br>{escape(j.company)}" + bullets(j)),
    "dates | company – title, text": lambda j, t, c: _left(escape(t), f"{_b(j.company)} – {escape(j.title)}" + text(j)),
    "dates stacked | title / company (city)": lambda j, t, c: _left(_stacked(t), f"{_b(j.title.upper())}<br>{escape(j.company)} ({escape(j.city)})" + bullets(j)),
    "dates + city | title / company": lambda j, t, c: _left(f"{escape(t)}<br>{escape(j.city)}", f"{_b(j.title)}<br>{escape(j.company)}" + bullets(j)),
    "dates / title / company – city": lambda j, t, c: f"<div class=soft>{escape(t)}</div><div>{_b(j.title)}</div><div>{escape(j.company)} – {escape(j.city)}</div>" + bullets(j),
    "title / company / dates, text": lambda j, t, c: f"<div>{_b(j.title)}</div><div>{escape(j.company)}</div><div class=soft>{escape(t)}</div>" + text(j),
    "company — title / dates": lambda j, t, c: f"<div>{_b(j.company)} — {escape(j.title)}</div><div class=soft>{escape(t)}</div>" + bullets(j),
    "title chez company (dates)": lambda j, t, c: f"<div>{escape(j.title)} {'chez' if c.french else 'at'} {_b(j.company)} ({escape(t)})</div>" + bullets(j),
    "title @ company (city) ↔ dates": lambda j, t, c: _row(f"{escape(j.title)} @ {escape(j.company)} ({escape(j.city)})", escape(t)) + text(j),
    "dates title, company": lambda j, t, c: f"<div>{escape(t)} {'&nbsp;'}{_b(j.title)}, {escape(j.company)}</div>",
    "dates : title – company, no tasks": lambda j, t, c: f"<div>{escape(t)} : {escape(j.title)} – {escape(j.company)}</div>",
    "paragraph": lambda j, t, c: f"<p>{_b(j.title)}, {escape(j.company)}, {escape(j.city)}, {escape(t)}.</p>" + text(j),
    "table": lambda j, t, c: f"<table border=1><tr><td width=130>{escape(t)}</td><td width=190>{_b(j.title)}<br>{escape(j.company)}</td><td>{text(j)}</td></tr></table>",
    "TITLE / company | city | dates": lambda j, t, c: f"<div>{_b(j.title.upper())}</div><div class=soft>{escape(j.company)} | {escape(j.city)} | {escape(t)}</div>" + bullets(j),
    "title / company ↔ dates, label": lambda j, t, c: f"<div>{_b(j.title)}</div>" + _row(escape(j.company), escape(t)) + f"<div>{LABELS[c.language]['main']}</div>" + bullets(j),
    "company, city / dates / title": lambda j, t, c: f"<div>{_b(j.company)}, {escape(j.city)}</div><div>{escape(t)}</div><div><i>{escape(j.title)}</i></div>" + text(j),
}  # fmt: skip
DegreeForm = Callable[[str, str, int], Html]
DEGREES: Final[Mapping[str, DegreeForm]] = {
    "degree ↔ year / school": lambda g, s, y: _row(_b(g), str(y)) + f"<div>{escape(s)}</div>",
    "year | degree / school": lambda g, s, y: _left(str(y), f"{_b(g)}<br>{escape(s)}"),
    "years | degree, school": lambda g, s, y: _left(f"{y - 2} – {y}", f"{escape(g)}, {escape(s)}"),
    "school ↔ years / degree": lambda g, s, y: _row(_b(s), f"{y - 3} - {y}") + f"<div>{escape(g)}</div>",
    "degree, school (year)": lambda g, s, y: f"<div>{escape(g)}, {escape(s)} ({y})</div>",
    "year / degree / school": lambda g, s, y: f"<div class=soft>{y}</div><div>{_b(g)}</div><div>{escape(s)}</div>",
    "degree / school – years": lambda g, s, y: f"<div>{_b(g)}</div><div class=soft>{escape(s)} – {y - 1}-{y}</div>",
    "year : degree – school": lambda g, s, y: f"<div>{y} : {escape(g)} – {escape(s)}</div>",
}  # fmt: skip
SKILLS: Final[Mapping[str, Callable[[Sequence[str], Cv], Html]]] = {
    "pills": lambda s, c: "<div class=pills>" + "".join(f"<span>{escape(one)}</span>" for one in s) + "</div>",
    "bars": lambda s, c: "".join(f"<div>{escape(one)}<div class=bar></div></div>" for one in s),
    "two columns": lambda s, c: "<ul class=two>" + "".join(f"<li>{escape(one)}</li>" for one in s) + "</ul>",
    "commas": lambda s, c: f"<p>{escape(', '.join(s))}</p>",
    "groups": lambda s, c: "".join(f"<div>{_b(name)} : {escape(', '.join(part))}</div>" for name, part in zip(LABELS[c.language]["groups"], (s[:3], s[3:]), strict=True)),
    "lines": lambda s, c: "".join(f"<div>{escape(one)}</div>" for one in s),
    "list": lambda s, c: "<ul>" + "".join(f"<li>{escape(one)}</li>" for one in s) + "</ul>",
    "stars": lambda s, c: "".join(_row(escape(one), "★★★★☆") for one in s),
    "middots": lambda s, c: f"<p>{escape(' · '.join(s))}</p>",
}  # fmt: skip
LANGUAGES: Final[Mapping[str, Callable[[Sequence[tuple[str, str]]], Html]]] = {
    "dash": lambda p: "".join(f"<div>{name} — {word}</div>" for name, word in p),
    "below": lambda p: "".join(f"<div>{_b(name)}<br>{word}</div>" for name, word in p),
    "right": lambda p: "".join(_row(name, word) for name, word in p),
    "brackets": lambda p: f"<p>{', '.join(f'{name} ({word})' for name, word in p)}</p>",
    "colon": lambda p: "<ul>" + "".join(f"<li>{name} : {word}</li>" for name, word in p) + "</ul>",
}  # fmt: skip
HEADINGS: Final[Mapping[str, Callable[[str, int], Html]]] = {
    "plain": lambda n, k: f"<div class=gap>{escape(n)}</div>",
    "bold": lambda n, k: f"<h2>{escape(n)}</h2>",
    "bar": lambda n, k: f'<h2 class="fill">{escape(n)}</h2>',
    "box": lambda n, k: f'<h2 class="box">{escape(n.upper())}</h2>',
    "rule": lambda n, k: f'<h2 class="rule">{escape(n)}</h2>',
    "number": lambda n, k: f"<h2>{k}. {escape(n)}</h2>",
    "roman": lambda n, k: f"<h2>{('I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII')[k - 1]}. {escape(n)}</h2>",
    "icon": lambda n, k: f"<h2>{MAIL} {escape(n)}</h2>",
    "spaced": lambda n, k: f'<h2 class="wide">{escape(n.upper())}</h2>',
    "small capitals": lambda n, k: f'<div class="gap caps">{escape(n.upper())}</div>',
    "coloured": lambda n, k: f'<div class="gap" style="color:#06c">{escape(n)}</div>',
    "centred": lambda n, k: f'<h2 style="text-align:center">~ {escape(n)} ~</h2>',
}  # fmt: skip
CONTACTS: Final[Mapping[str, Callable[[Cv], Html]]] = {
    "icons": lambda c: "".join(f"<div>{MAIL} {escape(value)}</div>" for value in c.contact.values()),
    "one line": lambda c: f"<div>{escape(' | '.join(c.contact.values()))}</div>",
    "dots": lambda c: f"<div>{escape(' • '.join(c.contact.values()))}</div>",
    "slashes": lambda c: f"<div>{escape(c.contact['home'])}</div><div>{escape(c.contact['phone'])} / {escape(c.contact['mail'])}</div><div>{escape(c.contact['link'])}</div>",
    "labels": lambda c: "".join(f"<div>{LABELS[c.language][key]} : {escape(c.contact[key])}</div>" for key in ("phone", "mail", "home")) + f"<div>{LABELS[c.language]['born']}</div><div>{escape(c.contact['link'])}</div>",
    "spread": lambda c: "<div class=row>" + "".join(f"<span>{escape(value)}</span>" for value in c.contact.values()) + "</div>",
}  # fmt: skip
MAIN: Final = ("profile", "work", "education")


def section(cv: Cv, key: str, place: int) -> Html:
    """One section with its heading."""
    return f"<section>{HEADINGS[cv.form['heading']](cv.names[key], place)}{body(cv, key)}</section>"


def body(cv: Cv, key: str) -> Html:
    """The lines of one section."""
    if key == "work":
        return "".join(f"<div class=job>{JOBS[cv.form['job']](job, dates, cv)}</div>" for job, dates in cv.jobs)
    if key == "education":
        return "".join(f"<div class=job>{DEGREES[cv.form['degree']](*degree)}</div>" for degree in cv.degrees)
    if key == "skills":
        return SKILLS[cv.form["skills"]](cv.skills, cv)
    if key == "languages":
        return LANGUAGES[cv.form["languages"]](cv.spoken)
    if key == "contact":
        return CONTACTS["icons" if cv.form["contact"] in {"one line", "dots", "spread"} else cv.form["contact"]](cv)
    return f"<p>{escape(cv.summary if key == 'profile' else cv.leisure)}</p>"


def single(cv: Cv) -> Html:
    """One column."""
    order = ["profile", "work", "education", "skills", "languages", "leisure"]
    if cv.form["order"] == "functional":
        order = ["skills", "profile", "work", "education", "languages", "leisure"]
    parts = "".join(section(cv, key, place) for place, key in enumerate(order, 1))
    return f"<header>{head(cv)}{CONTACTS[cv.form['contact']](cv)}</header>{parts}"


def head(cv: Cv) -> Html:
    """The name, with or without what people write above and below."""
    above = {"cv": "<h1>CURRICULUM VITAE</h1>", "resume": "<div class=soft>Résumé</div>"}.get(cv.form["above"], "")
    name = cv.name
    if cv.form["above"] == "two rows":
        first, last = name.split(" ", 1)
        return f"<h1>{escape(first)}<br>{escape(last)}</h1><div class=big>{escape(cv.headline)}</div>"
    return f"{above}<h1>{escape(name)}</h1><div class=big>{escape(cv.headline)}</div>"


def two_columns(cv: Cv, *, left: bool) -> Html:
    """A narrow coloured column beside a wide one, which holds the name."""
    narrow = "".join(
        section(cv, key, place) for place, key in enumerate(("contact", "skills", "languages", "leisure"), 1)
    )
    wide = head(cv) + "".join(section(cv, key, place) for place, key in enumerate(MAIN, 5))
    columns = [f'<div class="side">{narrow}</div>', f'<div class="wide">{wide}</div>']
    return f"<div class=columns>{''.join(columns if left else reversed(columns))}</div>"


def banner(cv: Cv) -> Html:
    """A coloured band with the name and the contact lines over two columns."""
    narrow = "".join(section(cv, key, place) for place, key in enumerate(("skills", "languages", "leisure"), 1))
    wide = "".join(section(cv, key, place) for place, key in enumerate(MAIN, 4))
    return f'<div class="fill band">{head(cv)}{CONTACTS[cv.form["contact"]](cv)}</div><div class=columns><div class="wide">{wide}</div><div class="side">{narrow}</div></div>'


def canva(cv: Cv) -> Html:
    """Boxes placed freely on the page and drawn in any order."""
    boxes = [
        (40, 40, 500, f"{head(cv)}"), (560, 40, 200, body(cv, "contact")), (40, 170, 480, section(cv, "profile", 1)), (40, 290, 480, section(cv, "work", 2)),
        (560, 200, 200, section(cv, "skills", 3)), (560, 520, 200, section(cv, "languages", 4)), (560, 720, 200, section(cv, "education", 5)),
    ]  # fmt: skip
    cv.chance.shuffle(boxes)
    return "".join(
        f'<div style="position:absolute;left:{x}px;top:{y}px;width:{w}px">{html}</div>' for x, y, w, html in boxes
    )


def linkedin(cv: Cv) -> Html:
    """As LinkedIn saves a profile: a dark column, the firm over the title over the dates."""
    words = (
        ("Coordonnées", "Principales compétences", "Languages", "Résumé", "Expérience", "Formation")
        if cv.french
        else ("Contact", "Top Skills", "Languages", "Summary", "Experience", "Education")
    )
    contact, top, spoken, summary, work, studies = words
    side = f"<h3>{contact}</h3><div>{escape(cv.contact['phone'])} (Mobile)</div><div>{escape(cv.contact['mail'])}</div><div>www.{escape(cv.contact['link'])} (LinkedIn)</div>"
    side += f"<h3>{top}</h3>{''.join(f'<div>{escape(one)}</div>' for one in cv.skills[:3])}<h3>{spoken}</h3>{''.join(f'<div>{name} ({word})</div>' for name, word in cv.spoken)}"
    jobs = "".join(
        f"<div class=job><div class=big>{escape(job.company)}</div><div>{escape(job.title)}</div><div class=soft>{escape(dates)}</div><div class=soft>{escape(job.city)}</div>{text(job)}</div>"
        for job, dates in cv.jobs
    )
    degrees = "".join(
        f"<div class=job><div class=big>{escape(school)}</div><div>{escape(degree)} · ({year - 2} - {year})</div></div>"
        for degree, school, year in cv.degrees
    )
    wide = (
        f"<h1>{escape(cv.name)}</h1><div>{escape(cv.headline)}</div><div class=soft>{escape(cv.contact['home'])}</div>"
    )
    wide += f"<h2>{summary}</h2><p>{escape(cv.summary)}</p><h2>{work}</h2>{jobs}<h2>{studies}</h2>{degrees}"
    return f'<div class=columns><div class="side dark">{side}</div><div class="wide">{wide}</div></div>'


def europass(cv: Cv) -> Html:
    """The European form: labels in a left margin, one row a line."""
    fr = cv.french
    rows = [_left("<b>Curriculum vitae</b>", ""), _left("Informations personnelles" if fr else "Personal information", f"<b>{escape(cv.name)}</b>"),
            *(_left("", escape(value)) for value in cv.contact.values()), _left("Emploi recherché" if fr else "Job applied for", f"<b>{escape(cv.headline)}</b>"),
            _left("<h2>Expérience professionnelle</h2>" if fr else "<h2>Work experience</h2>", "")]  # fmt: skip
    rows += [
        _left(escape(dates), f"<b>{escape(job.title)}</b><br>{escape(job.company)}, {escape(job.city)}{bullets(job)}")
        for job, dates in cv.jobs
    ]
    rows.append(_left("<h2>Éducation et formation</h2>" if fr else "<h2>Education and training</h2>", ""))
    rows += [
        _left(f"{year - 2} – {year}", f"<b>{escape(degree)}</b><br>{escape(school)}")
        for degree, school, year in cv.degrees
    ]
    rows.append(_left("<h2>Compétences personnelles</h2>" if fr else "<h2>Personal skills</h2>", ""))
    rows += [_left("Langues" if fr else "Languages", "<br>".join(f"{name} : {word}" for name, word in cv.spoken))]
    rows += [_left("Compétences professionnelles" if fr else "Job-related skills", escape(", ".join(cv.skills)))]
    return "".join(rows)


PAGES: Final[Mapping[str, Callable[[Cv], Html]]] = {
    "single": single, "side left": lambda cv: two_columns(cv, left=True), "side right": lambda cv: two_columns(cv, left=False), "banner": banner, "canva": canva, "linkedin": linkedin, "europass": europass,
}  # fmt: skip
STYLE: Final = """<style>@page{margin:14mm 12mm}body{font:11px/1.35 %s;margin:0}h1{font-size:24px;margin:0}h2{font-size:14px;margin:10px 0 4px}h3{font-size:12px;margin:10px 0 3px}p{margin:2px 0}
ul{margin:2px 0;padding-left:16px}.row{display:flex;justify-content:space-between}.grid{display:grid;grid-template-columns:120px 1fr;gap:4px 14px}.aside,.soft{color:#666}.job{margin-bottom:7px}
.big{font-size:13px}.gap{margin-top:12px}.fill{background:#246;color:#fff;padding:3px 8px}.band{padding:12px}.box{border:1px solid #000;padding:3px 8px;display:inline-block}.rule{border-bottom:1px solid #999}
.wide{letter-spacing:4px}.columns .wide{letter-spacing:0;flex:1}.columns .wide h2.wide,.columns .side h2.wide{letter-spacing:4px}.caps{font-size:11px}.columns{display:flex;gap:22px}.side{width:190px;background:#eef;padding:8px}.dark{background:#234;color:#fff}
.pills span{display:inline-block;background:#dde;border-radius:8px;padding:1px 7px;margin:2px}.bar{height:4px;background:#26a;width:70%%}.two{columns:2}table{border-collapse:collapse;width:100%%}td{vertical-align:top;padding:3px}
.i{width:9px;height:9px;fill:none;stroke:#333}</style>"""
FONTS: Final = (
    "Helvetica, Arial, sans-serif",
    "'Times New Roman', serif",
    "'DejaVu Sans', sans-serif",
    "Georgia, 'DejaVu Serif', serif",
)


def page(cv: Cv) -> Html:
    """The whole HTML document."""
    style = STYLE % FONTS[int(cv.form["font"])]
    return f"<!DOCTYPE html><html lang={cv.language}><meta charset=utf-8><title>cv</title>{style}<body>{PAGES[cv.form['page']](cv)}</body></html>"


def short_months(language: str) -> Sequence[str]:
    """Month names cut short."""
    return WORDS[language]["short"]
