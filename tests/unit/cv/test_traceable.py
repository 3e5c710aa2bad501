"""Every value of a record stands in the line that it names, whatever the form of the CV."""

import re
from collections.abc import Iterator

import pytest

from relance.cv.here import read_here
from relance.cv.profile import Profile
from relance.cv.result import ReadCv
from relance.cv.text import fold, words_of
from tests.benchmarks.cv_variant_layouts import ALL_LAYOUTS
from tests.benchmarks.cv_variant_writer import TODAY, Writer


def holds(line: str, value: str) -> bool:
    """The words of the value stand in the line."""
    return set(words_of(value)) <= set(words_of(line)) or fold(value) in fold(line)


def values(profile: Profile) -> Iterator[tuple[str, str]]:
    """(path, text that its line must hold) of everything that was read as it is written."""
    basics = profile.basics
    texts = {"name": basics.name, "label": basics.label, "email": basics.email, "location": basics.location.city}
    yield from ((f"basics.{path}", text) for path, text in texts.items() if text)
    if basics.phone:
        yield "basics.phone", basics.phone[-4:]
    for number, job in enumerate(profile.work):
        yield from (
            (f"work[{number}].{path}", text) for path, text in (("position", job.position), ("name", job.name)) if text
        )
        yield from ((f"work[{number}].startDate", day[2:4]) for day in (job.start_date,) if day)
    for number, degree in enumerate(profile.education):
        pairs = (("studyType", degree.study_type), ("institution", degree.institution))
        yield from ((f"education[{number}].{path}", text) for path, text in pairs if text)
        yield from ((f"education[{number}].endDate", year[:4]) for year in (degree.end_date,) if year)
    yield from ((f"skills[{number}]", skill.name) for number, skill in enumerate(profile.skills))


def untraced(read: ReadCv) -> list[str]:
    """What cannot be found where it is said to stand."""
    assert read.profile is not None
    lines, sources = read.text.splitlines(), read.profile.meta.sources
    lost = [path for path, _ in values(read.profile) if path not in sources]
    found = [(path, text, lines[sources[path].line - 1]) for path, text in values(read.profile) if path in sources]
    wrong = [f"{path}: {text!r} not in {line!r}" for path, text, line in found if not _stands(text, line)]
    spoken = [
        f"languages[{number}]: {lines[sources[f'languages[{number}]'].line - 1]!r}"
        for number in range(len(read.profile.languages))
        if not re.search(r"[^\W\d_]{3}", lines[sources[f"languages[{number}]"].line - 1])
    ]
    return lost + wrong + spoken


def _stands(text: str, line: str) -> bool:
    digits = re.sub(r"\D", "", line)
    return text in digits if text.isdigit() else holds(line, text)


@pytest.mark.parametrize("layout", sorted(ALL_LAYOUTS))
def test_every_value_stands_in_its_line(layout: str) -> None:
    lost: list[str] = []
    languages = set()
    for seed in range(40):
        writer = Writer(seed)
        blocks, _ = writer.written()
        languages.add(writer.language)
        read = read_here(ALL_LAYOUTS[layout](blocks), filename=None, today=TODAY)
        lost += [f"seed {seed}: {one}" for one in untraced(read)]

    assert languages == {"fr", "en"}
    assert lost == []
