"""Every page: looking changes nothing, nothing foreign gets in, and a link opens its own page only (R12, R36)."""

import base64
import hashlib
import re
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from candidate_portal import handler
from candidate_portal.routes import PAGES, VIEWS_A_MINUTE
from relance.candidates import CandidateId
from relance.errors import NotFoundError
from relance.jobs import JobId
from relance.mail.mails import MailId
from relance.privacy.links import LinkPurpose, PortalLink, sign
from tests import factories
from tests.unit.portal.portal import NOW, PEPPER, Portal, visible

BUTTONS = {
    LinkPurpose.PREFERENCES: {"act": "yes"},
    LinkPurpose.INTERESTED: {"job": "accountant"},
    LinkPurpose.RIGHTS: {},
}


@pytest.fixture
def portal() -> Portal:
    return Portal()


@pytest.mark.parametrize("purpose", PAGES)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_r12_looking_at_a_page_changes_nothing(portal: Portal, purpose: LinkPurpose, method: str) -> None:
    before = portal.zoe()

    answer = portal.visit(method, portal.link(purpose))

    assert answer.status == 200
    assert bool(answer.body) is (method == "GET")
    assert portal.zoe() == before
    assert portal.applications.of_candidate(CandidateId("zoe")) == []
    assert portal.audit.entries("candidate#zoe") == ()


@pytest.mark.parametrize("purpose", PAGES)
def test_no_page_lets_anything_else_in(portal: Portal, purpose: LinkPurpose) -> None:
    answer = portal.get(portal.link(purpose))

    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "form-action 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"].startswith("noindex")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "<script" not in answer.body
    assert "http" not in re.sub(r"https?://www\.cnil\.fr", "", answer.body)
    assert "set-cookie" not in {name.lower() for name in answer.headers}


def test_the_policy_names_the_very_style_of_the_page(portal: Portal) -> None:
    answer = portal.get(portal.link(LinkPurpose.UNSUBSCRIBE))

    style = re.search(r"<style>(.*?)</style>", answer.body, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"'sha256-{digest}'" in answer.headers["Content-Security-Policy"]


def test_an_expired_link_says_so(portal: Portal) -> None:
    link = portal.link(LinkPurpose.OPT_IN)
    portal.now = NOW + timedelta(days=91)

    answer = portal.post(link)

    assert answer.status == 410
    assert "plus valable" in answer.body
    assert portal.zoe().consent is None


@pytest.mark.parametrize(
    "path", ["/", "/unsubscribe", "/unsubscribe/", "/nothing/here", "/rating/x", "/opt-in/x.y", "/opt_in/x"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_what_is_no_link_of_ours_gets_a_page_that_helps(portal: Portal, path: str, method: str) -> None:
    answer = portal.visit(method, path, headers={"accept-language": "en-GB"})

    assert answer.status == 404
    assert "This link does not work" in answer.body
    assert "recrutement@example.org" in answer.body
    assert answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("shown", PAGES)
@pytest.mark.parametrize("signed", LinkPurpose)
def test_a_link_opens_its_own_page_only(portal: Portal, shown: LinkPurpose, signed: LinkPurpose) -> None:
    before = portal.zoe()
    token = sign(PortalLink(purpose=signed, candidate_id=CandidateId("zoe"), mail_id=MailId("mail-zoe")), PEPPER)

    answer = portal.post(f"/{shown.value}/{token}", form=BUTTONS.get(shown))

    assert (answer.status == 200) is (shown is signed)
    assert shown is signed or portal.zoe() == before


def test_a_link_with_another_persons_mail_does_not_reach_that_mail(portal: Portal) -> None:
    portal.candidates.create(factories.candidate("eve"), keys=())
    link = PortalLink(purpose=LinkPurpose.INTERESTED, candidate_id=CandidateId("eve"), mail_id=MailId("mail-zoe"))

    portal.post(f"/interested/{sign(link, PEPPER)}", form={"job": "accountant"})

    with pytest.raises(NotFoundError):
        portal.applications.get(JobId("accountant"), CandidateId("eve"))


@settings(max_examples=60, deadline=None)
@given(cut=st.integers(1, 200), letter=st.sampled_from("Aa0-_."), purpose=st.sampled_from(sorted(PAGES)))
def test_r36_no_changed_link_reaches_anybody(cut: int, letter: str, purpose: LinkPurpose) -> None:
    portal = Portal()
    before = portal.zoe()
    path = portal.link(purpose)
    start = len(f"/{purpose.value}/")
    at = start + cut % (len(path) - start)
    changed = path[:at] + letter + path[at + 1 :]

    answer = portal.post(changed, form=BUTTONS.get(purpose))

    if changed != path:
        assert answer.status == 404
        assert portal.zoe() == before


def test_an_erased_person_sees_that_nothing_is_held(portal: Portal) -> None:
    factories.erase(portal.candidates, CandidateId("zoe"))

    for purpose in PAGES:
        answer = portal.post(portal.link(purpose), form=BUTTONS.get(purpose))
        assert answer.status == 200
        assert "plus de données" in visible(answer.body)
    with pytest.raises(NotFoundError):
        portal.zoe()


def test_the_handler_is_the_portal() -> None:
    assert handler.portal is not None
    assert callable(handler.lambda_handler)


@pytest.mark.parametrize("purpose", PAGES)
def test_a_link_that_is_looked_at_without_end_is_told_to_wait_and_reads_nothing(
    portal: Portal, purpose: LinkPurpose
) -> None:
    link = portal.link(purpose)

    answers = [portal.visit(method, link).status for method in ("GET", "HEAD") * (VIEWS_A_MINUTE // 2 + 1)]
    pressed = portal.post(portal.link(LinkPurpose.UNSUBSCRIBE))
    portal.now = NOW + timedelta(minutes=1)

    assert answers == [200] * VIEWS_A_MINUTE + [429, 429]
    assert pressed.status == 200
    assert portal.get(link).status == 200
