# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.
from datetime import date

import pytest

from relance.cv.document import Format
from relance.cv.formats import registry
from relance.cv.here import read_here
from relance.cv.limits import LIMITS
from relance.cv.result import ReadCv
from relance.cv.sniff import sniff
from relance.cv.tidy import tidied
from tests.unit.cv.cv_files import (
    W,
    doc_of_lines,
    docx,
    docx_of_lines,
    html_of_lines,
    odt_of_lines,
    paragraph,
    pdf_of_lines,
    rtf_of_lines,
)

LINES = [
    "Éloi Fabre", "Gestionnaire de paie", "eloi.fabre@example.org", "06 39 98 11 22", "44000 Nantes", "Expérience", "Gestionnaire de paie",
    "Orvault Distribution | mars 2020 – présent", "Formation", "BTS Comptabilité, Lycée Jean Moulin, 2014", "Compétences", "Excel, Silae",
]  # fmt: skip


def read(content: bytes) -> ReadCv:
    return read_here(content, filename="x", today=date(2026, 11, 15))


def texts(content: bytes) -> list[str]:
    """The lines as the file holds them, be it a CV or not."""
    document = tidied(registry.document(content, sniff(content), LIMITS, {}), LIMITS)
    return [line.text for line in document.lines if line.text]


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (Format.PDF, pdf_of_lines(LINES)),
        (Format.DOCX, docx_of_lines(LINES)),
        (Format.ODT, odt_of_lines(LINES)),
        (Format.RTF, rtf_of_lines(LINES)),
        (Format.DOC, doc_of_lines(LINES)),
        (Format.HTML, html_of_lines(LINES)),
        (Format.TXT, "\n".join(LINES).encode()),
        (Format.TXT, "\r\n".join(LINES).encode("cp1252")),
        (Format.TXT, "\n".join(LINES).encode("utf-16")),
    ],
)
def test_the_same_cv_gives_the_same_profile_in_every_format(kind: Format, content: bytes) -> None:
    result = read(content)

    assert result.problem is None
    assert result.format is kind
    assert result.profile is not None
    assert result.profile.basics.name == "Éloi Fabre"
    assert result.profile.basics.phone == "+33639981122"
    assert [(job.position, job.name, job.start_date, job.ongoing) for job in result.profile.work] == [
        ("Gestionnaire de paie", "Orvault Distribution", "2020-03", True)
    ]
    assert [skill.name for skill in result.profile.skills] == ["Excel", "Silae"]


def test_a_docx_gives_page_headers_first_and_footers_last() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = f'<Relationship Id="r1" Type="{kind}/footer" Target="footer1.xml"/><Relationship Id="r2" Type="{kind}/header" Target="header1.xml"/>'
    extra = {
        "word/header1.xml": f"<w:hdr {W}>{paragraph('eloi.fabre@example.org')}</w:hdr>",
        "word/footer1.xml": f"<w:ftr {W}>{paragraph('Permis B')}</w:ftr>",
    }

    assert texts(docx(paragraph("Éloi Fabre"), extra=extra, relations=relations)) == [
        "eloi.fabre@example.org",
        "Éloi Fabre",
        "Permis B",
    ]


def test_a_docx_text_box_is_read_once_and_deleted_or_hidden_text_not_at_all() -> None:
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = f"<w:txbxContent>{paragraph('06 39 98 11 22')}</w:txbxContent>"
    body = (
        f"<w:p><w:r><mc:AlternateContent {mc}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
        "<w:p><w:del><w:r><w:delText>Ancien</w:delText></w:r></w:del><w:ins><w:r><w:t>Nouveau</w:t></w:r></w:ins></w:p>"
        + paragraph("secret", look="<w:vanish/>")
    )

    assert texts(docx(body)) == ["06 39 98 11 22", "Nouveau"]


def test_a_table_row_of_dates_and_job_is_one_line() -> None:
    row = (
        "<w:tr><w:tc>"
        + paragraph("2019 – 2021")
        + "</w:tc><w:tc>"
        + paragraph("Cariste")
        + paragraph("Nexoria")
        + "</w:tc></w:tr>"
    )

    assert texts(docx(f"<w:tbl>{row}</w:tbl>")) == ["2019 – 2021\tCariste", "Nexoria"]


def test_numbered_paragraphs_of_a_docx_are_bullets() -> None:
    assert texts(docx(paragraph("Inventaires", properties="<w:numPr/>"))) == ["• Inventaires"]


def test_rtf_cells_accents_and_hidden_text() -> None:
    content = (
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\header zoe@example.org\par}\trowd\intbl 2019 \u8211? 2021\cell Caf\'e9\cell\row\pard"
        rb"{\v cach\'e9}{\*\generator Writer}Cariste\par}"
    )

    assert texts(content) == ["zoe@example.org", "2019 – 2021\tCafé", "Cariste"]


@pytest.mark.parametrize(
    "struck",
    [
        "<del>Responsable</del>",
        "<s>Responsable</s>",
        "<strike>Responsable</strike>",
        "<span style='text-decoration: line-through'>Responsable</span>",
        "<span style='opacity:0'>Responsable</span>",
        "<span hidden>Responsable</span>",
        "<span style='visibility: hidden'>Responsable</span>",
    ],
)
def test_struck_out_and_hidden_words_of_html_are_not_read(struck: str) -> None:
    page = f"<html><body><p>Cariste {struck}</p><p style='opacity:0.9;font-size:0.9em'>Nexoria</p></body></html>"

    assert texts(page.encode()) == ["Cariste", "Nexoria"]


def test_html_shows_what_a_browser_shows() -> None:
    content = (
        "<html><head><style>p{}</style><script>x()</script></head><body><h1>Zoé</h1><p style='display: none'>caché</p>"
        "<ul><li>Excel</li></ul><table><tr><td>2019</td><td>Cariste</td></tr></table></body></html>"
    ).encode()

    assert texts(content) == ["Zoé", "• Excel", "2019\tCariste"]
