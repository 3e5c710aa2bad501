"""What the demonstration says of counts and of silence."""

from infra.local.demo_digest import counted, in_words


def test_one_is_told_in_the_singular() -> None:
    assert [counted(1, "mail"), counted(2, "mail"), counted(1, "person", "people"), counted(0, "person", "people")] == [
        "1 mail", "2 mails", "1 person", "0 people",
    ]  # fmt: skip


def test_reasons_are_told_in_sentences_and_never_as_codes() -> None:
    told = in_words({"no_consent": 4, "nothing_fits": 1, "paused": 0})

    assert told == "4 (did not agree to be contacted), 1 (no open offer all of whose must-haves are met)"
    assert in_words({}) == "nobody"
