import zipfile
from datetime import date
from io import BytesIO

import pytest

from relance.cv.document import Format
from relance.cv.here import read_here
from relance.cv.limits import LIMITS
from relance.cv.problems import SENTENCES, ProblemCode
from tests.unit.cv.cv_files import W, doc_of_lines, docx, docx_of_lines, paragraph, pdf, pdf_of_lines, zipped


def code(content: bytes, name: str | None = None) -> ProblemCode | None:
    result = read_here(content, filename=name, today=date(2026, 11, 15))
    assert (result.profile is None) == (result.problem is not None)
    return result.problem.code if result.problem else None


def encrypted_pdf() -> bytes:
    plain = pdf_of_lines(["Zoé Marchal"])
    lock = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (b"41" * 32, b"42" * 32)
    return plain.replace(b"/Root 1 0 R", b"/Root 1 0 R /ID [<00> <00>] /Encrypt " + lock)


def bomb() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w:document>" + b" " * (LIMITS.unpacked_bytes + 1))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", ProblemCode.EMPTY),
        (b" \n\x00", ProblemCode.EMPTY),
        (b"x" * (LIMITS.file_bytes + 1), ProblemCode.TOO_LARGE),
        (pdf([[]] * (LIMITS.pages + 1)), ProblemCode.TOO_MANY_PAGES),
        (encrypted_pdf(), ProblemCode.ENCRYPTED),
        (doc_of_lines(["Zoé"], encrypted=True), ProblemCode.ENCRYPTED),
        (pdf_of_lines(["Zoé Marchal"])[:200], ProblemCode.DAMAGED),
        (docx_of_lines(["Zoé Marchal"])[:300], ProblemCode.DAMAGED),
        (docx(paragraph("Zoé"))[:-60], ProblemCode.DAMAGED),
        (pdf([[]], image=True), ProblemCode.SCANNED_NO_TEXT),
        (pdf([[]]), ProblemCode.NO_TEXT),
        (b"MZ\x90\x00 program", ProblemCode.UNSUPPORTED_FORMAT),
        (zipped({"xl/workbook.xml": "<x/>"}), ProblemCode.UNSUPPORTED_FORMAT),
        (bomb(), ProblemCode.BOMB),
        (docx("<w:p>" * (LIMITS.xml_depth + 1) + "</w:p>" * (LIMITS.xml_depth + 1)), ProblemCode.BOMB),
        (
            zipped({"word/document.xml": f"<!DOCTYPE d [<!ENTITY a 'b'>]><w:document {W}>&a;</w:document>"}),
            ProblemCode.UNSAFE_CONTENT,
        ),
        (b"{\\rtf1" + b"{" * 5_000, ProblemCode.BOMB),
        (b"<html><body>" + b"<div>" * 5_000 + b"x", ProblemCode.BOMB),
    ],
    ids=lambda value: value.value if isinstance(value, ProblemCode) else "",
)
def test_r38_each_bad_file_has_its_problem(content: bytes, expected: ProblemCode) -> None:
    assert code(content) is expected


def test_the_name_of_a_file_decides_nothing() -> None:
    disguised = read_here(
        pdf_of_lines(["Zoé Marchal", "zoe@example.org"]), filename="cv.docx", today=date(2026, 11, 15)
    )

    assert disguised.format is Format.PDF
    assert code(b"MZ\x90\x00 program", "cv.pdf") is ProblemCode.UNSUPPORTED_FORMAT


def test_every_problem_has_a_sentence_in_both_languages() -> None:
    assert set(SENTENCES) == set(ProblemCode)
    assert all(text.endswith(".") for pair in SENTENCES.values() for text in pair)
