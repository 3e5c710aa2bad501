import zlib
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from math import inf

import pytest
from PIL import Image

from relance.adapters.tesseract import installed
from relance.cv.document import Format
from relance.cv.formats.pictures import LARGEST_IMAGE, LONG_SIDE, picture
from relance.cv.here import read_here
from relance.cv.isolation import PARSER
from relance.cv.limits import LIMITS
from relance.cv.ocr import Ocr, OcrPage, OcrWord
from relance.cv.problems import ProblemCode, UnreadableError
from relance.cv.read import ReadCv, read_cv
from tests.unit.cv.cv_files import PICTURE, Text, docx, pdf
from tests.unit.cv.scans import LearntOcr, photo, recognised, saved

TODAY = date(2026, 11, 15)
PERSON = ["Éloi Fabre", "Gestionnaire de paie", "eloi.fabre@example.org", "06 39 98 11 22", "44000 Nantes"]
WORK = ["Expérience", "Gestionnaire de paie", "Orvault Distribution | mars 2020 – présent"]
SCHOOL = ["Formation", "BTS Comptabilité, Lycée Jean Moulin, 2014"]


@pytest.fixture(autouse=True, scope="module")
def _closed_parser() -> Iterator[None]:
    yield
    PARSER.close()


def page(lines: list[str]) -> list[Text]:
    return [Text(50, 800 - 14 * place, line) for place, line in enumerate(lines)]


def read(content: bytes, ocr: Ocr | None = None) -> ReadCv:
    return read_cv(content, filename="cv", today=TODAY, ocr=ocr)


def problem(content: bytes) -> ProblemCode | None:
    found = read_here(content, filename="cv", today=TODAY).problem
    return found.code if found else None


def partly_scanned() -> bytes:
    return pdf([page(PERSON + WORK), []], drawings={1: PICTURE})


def test_a_scan_is_read_through_the_ocr_port() -> None:
    ocr = LearntOcr({1: recognised(PERSON + WORK)})

    found = read(pdf([[]], image=True), ocr)

    assert found.profile is not None
    assert (found.format, found.profile.basics.name) == (Format.PDF, "Éloi Fabre")
    assert [(job.position, job.name) for job in found.profile.work] == [
        ("Gestionnaire de paie", "Orvault Distribution")
    ]
    assert found.unread_pages == ()


def test_words_of_two_columns_are_read_column_by_column() -> None:
    aside = ["Contact", "eloi.fabre@example.org", "Compétences", "Excel", "Silae", "Langues", "Anglais : B2"]
    main = [*WORK, "• Paie de 200 salariés", "• Déclarations sociales", *SCHOOL]
    left, right = recognised(aside, top=0.2), recognised(main, left=0.5, top=0.207)

    found = read(pdf([[]], image=True), LearntOcr({1: OcrPage([*left.words, *right.words])}))

    assert [line for line in found.text.splitlines() if line] == aside + main


@pytest.mark.parametrize("sign", ["¢", "+", "*", "e"])
def test_a_dot_that_ocr_takes_for_another_sign_is_a_bullet(sign: str) -> None:
    lines = ["e mail et téléphone", *PERSON, *WORK, "Compétences", f"{sign} Paie de 200 salariés"]

    found = read(pdf([[]], image=True), LearntOcr({1: recognised(lines)}))

    first, *_, last = found.text.splitlines()
    assert (first, last) == (lines[0], "• Paie de 200 salariés")


def test_without_ocr_a_scan_says_so_and_which_pages_it_has() -> None:
    found = read(pdf([[], []], image=True))

    assert found.problem is not None
    assert (found.problem.code, found.unread_pages) == (ProblemCode.SCANNED_NO_TEXT, (1, 2))


def test_the_text_of_a_partly_scanned_pdf_is_kept_and_its_scanned_page_named() -> None:
    found = read(partly_scanned())

    assert found.problem is None
    assert found.profile is not None
    assert found.profile.basics.name == "Éloi Fabre"
    assert found.unread_pages == (2,)
    assert found.quality is not None
    assert [seen.readable for seen in found.quality.pages] == [True, False]


def test_only_the_scanned_page_of_a_pdf_goes_through_ocr_and_stands_in_its_place() -> None:
    ocr = LearntOcr({2: recognised(SCHOOL)})

    found = read(partly_scanned(), ocr)

    assert [shown.page for shown in ocr.shown] == [2]
    assert found.text.splitlines()[-1] == SCHOOL[-1]
    assert found.profile is not None
    assert [school.institution for school in found.profile.education] == ["Lycée Jean Moulin"]
    assert found.unread_pages == ()


def test_a_page_that_ocr_refuses_stays_unread() -> None:
    found = read(partly_scanned(), LearntOcr({}))

    assert (found.problem, found.unread_pages) == (None, (2,))


def test_an_answer_of_ocr_that_makes_no_sense_costs_the_scanned_page_only() -> None:
    nonsense = OcrPage([OcrWord("Formation professionnelle", inf, inf, inf, inf)])

    found = read(partly_scanned(), LearntOcr({2: nonsense}))

    assert found.profile is not None
    assert (found.profile.basics.name, found.unread_pages) == ("Éloi Fabre", (2,))


def test_a_photo_of_no_text_is_a_problem_and_no_candidate() -> None:
    found = read(saved(photo([""]), "JPEG"), LearntOcr({1: recognised(["~ ;.", "l l"])}))

    assert found.problem is not None
    assert found.problem.code is ProblemCode.SCANNED_NO_TEXT


def test_of_a_long_scan_the_first_pages_are_read_and_the_others_named() -> None:
    many = LIMITS.recognised_pages + 2
    ocr = LearntOcr({number: recognised([f"Page {number} de la thèse", *PERSON]) for number in range(1, many + 1)})

    found = read(pdf([[]] * many, image=True), ocr)

    assert len(ocr.shown) == LIMITS.recognised_pages
    assert found.unread_pages == (many - 1, many)


def test_the_stamp_of_a_scanner_does_not_make_a_scan_a_text() -> None:
    assert problem(pdf([[Text(250, 20, "Scanned with CamScanner")]], image=True)) is ProblemCode.SCANNED_NO_TEXT


def test_a_background_picture_does_not_make_a_text_a_scan() -> None:
    assert read_here(pdf([page(PERSON + WORK)], image=True), filename=None, today=TODAY).unread_pages == ()


def test_letters_drawn_as_shapes_are_a_scan_and_a_frame_is_not() -> None:
    outlines = b"\nq " + b"50 50 m 60 60 l 70 55 l 80 90 l h f " * 200 + b"Q"
    frame = b"\nq 20 20 555 802 re S Q"

    assert problem(pdf([[]], drawings={0: outlines})) is ProblemCode.SCANNED_NO_TEXT
    assert problem(pdf([[]], drawings={0: frame})) is ProblemCode.NO_TEXT


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_a_photo_is_shown_to_ocr_as_a_grey_picture_within_bounds(kind: str) -> None:
    ocr = LearntOcr({1: recognised(PERSON)})

    packing = {"compression": "tiff_lzw"} if kind == "TIFF" else {}

    found = read(saved(photo(PERSON, dots_per_inch=300), kind, **packing), ocr)

    assert found.profile is not None
    assert found.profile.basics.email == "eloi.fabre@example.org"
    (shown,) = ocr.shown
    assert max(shown.width, shown.height) == LONG_SIDE
    assert len(shown.image) <= LARGEST_IMAGE


def test_each_page_of_a_tiff_is_a_page() -> None:
    first, second = photo(PERSON), photo(WORK)
    ocr = LearntOcr({1: recognised(PERSON), 2: recognised(WORK)})

    found = read(saved(first, "TIFF", save_all=True, append_images=[second]), ocr)

    assert found.pages == 2
    assert found.text.splitlines()[-1].startswith("Orvault Distribution")


def test_a_photo_is_upright_as_its_camera_says() -> None:
    turned = photo(PERSON, turned=90)
    camera = Image.Exif()
    camera[0x0112] = 6  # "Turn it by a quarter clockwise."

    upright = picture(saved(turned, "JPEG", exif=camera), 1, LIMITS)

    assert upright.height > upright.width


def test_what_is_clear_in_a_picture_is_white() -> None:
    clear = Image.new("RGBA", (40, 40), (0, 0, 0, 0))

    shown = picture(saved(clear, "PNG"), 1, LIMITS)

    assert Image.open(BytesIO(shown.image)).getextrema() == (255, 255)


def test_noise_is_sent_as_jpeg_since_png_would_be_too_large() -> None:
    noise = Image.effect_noise((LONG_SIDE, LONG_SIDE), 100)

    shown = picture(saved(noise, "JPEG", quality=95), 1, LIMITS)

    assert shown.image.startswith(b"\xff\xd8")
    assert len(shown.image) <= LARGEST_IMAGE


def test_a_scan_inside_a_word_file_is_a_scan() -> None:
    scan = docx("<w:p/>", media={"word/media/image1.png": saved(photo(PERSON), "PNG")})

    without, found = read(scan), read(scan, LearntOcr({1: recognised(PERSON)}))

    assert without.problem is not None
    assert (without.problem.code, without.unread_pages) == (ProblemCode.SCANNED_NO_TEXT, (1,))
    assert found.profile is not None
    assert found.profile.basics.name == "Éloi Fabre"


def test_a_picture_with_too_many_points_is_a_bomb_and_is_not_decoded() -> None:
    small = saved(Image.new("1", (64, 64)), "PNG")
    boundless = small[:16] + (60_000).to_bytes(4) * 2 + small[24:29] + _checksum(small, 60_000) + small[33:]

    assert problem(boundless) is ProblemCode.BOMB


@pytest.mark.parametrize("content", [b"\xff\xd8\xff\xe0 a photo", b"\x89PNG\r\n\x1a\n", b"II*\x00\xff\xff"])
def test_a_broken_picture_is_damaged(content: bytes) -> None:
    assert problem(content) is ProblemCode.DAMAGED
    with pytest.raises(UnreadableError):
        picture(content, 1, LIMITS)


def test_a_picture_cut_short_costs_one_answer() -> None:
    whole = saved(photo(PERSON), "PNG")

    assert PARSER.picture(whole[: len(whole) // 2], 1) is None
    assert PARSER.picture(whole, 1) is not None


def test_letters_that_the_file_does_not_tell_are_no_text() -> None:
    codes = b" ".join(b"/X%d" % code for code in range(33, 256))
    content = pdf([page(PERSON + WORK)], font=b"/Encoding << /Type /Encoding /Differences [33 %s] >>" % codes)

    found = read(content)

    assert found.problem is not None
    assert (found.problem.code, found.unread_pages) == (ProblemCode.TEXT_NOT_LEGIBLE, (1,))


def shifted() -> bytes:
    """Every letter stands for another one."""
    ranges = b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <21> <7E> <0028> endbfrange"
    table = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap %s endcmap end end" % ranges
    stream = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(table), table)
    lines = [*PERSON, *WORK, "Établissement des bulletins de paie et des déclarations sociales", *SCHOOL] * 2
    return pdf([page(lines)], font=b"/Encoding /WinAnsiEncoding /ToUnicode 6 0 R", more=[stream])


def test_letters_that_the_file_tells_wrongly_are_no_text() -> None:
    assert problem(shifted()) is ProblemCode.TEXT_NOT_LEGIBLE


def test_ocr_reads_what_the_file_tells_wrongly() -> None:
    found = read(shifted(), LearntOcr({1: recognised(PERSON)}))

    assert found.profile is not None
    assert found.profile.basics.name == "Éloi Fabre"


def test_text_on_its_side_is_read_after_the_page_and_a_turned_page_like_any_other() -> None:
    side = b"\nBT /F1 10 Tf 1.5 Tc 0 1 -1 0 580 300 Tm (Permis remorque) Tj ET"
    upright = read_here(pdf([page(PERSON)], drawings={0: side}), filename=None, today=TODAY).text.splitlines()
    turned = b"".join(
        b"\nBT /F1 10 Tf 0 1 -1 0 %d 50 Tm (%s) Tj ET" % (50 + 14 * place, line.encode("cp1252"))
        for place, line in enumerate(PERSON)
    )

    assert [line for line in upright if line] == [*PERSON, "Permis remorque"]
    assert problem(pdf([[]], drawings={0: turned})) is None
    lines = read_here(pdf([[]], drawings={0: turned}), filename=None, today=TODAY).text.splitlines()
    assert [line for line in lines if line] == PERSON


tesseract = pytest.mark.skipif(
    installed() is None, reason="tesserocr and its French and English data are not installed"
)


@tesseract
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "PDF"])
def test_tesseract_reads_a_scan_of_every_kind(kind: str) -> None:
    found = read(saved(photo(PERSON + WORK + SCHOOL, dots_per_inch=200), kind), installed())

    assert found.profile is not None
    assert found.profile.basics.email == "eloi.fabre@example.org"
    assert found.profile.basics.phone == "+33639981122"
    assert [job.name for job in found.profile.work] == ["Orvault Distribution"]


def _checksum(png: bytes, side: int) -> bytes:
    return zlib.crc32(b"IHDR" + side.to_bytes(4) * 2 + png[24:29]).to_bytes(4)
