"""The profile read from a CV, in JSON Resume terms, each value with its line and confidence."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel


class _Part(BaseModel):
    """Frozen; snake_case in Python, JSON Resume's camelCase when dumped by alias."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True)


class Location(_Part):
    """Where the person lives, as far as the CV says; `country_code` is ISO 3166-1 alpha-2."""

    city: str | None = None
    postal_code: str | None = None
    country_code: str | None = None
    region: str | None = None


class Link(_Part):
    """A page of the person on the web; `network` is "LinkedIn", "GitHub", … or "Website"."""

    network: str
    url: str


class Basics(_Part):
    """Who the person is; `label` is the headline, `phone` in E.164."""

    name: str | None = None
    label: str | None = None
    email: str | None = None
    phone: str | None = None
    location: Location = Location()
    profiles: tuple[Link, ...] = ()
    summary: str | None = None


class Work(_Part):
    """One job. Dates are "YYYY-MM" or "YYYY"; `end_date` None with `ongoing` True means still there."""

    name: str | None = None
    position: str | None = None
    location: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    ongoing: bool = False
    contract: str | None = None
    internship: bool = False
    highlights: tuple[str, ...] = ()


class Education(_Part):
    """One degree; `study_type` is the whole degree line as written."""

    institution: str | None = None
    study_type: str | None = None
    area: str | None = None
    start_date: str | None = None
    end_date: str | None = None


class Skill(_Part):
    """A skill as the CV writes it; `concept` is its stable id in our list when it is known.

    `esco_uri` and `rome_code` (`code_ogr` of the competence, ROME 3) name it in these classifications, if they know it.
    """

    name: str
    concept: str | None = None
    kind: str | None = None
    esco_uri: str | None = None
    rome_code: str | None = None


class Language(_Part):
    """A spoken language: ISO 639-1 code and CEFR level, or "native"."""

    language: str
    fluency: str | None = None


class Source(_Part):
    """Where a value comes from: line number in `text.splitlines()`, from 1, and confidence from 0 to 1."""

    line: Annotated[int, Field(ge=1)]
    confidence: Annotated[float, Field(ge=0.0, le=1.0)]


class Meta(BaseModel):
    """Facts about the CV. `sources` is keyed by path in JSON Resume terms, such as "work[0].position"."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: str | None = None
    years_experience: float | None = None
    as_of: str | None = None
    sources: Mapping[str, Source] = {}


class Profile(_Part):
    """A CV in JSON Resume terms; `model_dump(by_alias=True)` gives the JSON Resume names."""

    basics: Basics = Basics()
    work: tuple[Work, ...] = ()
    education: tuple[Education, ...] = ()
    skills: tuple[Skill, ...] = ()
    languages: tuple[Language, ...] = ()
    meta: Meta = Meta()
