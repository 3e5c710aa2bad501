"""No sub-domain sends until DKIM, MAIL FROM and DMARC are in order; the sheet names each record (R15)."""

import socket
import struct
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from relance.adapters.dns_texts import DmarcPolicies
from relance.adapters.memory_sending import FixedIdentities
from relance.adapters.ses import SesIdentities
from relance.errors import UnavailableError
from relance.mail.dns_sheet import dns_records, sheet
from relance.mail.identities import (
    READY_FOR,
    TRUSTED_FOR,
    UNREADY_FOR,
    RememberedIdentities,
    sender_check,
    unready,
)
from relance.mail.mails import MailState, Stream
from relance.mail.standing import Identity
from relance.records import Instant
from tests.unit.mail.test_ses import Endpoint, client, endpoint
from tests.unit.mail.world import NOW, World, answer, offer

__all__ = ["endpoint"]
DOMAIN = "reponses.example.org"


def identity(**changes: Any) -> Identity:
    """In order, but for the changes."""
    return FixedIdentities().of(DOMAIN, now=NOW).model_copy(update=changes)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"dmarc": True}, None),
        ({"exists": False}, "sender_missing"),
        ({"verified": False}, "sender_unverified"),
        ({"dkim": "PENDING"}, "sender_dkim_missing"),
        ({"dkim": "DISABLED"}, "sender_dkim_missing"),
        ({"mail_from": None}, "sender_mail_from_missing"),
        ({"mail_from_status": "FAILED"}, "sender_mail_from_missing"),
        ({"dmarc": False}, "sender_dmarc_missing"),
    ],
)
def test_r15_each_part_must_be_in_order(changes: dict[str, Any], reason: str | None) -> None:
    assert unready(identity(**changes)) == reason


@pytest.mark.parametrize("stream", Stream)
def test_r15_a_sender_that_is_not_ready_holds_its_mails_and_no_others(stream: Stream) -> None:
    world = World(unready={stream: "sender_dkim_missing"})
    world.person(consents=True)
    world.apply("zoe", "accountant", outcome="rejected")
    world.running_campaign("buyer")
    mails = {Stream.ANSWERS: world.approved(answer()), Stream.CAMPAIGNS: offer(job="buyer")}
    world.mails.plan(offer(job="buyer"))

    ends = {each: world.send(mail.mail_id) for each, mail in mails.items()}

    other = next(each for each in Stream if each is not stream)
    assert (ends[stream].state, ends[stream].held_because) == (MailState.HELD, "sender_dkim_missing")
    assert ends[other].state is MailState.ACCEPTED
    assert [letter.stream for letter in world.ses.submitted] == [other]


def test_r15_what_was_held_leaves_once_the_sender_is_in_order() -> None:
    world = World(unready={Stream.ANSWERS: "sender_unverified"})
    world.rejected_applicant()
    mail = world.approved(answer())
    world.send(mail.mail_id)

    world.unready.clear()
    world.pass_time(minutes=6)
    world.minute()

    assert world.mails.get(mail.mail_id).state is MailState.ACCEPTED


class Asked:
    """Counts questions; may be silent."""

    def __init__(self, kept: Identity) -> None:
        self.kept, self.silent, self.questions = kept, False, 0

    def of(self, domain: str, *, now: Instant) -> Identity:
        """As scripted."""
        self.questions += 1
        if self.silent:
            raise UnavailableError("GetEmailIdentity: TooManyRequestsException")
        return self.kept.model_copy(update={"domain": domain, "read_at": now})


@pytest.mark.parametrize(("kept", "lasts"), [(identity(), READY_FOR), (identity(verified=False), UNREADY_FOR)])
def test_ses_is_asked_rarely_and_sooner_while_something_is_wrong(kept: Identity, lasts: timedelta) -> None:
    source = Asked(kept)
    remembered = RememberedIdentities(source)

    moments = (NOW, NOW + lasts - timedelta(seconds=1), NOW + lasts)
    read_at = [remembered.of(DOMAIN, now=moment).read_at for moment in moments]

    assert read_at == [NOW, NOW, NOW + lasts]
    assert source.questions == 2


def test_a_sub_domain_that_ses_never_told_about_is_not_known() -> None:
    source = Asked(identity())
    source.silent = True

    with pytest.raises(UnavailableError):
        RememberedIdentities(source).of(DOMAIN, now=NOW)


def test_a_good_reading_outlives_a_silent_ses_for_an_hour() -> None:
    source = Asked(identity())
    remembered = RememberedIdentities(source)
    remembered.of(DOMAIN, now=NOW)
    source.silent = True

    assert unready(remembered.of(DOMAIN, now=NOW + TRUSTED_FOR - timedelta(seconds=1))) is None
    with pytest.raises(UnavailableError):
        remembered.of(DOMAIN, now=NOW + TRUSTED_FOR)


def test_a_bad_reading_does_not_outlive_a_silent_ses() -> None:
    source = Asked(identity(verified=False))
    remembered = RememberedIdentities(source)
    remembered.of(DOMAIN, now=NOW)
    source.silent = True

    with pytest.raises(UnavailableError):
        remembered.of(DOMAIN, now=NOW + UNREADY_FOR)


def test_each_stream_is_checked_by_its_own_sub_domain() -> None:
    kept = FixedIdentities()
    kept.changed["talents.example.org"] = identity(domain="talents.example.org", dkim="PENDING")
    check = sender_check(kept, {Stream.ANSWERS: DOMAIN, Stream.CAMPAIGNS: "talents.example.org"})

    assert [check(stream, NOW) for stream in Stream] == [None, "sender_dkim_missing"]


# --- what SES and the DNS tell ---

TOLD = {
    "VerifiedForSendingStatus": True,
    "DkimAttributes": {"SigningEnabled": True, "Status": "SUCCESS", "Tokens": ["a1", "b2", "c3"]},
    "MailFromAttributes": {
        "MailFromDomain": f"bounce.{DOMAIN}", "MailFromDomainStatus": "SUCCESS",
        "BehaviorOnMxFailure": "REJECT_MESSAGE",
    },
}  # fmt: skip


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"VerifiedForSendingStatus": False}, "sender_unverified"),
        ({"DkimAttributes": {**TOLD["DkimAttributes"], "Status": "PENDING"}}, "sender_dkim_missing"),  # type: ignore[dict-item]
        ({"DkimAttributes": {**TOLD["DkimAttributes"], "SigningEnabled": False}}, "sender_dkim_missing"),  # type: ignore[dict-item]
        ({"MailFromAttributes": {}}, "sender_mail_from_missing"),
    ],
)
def test_r15_what_ses_says_of_an_identity(endpoint: Endpoint, changes: dict[str, Any], reason: str | None) -> None:
    endpoint.behaviour = {"status": 200, "body": TOLD | changes}

    told = SesIdentities(client(endpoint.url), policies=None).of(DOMAIN, now=NOW)

    assert (unready(told), told.dkim_tokens) == (reason, ("a1", "b2", "c3"))
    assert told.dmarc is None


@pytest.mark.enable_socket
def test_an_identity_that_ses_does_not_know_does_not_exist(endpoint: Endpoint) -> None:
    endpoint.behaviour = {"status": 404, "body": {"message": "no"}, "error": "NotFoundException"}

    assert not SesIdentities(client(endpoint.url), policies=None).of(DOMAIN, now=NOW).exists


class Resolver:
    """A DNS server on the loopback that knows a few TXT records."""

    def __init__(self, records: dict[str, list[str]], *, mangle: int = 0) -> None:
        self.records, self.mangle, self.asked = records, mangle, list[str]()
        self.line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.line.bind(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens."""
        host, port = self.line.getsockname()
        return str(host), int(port)

    def _serve(self) -> None:
        while True:
            try:
                question, client = self.line.recvfrom(512)
            except OSError:
                return
            self.line.sendto(self._answer(question), client)

    def _answer(self, question: bytes) -> bytes:
        labels, place = [], 12
        while question[place]:
            labels.append(question[place + 1 : place + 1 + question[place]].decode())
            place += question[place] + 1
        self.asked.append(".".join(labels))
        found = self.records.get(self.asked[-1])
        (number,) = struct.unpack_from("!H", question)
        if self.mangle:
            self.mangle -= 1
            number ^= 1
        head = struct.pack("!6H", number, 0x8180 if found else 0x8183, 1, len(found or ()), 0, 0)
        return head + question[12:] + b"".join(map(self._record, found or ()))

    @staticmethod
    def _record(text: str) -> bytes:
        data = text.encode()
        parts = [data[start : start + 255] for start in range(0, len(data), 255)]
        wire = b"".join(bytes([len(part)]) + part for part in parts)
        return b"\xc0\x0c" + struct.pack("!2HIH", 16, 1, 60, len(wire)) + wire


@pytest.fixture
def resolver() -> Iterator[type[Resolver]]:
    """Makes servers and closes them."""
    made: list[Resolver] = []

    class Noted(Resolver):
        def __init__(self, *args: Any, **more: Any) -> None:
            super().__init__(*args, **more)
            made.append(self)

    yield Noted
    for each in made:
        each.line.close()


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("records", "found"),
    [
        ({f"_dmarc.{DOMAIN}": ["v=DMARC1; p=reject"]}, True),
        ({f"_dmarc.{DOMAIN}": ["something else", "v=DMARC1; p=none; rua=mailto:" + "x" * 300]}, True),
        ({"_dmarc.example.org": ["v=DMARC1;p=quarantine"]}, True),
        ({f"_dmarc.{DOMAIN}": ["v=spf1 -all"]}, False),
        ({f"_dmarc.{DOMAIN}": ["v=DMARC1; rua=mailto:a"]}, False),
        ({"_dmarc.org": ["v=DMARC1; p=none"]}, False),
        ({}, False),
    ],
)
def test_r15_a_policy_is_looked_for_at_the_domain_and_above(
    resolver: type[Resolver], records: dict[str, list[str]], found: bool
) -> None:
    assert DmarcPolicies(resolver(records).address).has_policy(DOMAIN) is found


@pytest.mark.enable_socket
def test_an_answer_to_another_question_is_not_believed(resolver: type[Resolver]) -> None:
    server = resolver({f"_dmarc.{DOMAIN}": ["v=DMARC1; p=none"]}, mangle=1)

    assert DmarcPolicies(server.address).has_policy(DOMAIN)
    assert len(server.asked) == 2


@pytest.mark.enable_socket
def test_a_resolver_that_answers_nonsense_is_unavailable(resolver: type[Resolver]) -> None:
    with pytest.raises(UnavailableError):
        DmarcPolicies(resolver({}, mangle=9).address).has_policy(DOMAIN)


@pytest.mark.enable_socket
def test_r15_ses_and_dns_are_asked_together(endpoint: Endpoint, resolver: type[Resolver]) -> None:
    endpoint.behaviour = {"status": 200, "body": TOLD}

    told = SesIdentities(client(endpoint.url), policies=DmarcPolicies(resolver({}).address)).of(DOMAIN, now=NOW)

    assert unready(told) == "sender_dmarc_missing"


# --- the sheet ---


def test_r15_the_sheet_has_every_record_of_a_sub_domain() -> None:
    told = identity(dkim_tokens=("a1", "b2", "c3"))

    records = dns_records(told, region="eu-west-3", reports_to="dmarc@example.org")

    assert [(record.name, record.kind, record.value) for record in records] == [
        (f"a1._domainkey.{DOMAIN}", "CNAME", "a1.dkim.amazonses.com"),
        (f"b2._domainkey.{DOMAIN}", "CNAME", "b2.dkim.amazonses.com"),
        (f"c3._domainkey.{DOMAIN}", "CNAME", "c3.dkim.amazonses.com"),
        (f"bounce.{DOMAIN}", "MX", "10 feedback-smtp.eu-west-3.amazonses.com"),
        (f"bounce.{DOMAIN}", "TXT", "v=spf1 include:amazonses.com ~all"),
        (f"_dmarc.{DOMAIN}", "TXT", "v=DMARC1; p=quarantine; adkim=r; aspf=r; rua=mailto:dmarc@example.org"),
    ]


def test_r15_the_sheet_can_be_copied_into_a_zone_file() -> None:
    lines = sheet(dns_records(identity(dkim_tokens=("a1",)), region="eu-west-3", reports_to=None)).splitlines()

    assert lines[1] == f"a1._domainkey.{DOMAIN}. 3600 IN CNAME a1.dkim.amazonses.com."
    assert lines[-1] == f'_dmarc.{DOMAIN}. 3600 IN TXT "v=DMARC1; p=quarantine; adkim=r; aspf=r"'
    assert [line for line in lines if not line.startswith(";") and " IN " not in line] == []
