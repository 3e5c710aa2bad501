import re
from collections.abc import Iterator

from relance.advice.library import library
from relance.mail.phrases import familiar_words, words
from relance.rejections.reasons import catalogue
from tests.unit.rejections.office import Office

FORMAL = re.compile(r"\b(?:vous|votre|vos)\b|\w+ez\b", re.IGNORECASE)
NO_VERB = re.compile(r"\b(?:chez|assez)\b", re.IGNORECASE)


def pairs() -> Iterator[tuple[str, str, str | None]]:
    """Each French text of an answer, and its wording with tu."""
    for entry in library().advice:
        yield from ((entry.id, entry.fr, entry.tu), (entry.id, entry.fr_fix, entry.tu_fix))
        if entry.fr_named:
            yield entry.id, entry.fr_named, entry.tu_named
    for praise in library().strength:
        yield praise.id, praise.fr, praise.tu
    for reason in catalogue().reason:
        for key, text in reason.fr.model_dump(exclude_none=True).items():
            yield f"{reason.id} {key}", text, getattr(reason.tu, key)
    for name, text in words("fr").items():
        if name.startswith(("answer.", "greeting.")):
            yield name, text, familiar_words().get(name)


def addresses(text: str) -> bool:
    return FORMAL.search(NO_VERB.sub("", text)) is not None


def test_every_sentence_that_addresses_the_person_can_say_tu() -> None:
    assert [name for name, formal, familiar in pairs() if addresses(formal) and not familiar] == []


def test_no_wording_with_tu_says_vous() -> None:
    assert [(name, familiar) for name, _, familiar in pairs() if familiar and addresses(familiar)] == []


def test_an_answer_says_vous_unless_the_choice_says_tu() -> None:
    office = Office()
    office.apply("ines")
    office.apply("paul")

    (formal,) = office.draft("ines").mails
    (familiar,) = office.draft(
        "paul", batch="other", reason_id="missing_must_have", criterion_id="caces", tone="tu"
    ).mails

    spoken = [office.desk.render(mail, office.candidates.get(mail.candidate_id)).text for mail in (formal, familiar)]
    assert "votre CV" in spoken[0]
    assert "ton CV" in spoken[1]
    assert not addresses(spoken[1])
