"""Whom the house sends no offers, whatever they agreed to, is told so and promised nothing."""

import re
from datetime import timedelta

import pytest

from relance.candidates import DoNotContact
from relance.privacy.links import LinkPurpose
from tests import factories
from tests.unit.portal.portal import NOW, Portal, visible

WHY = "A demandé à ne traiter qu’avec l’agence."
NO_OFFERS = {"fr": "ne vous envoie pas d’offres", "en": "does not send you offers"}
PROMISES = {"fr": "Nous vous écrirons", "en": "We will write to you"}


@pytest.fixture
def portal() -> Portal:
    """Zoé agreed to hear of offers; the house decided in October not to send her any."""
    made = Portal()
    yes = factories.consent(given_at=NOW - timedelta(days=90), expires_at=NOW + timedelta(days=600))
    no = DoNotContact(by="rachel", at=NOW - timedelta(days=30), why=WHY)
    made.candidates.save(made.zoe().model_copy(update={"consent": yes, "do_not_contact": no}))
    return made


@pytest.mark.parametrize("lang", NO_OFFERS)
@pytest.mark.parametrize("agreed", [True, False])
@pytest.mark.parametrize("purpose", [LinkPurpose.PREFERENCES, LinkPurpose.OPT_IN, LinkPurpose.PAUSE])
def test_each_page_about_offers_says_that_none_are_sent(
    portal: Portal, purpose: LinkPurpose, agreed: bool, lang: str
) -> None:
    if not agreed:
        portal.candidates.save(portal.zoe().model_copy(update={"consent": None}))

    body = visible(portal.get(portal.link(purpose), query={"lang": lang}).body)

    assert NO_OFFERS[lang] in body
    assert PROMISES[lang] not in body
    assert WHY.rstrip(".") not in body


@pytest.mark.parametrize("lang", NO_OFFERS)
def test_a_yes_is_taken_and_no_mail_is_promised(portal: Portal, lang: str) -> None:
    portal.candidates.save(portal.zoe().model_copy(update={"consent": None}))

    body = visible(portal.post(portal.link(LinkPurpose.OPT_IN), form={"act": "yes", "lang": lang}).body)

    assert portal.zoe().valid_consent(NOW) is not None
    assert "2028" in body
    assert NO_OFFERS[lang] in body
    assert PROMISES[lang] not in body


def test_a_pause_that_was_taken_says_it_too(portal: Portal) -> None:
    body = visible(portal.post(portal.link(LinkPurpose.PAUSE), form={"months": "3"}).body)

    assert NO_OFFERS["fr"] in body


@pytest.mark.parametrize(
    ("lang", "told", "reason"),
    [
        ("fr", "en a décidé ainsi le 24 octobre 2026", f"« {WHY.rstrip('.')} »"),
        ("en", "decided so on 24 October 2026", f"“{WHY.rstrip('.')}”"),
    ],
)
def test_the_page_of_their_rights_says_since_when_and_why(portal: Portal, lang: str, told: str, reason: str) -> None:
    body = re.sub(r"[\s\u202f]+", " ", visible(portal.get(portal.link(LinkPurpose.RIGHTS), query={"lang": lang}).body))

    assert told in body
    assert reason in body
    assert body.count("recrutement@example.org") > 2


@pytest.mark.parametrize(
    "purpose", [LinkPurpose.PREFERENCES, LinkPurpose.OPT_IN, LinkPurpose.PAUSE, LinkPurpose.RIGHTS]
)
def test_nobody_else_reads_of_such_a_decision(purpose: LinkPurpose) -> None:
    portal = Portal()

    body = visible(portal.get(portal.link(purpose)).body)

    assert NO_OFFERS["fr"] not in body
    assert "Actuellement" not in body
