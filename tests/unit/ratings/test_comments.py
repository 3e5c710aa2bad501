import pytest

from relance.ratings.comments import shown
from relance.ratings.rating import Rating, clean_comment, commented, first
from tests.unit.portal.portal import NOW, answer_mail


def rating(comment: str) -> Rating:
    return commented(first(answer_mail(), 8, now=NOW), comment, now=NOW)


@pytest.mark.parametrize(
    ("written", "read", "masked"),
    [
        ("Merci pour la clarté.", "Merci pour la clarté.", ()),
        ("Écrivez-moi : zoe@example.org ou 06 39 98 11 22", "Écrivez-moi : […] ou […]", ("contact",)),
        ("See https://example.org/me?x=1 please", "See […] please", ("contact",)),
        ("Malheureusement tardif, mais clair", "Malheureusement tardif, mais clair", ()),
        ("Ma grossesse n'y est pour rien ?", "Ma […] n'y est pour rien ?", ("family",)),
        ("I told you about my disability", "I told you about my […]", ("health",)),
    ],
)
def test_a_comment_is_shown_without_what_identifies_or_harms(written: str, read: str, masked: tuple[str, ...]) -> None:
    found = shown(rating(written))

    assert found is not None
    assert (found.text, found.masked) == (read, masked)


def test_a_rating_without_a_comment_shows_none() -> None:
    assert shown(first(answer_mail(), 3, now=NOW)) is None


def test_a_comment_holds_no_hidden_letter_no_line_break_and_no_flood() -> None:
    assert clean_comment("a\u200bb\r\n\x00c\u202ed") == "ab cd"
    assert clean_comment(" \n\t ") is None
    assert clean_comment("x" * 5000) == "x" * 1000
