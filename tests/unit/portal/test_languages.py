"""Every page in French and in English."""

import re
from datetime import timedelta

import pytest

from candidate_portal.pages import words
from candidate_portal.routes import PRESSES_A_MINUTE
from relance.adapters.memory_candidates import MemoryCandidateStore
from relance.candidates import Candidate, CandidateId
from relance.errors import UnavailableError
from relance.privacy.links import LinkPurpose
from tests import factories
from tests.unit.portal.portal import NOW, Portal, offer_mail


@pytest.fixture
def portal() -> Portal:
    return Portal()


def test_the_page_is_in_the_language_of_the_mail(portal: Portal) -> None:
    portal.candidates.create(factories.candidate("joe"), keys=())
    mail = offer_mail(who="joe", language="en")
    portal.mails.plan(mail)

    answer = portal.get(portal.link(LinkPurpose.UNSUBSCRIBE, mail))

    assert '<html lang="en">' in answer.body
    assert "Stop receiving offers" in answer.body


def test_the_language_can_be_changed_and_stays_after_the_button(portal: Portal) -> None:
    link = portal.link(LinkPurpose.UNSUBSCRIBE)

    shown = portal.get(link, query={"lang": "en"})
    pressed = portal.post(link, form={"lang": "en"})

    assert 'name="lang" value="en"' in shown.body
    assert '<html lang="en">' in pressed.body


def test_both_languages_say_the_same_things() -> None:
    def names(language: str) -> dict[str, set[str]]:
        told = words("fr" if language == "fr" else "en")
        return {
            f"{section}.{name}": set(re.findall(r"\{(\w+)\}", text))
            for section, phrases in told.items()
            if isinstance(phrases, dict)
            for name, text in phrases.items()
        }

    assert names("fr") == names("en")
    assert words("fr")["consent_version"] == words("en")["consent_version"]


@pytest.fixture
def joe(portal: Portal) -> str:
    """A link of a mail in English."""
    portal.candidates.create(factories.candidate("joe"), keys=())
    mail = offer_mail(who="joe", language="en")
    portal.mails.plan(mail)
    return portal.link(LinkPurpose.PAUSE, mail)


def test_a_link_that_is_over_says_so_in_the_language_of_its_mail(portal: Portal, joe: str) -> None:
    portal.now = NOW + timedelta(days=400)

    answer = portal.get(joe)

    assert answer.status == 410
    assert "This link is no longer valid" in answer.body


def test_too_many_presses_are_told_in_the_language_of_the_mail(portal: Portal, joe: str) -> None:
    answers = [portal.post(joe) for _ in range(PRESSES_A_MINUTE + 1)]

    assert answers[-1].status == 429
    assert "One moment, please" in answers[-1].body


def test_a_store_that_is_down_is_told_in_the_language_of_the_mail(portal: Portal, joe: str) -> None:
    class Down(MemoryCandidateStore):
        def get(self, candidate_id: CandidateId) -> Candidate:
            raise UnavailableError("throttled")

    answer = portal.post(joe, changes={"candidates": Down()})

    assert answer.status == 503
    assert "does not answer just now" in answer.body


def test_the_language_of_one_visit_is_not_that_of_the_next(portal: Portal, joe: str) -> None:
    resolver = portal.resolver()

    first = portal.visit("GET", joe, resolver=resolver)
    second = portal.visit("GET", "/pause/no-link-of-ours", resolver=resolver)

    assert '<html lang="en">' in first.body
    assert '<html lang="fr">' in second.body
