from datetime import date

import pytest

from relance.cv.document import Line
from relance.cv.fields import contact
from relance.cv.fields.place import place
from relance.cv.here import read_here
from relance.cv.profile import Profile
from relance.cv.sections import Numbered


def profile(text: str) -> Profile:
    read = read_here(text.encode(), filename=None, today=date(2026, 11, 15)).profile
    assert read is not None
    return read


@pytest.mark.parametrize(
    "text",
    [
        "06 39 98 11 22 – 3 impasse du Moulin, 67000 Strasbourg",
        "zoe@example.org – 06.39.98.11.22 – 33700 Mérignac",
        "zoe@example.org / 0639981122 / 22300 Lannion",
        "06 39 98 11 22 | 2 rue Haute",
        "06 39 98 11 22 - 1 bis rue Haute",
    ],
)
def test_a_phone_ends_where_the_line_is_parted(text: str) -> None:
    found = contact.phone([Line(text)], language="fr", country=None)

    assert found is not None
    assert found.value == "+33639981122"


def test_a_dash_inside_a_number_parts_nothing_when_its_halves_are_no_numbers() -> None:
    found = contact.phone([Line("Mobile: +44 - 7700 900123")], language="en", country=None)

    assert found is not None
    assert found.value == "+447700900123"


@pytest.mark.parametrize(
    ("text", "city", "country"),
    [
        ("Address: Cardiff Tel: +44 (0)7700 900 860 Email: zoe@example.org", "Cardiff", "GB"),
        (
            "Email: zoe@example.org · Tel: 07700 900 123 · Address: Rose Cottage, Church Lane · Hull, HU5 2RS",
            "Hull",
            "GB",
        ),
        (
            "Email: zoe@example.org / Tel: +44 7700 900317 /Address: 14 Harrow Lane / Brighton, BN2 3QA",
            "Brighton",
            "GB",
        ),
        ("⌂ 5 The Crescent – Dublin, D08 X2V5 – ☎ 07700 900539", "Dublin", "IE"),
        ("⌂ Flat 3, 22 Beech Road, Cork T12 K8AF", "Cork", "IE"),
        ("Address: 5 The Crescent, Birmingham B29", "Birmingham", "GB"),
        ("zoe@example.org +44 (0)7700 900 724 Sheffield, UK", "Sheffield", "GB"),
        ("⌂ Marseille |☎ 06.39.98.26.38 |✉ zoe@example.org", "Marseille", "FR"),
    ],
)
def test_a_town_is_found_among_labels_pictures_and_numbers(text: str, city: str, country: str) -> None:
    found = place([Numbered(1, Line(text))])

    assert found is not None
    assert (found.value.city, found.value.country) == (city, country)


def test_who_vouches_for_the_candidate_is_not_the_candidate() -> None:
    read = profile(
        "Zoé Marchal\nComptable\nRéférences\nM. Paul Lannoy, directeur – 06 39 98 77 70, paul.lannoy@example.org\n"
        "Contact\nTél. : 06 39 98 46 51\nzoe.marchal@example.org\n"
    )

    assert (read.basics.phone, read.basics.email) == ("+33639984651", "zoe.marchal@example.org")


def test_a_referee_alone_gives_no_address() -> None:
    read = profile(
        "Zoé Marchal\nComptable\nExpérience\n2019 - 2021 Comptable, Rivage SARL\nRéférences\n"
        "M. Paul Lannoy – 06 39 98 77 70, paul.lannoy@example.org\n"
    )

    assert (read.basics.phone, read.basics.email) == (None, None)


def test_the_own_address_below_the_references_is_kept() -> None:
    read = profile(
        "Zoé Marchal\nComptable\nExpérience\n2019 - 2021 Comptable, Rivage SARL\nRéférences\nDisponibles sur demande\n"
        "zoe.marchal@example.org\n06 39 98 46 51\n"
    )

    assert (read.basics.phone, read.basics.email) == ("+33639984651", "zoe.marchal@example.org")
