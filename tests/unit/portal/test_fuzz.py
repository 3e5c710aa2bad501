"""Whatever is sent to the portal: the answer is a page, nobody else is reached, and nobody presses without end."""

import base64

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from candidate_portal.routes import PRESSES_A_MINUTE
from relance.adapters.memory_presses import MemoryPresses
from relance.candidates import Candidate, CandidateId
from relance.mail.mails import MailId
from relance.privacy.links import LinkPurpose, PortalLink, sign
from relance.segments.areas import AREA
from tests import factories
from tests.unit.portal.portal import NOW, PEPPER, Portal, answer_mail

ANSWERS = {200, 404, 410, 429}
PURPOSES = [*map(str, LinkPurpose), "preview", "", "unknown", "é", "..", "unsubscribe%2f"]
KINDS = [
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "multipart/form-data; boundary=é",
    "multipart/form-data; boundary=" + "x" * 500,
    "text/plain; charset=utf-7",
    "application/json",
    "",
]
BODIES = st.one_of(
    st.binary(max_size=300),
    st.sampled_from(
        [
            b"List-Unsubscribe=One-Click",
            b"act=erase",
            b"act=erase&sure=yes",
            b"act=pause&months=%C2%B3&months=12",
            b"act=save&departments=" + b"69," * 3000,
            b"act=save&available_from=9999-99-99&area=&area=FR&contract=%00&refused=",
            b"act=withdraw&lang=xx",
            b"lang=%FF%FE&act=%00",
            b"job=accountant&job=nobody",
            b"\xff\xfe" + b"a" * 20_000,
            b"a=1&" * 200_000,
            b'--x\r\nContent-Disposition: form-data; name="cv"; filename="../../a.pdf"\r\n\r\n%PDF-\r\n--x--\r\n',
            b'--x\r\nContent-Disposition: form-data; name="act"\r\n\r\n' + b"z" * 50_000 + b"\r\n--x--\r\n",
        ]
    ),
)


@pytest.fixture
def portal() -> Portal:
    made = Portal()
    made.mails.plan(answer_mail())
    made.candidates.create(factories.candidate("max", name="Max Weber"), keys=())
    return made


def own_links(portal: Portal) -> dict[str, str]:
    """Zoe's token for each purpose."""
    return {purpose.value: portal.link(purpose).rpartition("/")[2] for purpose in LinkPurpose}


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_request_gets_a_page_and_reaches_nobody_it_is_not_signed_for(portal: Portal, data: st.DataObject) -> None:
    tokens = own_links(portal)
    purpose = data.draw(st.sampled_from(PURPOSES))
    signed_for = data.draw(st.sampled_from([*tokens, "nothing"]))
    token = data.draw(st.text(min_size=1, max_size=80)) if signed_for == "nothing" else tokens[signed_for]
    cut = data.draw(st.integers(0, 3))
    method = data.draw(st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE"]))
    body, encoded = data.draw(BODIES), data.draw(st.booleans())
    portal.presses = MemoryPresses()
    before, other = portal.zoe(), portal.candidates.get(CandidateId("max"))

    answer = portal.visit(
        method,
        f"/{purpose}/{token[: len(token) - cut]}",
        body=base64.b64encode(body).decode() if encoded else body.decode("latin-1"),
        encoded=encoded,
        headers={"content-type": data.draw(st.sampled_from(KINDS)), "accept-language": data.draw(st.text(max_size=9))},
        query=data.draw(st.dictionaries(st.sampled_from(["lang", "x"]), st.text(max_size=9), max_size=2)),
    )

    assert answer.status in ANSWERS
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert portal.candidates.get(CandidateId("max")) == other
    if method != "POST" or cut or signed_for != purpose:
        assert portal.zoe() == before
        assert portal.erasing.orders == []


@pytest.mark.parametrize("purpose", list(LinkPurpose))
def test_a_link_that_is_pressed_all_the_time_is_told_to_wait_and_works_again(
    portal: Portal, purpose: LinkPurpose
) -> None:
    mail = answer_mail() if purpose in {LinkPurpose.RATING, LinkPurpose.OPT_IN} else None
    path = portal.link(purpose, mail)
    for _ in range(PRESSES_A_MINUTE):
        assert portal.post(path).status == 200

    french, english = portal.post(path), portal.post(path, query={"lang": "en"})
    looking = portal.get(path)
    portal.now = NOW.replace(minute=NOW.minute + 1)
    later = portal.post(path)

    assert (french.status, english.status, looking.status, later.status) == (429, 429, 200, 200)
    assert "Un instant" in french.body
    assert "One moment" in english.body
    assert path.rpartition("/")[2] not in french.body
    assert "example.org" not in french.body.replace("recrutement@example.org", "")


def test_beyond_the_limit_nothing_is_done(portal: Portal) -> None:
    pause, stop = portal.link(LinkPurpose.PAUSE), portal.link(LinkPurpose.UNSUBSCRIBE)
    for _ in range(PRESSES_A_MINUTE):
        portal.post(pause, form={"act": "nothing"})

    refused = portal.post(pause, form={"act": "pause"})
    other = portal.post(stop)

    assert (refused.status, other.status) == (429, 200)
    assert portal.zoe().paused_until is None
    assert portal.zoe().unsubscribed_at is not None


def test_links_that_are_not_ours_are_not_counted(portal: Portal) -> None:
    link = PortalLink(
        purpose=LinkPurpose.PAUSE, candidate_id=CandidateId("zoe"), mail_id=MailId("mail-zoe"), expires_at=None
    )
    forged = sign(link, PEPPER[::-1])

    assert {portal.post(f"/pause/{forged}").status for _ in range(PRESSES_A_MINUTE + 5)} == {404}


@settings(max_examples=150, deadline=None)
@given(
    fields=st.dictionaries(
        st.sampled_from(
            ["departments", "available_from", "area", "contract", "refused", "rhythm", "written", "months"]
        ),
        st.one_of(st.text(max_size=40), st.sampled_from(["69", "2a, 38", "2027-01-04", "FR", "permanent", "monthly"])),
        max_size=8,
    ),
    act=st.sampled_from(["save", "pause", "resume"]),
)
def test_whatever_stands_in_the_form_of_wishes_only_valid_ones_are_kept(fields: dict[str, str], act: str) -> None:
    portal = Portal()
    portal.post(portal.link(LinkPurpose.OPT_IN))

    answer = portal.post(portal.link(LinkPurpose.PREFERENCES), form={"act": act, **fields})

    assert answer.status == 200
    kept = portal.zoe()
    assert Candidate.model_validate(kept.model_dump()) == kept
    assert all(AREA.fullmatch(area) for area in kept.wishes.areas)
    assert portal.get(portal.link(LinkPurpose.PREFERENCES)).status == 200
