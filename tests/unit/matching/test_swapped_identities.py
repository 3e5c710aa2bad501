"""Another name, sex, age, address or nationality on the same CV: the same bytes indexed, the same scores, ranks and
findings, from the file to the page of matches (R21, R27)."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from infra.config import ROOT
from relance.adapters.embedded_search import EmbeddedCandidateIndex
from relance.cv.read import read_cv
from relance.jobs import Criterion, CriterionWeight
from relance.matching.document import CandidateDocument
from relance.matching.embedding import HashingEmbedder
from relance.matching.gender import shipped_words
from relance.matching.indexing import candidate_document
from relance.matching.offer import OfferQuery, offer_query
from relance.matching.ranking import rank
from relance.segments import Segment
from tests import factories

SAMPLE: Final = ROOT / "infra" / "local" / "sample"
EMBEDDER: Final = HashingEmbedder()
# A page of the laptop's people and a few made up here: one CV in text each.
LABELS: Final = {
    "fr": ("EXPÉRIENCE PROFESSIONNELLE", "FORMATION", "COMPÉTENCES", "LANGUES"),
    "en": ("EXPERIENCE", "EDUCATION", "SKILLS", "LANGUAGES"),
}


@dataclass(frozen=True)
class Identity:
    """Everything about somebody that must not count."""

    name: str
    email: str
    phone: str
    address: str
    born: str
    age: int
    nationality: str
    family: str
    woman: bool


FRENCH: Final = Identity(
    "Lina Marchetti", "lina@example.org", "06 39 98 11 01", "12 rue des Lilas, 26000 Valence", "12/03/1985", 41,
    "française", "Mariée, 2 enfants", woman=True,
)  # fmt: skip
BRITISH: Final = Identity(
    "Grace Penrose", "grace@example.org", "+44 7700 900940", "221 Maple Road, Bristol BS1 4DJ", "12 March 1985", 41,
    "British", "married, two children", woman=True,
)  # fmt: skip
NAMES: Final = (
    "Lina Marchetti", "Karim N’Diaye", "Jean-Baptiste de La Tour", "Éloïse VAUTRIN", "Mohammed Ben Salah",
    "Nguyễn Thị Mai", "Wei Zhang", "Aïssatou Diallo", "Oluwaseun Adeyemi", "Zoë O'Connor", "Priya Nair", "Paul Martin",
    "Sarah Cohen", "Xavier Etxeberria", "Tomasz Wreń", "Jean Lyon", "Dominique Valence", "May Power", "Abdoulaye Ba",
    "Victor Bi", "Nina Excel", "Rose Masson", "Jade Petit",
)  # fmt: skip
FRENCH_ADDRESSES: Final = (
    "12 rue des Lilas, 26000 Valence",
    "4, avenue Jean Jaurès - 13008 Marseille",
    "93200 Saint-Denis",
    "75016 Paris",
    "8 bis allée du Parc, 35000 Rennes",
)
BRITISH_ADDRESSES: Final = (
    "221 Maple Road, Bristol BS1 4DJ",
    "Flat 4, 7 Old Mill Lane, Leeds LS2 9JT",
    "London SE5 8AF",
)
FRENCH_NATIONALITIES: Final = ("française", "sénégalaise", "franco-algérienne", "portugaise", "chinoise")
BRITISH_NATIONALITIES: Final = ("British", "Nigerian", "Polish", "Indian", "Pakistani")
FRENCH_FAMILIES: Final = ("Mariée, 2 enfants", "Célibataire", "Divorcé, sans enfant", "Pacsé, 1 enfant")
BRITISH_FAMILIES: Final = ("married, two children", "single", "divorced", "widowed")


@cache
def people() -> tuple[Mapping[str, Any], ...]:
    """The demonstration's people."""
    found: list[Mapping[str, Any]] = tomllib.loads((SAMPLE / "people.toml").read_text(encoding="utf-8"))["person"]
    return tuple(person for person in found if "work" in person)


@cache
def offers() -> tuple[OfferQuery, ...]:
    """Some of the demonstration's jobs, in both languages, as questions."""
    jobs = tomllib.loads((SAMPLE / "jobs.toml").read_text(encoding="utf-8"))["job"]
    return tuple(offer_query(_job(each), embedder=EMBEDDER) for each in jobs[:5])


def _job(entry: Mapping[str, Any]) -> Any:
    criteria = [
        Criterion(criterion_id=f"{weight}{i}", text=each["text"], weight=weight, terms=tuple(each.get("terms", ())))
        for weight in CriterionWeight
        for i, each in enumerate(entry.get(weight.value, ()))
    ]
    years = Criterion(criterion_id="years", text="3 ans d'expérience", weight=CriterionWeight.MUST)
    return factories.job(
        entry["key"],
        title=entry["title"],
        description=entry["description"],
        language=entry["language"],
        criteria=(*criteria, years),
    )


def text_of(person: Mapping[str, Any], who: Identity) -> str:
    """The person's CV as somebody else would have written it."""
    french = person["language"] == "fr"
    work, education, skills, languages = LABELS[person["language"]]
    header = _french_header(who) if french else _british_header(who)
    told = [work, *(_gendered(line, who) if french else line for line in _work(person)), "", education]
    told += [*(_gendered(line, who) if french else line for line in _education(person)), "", skills]
    told += [", ".join(person.get("skills", ())), "", languages, *person.get("languages", ())]
    name, _, rest = header.partition("\n")
    title = _gendered(person["title"], who) if french else person["title"]
    return "\n".join([name, title, rest, "", *told]) + "\n"


def _french_header(who: Identity) -> str:
    return (
        f"{who.name}\n{who.address}\n{who.phone} | {who.email}\n"
        f"{'Née' if who.woman else 'Né'} le {who.born} – {who.age} ans\nNationalité : {who.nationality}\n{who.family}"
    )


def _british_header(who: Identity) -> str:
    return (
        f"{who.name}\n{who.address}\nPhone: {who.phone} | Email: {who.email}\n"
        f"Date of birth: {who.born} | Nationality: {who.nationality} | Marital status: {who.family}"
    )


def _work(person: Mapping[str, Any]) -> Iterator[str]:
    for job in person["work"]:
        yield f"{job['position']} - {job['company']}"
        yield job["dates"]
        yield from (f"- {bullet}" for bullet in job.get("bullets", ()))


def _education(person: Mapping[str, Any]) -> Iterator[str]:
    for course in person.get("education", ()):
        yield ", ".join(str(course[part]) for part in ("degree", "school", "date") if part in course)


@cache
def _feminine() -> Mapping[str, str]:
    """Masculine trade -> feminine, where the pair goes both ways without a doubt."""
    pairs = [(other, own) for own, other in shipped_words().other_form.items() if own.isalpha() and len(other) > 4]
    once = {other for other, _ in pairs if sum(each == other for each, _ in pairs) == 1}
    return {other: own for other, own in pairs if other in once}


def _gendered(text: str, who: Identity) -> str:
    """Trades in the person's own form; headings and things have no sex."""
    forms = _feminine() if who.woman else shipped_words().other_form

    def spelt(word: re.Match[str]) -> str:
        form = forms.get(word.group().lower())
        return word.group() if form is None else form.capitalize() if word.group()[0].isupper() else form

    return re.sub(r"[^\W\d_]+", spelt, text)


def document_of(person: Mapping[str, Any], who: Identity, number: int) -> CandidateDocument:
    """From the file's bytes to what is indexed."""
    read = read_cv(text_of(person, who).encode(), filename="cv.txt", today=factories.NOW.date())
    assert read.profile is not None
    candidate = factories.candidate(f"p{number:02}", profile=read.profile)
    return candidate_document(candidate, read.text, [], embedder=EMBEDDER)


def usual(person: Mapping[str, Any]) -> Identity:
    return FRENCH if person["language"] == "fr" else BRITISH


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedCandidateIndex]:
    """Everybody of the demonstration, all with the same identity."""
    index = EmbeddedCandidateIndex(tmp_path_factory.mktemp("swap"))
    index.put([document_of(person, usual(person), i) for i, person in enumerate(people())])
    yield index
    index.close()


def pages(index: EmbeddedCandidateIndex) -> list[str]:
    """Everything that anybody could see of the rankings for all offers: order, scores, findings, lines."""
    at = factories.NOW + timedelta(days=1)
    return [rank(query, Segment(), index=index, at=at, after=None, limit=100).model_dump_json() for query in offers()]


def identities(french: bool) -> st.SearchStrategy[Identity]:
    """Anybody: each trait drawn by itself."""
    return st.builds(
        Identity,
        name=st.sampled_from(NAMES),
        email=st.from_regex(r"[a-z]{3,10}(\.[a-z]{3,10})?@example\.org", fullmatch=True),
        phone=st.from_regex(r"06 39 98 [0-9]{2} [0-9]{2}" if french else r"\+44 7700 900[0-9]{3}", fullmatch=True),
        address=st.sampled_from(FRENCH_ADDRESSES if french else BRITISH_ADDRESSES),
        born=st.dates(
            min_value=factories.NOW.date().replace(year=1960), max_value=factories.NOW.date().replace(year=2006)
        ).map(lambda day: f"{day:%d/%m/%Y}" if french else f"{day.day} {day:%B %Y}"),
        age=st.integers(20, 66),
        nationality=st.sampled_from(FRENCH_NATIONALITIES if french else BRITISH_NATIONALITIES),
        family=st.sampled_from(FRENCH_FAMILIES if french else BRITISH_FAMILIES),
        woman=st.booleans(),
    )


@settings(
    max_examples=80,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(data=st.data())
def test_r21_whoever_wrote_it_the_same_bytes_are_indexed(data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(people()) - 1))
    person = people()[number]
    other = data.draw(identities(person["language"] == "fr"))

    one, two = document_of(person, usual(person), number), document_of(person, other, number)

    assert two.content.text == one.content.text
    assert two.content.fingerprint() == one.content.fingerprint()
    assert two.facts == one.facts


@settings(max_examples=8, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_r21_r27_whoever_wrote_it_every_ranking_is_the_same_to_the_byte(
    base: EmbeddedCandidateIndex, data: st.DataObject
) -> None:
    number = data.draw(st.integers(0, len(people()) - 1))
    person = people()[number]
    before = pages(base)

    base.put([document_of(person, data.draw(identities(person["language"] == "fr")), number)])
    after = pages(base)
    base.put([document_of(person, usual(person), number)])

    assert after == before


def test_the_swap_is_a_swap(base: EmbeddedCandidateIndex) -> None:
    """Another CV, as a check that these tests could fail: one bullet more changes the ranking."""
    before = pages(base)
    person = dict(people()[0], summary="x", skills=[*people()[0]["skills"], "Clôture mensuelle"])

    base.put([document_of(person, FRENCH, 0)])
    after = pages(base)
    base.put([document_of(people()[0], usual(people()[0]), 0)])

    assert after != before
    assert pages(base) == before
