from tests.unit.cv.cv_files import Text, pdf, width
from tests.unit.cv.test_reading_order import lines_of

SIZE = 10.0


def set_with_gaps(texts: list[str], gap: float, *, y: float = 700) -> list[Text]:
    """Words drawn one by one, with a gap in font sizes between them and no space."""
    out, x = [], 50.0
    for text in texts:
        out.append(Text(x, y, text, SIZE))
        x += width(text, SIZE) + gap * SIZE
    return out


def letter_by_letter(text: str, *, y: float) -> list[Text]:
    out, x = [], 50.0
    for letter in text:
        if letter != " ":
            out.append(Text(x, y, letter, SIZE))
        x += width(letter, SIZE)
    return out


def test_the_narrow_gaps_after_a_sign_or_a_single_letter_part_words() -> None:
    texts = ["2022", ":", "Master", "Management", "commercial", "–", "Tenue", "à", "jour"]

    assert lines_of(pdf([set_with_gaps(texts, 0.22)]))[0] == " ".join(texts)


def test_letters_drawn_one_by_one_are_words() -> None:
    texts = ["zoe.marchal@example.org", "Magasinier depuis mars 2020", "+44 7700 900123"]

    page = [part for place, text in enumerate(texts) for part in letter_by_letter(text, y=700 - 30 * place)]

    assert lines_of(pdf([page])) == texts
