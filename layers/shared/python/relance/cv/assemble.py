"""Lines -> profile: each field rule once, every value with its line and confidence."""

from collections.abc import Sequence
from datetime import date

from relance.cv.document import Document, Line
from relance.cv.fields import contact
from relance.cv.fields.cv_language import cv_language
from relance.cv.fields.education import Degree, degrees
from relance.cv.fields.experience import years_of_experience
from relance.cv.fields.found import Found
from relance.cv.fields.headline import headline
from relance.cv.fields.languages import languages
from relance.cv.fields.name import name
from relance.cv.fields.place import Place, place
from relance.cv.fields.skills import NamedSkill, skills
from relance.cv.fields.summary import summary
from relance.cv.fields.work import Job, jobs
from relance.cv.others import is_below_references, own_lines
from relance.cv.profile import Basics, Education, Language, Link, Location, Meta, Profile, Skill, Source, Work
from relance.cv.section_words import Kind
from relance.cv.sections import Numbered, Section, sections

HEADER_LINES = 15


def profile_of(document: Document, today: date) -> tuple[Profile, list[Section]]:
    """The profile of a document that has text, and the sections it was read from."""
    lines = document.lines
    person = _person(document)
    parts = sections(lines, breaks=frozenset({person.line}) if person else frozenset())
    language = cv_language(document.text)
    sources = _Sources()
    basics = _basics(document, parts, person, language[0] if language else None, sources)
    read_jobs = jobs(_lines_of(parts, Kind.WORK))
    heads = frozenset(line for job in read_jobs for line in (job.line, job.company_line, job.date_line))
    heads |= {sources.found[path].line for path in ("basics.name", "basics.label") if path in sources.found}
    profile = Profile(
        basics=basics,
        work=tuple(_work(job, place, sources) for place, job in enumerate(read_jobs)),
        education=tuple(_education(d, n, sources) for n, d in enumerate(degrees(_lines_of(parts, Kind.EDUCATION)))),
        skills=tuple(_skill(found, n, sources) for n, found in enumerate(skills(parts, heads=heads))),
        languages=tuple(_language(found, n, sources) for n, found in enumerate(languages(parts))),
    )
    dated = [job.period for job in read_jobs if job.period and not job.internship]
    meta = Meta(
        language=language[0] if language else None,
        years_experience=years_of_experience(dated, today) if dated else (0.0 if read_jobs else None),
        as_of=f"{today:%Y-%m}",
        sources=sources.found,
    )
    return profile.model_copy(update={"meta": meta}), parts


class _Sources:
    """Gathers the source of each value by its path."""

    def __init__(self) -> None:
        self.found: dict[str, Source] = {}

    def note(self, path: str, line: int, confidence: float) -> None:
        """Remember where the value at this path was read."""
        self.found[path] = Source(line=line, confidence=round(confidence, 2))

    def value[T](self, path: str, found: Found[T] | None) -> T | None:
        """The value, its source noted."""
        if found is None:
            return None
        self.note(path, found.line, found.confidence)
        return found.value


def _lines_of(parts: Sequence[Section], kind: Kind) -> list[Numbered]:
    return [line for part in parts if part.is_about(kind) for line in part.lines]


def _basics(
    document: Document,
    parts: Sequence[Section],
    person: Found[str] | None,
    language: str | None,
    sources: _Sources,
) -> Basics:
    lines = own_lines(document.lines, parts, person.value if person else None)
    where = place(_contact_lines(parts, lines))
    country = where.value.country if where else None
    pages = contact.pages(lines, document.links)
    for number, page in enumerate(pages):
        sources.note(f"basics.profiles[{number}]", page.line, page.confidence)
    return Basics(
        name=sources.value("basics.name", person),
        label=sources.value("basics.label", headline(lines, person)),
        email=sources.value("basics.email", _address(document, lines)),
        phone=sources.value("basics.phone", contact.phone(lines, language=language, country=country)),
        location=_location(sources.value("basics.location", where)),
        profiles=tuple(Link(network=page.value[0], url=page.value[1]) for page in pages),
        summary=sources.value("basics.summary", summary(parts)),
    )


def _person(document: Document) -> Found[str] | None:
    """The name, told by the e-mail address too unless that is a referee's."""
    mail = contact.email(document.lines) or contact.email_in_links(document.links, document.lines)
    if mail and is_below_references(document.lines, mail.line):
        mail = None
    return name(document.lines, mail.value if mail else None)


def _address(document: Document, lines: Sequence[Line]) -> Found[str] | None:
    """The e-mail address in the text, else behind a link, `lines` being those that are not about other people."""
    hidden = "\n".join(line.text for line, own in zip(document.lines, lines, strict=True) if not own.text).lower()
    links = [link for link in document.links if link.url.lower().removeprefix("mailto:").split("?")[0] not in hidden]
    return contact.email(lines) or contact.email_in_links(links, lines)


def _contact_lines(parts: Sequence[Section], lines: Sequence[Line]) -> list[Numbered]:
    """Where a home address may stand: header, contact section, and the first lines whatever they are."""
    wanted = [
        line
        for part in parts
        if part.is_about(Kind.HEADER) or part.is_about(Kind.CONTACT)
        for line in part.lines[:HEADER_LINES]
    ]
    if not any(part.is_about(Kind.CONTACT) for part in parts):
        known = {line.number for line in wanted}
        beside = {
            n + step for n, line in enumerate(lines, 1) if contact.EMAIL.search(line.text) for step in range(-3, 4)
        }
        wanted += [Numbered(n, line) for n, line in enumerate(lines, 1) if n in beside - known and line.text]
        known |= beside
        wanted += [Numbered(n, line) for n, line in enumerate(lines[:8], 1) if line.text and n not in known]
    return wanted


def _location(found: Place | None) -> Location:
    if found is None:
        return Location()
    return Location(city=found.city, postal_code=found.postal_code, country_code=found.country, region=found.region)


def _work(job: Job, number: int, sources: _Sources) -> Work:
    path = f"work[{number}]"
    if job.position:
        sources.note(f"{path}.position", job.line, job.position_sure)
    if job.company:
        sources.note(f"{path}.name", job.company_line, job.company_sure)
    if job.period:
        sources.note(f"{path}.startDate", job.date_line, 0.95 if job.period.is_range else 0.7)
        sources.note(f"{path}.endDate", job.date_line, 0.95 if job.period.is_range else 0.7)
    return Work(
        name=job.company,
        position=job.position,
        location=job.place,
        start_date=job.period.start if job.period else None,
        end_date=job.period.end if job.period else None,
        ongoing=bool(job.period and job.period.ongoing),
        contract=job.contract,
        internship=job.internship,
        highlights=job.highlights,
    )


def _education(degree: Degree, number: int, sources: _Sources) -> Education:
    path = f"education[{number}]"
    if degree.study_type:
        sources.note(f"{path}.studyType", degree.line, degree.sure)
    if degree.school:
        sources.note(f"{path}.institution", degree.school_line, degree.sure)
    if degree.period:
        sources.note(f"{path}.endDate", degree.date_line, 0.9)
    period = degree.period
    return Education(
        institution=degree.school,
        study_type=degree.study_type,
        start_date=period.start if period and period.is_range else None,
        end_date=period.end if period else None,
    )


def _skill(found: Found[NamedSkill], number: int, sources: _Sources) -> Skill:
    sources.note(f"skills[{number}]", found.line, found.confidence)
    concept = found.value.concept
    if concept is None:
        return Skill(name=found.value.name)
    return Skill(
        name=found.value.name,
        concept=concept.id,
        kind=concept.kind,
        esco_uri=concept.esco_uri,
        rome_code=concept.rome,
    )


def _language(found: Found[tuple[str, str | None]], number: int, sources: _Sources) -> Language:
    sources.note(f"languages[{number}]", found.line, found.confidence)
    return Language(language=found.value[0], fluency=found.value[1])
