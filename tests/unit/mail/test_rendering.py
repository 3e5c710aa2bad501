"""Rendering: what is said, with which spaces, alike in both parts, safe whatever the facts (R11-R14, R23)."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from relance.errors import InvalidInputError
from relance.mail.answer_parts import AdviceItem
from relance.mail.colleague import Colleague
from relance.mail.colours import contrast
from relance.mail.mails import (
    AnswerContent,
    Content,
    ErasedContent,
    HousePart,
    Mail,
    OfferContent,
    OfferLine,
    RenewalContent,
)
from relance.mail.rendering import NEEDED_LINKS, Employer, MailLinks, Recipient, RenderedMail, render, text_hash
from tests.unit.mail.world import EMPLOYER, answer, offer, portal_links

BANNED = (
    "nous sommes au regret", "avons le regret", "malheureusement", "unfortunately", "regret to inform",
    "despite your impressive", "surqualifié", "overqualified", "junior", "profil atypique", "fit for",
)  # fmt: skip
STAGES = ("applied", "screened", "interviewed", "finalist")


class Reader(HTMLParser):
    """What a person sees of the HTML: texts, links, languages."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._silent = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._silent += tag in {"style", "title"}
        if tag == "a":
            self.links.append(dict(attrs)["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"style", "title"}

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words += data.split()


def rendered(mail: Mail, *, name: str | None = "Inès Marchetti", employer: Employer = EMPLOYER) -> RenderedMail:
    """With the portal's real links."""
    return render(mail, Recipient(name=name), employer, portal_links(mail))


def content(**overrides: Any) -> AnswerContent:
    """A whole answer: reason, strength, two pieces of advice, a note."""
    fields: dict[str, Any] = {
        "job_title": "Préparateur de commandes",
        "stage": "applied",
        "reason_id": "criterion_not_shown",
        "reason": "Le poste demande un CACES R489 en cours de validité : nous ne l’avons pas trouvé dans votre CV.",
        "strength": "Votre expérience de l’inventaire tournant (« 4 000 références ») correspond à ce métier.",
        "advice": (
            AdviceItem(rule_id="a", text="Aucun CACES n’apparaît dans votre CV ; si vous l’avez, indiquez sa date."),
            AdviceItem(rule_id="b", text="Vos trois derniers postes n’ont pas de mois."),
        ),
        "personal_note": "Merci pour votre lettre.",
        "signed_by": "Salomé Kerjean, recrutement",
    }
    return AnswerContent(**(fields | overrides))


def offers(*titles: str, **overrides: Any) -> OfferContent:
    """A campaign mail's content."""
    lines = tuple(
        OfferLine(
            job_id=f"job-{n}", title=title, place="Romans-sur-Isère", contract="CDI",
            pay_range="44 000 à 50 000 € bruts par an", url=f"https://jobs.example.org/{n}", why=("clôture", "anglais"),
        )
        for n, title in enumerate(titles or ("Contrôleur de gestion",))
    )  # fmt: skip
    return OfferContent(**({"offers": lines} | overrides))


def every_mail() -> list[Mail]:
    """Each kind, language and stage."""
    answers = [answer(language=language, content=content(stage=stage)) for language in ("fr", "en") for stage in STAGES]
    dates = {
        "consent_given_at": datetime(2026, 6, 14, 12, tzinfo=UTC),
        "consent_expires_at": datetime(2028, 6, 14, 12, tzinfo=UTC),
    }
    campaigns = [
        offer(language=language, content=offers(*titles, **more))
        for language in ("fr", "en")
        for titles in (("Contrôleur de gestion",), ("Comptable", "Acheteur"))
        for more in ({}, dates, {"history": "En mars, vous étiez parmi les finalistes."}, {"introduction": "Bonjour !"})
    ]
    text = "Merci[, {first_name}] !\n\nÀ {job_title} : {employer}."
    house = (HousePart(place="closing", slot="closing", version=1, text=text),)
    worded = [
        mail.model_copy(update={"content": mail.content.model_copy(update={"house": house})})
        for mail in (answers[0], answers[-1], campaigns[0], campaigns[-1])
    ]
    asked = RenewalContent(consent_given_at=dates["consent_given_at"], consent_expires_at=dates["consent_expires_at"])
    renewals = [offer(language=language, content=asked, job_ids=()) for language in ("fr", "en")]
    return answers + campaigns + worded + renewals


def test_every_kind_of_mail_is_among_those_that_are_looked_at() -> None:
    kinds = {get_args(part)[0] if get_args(part) else part for part in get_args(get_args(Content.__value__)[0])}

    assert {type(mail.content) for mail in every_mail()} == kinds - {ErasedContent}


@pytest.mark.parametrize("mail", every_mail(), ids=lambda mail: f"{mail.content.kind}-{mail.language}")
def test_r13_both_parts_hold_the_same_facts_and_links(mail: Mail) -> None:
    made = rendered(mail)

    page = Reader(made.html)
    text_links = re.findall(r"https?://\S+", made.text)
    text_words = [word for word in re.sub(r"https?://\S+", "", made.text).split() if word not in {"–", "·"}]
    assert sorted(page.links) == sorted(text_links)
    assert [word for word in page.words if word not in {"–", "·"}] == text_words


@pytest.mark.parametrize("mail", every_mail(), ids=lambda mail: f"{mail.content.kind}-{mail.language}")
def test_r13_r14_the_page_is_small_plain_and_traceless(mail: Mail) -> None:
    made = rendered(mail)

    page = Reader(made.html)
    tags = {tag for tag, _ in page.tags}
    assert len(made.html.encode()) < 100_000
    assert dict(page.tags[0][1])["lang"] == mail.language
    assert all(attributes.get("role") == "presentation" for tag, attributes in page.tags if tag == "table")
    assert not tags & {"img", "script", "link", "iframe", "object", "form", "svg"}
    assert "url(" not in made.html
    assert ("meta", {"name": "color-scheme", "content": "light dark"}) in page.tags


@pytest.mark.parametrize("mail", every_mail(), ids=lambda mail: f"{mail.content.kind}-{mail.language}")
def test_no_mail_holds_a_banned_phrase_or_a_gendered_greeting(mail: Mail) -> None:
    made = rendered(mail)

    said = (made.subject + made.text + made.html).lower()
    assert not [phrase for phrase in BANNED if phrase in said]
    assert not re.search(r"\b(madame|monsieur|mr|mrs|ms|m\.)\b", made.text.lower())


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("stage", STAGES)
def test_the_decision_stands_in_the_first_two_sentences(language: str, stage: str) -> None:
    made = rendered(answer(language=language, content=content(stage=stage)))

    paragraph = made.text.split("\n\n")[1]
    sentences = re.split(r"(?<=[.!?])\s", paragraph)
    decision = r"ne la retenons pas|ne poursuivons pas|will not be taking"
    assert re.search(decision, " ".join(sentences[:2]))
    assert paragraph.endswith("CV.")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("stage", STAGES)
def test_r23_an_answer_has_exactly_two_links_and_no_offer(language: str, stage: str) -> None:
    mail = answer(language=language, content=content(stage=stage))

    made = rendered(mail)

    links = portal_links(mail)
    assert sorted(Reader(made.html).links) == sorted([str(links.opt_in), str(links.rights)])
    assert made.headers == ()


CLAIMS = {
    "fr": ("en lien avec votre parcours", "nouveau", "Ce qui correspond", "là où il en était"),
    "en": ("match", "new role", "What matches", "where it was"),
}


@pytest.mark.parametrize("language", CLAIMS)
@pytest.mark.parametrize("titles", [("Acheteur",), ("Acheteur", "Cariste")])
@pytest.mark.parametrize("met", [True, False])
def test_a_match_is_claimed_only_where_each_offer_names_what_was_found(
    language: str, titles: tuple[str, ...], met: bool
) -> None:
    lines = offers(*titles).offers
    last = lines[-1].model_copy(update={"why": ("clôture",) if met else ()})
    made = rendered(offer(language=language, content=OfferContent(offers=(*lines[:-1], last))))

    fitting, new, _, _ = CLAIMS[language]
    opening = made.text.split("\n\n")[1]
    said = f"{opening} {made.subject if len(titles) > 1 else ''}".lower()
    assert (fitting in said) is met
    assert (new in said) is not met


@pytest.mark.parametrize("language", CLAIMS)
@pytest.mark.parametrize("history", [None, "En mars, vous étiez parmi les finalistes."])
def test_a_file_is_taken_up_where_it_was_only_where_an_earlier_one_is_recalled(
    language: str, history: str | None
) -> None:
    made = rendered(offer(language=language, content=offers(history=history)))

    assert (CLAIMS[language][3] in made.text) is (history is not None)
    assert (CLAIMS[language][3] in made.html) is (history is not None)


@pytest.mark.parametrize(("url", "purpose"), [("https://jobs.example.org/0", None), (None, "interested")])
def test_an_offer_without_an_address_is_read_on_the_page_of_the_interest(url: str | None, purpose: str | None) -> None:
    line = offers().offers[0].model_copy(update={"url": url})
    mail = offer(content=OfferContent(offers=(line,)))
    made = rendered(mail)

    where = url or getattr(portal_links(mail), str(purpose))
    assert f"Lire l’offre\n{where}\n" in made.text
    assert Reader(made.html).links[0] == where


@pytest.mark.parametrize(("language", "told"), [("fr", "montre un exemple"), ("en", "is an example here")])
@pytest.mark.parametrize("is_test", [True, False])
def test_a_test_says_that_its_matches_are_an_example_and_no_other_mail_does(
    language: str, told: str, is_test: bool
) -> None:
    reader = Colleague(account="moira", address="moira@example.org") if is_test else None
    made = rendered(offer(language=language, content=offers(), test_for=reader))

    assert (told in made.text) is is_test
    assert (told in made.html) is is_test
    assert made.text.count(CLAIMS[language][2]) == 1 + is_test


def test_r12_campaigns_unsubscribe_by_one_click() -> None:
    mail = offer(content=offers())

    made = rendered(mail)

    assert made.headers == (
        ("List-Unsubscribe", f"<{portal_links(mail).unsubscribe}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    )
    assert all(value.isascii() and len(value) < 800 and value.isprintable() for _, value in made.headers)


def test_an_answer_without_strength_advice_or_note_has_no_empty_places() -> None:
    made = rendered(answer(content=content(strength=None, advice=(), personal_note=None)))

    assert "\n\n\n" not in made.text
    assert "remarque" not in made.text
    assert "<ul" not in made.html


@pytest.mark.parametrize(
    ("count", "language", "lead"),
    [
        (1, "fr", "Une remarque sur votre CV"),
        (2, "fr", "Deux remarques sur votre CV"),
        (3, "fr", "Trois remarques sur votre CV"),
        (1, "en", "One suggestion for your CV"),
        (3, "en", "Three suggestions for your CV"),
    ],
)
def test_advice_is_counted_in_words(count: int, language: str, lead: str) -> None:
    advice = tuple(AdviceItem(rule_id=str(n), text=f"Point {n}.") for n in range(count))

    assert lead in rendered(answer(language=language, content=content(advice=advice))).text


def test_french_spaces_survive_in_both_parts() -> None:
    made = rendered(answer(content=content(reason="Le délai : trop long ; vraiment ? « Oui » !")))

    typeset = "Le délai\u00a0: trop long\u202f; vraiment\u202f? «\u00a0Oui\u00a0»\u202f!"
    assert typeset in made.text
    assert typeset in made.html


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("number", ["06 39 98 01 28", "+33 6 39 98 01 28", "+44 7700 900128", "07700 900128"])
def test_a_telephone_number_stays_on_one_line(number: str, language: str) -> None:
    made = rendered(answer(language=language, content=content(reason=f"Call {number}.")))

    assert number.replace(" ", "\u00a0") in made.text


@pytest.mark.parametrize("text", ["Since 05 2019 06", "Grades 0 12 3", "Code 12 3456 7890 12", "On 01 02 2020 to Rome"])
def test_numbers_that_are_no_telephone_keep_their_spaces(text: str) -> None:
    assert text in rendered(answer(language="en", content=content(reason=text))).text


def test_english_is_left_as_it_is() -> None:
    made = rendered(answer(language="en", content=content(reason="The role: now; why? It asks for Sage.")))

    assert "The role: now; why? It asks for Sage." in made.text


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("Préparateur de commandes", "Votre candidature au poste de préparateur de commandes – Vercors Logistique"),
        ("Acheteuse industrielle", "Votre candidature au poste d’acheteuse industrielle – Vercors Logistique"),
        ("Hôte d’accueil", "Votre candidature au poste d’hôte d’accueil – Vercors Logistique"),
        ("Data Analyst", "Votre candidature au poste de Data Analyst – Vercors Logistique"),
        ("RH", "Votre candidature au poste de RH – Vercors Logistique"),
        ("Éducatrice", "Votre candidature au poste d’éducatrice – Vercors Logistique"),
    ],
)
def test_the_title_is_elided_and_lowered_in_french(title: str, subject: str) -> None:
    assert rendered(answer(content=content(job_title=title))).subject == subject


@pytest.mark.parametrize(
    ("name", "stage", "language", "greeting"),
    [
        ("Inès Marchetti", "applied", "fr", "Bonjour Inès Marchetti,"),
        ("INÈS MARCHETTI", "applied", "fr", "Bonjour Inès Marchetti,"),
        ("Inès MARCHETTI", "interviewed", "fr", "Bonjour Inès,"),
        ("MARCHETTI Inès", "finalist", "fr", "Bonjour Inès,"),
        ("Jean-Pierre DE LA TOUR", "finalist", "fr", "Bonjour Jean-Pierre,"),
        ("Tomasz Nowak", "interviewed", "en", "Dear Tomasz,"),
        ("Ana Maria Lopes Costa", "finalist", "en", "Dear Ana Maria Lopes Costa,"),
        ("N. Nowak", "finalist", "en", "Dear N. Nowak,"),
        (None, "applied", "fr", "Bonjour,"),
        (None, "finalist", "en", "Hello,"),
        ("", "applied", "fr", "Bonjour,"),
        ("06 39 98 12 34", "applied", "fr", "Bonjour,"),
        ("https://example.org", "applied", "fr", "Bonjour,"),
        ("Curriculum\nVitae\x00 Nom", "applied", "fr", "Bonjour Curriculum Vitae Nom,"),
    ],
)
def test_the_greeting_uses_the_name_or_none(name: str | None, stage: str, language: str, greeting: str) -> None:
    made = rendered(answer(language=language, content=content(stage=stage)), name=name)

    assert made.text.splitlines()[0] == greeting


def test_a_consent_is_told_with_its_dates_in_the_employers_time_zone() -> None:
    given_at, expires_at = datetime(2026, 6, 13, 23, 30, tzinfo=UTC), datetime(2028, 3, 1, 10, 0, tzinfo=UTC)
    mail = offer(content=offers(consent_given_at=given_at, consent_expires_at=expires_at))

    made = rendered(mail)

    assert "dit oui le 14\u00a0juin 2026. Ce oui vaut jusqu’au 1er\u00a0mars 2028." in made.text


def test_the_team_signs_when_nobody_is_named() -> None:
    made = rendered(answer(content=content(signed_by=None)))

    assert "L’équipe recrutement – Vercors Logistique" in made.text


@pytest.mark.parametrize("kind", ["answer", "offer"])
def test_a_missing_link_is_an_error_not_a_hole(kind: str) -> None:
    mail = answer(content=content()) if kind == "answer" else offer(content=offers())

    for name in NEEDED_LINKS[kind]:
        with pytest.raises(InvalidInputError, match=name):
            render(mail, Recipient(), EMPLOYER, portal_links(mail).model_copy(update={name: None}))


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://a b", "https://a\nX: y", "https://é", "https://a/>", "x"]
)
def test_a_link_that_would_break_a_header_is_refused(url: str) -> None:
    mail = offer(content=offers())

    with pytest.raises(InvalidInputError):
        render(mail, Recipient(), EMPLOYER, portal_links(mail).model_copy(update={"unsubscribe": url}))


def test_the_hash_is_of_the_text_not_of_the_signatures_in_its_links() -> None:
    mail = answer(content=content())
    links = portal_links(mail)
    renewed = links.model_copy(update={"opt_in": f"{links.opt_in}x"})

    first, second = (render(mail, Recipient(), EMPLOYER, given) for given in (links, renewed))

    assert first.text != second.text
    assert text_hash(first) == text_hash(second)


@pytest.mark.parametrize(
    "changes", [{"reason": "Autre raison."}, {"advice": ()}, {"job_title": "Cariste"}, {"stage": "finalist"}]
)
def test_the_hash_changes_with_every_word(changes: dict[str, Any]) -> None:
    assert text_hash(rendered(answer(content=content()))) != text_hash(rendered(answer(content=content(**changes))))


def test_the_same_mail_renders_to_the_same_bytes() -> None:
    assert rendered(answer(content=content())) == rendered(answer(content=content()))


anything = st.text(max_size=60)


@given(name=anything, reason=anything, title=anything, note=anything)
def test_r11_nothing_in_the_facts_becomes_markup_or_a_line_of_its_own(
    name: str, reason: str, title: str, note: str
) -> None:
    mail = answer(content=content(reason=reason, job_title=title, personal_note=note, advice=()))
    plain = Reader(rendered(answer(content=content(personal_note="x", advice=()))).html)

    made = rendered(mail, name=name)

    page = Reader(made.html)
    extra = 0 if note else -1
    assert len([tag for tag, _ in page.tags if tag != "p"]) == len([tag for tag, _ in plain.tags if tag != "p"])
    assert len([tag for tag, _ in page.tags if tag == "p"]) - extra >= len([t for t, _ in plain.tags if t == "p"])
    assert len(made.subject.splitlines()) == 1
    assert made.subject.isprintable() or set(made.subject) & {"\u00a0", "\u202f"} or not made.subject.isascii()
    assert sorted(page.links) == sorted(Reader(made.html).links)
    assert len(page.links) == 2


def test_typed_markup_is_shown_as_it_was_typed() -> None:
    made = rendered(answer(content=content(reason="<b>{{ 7*7 }}</b> {title} & co")))

    assert "<b>{{ 7*7 }}</b> {title} & co" in made.text
    assert "&lt;b&gt;{{ 7*7 }}&lt;/b&gt; {title} &amp; co" in made.html


def test_r13_words_and_links_stand_out_in_light_and_dark() -> None:
    html = rendered(offer(content=offers())).html
    light = re.findall(r"(?<!background-)color:(#[0-9a-f]{6})", html)
    dark = re.findall(r"(?<!background-)color: (#[0-9a-f]{6}) !important", html)

    assert {contrast(color, "#ffffff") >= 4.5 for color in light} == {True}
    assert {contrast(color, "#1c2229") >= 4.5 for color in dark} == {True}
    assert len(set(light)) >= 3
    assert len(set(dark)) >= 3


def test_an_employers_colour_must_be_one() -> None:
    with pytest.raises(ValueError, match="accent"):
        Employer(name="x", signature="y", accent="red;}")


def test_links_of_no_mail_are_none() -> None:
    assert MailLinks().model_dump(exclude_none=True) == {}


@pytest.mark.parametrize(
    ("language", "french", "english", "signed"),
    [
        ("fr", "L’équipe RH", "", "L’équipe RH"),
        ("en", "L’équipe RH", "", "The recruitment team"),
        ("en", "L’équipe RH", "The HR team", "The HR team"),
        ("fr", "", "The HR team", "L’équipe recrutement"),
    ],
)
def test_each_language_has_its_own_signature(language: str, french: str, english: str, signed: str) -> None:
    house = Employer(name="Vercors Logistique", signature=french, signature_en=english)

    for mail in (
        answer(language=language, content=content(signed_by=None)),
        offer(language=language, content=offers()),
    ):
        made = rendered(mail, employer=house)
        assert f"{signed} – Vercors Logistique" in made.text
        assert f"{signed} – Vercors Logistique" in made.html


@pytest.mark.parametrize("accent", ["#ffff00", "#86d6e3", "#999999", "#ffffff"])
def test_r13_a_colour_that_is_too_light_for_links_is_refused(accent: str) -> None:
    with pytest.raises(ValidationError, match=r"4\.5:1"):
        Employer(name="Vercors", signature="", accent=accent)


def test_an_employers_colour_is_that_of_every_link() -> None:
    page = Reader(rendered(offer(content=offers()), employer=EMPLOYER.model_copy(update={"accent": "#7a1f3d"})).html)

    styles = {str(attributes["style"]) for tag, attributes in page.tags if tag == "a"}
    assert styles == {"color:#7a1f3d;text-decoration:underline;"}


def test_r13_r14_a_logo_is_one_picture_of_the_employers_that_can_be_missed() -> None:
    house = EMPLOYER.model_copy(update={"logo": "https://www.example.org/logo.png", "name": "Vercors & fils"})

    made = rendered(answer(content=content()), employer=house)

    (picture,) = [attributes for tag, attributes in Reader(made.html).tags if tag == "img"]
    assert (picture["src"], picture["alt"]) == ("https://www.example.org/logo.png", "Vercors & fils")
    assert int(str(picture["width"])) > 1
    assert "?" not in str(picture["src"])


@pytest.mark.parametrize(
    "logo",
    [
        "http://a/x.png",
        "javascript:alert(1)",
        'https://a/"onload="x',
        "https://a/<x>",
        "data:image/png,",
        "https://a b",
    ],
)
def test_a_logo_is_a_plain_https_address(logo: str) -> None:
    with pytest.raises(ValidationError):
        Employer(name="Vercors", signature="", logo=logo)
