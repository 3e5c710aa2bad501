"""Judges how well a CV could be read."""

from collections.abc import Mapping, Sequence

from relance.cv.document import Document
from relance.cv.profile import Profile
from relance.cv.quality import PageQuality, Quality
from relance.cv.section_words import Kind
from relance.cv.sections import Section

EXPECTED = (Kind.WORK, Kind.EDUCATION, Kind.SKILLS, Kind.LANGUAGES)
FEW_CHARACTERS = 200


def quality(document: Document, profile: Profile, parts: Sequence[Section]) -> Quality:
    """The reading quality of one document."""
    missing = tuple(name for name, value in _looked_for(profile).items() if not value)
    headings = tuple(kind.value for part in parts if part.heading for kind in part.kinds)
    lost = sum(len(part.lines) for part in parts if part.is_about(Kind.OTHER))
    sources = profile.meta.sources.values()
    mean = sum(source.confidence for source in sources) / len(sources) if sources else 0.0
    enough = 1.0 if sum(page.characters for page in document.pages) >= FEW_CHARACTERS else 0.5
    score = enough * mean * (1 - len(missing) / (2 * len(_looked_for(profile))))
    return Quality(
        score=round(score, 2),
        pages=tuple(
            PageQuality(characters=p.characters, image_share=p.image_share, columns=p.columns, readable=p.readable)
            for p in document.pages
        ),
        sections=tuple(dict.fromkeys(headings)),
        missing=missing,
        lines_not_understood=lost,
        mean_confidence=round(mean, 2),
        spaced_headings=_spaced_headings(parts),
    )


def _spaced_headings(parts: Sequence[Section]) -> tuple[str, ...]:
    """Headings that other software may lose: spaced letters, text boxes."""
    headings = (part.heading.line for part in parts if part.heading)
    return tuple(dict.fromkeys(line.text.strip() for line in headings if line.spaced or line.boxed))


def _looked_for(profile: Profile) -> Mapping[str, object]:
    basics = profile.basics
    return {
        "basics.name": basics.name,
        "basics.email": basics.email,
        "basics.phone": basics.phone,
        "basics.label": basics.label,
        "work": profile.work,
        "education": profile.education,
        "skills": profile.skills,
        "languages": profile.languages,
        "meta.language": profile.meta.language,
    }
