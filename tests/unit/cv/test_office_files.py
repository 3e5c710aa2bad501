# ruff: noqa: E501 - XML stays on the lines where it can be compared.
"""What word processors write and simple files do not show."""

from datetime import date
from pathlib import Path

import pytest

from relance.cv.document import Format
from relance.cv.formats import registry
from relance.cv.formats.doc import read as read_doc
from relance.cv.here import read_here
from relance.cv.limits import LIMITS
from relance.cv.problems import ProblemCode
from relance.cv.result import ReadCv
from relance.cv.sniff import sniff
from relance.cv.tidy import tidied
from tests.unit.cv.cv_files import docx, html_of_lines, paragraph, zipped

SAMPLES = Path(__file__).parent / "samples"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def read(content: bytes) -> ReadCv:
    return read_here(content, filename="x", today=date(2026, 11, 15))


def texts(content: bytes) -> list[str]:
    """The lines as the file holds them, be it a CV or not."""
    document = tidied(registry.document(content, sniff(content), LIMITS, {}), LIMITS)
    return [line.text for line in document.lines if line.text]


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(inner: str) -> str:
    return f"<w:tc>{inner}</w:tc>"


def control(inner: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def run(text: str) -> str:
    return f"<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>"


def odt(body: str) -> bytes:
    spaces = " ".join(f'xmlns:{name}="{OFFICE}:{name}:1.0"' for name in ("office", "text", "table"))
    spaces += f' xmlns:draw="{OFFICE}:drawing:1.0" xmlns:svg="{OFFICE}:svg-compatible:1.0"'
    content = f"<office:document-content {spaces}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def test_a_table_inside_a_table_is_read_once() -> None:
    inner = table(cell(paragraph("DCG")) + cell(paragraph("Lycée Ampère")))

    assert texts(docx(table(cell(paragraph("2014")) + cell(inner + "<w:p/>")))) == ["2014\tDCG\tLycée Ampère"]


def test_content_controls_around_text_paragraphs_cells_and_tables_hide_nothing() -> None:
    body = (
        control(paragraph("Éloïse Vautrin"))
        + f"<w:p>{control(run('Lyon'))}{run(', France')}</w:p>"
        + table(control(cell(paragraph("Anglais"))) + cell(paragraph("B2")))
        + control(table(cell(paragraph("Espagnol")) + cell(paragraph("A2"))))
    )

    assert texts(docx(body)) == ["Éloïse Vautrin", "Lyon, France", "Anglais\tB2", "Espagnol\tA2"]


def test_fields_show_their_result_and_not_their_instruction() -> None:
    field = (
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> HYPERLINK \"mailto:x\" </w:instrText></w:r>"
        f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{run('zoe@example.org')}<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
        f"<w:p><w:fldSimple w:instr=' HYPERLINK '>{run('zoe.example.org')}</w:fldSimple></w:p>"
    )

    assert texts(docx(field)) == ["zoe@example.org", "zoe.example.org"]


def test_a_moved_paragraph_stands_where_it_went_to() -> None:
    body = f"<w:p><w:moveFrom>{run('Cariste')}</w:moveFrom></w:p>{paragraph('2019')}<w:p><w:moveTo>{run('Cariste')}</w:moveTo></w:p>"

    assert texts(docx(body)) == ["2019", "Cariste"]


def test_signs_of_symbol_fonts_are_bullets_and_soft_hyphens_are_none() -> None:
    sign = f'<w:p><w:r><w:sym w:font="Wingdings" w:char="F0D8"/></w:r>{run(" Sage")}</w:p>'
    hyphens = f"<w:p>{run('comp')}<w:r><w:softHyphen/></w:r>{run('ta­bi­li­té')}<w:r><w:noBreakHyphen/></w:r>{run('gestion')}</w:p>"

    assert texts(docx(sign + hyphens)) == ["• Sage", "comptabilité-gestion"]


def test_the_words_of_a_drawn_diagram_stand_where_it_stands() -> None:
    a, dgm = (
        "http://schemas.openxmlformats.org/drawingml/2006",
        "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    )
    place = (
        f'<w:p><w:r><w:drawing><dgm:relIds xmlns:dgm="{dgm}" xmlns:r="{RELATION}" r:dm="r9"/></w:drawing></w:r></w:p>'
    )
    points = "".join(
        f"<dgm:pt><dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>" for text in ("Excel", "Sage")
    )
    data = f'<dgm:dataModel xmlns:dgm="{dgm}" xmlns:a="{a}/main"><dgm:ptLst>{points}</dgm:ptLst></dgm:dataModel>'
    relation = f'<Relationship Id="r9" Type="{RELATION}/diagramData" Target="diagrams/data1.xml"/>'

    found = docx(
        paragraph("Compétences") + place + paragraph("Langues"),
        extra={"word/diagrams/data1.xml": data},
        relations=relation,
    )

    assert texts(found) == ["Compétences", "Excel", "Sage", "Langues"]


def test_text_in_shapes_frames_and_nested_tables_of_an_odt_is_read_once_in_its_place() -> None:
    shape = "<draw:custom-shape><text:p>CONTACT</text:p><text:p>06 39 98 91 57</text:p></draw:custom-shape>"
    frame = (
        "<draw:frame><draw:text-box><text:p>Permis B</text:p></draw:text-box><svg:desc>Un cadre</svg:desc></draw:frame>"
    )
    inner = "<table:table><table:table-row><table:table-cell><text:p>DCG</text:p></table:table-cell></table:table-row></table:table>"
    outer = (
        "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>2014</text:p></table:table-cell>"
        f"<table:table-cell>{inner}</table:table-cell></table:table-row></table:table-header-rows></table:table>"
    )

    found = odt(f"<text:p>Éloïse{shape}</text:p><text:p>{frame}</text:p>{outer}")

    assert texts(found) == ["Éloïse", "CONTACT", "06 39 98 91 57", "Permis B", "2014\tDCG"]


def test_a_page_saved_in_one_file_with_its_pictures_is_read() -> None:
    page = (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=XX\r\n\r\n--XX\r\n"
        "Content-Type: text/html; charset=windows-1252\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        "<html><body><p>=C9lo=EFse Vautrin</p><p>Comptable</p></body></html>\r\n--XX\r\nContent-Type: image/png\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--XX--\r\n"
    ).encode("ascii")

    assert read(page).format is Format.HTML
    assert texts(page) == ["Éloïse Vautrin", "Comptable"]


@pytest.mark.parametrize(
    "content",
    [
        b"From: zoe@example.org\r\nSubject: CV\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=X\r\n\r\n--X\r\n",
        b"Received: from mail.example.org\r\n\tby mx.example.org\r\nSubject: CV\r\n\r\nBonjour\r\n",
        b'<?xml version="1.0"?><w:wordDocument xmlns:w="x"><w:body/></w:wordDocument>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><text>CV</text></svg>',
    ],
    ids=["mail", "mail with a long header", "XML", "SVG"],
)
def test_what_is_no_cv_format_says_so(content: bytes) -> None:
    found = read(content)

    assert found.problem is not None
    assert found.problem.code is ProblemCode.UNSUPPORTED_FORMAT


def test_a_text_with_labels_is_no_mail() -> None:
    assert texts(b"Name: Zoe Marchal\nE-mail: zoe@example.org\nReceived: 2019 award\n")[0] == "Name: Zoe Marchal"


def test_html_in_wide_characters_is_html() -> None:
    content = html_of_lines(["Éloïse Vautrin", "Comptable"]).decode().replace("<meta charset='utf-8'>", "")

    assert read(content.encode("utf-16")).format is Format.HTML
    assert texts(content.encode("utf-16")) == ["Éloïse Vautrin", "Comptable"]


def test_the_same_bytes_under_any_name_are_the_same_cv() -> None:
    content = docx(paragraph("Éloïse Vautrin") + paragraph("eloise.vautrin@example.org"))

    found = [
        read_here(content, filename=name, today=date(2026, 11, 15)) for name in ("cv.doc", "cv.pdf", "cv", "cv.exe")
    ]

    assert len({(one.cv_id, one.text, one.format) for one in found}) == 1


@pytest.mark.parametrize("kind", ["docx", "doc", "odt", "rtf"])
def test_a_cv_reads_the_same_in_every_format_in_which_a_word_processor_saved_it(kind: str) -> None:
    """One file with header, footer, boxes, fields, content controls, tracked changes and tables inside tables."""
    found = [" ".join(line.split()) for line in texts((SAMPLES / f"office.{kind}").read_bytes())]

    assert found == [
        "12 rue des Lilas, 69003 Lyon",
        "Éloïse Vautrin",
        "Comptable confirmée",
        "Lyon, France",
        "eloise.vautrin@example.org",
        "exemple.example.org",
        "CONTACT",
        "06 39 98 91 57",
        "Permis B",
        "Expérience professionnelle",
        "2019 – 2023 Comptable",
        "Forges du Rhône, Lyon",
        "Clôtures mensuelles et déclarations de TVA",
        "2015 – 2019 Aide-comptable",
        "Nexoria, Grenoble",
        "Saisie des factures fournisseurs",
        "Stagiaire, Mairie de Vienne, 2014",
        "Déplacé",
        "Formation",
        "2014 DCG Lycée Ampère, Lyon",
        "Compétences",
        "• Sage Excel",
        "comptabilité-gestion",
        "Sage Paie et Silae",
        "Anglais B2",
        "Espagnol A2",
        "Centres d’intérêt",
        "Randonnée, chorale",
        "Page 1",
        "Références sur demande",
    ]


def test_the_looks_of_a_doc_tell_its_headings_from_its_text() -> None:
    document = read_doc((SAMPLES / "office.doc").read_bytes(), LIMITS)

    looks = {line.text: (line.bold, line.size) for line in document.lines}
    assert looks["Éloïse Vautrin"] == (True, 20.0)
    assert looks["Expérience professionnelle"][0]
    assert not looks["Forges du Rhône, Lyon"][0]
    assert next(line for line in document.lines if line.text == "Formation").heading
