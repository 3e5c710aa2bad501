"""Addresses and letters: one recipient, encoded names, opaque tags (R11, R16)."""

from email import message_from_bytes
from email.headerregistry import Address, AddressHeader
from email.policy import default

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from relance.errors import InvalidInputError
from relance.mail.addresses import strict_address
from relance.mail.colleague import Colleague
from relance.mail.letters import mailbox
from tests.unit.mail.world import World, answer, offer


@pytest.mark.parametrize(
    ("given_address", "strict"),
    [
        ("zoe@example.org", "zoe@example.org"),
        (" zoe.lambert+cv@Example.ORG ", "zoe.lambert+cv@example.org"),
        ("Zoe@example.org", "Zoe@example.org"),
        ("zoe@exämple.org", "zoe@xn--exmple-cua.org"),
        ("o'neil@mail.example.org", "o'neil@mail.example.org"),
    ],
)
def test_r11_a_good_address_is_kept_its_domain_in_punycode(given_address: str, strict: str) -> None:
    assert strict_address(given_address) == strict


@pytest.mark.parametrize(
    "bad",
    [
        "", "zoe", "@example.org", "zoe@", "zoe@localhost", "zoe@example.org,x@example.org", "zoe@example.org;",
        "Zoé <zoe@example.org>", '"zoe"@example.org', "zoé@example.org", "zoe @example.org", "zoe@exa mple.org",
        "zoe..l@example.org", ".zoe@example.org", "zoe@-example.org", "zoe@example..org", "zoe@192.168.1.1",
        "zoe@example.org\nBcc: x@example.org", "zoe\x00@example.org", "zoe@example.org\u2028", "a@b@example.org",
        f"{'a' * 65}@example.org", f"zoe@{'a' * 64}.org", f"zoe@{'.'.join(['abcdefgh'] * 30)}.org",
    ],
)  # fmt: skip
def test_r11_everything_else_is_refused(bad: str) -> None:
    with pytest.raises(InvalidInputError):
        strict_address(bad)


def parsed(value: str) -> AddressHeader:
    """The header as a mail program reads it."""
    header = message_from_bytes(f"To: {value}\r\n\r\n".encode(), policy=default)["To"]
    assert isinstance(header, AddressHeader)
    return header


@given(st.text(max_size=120))
@example('Zoé "x" \\ <y@example.org>, z@example.org')
@example("a\r\nBcc: x@example.org")
@example("=?utf-8?q?x?=, y@example.org")
def test_r11_any_name_gives_one_recipient_and_no_extra_header(name: str) -> None:
    value = mailbox(name, "zoe@example.org")

    message = message_from_bytes(f"To: {value}\r\n\r\n".encode("ascii"), policy=default)
    addresses = parsed(value).addresses
    assert message.keys() == ["To"]
    assert [address.addr_spec for address in addresses] == ["zoe@example.org"]
    assert len(value) <= 320


@pytest.mark.parametrize("name", ["Zoé Lambert", "O'Neil, Pat", 'Pat "P" O\\N', "李小龙", "Tomasz Nowak"])
def test_a_name_is_read_back_as_it_was(name: str) -> None:
    assert parsed(mailbox(name, "zoe@example.org")).addresses == (Address(name, addr_spec="zoe@example.org"),)


def test_a_name_too_long_for_ses_is_left_out() -> None:
    assert mailbox("é" * 200, "zoe@example.org") == "zoe@example.org"


def test_a_missing_name_leaves_the_address() -> None:
    assert mailbox(None, "zoe@example.org") == mailbox(" \n", "zoe@example.org") == "zoe@example.org"


def test_r16_tags_and_archive_key_hold_opaque_ids_only() -> None:
    world = World()
    world.rejected_applicant()
    world.send(world.approved(answer()).mail_id)
    (letter,) = world.ses.submitted

    told = str(letter.tags) + letter.archive_key

    assert letter.archive_key.startswith(f"letters/{letter.mail_id}/001-")
    assert "zoe" not in told.lower()
    assert "@" not in told


def test_the_letter_of_a_test_lies_apart_from_those_that_are_kept() -> None:
    world = World()
    world.running_campaign()
    test = offer(test_for=Colleague(account="moira", address="moira@example.org"), campaign_id=None)
    world.mails.plan(test)

    sent = world.send(test.mail_id)

    assert sent.archive_key is not None
    assert sent.archive_key.startswith(f"tests/{test.mail_id}/001-")


def test_letters_with_other_content_are_kept_side_by_side() -> None:
    world = World()
    world.rejected_applicant()
    world.send(world.approved(answer()).mail_id)
    (letter,) = world.ses.submitted

    other = letter.model_copy(update={"text": "x"})

    assert other.archive_key != letter.archive_key
