import pytest

from relance.errors import InvalidInputError
from relance.privacy.addresses import address_key, derived_key

PEPPER = b"forty-eight characters of pepper for the tests.."


@pytest.mark.parametrize(
    "spelling",
    [" ines@example.org", "Ines@Example.ORG", "ines@example.org.", "ines@ｅxample.org"],
)
def test_two_spellings_of_an_address_have_one_key(spelling: str) -> None:
    assert address_key(spelling, PEPPER) == address_key("ines@example.org", PEPPER)


def test_an_accented_domain_and_its_punycode_have_one_key() -> None:
    assert address_key("ines@société.example.org", PEPPER) == address_key("ines@xn--socit-esab.example.org", PEPPER)


def test_another_address_or_another_pepper_gives_another_key() -> None:
    key = address_key("ines@example.org", PEPPER)

    assert address_key("inês@example.org", PEPPER) != key
    assert address_key("ines@example.org", PEPPER[::-1]) != key


def test_the_key_does_not_hold_the_address() -> None:
    key = address_key("ines@example.org", PEPPER)

    assert len(key) == 64
    assert "ines" not in key


@pytest.mark.parametrize("text", ["", "ines", "@example.org", "ines@", "ines@exa..mple.org"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError):
        address_key(text, PEPPER)


def test_each_label_has_its_own_key_and_a_short_pepper_is_refused() -> None:
    assert derived_key(PEPPER, b"one") != derived_key(PEPPER, b"two")
    with pytest.raises(InvalidInputError):
        derived_key(b"short", b"one")
