"""Texts of recruiters: whitelisted fields and optional blocks; everything else is refused with its place (R17)."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.adapters.memory_wordings import MemoryWordings
from relance.advice.linter import ForbiddenWordsError
from relance.errors import ConflictError, InvalidInputError
from relance.mail.house import RecentWordings, check_introduction, fields_of, house_parts, reword
from relance.mail.mails import AnswerContent, HousePart, Mail
from relance.mail.paragraphs import Slot, Wording
from relance.mail.rendering import Recipient, RenderedMail, render, text_hash
from relance.mail.wording import LONGEST, WordingRefusedError, checked, filled
from tests.unit.mail.test_rendering import Reader, content, offers
from tests.unit.mail.world import EMPLOYER, NOW, answer, offer, portal_links

ANSWER, OFFER = fields_of("answer", "fr"), fields_of("offer", "fr")

ATTACKS = (
    "{first_name.__class__}", "{first_name.__class__.__mro__[1]}", "{employer|upper}", "{employer()}", "{{ 7*7 }}",
    "{{7*7}}", "{% for x in range(9) %}x{% endfor %}", "{% include 'base.html' %}", "{9**9**9}", "{employer!r}",
    "{employer:>99999999}", "{0}", "{}", "{ employer }", "{EMPLOYER}", "{employer[0]}", "{self}", "{config}",
    "{links.unsubscribe}", "{#comment#}", "${employer}{", "#{employer}}", "{employer", "employer}", "{\nemployer}",
    "{__import__}", "{content}", "{'a'*10}", "{employer}{salary}", "{candidate_id}", "{e\u200bmployer}",
)  # fmt: skip


@pytest.mark.parametrize("text", ATTACKS)
def test_r17_attacks_are_refused_at_save(text: str) -> None:
    with pytest.raises(WordingRefusedError):
        checked(f"Merci de votre patience. {text}", ANSWER)


@pytest.mark.parametrize(
    "text",
    [
        "Merci [{first_name}", "Merci ]", "Merci [à vous]", "[[{first_name}]]", "[{first_name} [{signed_by}]]", "[]",
        "[", "Voir https://example.org/x", "www.example.org", "mailto:a@example.org", "<b>Merci</b>", "<!-- x -->", "",
        "   ", "a\x00b", "a\u202eb", "a\u2028b", "x" * (LONGEST + 1), "\n\n".join("abcdefghijk"),
    ],
)  # fmt: skip
def test_r17_what_is_no_wording_is_refused(text: str) -> None:
    with pytest.raises(WordingRefusedError):
        checked(text, ANSWER)


def test_r17_a_refusal_names_the_place_and_what_is_allowed_in_both_languages() -> None:
    with pytest.raises(WordingRefusedError) as refused:
        checked("Merci de votre intérêt.\n\nNous payons {salary} chez {employer}, {place}.", ANSWER)

    first, second = refused.value.refusals
    assert (first.line, first.column) == (3, 13)
    assert first.message["en"] == (
        "unknown field {salary}; allowed: {consent_years}, {employer}, {first_name}, {job_title}, {of_job}, {signed_by}"
    )
    assert first.message["fr"].startswith("champ inconnu {salary}\u202f; champs possibles\u00a0: {consent_years}")
    assert (second.line, second.column) == (3, 39)
    assert "line 3, column 13: unknown field {salary}" in str(refused.value)


def test_r17_a_field_that_can_be_missing_must_stand_in_an_optional_block() -> None:
    with pytest.raises(WordingRefusedError, match="may be missing"):
        checked("Merci, {first_name}.", ANSWER)

    checked("Merci[, {first_name}].", ANSWER)


def test_r17_fields_are_those_of_the_place_and_of_the_language() -> None:
    checked("Poste {of_job}[ à {place}].", OFFER)
    for text, fields in (("{place}", ANSWER), ("{consent_years}", OFFER), ("{of_job}", fields_of("offer", "en"))):
        with pytest.raises(WordingRefusedError, match="unknown field"):
            checked(text, fields)


def test_r20_words_that_no_mail_may_say_are_refused() -> None:
    with pytest.raises(ForbiddenWordsError):
        checked("Nous cherchons quelqu’un de plus jeune.", ANSWER)
    with pytest.raises(ForbiddenWordsError):
        checked("You are overqualified, {employer} thinks.", fields_of("answer", "en"))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"first_name": "Zoé", "employer": "Vercors"}, ("Merci, Zoé.", "À bientôt chez Vercors.")),
        ({"first_name": None, "employer": "Vercors"}, ("Merci.", "À bientôt chez Vercors.")),
        ({"first_name": "", "employer": "Vercors"}, ("Merci.", "À bientôt chez Vercors.")),
    ],
)
def test_a_block_stands_only_with_its_fields(values: dict[str, str | None], said: tuple[str, ...]) -> None:
    assert filled("Merci[, {first_name}].\n\nÀ bientôt chez {employer}.", values) == said


def test_a_paragraph_that_is_one_missing_block_is_gone() -> None:
    assert filled("[Bonjour {first_name}]\n\nMerci.", {}) == ("Merci.",)


def test_r17_a_value_is_never_read_as_a_field_or_a_block() -> None:
    said = filled("Chez {employer}.", {"employer": "{job_title} [x] {% if %}", "job_title": "secret"})

    assert said == ("Chez {job_title} [x] {% if %}.",)


@given(st.text(max_size=200))
def test_r17_any_text_is_refused_or_says_only_letters_and_known_values(text: str) -> None:
    try:
        checked(text, ANSWER)
    except InvalidInputError:
        return
    values = dict.fromkeys(ANSWER, "VALUE")
    said = "".join(filled(text, values)).replace("VALUE", "")
    assert not set(said) & set("{}[]")


def test_r17_the_largest_text_is_checked_and_filled_within_50_ms_and_200_kb() -> None:
    text = "{employer}" * (LONGEST // 10)

    began = time.perf_counter()
    checked(text, ANSWER)
    said = filled(text, {"employer": "x" * 5000})
    spent = time.perf_counter() - began

    assert spent < 0.05
    assert len("".join(said).encode()) < 200_000


# --- in mails ---


def with_house(mail: Mail, *parts: HousePart) -> Mail:
    """The mail with paragraphs of the house."""
    return mail.model_copy(update={"content": mail.content.model_copy(update={"house": parts})})


def closing(text: str, *, version: int = 1) -> HousePart:
    """A closing paragraph."""
    return HousePart(place="closing", slot="answer.closing", version=version, text=text)


def rendered(mail: Mail, name: str | None = "Inès Marchetti") -> RenderedMail:
    """As it leaves."""
    return render(mail, Recipient(name=name), EMPLOYER, portal_links(mail))


def test_r17_the_house_closes_an_answer_in_both_parts_with_its_fields_filled_in() -> None:
    mail = with_house(
        answer(content=content()), closing("Merci[, {first_name}] : le poste {of_job} est pourvu.\n\nFin !")
    )

    made = rendered(mail)

    said = "Merci, Inès\u00a0: le poste de préparateur de commandes est pourvu.", "Fin\u202f!"
    assert f"{said[0]}\n\n{said[1]}\n" in made.text
    assert all(f">{part}</p>" in made.html for part in said)
    assert made.text.index("mois.") < made.text.index(said[0]) < made.text.index("Souhaitez-vous")


def test_r17_what_cannot_be_known_is_left_out_of_the_mail() -> None:
    mail = with_house(answer(content=content()), closing("Merci[, {first_name}]."))

    assert "\nMerci.\n" in rendered(mail, name=None).text


def test_r17_the_house_opens_and_closes_a_campaign_after_the_campaigns_own_words() -> None:
    parts = (
        HousePart(place="opening", slot="offer.opening", version=1, text="Voici {number} postes[ à {place}]."),
        HousePart(place="closing", slot="offer.closing", version=1, text="{employer} vous attend."),
    )
    mail = offer(content=offers("Acheteur", "Cariste", introduction="Bonne nouvelle[, {first_name}] !", house=parts))

    text = rendered(mail).text

    order = [
        "Bonne nouvelle, Inès\u202f!",
        "Voici deux postes à Romans-sur-Isère.",
        "Acheteur",
        "Vercors Logistique vous",
    ]
    assert sorted(order, key=text.index) == order
    assert "en lien avec votre parcours s’ouvrent" not in text


def test_without_words_of_its_own_a_campaign_opens_as_shipped() -> None:
    assert "s’ouvre chez Vercors Logistique." in rendered(offer(content=offers())).text


def test_r17_the_words_of_the_house_are_in_the_hash_that_is_approved() -> None:
    mail = answer(content=content())
    hashes = {
        text_hash(rendered(each)) for each in (mail, with_house(mail, closing("A.")), with_house(mail, closing("B.")))
    }

    assert len(hashes) == 3


def test_r13_values_of_fields_are_no_markup() -> None:
    mail = with_house(answer(content=content(job_title="<b>Chef</b> & co")), closing("Poste : {job_title}."))

    made = rendered(mail)

    assert "&lt;b&gt;Chef&lt;/b&gt; &amp; co." in made.html
    assert not [tag for tag, _ in Reader(made.html).tags if tag == "b"]


# --- versions ---


def put(wordings: MemoryWordings, slot: Slot, text: str, *, read: int | None = None, **more: Any) -> Wording:
    """In French, by Moira."""
    return reword(slot, more.get("language", "fr"), text, read=read, by="moira", wordings=wordings, now=NOW)


def test_each_change_is_a_version_and_earlier_ones_stay() -> None:
    wordings = MemoryWordings()

    first = put(wordings, Slot.ANSWER_CLOSING, "Un.")
    second = put(wordings, Slot.ANSWER_CLOSING, "Deux.", read=1)

    assert (first.version, second.version) == (1, 2)
    assert wordings.version(Slot.ANSWER_CLOSING, "fr", 1).text == "Un."
    with pytest.raises(ConflictError, match="version 1"):
        put(wordings, Slot.ANSWER_CLOSING, "Trois.", read=1)


def test_a_stage_has_its_own_closing_or_the_common_one() -> None:
    wordings = MemoryWordings()
    put(wordings, Slot.ANSWER_CLOSING, "À tous.")
    put(wordings, Slot.ANSWER_CLOSING_FINALIST, "Aux finalistes.")

    said = {
        stage: [part.text for part in house_parts("answer", "fr", stage=stage, wordings=wordings)]
        for stage in ("applied", "finalist")
    }

    assert said == {"applied": ["À tous."], "finalist": ["Aux finalistes."]}
    put(wordings, Slot.ANSWER_CLOSING_FINALIST, "")
    assert [part.text for part in house_parts("answer", "fr", stage="finalist", wordings=wordings)] == ["À tous."]
    assert house_parts("answer", "en", stage="finalist", wordings=wordings) == ()


def test_every_stage_has_a_slot() -> None:
    slots = {slot.value for slot in Slot}

    assert {f"answer.closing.{stage}" for stage in ("applied", "screened", "interviewed", "finalist")} < slots


def test_a_mail_keeps_the_version_that_it_was_written_with() -> None:
    wordings = MemoryWordings()
    put(wordings, Slot.ANSWER_CLOSING, "Un.")
    written = with_house(answer(content=content()), *house_parts("answer", "fr", stage="applied", wordings=wordings))
    put(wordings, Slot.ANSWER_CLOSING, "Deux.")

    assert "Un." in rendered(written).text
    assert isinstance(written.content, AnswerContent)
    assert [part.version for part in written.content.house] == [1]


def test_a_batch_reads_the_words_once_every_few_seconds() -> None:
    class Counted(MemoryWordings):
        reads = 0

        def current(self) -> Any:
            self.reads += 1
            return super().current()

    source, seconds = Counted(), [0.0]
    recent = RecentWordings(source, clock=lambda: seconds[0])
    for now in (0.0, 1.0, 4.9, 5.0, 9.0):
        seconds[0] = now
        recent.current()

    assert source.reads == 2


def test_r17_a_campaigns_introduction_is_such_a_text() -> None:
    check_introduction({"fr": "Bonne nouvelle[, {first_name}] !", "en": "Good news[, {first_name}]!"})

    for bad in ({"fr": "{salary}"}, {"en": "{of_job}"}, {"de": "Hallo"}):
        with pytest.raises(InvalidInputError):
            check_introduction(bad)
