"""Links of a preview do nothing, and the page they lead to says so."""

import pytest

from relance.candidates import CandidateId
from relance.mail.previewing import inert_links
from tests.unit.portal.portal import Portal, offer_mail

HOME = "https://portal.example.org"


@pytest.mark.parametrize(
    ("language", "title", "sentence"),
    [("fr", "Ceci est un aperçu", "ne font rien ici"), ("en", "This is a preview", "do nothing here")],
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_every_link_of_a_preview_says_that_it_is_one_and_does_nothing(
    method: str, language: str, title: str, sentence: str
) -> None:
    portal = Portal()
    before = portal.zoe()
    links = inert_links(offer_mail(), portal_url=HOME).model_dump(exclude_none=True).values()

    answers = [portal.visit(method, link.removeprefix(HOME), headers={"accept-language": language}) for link in links]

    assert len(answers) == 5
    assert {answer.status for answer in answers} == {200}
    assert all((title in answer.body and sentence in answer.body) is (method != "HEAD") for answer in answers)
    assert portal.zoe() == before
    assert portal.applications.of_candidate(CandidateId("zoe")) == []
