"""Whole mails as they leave, kept as `.eml` files: a change of a word is seen before it is sent (R12, R13).

`RENEW=1 python -m pytest tests/unit/mail/test_golden_mails.py` writes them anew.
"""

import os
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from relance.candidates import Candidate
from relance.jobs import JobId
from relance.mail.answer_parts import AdviceItem
from relance.mail.colleague import Colleague
from relance.mail.eml import as_eml
from relance.mail.letters import letter
from relance.mail.mails import AnswerContent, HousePart, Mail, MailId, OfferContent, OfferLine
from relance.mail.phrases import familiar_words
from relance.mail.rendering import MailLinks, Recipient, render
from relance.mail.renewal import renewal_mail
from tests.factories import candidate, consent, profile
from tests.unit.mail.world import EMPLOYER, NOW, SENDERS, answer, offer

FOLDER = Path(__file__).parent / "golden"
LINKS = {
    name: f"https://portal.example.org/{name}/token"
    for name in ("opt_in", "rights", "interested", "pause", "preferences", "unsubscribe")
}


def agreed(language: str) -> Candidate:
    """Somebody whose agreement ends in a month."""
    yes = consent(
        given_at=datetime(2024, 12, 20, 9, 0, tzinfo=UTC), expires_at=datetime(2026, 12, 20, 9, 0, tzinfo=UTC)
    )
    return candidate(profile=profile(language=language), consent=yes)


MAILS: dict[str, tuple[str | None, Mail]] = {
    "answer_fr_on_cv": (
        "Inès Marchetti",
        answer(
            mail_id=MailId("a1"),
            content=AnswerContent(
                job_title="Préparateur de commandes",
                stage="applied",
                reason_id="criterion_not_shown",
                reason="Il demande un CACES R489 catégorie 1 en cours de validité, et nous ne l’avons pas trouvé dans "
                "votre CV.",
                strength="Votre expérience de l’inventaire tournant chez Alpes Distribution (« inventaire tournant de "
                "4 000 références ») correspond bien à ce métier.",
                advice=(
                    AdviceItem(
                        rule_id="licence_missing",
                        text="Vous mentionnez la conduite de chariots dans votre poste de 2021, mais aucun CACES "
                        "n’apparaît. Si vous l’avez, indiquez-le avec sa catégorie et sa date : c’est souvent le "
                        "premier critère lu.",
                    ),
                    AdviceItem(
                        rule_id="months_missing",
                        text="Vos trois derniers postes n’ont pas de mois de début ni de fin (« 2019 – 2021 »). "
                        "Ajoutez-les : la durée réelle se voit mieux.",
                    ),
                ),
                signed_by="Salomé Kerjean, recrutement",
            ),
        ),
    ),
    "answer_en_after_interview": (
        "Tomasz Wren",
        answer(
            mail_id=MailId("a2"),
            language="en",
            content=AnswerContent(
                job_title="Data Analyst",
                stage="interviewed",
                reason_id="others_have_done_it",
                reason="The role starts with rebuilding our Power BI reports, and we chose to continue with applicants "
                "who have already led such a migration.",
                strength="What stood out was the arrears forecast you described at Leith Homes (\"reduced missed "
                'payments by 18% in a year").',
                advice=(
                    AdviceItem(
                        rule_id="skill_listed_not_shown",
                        text='"SQL" is in your skills list but in none of your jobs. One line showing where you used '
                        "it would make it visible.",
                    ),
                ),
                signed_by="Moira Adeyemi, People team",
            ),
        ),
    ),
    "answer_fr_finalist": (
        "Yann Guérin",
        answer(
            mail_id=MailId("a3"),
            content=AnswerContent(
                job_title="Contrôleur de gestion",
                stage="finalist",
                reason_id="others_have_done_it",
                reason="Le choix s’est fait sur un point : le poste porte cette année le passage à un nouvel outil de "
                "consolidation.",
                strength="Votre travail sur les coûts de revient (« écart matière ramené de 3,1 % à 1,8 % ») répondait "
                "à ce que nous cherchions.",
                personal_note="Vous pouvez m’appeler au 06 39 98 01 28 cette semaine.",
                signed_by="Claire Ostrowski, direction financière",
            ),
        ),
    ),
    "offer_fr_finalist": (
        "Yann Guérin",
        offer(
            mail_id=MailId("o1"),
            content=OfferContent(
                history="En mars, vous étiez parmi les finalistes pour notre poste « Contrôleur de gestion ».",
                offers=(
                    OfferLine(
                        job_id=JobId("j1"), title="Contrôleur·euse de gestion industriel·le", contract="CDI",
                        place="Romans-sur-Isère", pay_range="44 000 à 50 000 € bruts par an",
                        url="https://jobs.example.org/j1", why=("clôture mensuelle", "coûts de revient"),
                    ),
                ),
                consent_given_at=datetime(2026, 6, 14, 9, 0, tzinfo=UTC),
                consent_expires_at=datetime(2028, 6, 14, 9, 0, tzinfo=UTC),
                signed_by="Claire Ostrowski",
            ),
        ),
    ),
    "offer_en_two_roles": (
        None,
        offer(
            mail_id=MailId("o2"),
            language="en",
            content=OfferContent(
                introduction="Since our last message on 2 September, two roles opened that fit your profile.",
                offers=(
                    OfferLine(
                        job_id=JobId("j1"), title="Payroll Lead", contract="permanent", place="Leeds",
                        pay_range="£41,000–46,000", why=("multi-site payroll", "Sage"),
                    ),
                    OfferLine(job_id=JobId("j2"), title="HRIS Coordinator", place="York", why=("training users",)),
                ),
            ),
        ),
    ),
    "answer_fr_after_interview_tu": (
        "Malo Kerbrat",
        answer(
            mail_id=MailId("a4"),
            content=AnswerContent(
                job_title="Développeur·euse Python",
                stage="interviewed",
                reason_id="others_have_done_it",
                reason="Nous continuons avec des personnes qui ont déjà mis un service en production.",
                tone="tu",
                personal_note="Ton exercice était clair et bien testé.",
                advice=(
                    AdviceItem(
                        rule_id="skill_listed_not_shown",
                        text="« Docker » est dans ta liste de compétences et dans aucun de tes postes.",
                    ),
                ),
                signed_by="Nour Vasseur",
            ),
        ),
    ),
    "answer_en_finalist_to_call": (
        "Aoife Brannigan",
        answer(
            mail_id=MailId("a5"),
            language="en",
            content=AnswerContent(
                job_title="Management Accountant",
                stage="finalist",
                reason_id="others_have_done_it",
                reason="The choice came down to one point: this year the role brings in a new consolidation tool.",
                strength="Your work on cost prices (“material variance down from 3.1% to 1.8%”) stood out.",
                signed_by="Claire Ostrowski",
                call_at="+44 7700 900128",
                house=(
                    HousePart(
                        place="closing", slot="answer.closing.finalist", version=3,
                        text="[Thank you again, {first_name}. ]We would be glad to hear from you.",
                    ),
                ),
            ),
        ),
    ),
    "answer_en_screened_without_a_name": (
        None,
        answer(
            mail_id=MailId("a6"),
            language="en",
            content=AnswerContent(
                job_title="Warehouse Operative",
                stage="screened",
                reason_id="criterion_not_shown",
                reason="The role asks for a counterbalance forklift licence, and we did not find one in your CV.",
            ),
        ),
    ),
    "offer_fr_digest": (
        "Inès Marchetti",
        offer(
            mail_id=MailId("o3"),
            content=OfferContent(
                offers=tuple(
                    OfferLine(
                        job_id=JobId(f"j{n}"), title=title, contract="CDI", place=place,
                        url=f"https://jobs.example.org/j{n}", why=("CACES R489", "inventaire tournant"),
                    )
                    for n, (title, place) in enumerate(
                        (
                            ("Préparateur·rice de commandes", "Valence"),
                            ("Magasinier·ère cariste", "Saint-Marcel-lès-Valence"),
                            ("Chef·fe d’équipe logistique", "Portes-lès-Valence"),
                        )
                    )
                ),
                rule="Nous vous écrivons au plus une fois par semaine, avec les trois offres les plus proches de votre "
                "parcours.",
                house=(
                    HousePart(
                        place="opening", slot="offer.opening", version=1,
                        text="{employer} recrute, et {number} postes sont proches de ce que vous faites.",
                    ),
                    HousePart(place="closing", slot="offer.closing", version=2, text="À bientôt peut-être !"),
                ),
                consent_given_at=datetime(2026, 6, 14, 9, 0, tzinfo=UTC),
                consent_expires_at=datetime(2028, 6, 14, 9, 0, tzinfo=UTC),
            ),
        ),
    ),
    "offer_en_long_words_test": (
        None,
        offer(
            mail_id=MailId("o4"),
            language="en",
            test_for=Colleague(account="moira", address="moira@example.org"),
            content=OfferContent(
                offers=(
                    OfferLine(
                        job_id=JobId("j1"), title="Elektroenergieübertragungsnetzbetriebsführungsingenieur·in",
                        place="Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", why=("SCADA",),
                    ),
                ),
            ),
        ),
    ),
    "offer_fr_nothing_met": (
        "Inès Marchetti",
        offer(
            mail_id=MailId("o5"),
            content=OfferContent(
                offers=(OfferLine(job_id=JobId("j1"), title="Contrôleur·euse de gestion", place="Romans-sur-Isère"),),
            ),
        ),
    ),
    "offer_en_nothing_met": (
        "Tomasz Wren",
        offer(
            mail_id=MailId("o6"),
            language="en",
            content=OfferContent(
                offers=(
                    OfferLine(job_id=JobId("j1"), title="Payroll Lead", place="Leeds"),
                    OfferLine(job_id=JobId("j2"), title="HRIS Coordinator", place="York"),
                ),
            ),
        ),
    ),
    **{
        f"renewal_{language}": (name, renewal_mail(agreed(language), now=NOW))
        for language, name in (("fr", "Inès Marchetti"), ("en", "Tomasz Wren"))
    },
}  # fmt: skip


def made(name: str) -> bytes:
    """The mail as it would leave now."""
    recipient, mail = MAILS[name]
    familiar = isinstance(mail.content, AnswerContent) and mail.content.tone == "tu"
    rendered = render(
        mail, Recipient(name=recipient), EMPLOYER, MailLinks.model_validate(LINKS),
        paragraphs=familiar_words() if familiar else None,
    )  # fmt: skip
    ready = letter(mail, rendered, SENDERS[mail.stream], to_name=recipient, to_address="someone@example.org")
    return as_eml(ready, at=NOW)


def read(content: bytes) -> EmailMessage:
    """As a mail program does."""
    return message_from_bytes(content, policy=default)


@pytest.mark.parametrize("name", MAILS)
def test_the_mail_is_the_one_that_was_kept(name: str) -> None:
    file = FOLDER / f"{name}.eml"
    if os.environ.get("RENEW"):
        FOLDER.mkdir(exist_ok=True)
        file.write_bytes(made(name))

    assert made(name) == file.read_bytes()


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_program_reads_both_parts_and_one_recipient(name: str) -> None:
    message = read(made(name))

    text, html = (cast("Any", message.get_body((kind,))).get_content() for kind in ("plain", "html"))
    assert [address.addr_spec for address in message["To"].addresses] == ["someone@example.org"]
    assert message.get_content_type() == "multipart/alternative"
    assert "\u202f" in text or "\u00a0" in text or name.split("_")[1] == "en"
    assert ("\u202f" in text) == ("\u202f" in html)
    assert message["Cc"] is message["Bcc"] is None


@pytest.mark.parametrize("name", MAILS)
def test_r12_unsubscribe_headers_are_one_unencoded_line_each(name: str) -> None:
    lines = made(name).split(b"\r\n\r\n")[0].split(b"\r\n")

    found = [line for line in lines if line.startswith(b"List-Unsubscribe")]
    offers = [
        b"List-Unsubscribe: <https://portal.example.org/unsubscribe/token>",
        b"List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    ]
    assert found == ([] if name.startswith("answer") else offers)


anything = st.text(max_size=80)


@given(name=anything, title=anything, reason=anything)
@example(name="a\r\nBcc: x@example.org", title="b\r\nCc: x@example.org\r\n\r\nc", reason="d\r\nTo: x@example.org")
@example(name="Zoé <x@example.org>, y@example.org", title="=?utf-8?q?a=0ACc:_x@example.org?=", reason="\u2028\x85\x0b")
def test_r11_any_name_subject_and_reason_leave_one_recipient_and_no_further_header(
    name: str, title: str, reason: str
) -> None:
    mail = answer(content=AnswerContent(job_title=title, stage="finalist", reason_id="x", reason=reason))
    rendered = render(mail, Recipient(name=name), EMPLOYER, MailLinks.model_validate(LINKS))
    ready = letter(mail, rendered, SENDERS[mail.stream], to_name=name, to_address="someone@example.org")

    message = read(as_eml(ready, at=NOW))

    assert message.keys() == read(made("answer_fr_finalist")).keys()
    assert [address.addr_spec for address in message["To"].addresses] == ["someone@example.org"]
    assert len(rendered.subject.splitlines()) == 1
