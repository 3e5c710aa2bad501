"""What the person says about themselves."""

from collections.abc import Sequence

from relance.cv.fields.found import Found
from relance.cv.section_words import Kind
from relance.cv.sections import Section

MAX_LENGTH = 2_000


def summary(sections: Sequence[Section]) -> Found[str] | None:
    """The text of the profile section; without one, the first paragraph of the header that is long enough."""
    for section in sections:
        if section.is_about(Kind.PROFILE) and section.lines:
            text = " ".join(line.text.strip() for line in section.lines)
            return Found(text[:MAX_LENGTH], section.lines[0].number, 0.9)
    for section in sections:
        for line in section.lines if section.is_about(Kind.HEADER) else ():
            if len(line.text) > 120:
                return Found(line.text.strip()[:MAX_LENGTH], line.number, 0.6)
    return None
