from tests.unit.cv.cv_files import Text, pdf
from tests.unit.cv.test_reading_order import lines_of


def dot(x: float, y: float, across: float) -> bytes:
    """A filled square with its middle at that place."""
    return b"\n%.1f %.1f %.1f %.1f re f" % (x - across / 2, y - across / 2, across, across)


DUTIES = ["Suivi des commandes des clients de la région", "Tenue de caisse", "Accueil et vente en boutique le samedi"]


def page() -> list[Text]:
    return [Text(50, 730, "Vendeuse chez Nexoria"), *(Text(62, 716 - 13 * n, text) for n, text in enumerate(DUTIES))]


def test_a_dot_drawn_before_a_row_opens_an_item() -> None:
    dots = b"".join(dot(53, 719 - 13 * place, 3) for place in range(len(DUTIES)))

    assert lines_of(pdf([page()], drawings={0: dots}))[1:] == [f"• {duty}" for duty in DUTIES]


def test_the_wrapped_rest_of_an_item_with_a_drawn_dot_stays_with_it() -> None:
    rows = [Text(62, 716, "Suivi des commandes et des livraisons de tous les clients de la région"),
            Text(62, 703, "et de leurs retours"), Text(62, 690, "Tenue de caisse")]  # fmt: skip

    read = lines_of(pdf([[Text(50, 730, "Vendeuse"), *rows]], drawings={0: dot(53, 719, 3) + dot(53, 693, 3)}))

    assert read[1:] == [f"• {rows[0].text} {rows[1].text}", "• Tenue de caisse"]


def test_the_large_dots_of_a_timeline_open_no_item() -> None:
    dots = b"".join(dot(53, 719 - 13 * place, 7) for place in range(len(DUTIES)))

    assert not any("•" in line for line in lines_of(pdf([page()], drawings={0: dots})))


def test_hundreds_of_small_squares_are_a_drawing_and_open_no_item() -> None:
    squares = b"".join(dot(40 + 4 * (n % 20), 719 - 13 * (n // 20), 3) for n in range(260))

    assert not any("•" in line for line in lines_of(pdf([page()], drawings={0: squares})))
