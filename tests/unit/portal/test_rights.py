"""What is held about a person is shown to them, and nothing before its mail has left (R19, R32)."""

from datetime import date

import pytest

from relance.applications import Outcome
from relance.candidates import ContractWish, Wishes
from relance.jobs import JobId
from relance.mail.mails import AnswerContent, Mail, MailId, MailState, OfferContent, OfferLine, Stream
from relance.privacy.links import LinkPurpose
from tests import factories
from tests.unit.portal.portal import NOW, Portal, offer_mail, visible


@pytest.fixture
def portal() -> Portal:
    return Portal()


def test_the_rights_page_shows_what_is_held(portal: Portal) -> None:
    portal.applications.save(
        factories.application("accountant", "zoe", outcome=Outcome.REJECTED, reason_id="missing_must_have")
    )

    body = visible(portal.get(portal.link(LinkPurpose.RIGHTS)).body)

    for held in (
        "Zoé Lambert",
        "zoe@example.org",
        "cv.pdf",
        "Comptable fournisseurs",
        "non retenue",
        "Critère indispensable absent du CV",
        "recrutement@example.org",
    ):
        assert held in body


def answer_mail(state: MailState) -> Mail:
    content = AnswerContent(job_title="Comptable", stage="applied", reason_id="missing_must_have", reason="Absent.")
    changes = {"mail_id": MailId("answer-1"), "content": content, "stream": Stream.ANSWERS, "state": state}
    return offer_mail().model_copy(update=changes)


@pytest.mark.parametrize(
    ("state", "is_told"),
    [
        (MailState.HELD, False),
        (MailState.CLAIMED, False),
        (MailState.ACCEPTED, True),
        (MailState.ASSUMED_SENT, True),
        (MailState.UNKNOWN, True),
    ],
)
def test_nobody_reads_a_rejection_here_before_its_mail_has_left(
    portal: Portal, state: MailState, is_told: bool
) -> None:
    portal.applications.save(
        factories.application("accountant", "zoe", outcome=Outcome.REJECTED, reason_id="missing_must_have")
    )
    portal.mails.plan(answer_mail(state))

    body = visible(portal.get(portal.link(LinkPurpose.RIGHTS)).body)

    assert ("non retenue" in body) is is_told
    assert ("Critère indispensable" in body) is is_told
    assert ("Réponse à votre candidature (Comptable), écrite le" in body) is is_told


def test_drafts_are_not_shown_to_the_person(portal: Portal) -> None:
    assert "Offre (" not in visible(portal.get(portal.link(LinkPurpose.RIGHTS)).body)


@pytest.mark.parametrize(("lang", "told"), [("fr", "Offre (Comptable, Acheteuse)"), ("en", "Offer (Comptable, Ach")])
def test_a_message_is_named_by_the_jobs_that_it_offered(portal: Portal, lang: str, told: str) -> None:
    lines = tuple(OfferLine(job_id=JobId(title), title=title) for title in ("Comptable", "Acheteuse"))
    changes = {"mail_id": MailId("left"), "content": OfferContent(offers=lines), "state": MailState.ACCEPTED}
    portal.mails.plan(offer_mail().model_copy(update=changes))

    assert told in visible(portal.get(portal.link(LinkPurpose.RIGHTS), query={"lang": lang}).body)


def test_wishes_and_tags_are_held_and_so_are_shown(portal: Portal) -> None:
    wishes = Wishes(
        contracts=frozenset({ContractWish.PERMANENT, ContractWish.FREELANCE}),
        areas=frozenset({"remote", "FR-69", "BE"}),
        available_from=date(2027, 1, 4),
        language="en",
        offers_every_days=45,
        refused_titles=frozenset({"magasinier"}),
    )
    tags = frozenset({"vivier-logistique"})
    portal.candidates.save(portal.zoe().model_copy(update={"wishes": wishes, "tags": tags}))

    body = " ".join(visible(portal.get(portal.link(LinkPurpose.RIGHTS)).body).split())

    for told in (
        "Contrats CDI, Indépendant",
        "Lieux En télétravail, 69, BE",
        "Disponibilité à partir du 4 janvier 2027",
        "Langue Anglais",
        "Au plus une fois en 45 jours",
        "Postes à ne pas proposer magasinier",
        "vivier-logistique",
    ):
        assert told in body


def test_the_usual_rhythms_are_said_in_the_words_of_the_choice(portal: Portal) -> None:
    portal.candidates.save(portal.zoe().model_copy(update={"wishes": Wishes(offers_every_days=90)}))

    body = visible(portal.get(portal.link(LinkPurpose.RIGHTS), query={"lang": "en"}).body)

    assert "Once in three months at most" in body


def test_the_rights_page_can_withdraw_the_yes(portal: Portal) -> None:
    portal.post(portal.link(LinkPurpose.OPT_IN))

    answer = portal.post(portal.link(LinkPurpose.RIGHTS), form={"act": "stop"})

    assert portal.zoe().unsubscribed_at == NOW
    assert "Pas d’accord en cours" in visible(answer.body)


def test_a_name_with_markup_is_shown_as_text(portal: Portal) -> None:
    portal.candidates.create(factories.candidate("eve", name="<script>alert(1)</script>"), keys=())
    mail = offer_mail(who="eve")
    portal.mails.plan(mail)

    body = portal.get(portal.link(LinkPurpose.RIGHTS, mail)).body

    assert "<script" not in body
    assert "&lt;script&gt;" in body
