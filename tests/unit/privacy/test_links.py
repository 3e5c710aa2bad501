from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.candidates import CandidateId
from relance.errors import InvalidInputError
from relance.mail.mails import MailId
from relance.privacy.links import VALIDITY, BadLinkError, ExpiredLinkError, LinkPurpose, PortalLink, sign, verify

PEPPER = b"forty-eight characters of pepper for the tests.."
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LINK = PortalLink(
    purpose=LinkPurpose.OPT_IN,
    candidate_id=CandidateId("c1"),
    mail_id=MailId("m1"),
    expires_at=NOW + timedelta(days=1),
)


def test_a_signed_link_says_what_was_signed() -> None:
    assert verify(sign(LINK, PEPPER), LinkPurpose.OPT_IN, PEPPER, now=NOW) == LINK


def test_a_link_for_one_page_opens_no_other() -> None:
    with pytest.raises(BadLinkError):
        verify(sign(LINK, PEPPER), LinkPurpose.RIGHTS, PEPPER, now=NOW)


def test_a_link_ends_at_its_time() -> None:
    token = sign(LINK, PEPPER)

    with pytest.raises(ExpiredLinkError):
        verify(token, LinkPurpose.OPT_IN, PEPPER, now=NOW + timedelta(days=1))


def test_an_unsubscribe_link_without_end_still_works_after_ten_years() -> None:
    link = PortalLink(purpose=LinkPurpose.UNSUBSCRIBE, candidate_id=CandidateId("c1"))

    assert verify(sign(link, PEPPER), LinkPurpose.UNSUBSCRIBE, PEPPER, now=NOW + timedelta(days=3650)) == link


def test_another_deployment_does_not_accept_the_link() -> None:
    with pytest.raises(BadLinkError):
        verify(sign(LINK, PEPPER), LinkPurpose.OPT_IN, PEPPER[::-1], now=NOW)


@given(position=st.integers(min_value=0, max_value=500), letter=st.sampled_from("ABCabc019-_.~=é\n"))
def test_a_changed_letter_is_refused(position: int, letter: str) -> None:
    token = sign(LINK, PEPPER)
    at = position % (len(token) + 1)
    changed = token[:at] + letter + token[at + 1 :]

    if changed == token:
        assert verify(changed, LinkPurpose.OPT_IN, PEPPER, now=NOW) == LINK
    else:
        with pytest.raises(BadLinkError):
            verify(changed, LinkPurpose.OPT_IN, PEPPER, now=NOW)


@given(st.text(max_size=700))
def test_any_other_text_is_refused_as_a_bad_link(text: str) -> None:
    with pytest.raises(BadLinkError):
        verify(text, LinkPurpose.OPT_IN, PEPPER, now=NOW)


def test_two_people_never_share_a_link_and_the_token_needs_no_escaping() -> None:
    other = LINK.model_copy(update={"candidate_id": CandidateId("c2")})
    token = sign(LINK, PEPPER)

    assert token != sign(other, PEPPER)
    assert token.replace("-", "").replace("_", "").replace(".", "").isalnum()


def test_an_id_with_a_line_break_is_refused() -> None:
    link = LINK.model_copy(update={"candidate_id": CandidateId("c1\nm2")})

    with pytest.raises(InvalidInputError):
        sign(link, PEPPER)


def test_a_link_that_was_sent_when_links_could_name_a_job_still_works() -> None:
    sent = "aW50ZXJlc3RlZApjMQptMQphY2NvdW50YW50CjE3OTU1MTA4MDA.m-yER2WgWyTWBvIsNmPRGgOHADo"

    link = verify(sent, LinkPurpose.INTERESTED, PEPPER, now=NOW)

    assert (link.candidate_id, link.mail_id) == ("c1", "m1")


def test_the_form_of_links_that_are_out_there_does_not_change() -> None:
    assert sign(LINK, PEPPER) == "b3B0LWluCmMxCm0xCgoxNzk1NTEwODAw.y2zmWgac1mlNfC1mPPoazrhnbIY"


def test_each_link_works_as_long_as_it_is_meant_to() -> None:
    assert {purpose.value: lasts.days if lasts else None for purpose, lasts in VALIDITY.items()} == {
        "unsubscribe": None, "opt-in": 90, "rights": 365, "interested": 90, "pause": 365, "preferences": 365,
        "rating": 180,
    }  # fmt: skip
