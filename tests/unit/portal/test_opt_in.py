"""The yes to the talent pool, with its evidence (R29)."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from candidate_portal.pages import LANGUAGES, consent_version, words
from relance.candidates import ConsentChannel
from relance.mail.mails import MailId, RenewalContent
from relance.mail.typography import Language
from relance.privacy.links import LinkPurpose
from tests import factories
from tests.unit.portal.portal import NOW, Portal, offer_mail, visible


@pytest.fixture
def portal() -> Portal:
    return Portal()


def test_the_yes_is_kept_with_its_evidence(portal: Portal) -> None:
    answer = portal.post(portal.link(LinkPurpose.OPT_IN), form={"act": "yes", "lang": "fr"})

    given_yes = portal.zoe().consent
    assert given_yes is not None
    assert (given_yes.text_version, given_yes.channel) == ("2026-11-1/fr", ConsentChannel.PORTAL)
    assert given_yes.proof == "link of mail mail-zoe"
    assert given_yes.given_at == NOW
    assert given_yes.expires_at == datetime(2028, 11, 23, 10, 0, tzinfo=UTC)
    assert portal.zoe().may_be_offered_jobs(NOW)
    assert "23 novembre 2028" in visible(answer.body)
    assert portal.audit.entries("candidate#zoe")[0].action == "consent given"


def test_a_double_press_is_one_yes_and_a_later_one_renews_it(portal: Portal) -> None:
    link = portal.link(LinkPurpose.OPT_IN)
    portal.post(link)
    portal.now = NOW + timedelta(minutes=1)
    portal.post(link)
    first = portal.zoe().consent
    portal.now = NOW + timedelta(days=30)
    portal.post(link)
    renewed = portal.zoe().consent

    assert first is not None
    assert renewed is not None
    assert first.given_at == NOW
    assert renewed.given_at == NOW + timedelta(days=30)


def test_a_yes_after_a_stop_counts_again(portal: Portal) -> None:
    portal.post(portal.link(LinkPurpose.OPT_IN))
    portal.post(portal.link(LinkPurpose.UNSUBSCRIBE))

    portal.post(portal.link(LinkPurpose.OPT_IN))

    assert portal.zoe().may_be_offered_jobs(NOW)


def test_the_text_says_for_how_long_before_the_yes_is_given(portal: Portal) -> None:
    french = visible(portal.get(portal.link(LinkPurpose.OPT_IN)).body)
    english = visible(portal.get(portal.link(LinkPurpose.OPT_IN), query={"lang": "en"}).body)

    assert "pendant deux ans au plus" in french
    assert "for two years at most" in english


@pytest.mark.parametrize(("written", "asks"), [(timedelta(days=-1), False), (timedelta(days=1), True)])
def test_the_link_of_a_renewal_asks_although_the_yes_still_holds_and_no_longer_once_it_is_said(
    portal: Portal, written: timedelta, asks: bool
) -> None:
    yes = factories.consent(given_at=NOW, expires_at=NOW + timedelta(days=700))
    portal.candidates.save(portal.zoe().model_copy(update={"consent": yes}))
    content = RenewalContent(consent_given_at=NOW, consent_expires_at=yes.expires_at)
    renewal = offer_mail().model_copy(
        update={"mail_id": MailId("renewal"), "content": content, "created_at": NOW + written}
    )
    portal.mails.plan(renewal)
    portal.now = NOW + timedelta(days=2)
    link = portal.link(LinkPurpose.OPT_IN, renewal)

    before = portal.get(link).body
    portal.post(link)
    after = portal.get(link).body

    assert ('value="yes"' in before) is asks
    assert 'value="yes"' not in after


def test_the_link_of_an_offer_shows_a_yes_that_is_newer_than_it(portal: Portal) -> None:
    portal.post(portal.link(LinkPurpose.OPT_IN))

    assert 'value="yes"' not in portal.get(portal.link(LinkPurpose.OPT_IN)).body


WORDING = {
    "2026-11-1/fr": "5ab91cd877cffea610210b953d8b02c1ac1418c3b2e422d930e9381dbb4b2685",
    "2026-11-1/en": "5a4f2e8ac5bd45d62b5e125cf7639a6a5e11aed8b420d8f55fff5d43a64c3b05",
}
"""SHA-256 of what people read when they agree, by the version that stands on their yes. Other words are another
version: raise `consent_version` in words/*.toml and add a line here, and let the old ones stand."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_r29_other_words_of_the_yes_are_another_version(language: Language) -> None:
    told = words(language)
    read = [*(told["opt_in"][name] for name in ("title", "text", "detail", "button")), told["preferences"]["yes"]]

    assert WORDING[consent_version(language)] == hashlib.sha256("\n".join(read).encode()).hexdigest()
