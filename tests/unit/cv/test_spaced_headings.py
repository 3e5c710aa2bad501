from datetime import date
from pathlib import Path

import pytest

from relance.cv.here import read_here
from tests.unit.cv.cv_files import Text, docx_of_lines, pdf, pdf_of_lines

SAMPLES = Path(__file__).parent / "samples"
FRENCH = (
    ("Éloi Fabre", "Gestionnaire de paie", "eloi.fabre@example.org", "06 39 98 11 22"),
    ("EXPÉRIENCE PROFESSIONNELLE", "Gestionnaire de paie", "Orvault Distribution | mars 2020 – présent"),
    ("COMPÉTENCES", "Excel, Silae"),
)
ENGLISH = (
    ("Ruth Abernathy", "Payroll clerk", "ruth.abernathy@example.org", "+44 7700 900123"),
    ("WORK EXPERIENCE", "Payroll clerk", "Larkspur Media | March 2020 – present"),
    ("KEY SKILLS", "Excel, Sage 50"),
)


def spaced_headings(content: bytes) -> tuple[str, ...]:
    read = read_here(content, filename=None, today=date(2026, 11, 15))
    assert read.quality is not None
    return read.quality.spaced_headings


def drawn(blocks: tuple[tuple[str, ...], ...], *, spacing: float) -> bytes:
    """A PDF whose headings have that many points between their letters."""
    page: list[Text] = []
    y = 800.0
    for place, lines in enumerate(blocks):
        for nth, line in enumerate(lines):
            heading = place > 0 and nth == 0
            page.append(Text(50, y, line, 13 if heading else 10, heading, spacing if heading else 0))
            y -= 18
        y -= 18
    return pdf([page])


@pytest.mark.parametrize(
    ("blocks", "headings"),
    [
        (FRENCH, ("EXPÉRIENCE PROFESSIONNELLE", "COMPÉTENCES")),
        (ENGLISH, ("WORK EXPERIENCE", "KEY SKILLS")),
    ],
    ids=["French", "English"],
)
def test_headings_with_space_between_their_letters_are_named_in_one_piece(
    blocks: tuple[tuple[str, ...], ...], headings: tuple[str, ...]
) -> None:
    assert spaced_headings(drawn(blocks, spacing=4)) == headings
    assert spaced_headings(drawn(blocks, spacing=0)) == ()


@pytest.mark.parametrize(
    ("rows", "heading", "lines"),
    [
        (("COMPÉTENCES", "LINGUISTIQUES"), "COMPÉTENCES LINGUISTIQUES", ("Anglais : B2", "Espagnol : A2")),
        (("LANGUAGE", "PROFICIENCY"), "LANGUAGE PROFICIENCY", ("French: B2", "Spanish: A2")),
    ],
)
def test_a_heading_on_two_rows_of_a_narrow_column_is_one(
    rows: tuple[str, str], heading: str, lines: tuple[str, str]
) -> None:
    found = spaced_headings(drawn_rows(rows, lines))

    assert found == (heading,)


def drawn_rows(rows: tuple[str, str], lines: tuple[str, str]) -> bytes:
    """A PDF with a name, a heading on two rows, and lines below it."""
    page = [Text(50, 800, "Ruth Abernathy", 20, bold=True), Text(50, 780, "ruth.abernathy@example.org")]
    page += [Text(50, 740 - 16 * nth, row, 13, bold=True, spacing=4) for nth, row in enumerate(rows)]
    page += [Text(50, 700 - 14 * nth, line) for nth, line in enumerate(lines)]
    return pdf([page])


def test_letters_typed_with_spaces_are_named_too() -> None:
    lines = [*FRENCH[0], "C O M P É T E N C E S", "Excel, Silae", "Langues", "Anglais : B2"]

    for content in (docx_of_lines(lines), pdf_of_lines(lines)):
        assert spaced_headings(content) == ("COMPÉTENCES",)


@pytest.mark.parametrize("kind", ["docx", "doc", "odt", "rtf"])
def test_headings_in_text_boxes_are_named(kind: str) -> None:
    found = spaced_headings((SAMPLES / f"office.{kind}").read_bytes())

    assert found == ("CONTACT", "Centres d’intérêt")
