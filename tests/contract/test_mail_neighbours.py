"""Suppressions, stop signs, allowance, archive and queue: twins and real adapters keep the same promises."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import boto3
import pytest
from mypy_boto3_dynamodb import DynamoDBClient

from relance.adapters.dynamodb_sending import DynamoDbAllowance, DynamoDbSendingCounts, DynamoDbStopSigns
from relance.adapters.dynamodb_suppressions import DynamoDbSuppressions
from relance.adapters.dynamodb_wordings import DynamoDbWordings
from relance.adapters.memory_mails import MemorySuppressions
from relance.adapters.memory_sending import (
    FixedQuota,
    MemoryAllowance,
    MemoryMailArchive,
    MemorySendingCounts,
    MemoryStopSigns,
)
from relance.adapters.memory_wordings import MemoryWordings
from relance.adapters.s3_archive import S3MailArchive
from relance.adapters.sqs import SqsSendQueue
from relance.errors import ConflictError, NotFoundError, UnavailableError
from relance.mail.letters import Letter
from relance.mail.mails import BatchId, Departure, MailId, Stream
from relance.mail.paragraphs import Slot, Wording
from relance.mail.standing import Counts, Sign
from relance.ports.mail import Allowance, MailArchive, SendingCounts, StopSigns, Suppressions, Wordings
from tests.unit.mail.world import NOW


@pytest.fixture(params=["memory", "dynamodb"])
def suppressions(request: pytest.FixtureRequest) -> Suppressions:
    """None yet."""
    if request.param == "memory":
        return MemorySuppressions()
    return DynamoDbSuppressions(request.getfixturevalue("dynamodb"), table="Suppressions")


@pytest.fixture(params=["memory", "dynamodb"])
def stops(request: pytest.FixtureRequest) -> tuple[StopSigns, Callable[[BatchId], None]]:
    """All clear; the second value undoes a batch as the rejection use cases do."""
    if request.param == "memory":
        signs = MemoryStopSigns()
        return signs, signs.stop_batch
    client: DynamoDBClient = request.getfixturevalue("dynamodb")

    def stop(batch_id: BatchId) -> None:
        item = {"batch_id": {"S": batch_id}, "stopped_at": {"S": NOW.isoformat()}}
        client.put_item(TableName="Batches", Item=item)  # type: ignore[arg-type]

    return DynamoDbStopSigns(client, settings_table="Settings", batches_table="Batches"), stop


@pytest.fixture(params=["memory", "dynamodb"])
def allowance(request: pytest.FixtureRequest) -> Callable[[FixedQuota], Allowance]:
    """Makes an account over a quota; two of the same kind share it in the tables."""
    if request.param == "memory":
        return MemoryAllowance
    client: DynamoDBClient = request.getfixturevalue("dynamodb")
    return lambda quota: DynamoDbAllowance(client, settings_table="Settings", quota=quota)


@pytest.fixture(params=["memory", "s3"])
def archive(request: pytest.FixtureRequest) -> MailArchive:
    """Empty."""
    if request.param == "memory":
        return MemoryMailArchive()
    request.getfixturevalue("aws")
    client = boto3.client("s3", region_name="us-east-1")
    client.create_bucket(Bucket="letters-of-the-tests")
    return S3MailArchive(client, bucket="letters-of-the-tests")


def letter(**overrides: Any) -> Letter:
    """A small one."""
    fields: dict[str, Any] = {
        "mail_id": "m1", "submission": 1, "stream": "answers", "from_address": "a@example.org",
        "to_address": "b@example.org", "subject": "Objet\u00a0!", "text": "é\u202f!", "html": "<p>é</p>",
    }  # fmt: skip
    return Letter(**(fields | overrides))


def test_an_address_is_suppressed_for_the_first_reason(suppressions: Suppressions) -> None:
    before = suppressions.reason("k")

    suppressions.add("k", "bounce", now=NOW)
    suppressions.add("k", "complaint", now=NOW)

    assert (before, suppressions.reason("k"), suppressions.reason("other")) == (None, "bounce", None)


def test_the_stop_switch_is_off_until_pressed(stops: tuple[StopSigns, Any]) -> None:
    signs, _ = stops

    before = signs.stop_all()
    signs.set_stop_all(True, by="moira", now=NOW)
    pressed = signs.stop_all()
    signs.set_stop_all(False, by="moira", now=NOW)

    assert (before, pressed, signs.stop_all()) == (False, True, False)


def test_each_stream_is_paused_by_itself(stops: tuple[StopSigns, Any]) -> None:
    signs, _ = stops

    signs.pause_stream(Stream.CAMPAIGNS, "bounces", by="moira", now=NOW)
    paused = signs.stream_paused(Stream.CAMPAIGNS), signs.stream_paused(Stream.ANSWERS)
    signs.pause_stream(Stream.CAMPAIGNS, None, by="moira", now=NOW)

    assert paused == ("bounces", None)
    assert signs.stream_paused(Stream.CAMPAIGNS) is None


def test_a_batch_is_stopped_once_it_was_undone(stops: tuple[StopSigns, Callable[[BatchId], None]]) -> None:
    signs, stop = stops

    before = signs.batch_stopped(BatchId("b"))
    stop(BatchId("b"))

    assert (before, signs.batch_stopped(BatchId("b")), signs.batch_stopped(BatchId("c"))) == (False, True, False)


def test_a_stop_sign_says_who_set_it_and_when(stops: tuple[StopSigns, Any]) -> None:
    signs, _ = stops

    before = signs.switch(), signs.pause(Stream.ANSWERS)
    signs.set_stop_all(True, by="moira", now=NOW)
    signs.pause_stream(Stream.ANSWERS, "bounce_rate", by="relance", now=NOW)
    set_ = signs.switch(), signs.pause(Stream.ANSWERS)
    signs.set_stop_all(False, by="salome", now=NOW)
    signs.pause_stream(Stream.ANSWERS, None, by="salome", now=NOW)

    assert before == (None, None)
    assert set_ == (Sign(why="stop_all", by="moira", at=NOW), Sign(why="bounce_rate", by="relance", at=NOW))
    lifted = Sign(why=None, by="salome", at=NOW)
    assert (signs.switch(), signs.pause(Stream.ANSWERS), signs.pause(Stream.CAMPAIGNS)) == (lifted, lifted, None)


@pytest.fixture(params=["memory", "dynamodb"])
def wordings(request: pytest.FixtureRequest) -> Wordings:
    """None yet."""
    if request.param == "memory":
        return MemoryWordings()
    return DynamoDbWordings(request.getfixturevalue("dynamodb"), settings_table="Settings")


def wording(version: int, text: str, *, slot: Slot = Slot.ANSWER_CLOSING) -> Wording:
    """In French, by Moira."""
    return Wording(slot=slot, language="fr", version=version, text=text, by="moira", at=NOW)


def test_r17_every_version_of_a_paragraph_is_kept(wordings: Wordings) -> None:
    wordings.keep(wording(1, "Un."))
    wordings.keep(wording(2, "Deux."))
    wordings.keep(wording(1, "Ouvrons.", slot=Slot.OFFER_OPENING))

    current = wordings.current()
    assert {slot: kept.text for (slot, _), kept in current.items()} == {
        Slot.ANSWER_CLOSING: "Deux.",
        Slot.OFFER_OPENING: "Ouvrons.",
    }
    assert wordings.version(Slot.ANSWER_CLOSING, "fr", 1) == wording(1, "Un.")
    with pytest.raises(NotFoundError):
        wordings.version(Slot.ANSWER_CLOSING, "en", 1)


@pytest.mark.parametrize("version", [1, 3])
def test_r17_a_version_that_is_not_the_next_one_is_refused(wordings: Wordings, version: int) -> None:
    wordings.keep(wording(1, "Un."))

    with pytest.raises(ConflictError):
        wordings.keep(wording(version, "Autre."))

    assert [kept.text for kept in wordings.current().values()] == ["Un."]


@pytest.fixture(params=["memory", "dynamodb"])
def tally(request: pytest.FixtureRequest) -> SendingCounts:
    """Nothing counted yet."""
    if request.param == "memory":
        return MemorySendingCounts()
    return DynamoDbSendingCounts(request.getfixturevalue("dynamodb"), settings_table="Settings")


def test_r9_counts_add_up_by_stream_and_day(tally: SendingCounts) -> None:
    monday, tuesday, friday = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 27)
    tally.add(Stream.ANSWERS, monday, Counts(sent=1))
    tally.add(Stream.ANSWERS, monday, Counts(sent=2, bounced=1))
    tally.add(Stream.ANSWERS, tuesday, Counts(complained=1))
    tally.add(Stream.ANSWERS, friday, Counts(sent=100))
    tally.add(Stream.CAMPAIGNS, monday, Counts(sent=50))

    assert tally.total(Stream.ANSWERS, [monday, tuesday]) == Counts(sent=3, bounced=1, complained=1)
    assert tally.total(Stream.CAMPAIGNS, [tuesday]) == Counts()


def test_r8_departures_are_given_out_once(allowance: Callable[[FixedQuota], Allowance]) -> None:
    account = allowance(FixedQuota(per_second=10.0))

    first, second, third = (account.take(300, now=NOW) for _ in range(3))

    assert (first.count, second.count, third.count) == (300, 180, 0)
    assert second.first == first.leaves_at(300)


def test_r8_the_daily_quota_ends_what_is_given_out(allowance: Callable[[FixedQuota], Allowance]) -> None:
    account = allowance(FixedQuota(per_second=10.0, per_day=100.0, sent_last_day=20.0))

    assert [account.take(50, now=NOW).count for _ in range(3)] == [50, 10, 0]


def test_r8_two_dispatchers_share_one_account(dynamodb: DynamoDBClient) -> None:
    one, other = (
        DynamoDbAllowance(dynamodb, settings_table="Settings", quota=FixedQuota(per_second=10.0)) for _ in range(2)
    )

    given_out = one.take(300, now=NOW).count + other.take(300, now=NOW).count

    assert given_out == 480


@pytest.mark.parametrize("first_ever", [True, False])
def test_r8_a_dispatcher_that_was_overtaken_takes_what_is_left(dynamodb: DynamoDBClient, first_ever: bool) -> None:
    """The other takes its share between this one's reading and writing."""
    quota = FixedQuota(per_second=10.0)
    other = DynamoDbAllowance(dynamodb, settings_table="Settings", quota=quota)
    if not first_ever:
        other.take(1, now=NOW - timedelta(minutes=10))

    class Meanwhile(FixedQuota):
        taken = 0

        def read(self, *, now: Any) -> Any:
            if not self.taken:
                self.taken = other.take(400, now=now).count
            return super().read(now=now)

    meanwhile = Meanwhile(per_second=10.0)
    grant = DynamoDbAllowance(dynamodb, settings_table="Settings", quota=meanwhile).take(300, now=NOW)

    assert meanwhile.taken == 400
    assert grant.count == 80


def test_letters_are_kept_as_they_were_submitted(archive: MailArchive) -> None:
    key = archive.put(letter())
    again = archive.put(letter())
    other = archive.put(letter(text="x"))

    assert key == again != other
    assert archive.get(key) == letter()
    with pytest.raises(NotFoundError):
        archive.get("letters/none.json")


@pytest.fixture
def queue_url(aws: None) -> str:
    """Of an empty queue."""
    return boto3.client("sqs").create_queue(QueueName="send")["QueueUrl"]


def test_due_mails_reach_the_queue_as_ids(queue_url: str) -> None:
    client = boto3.client("sqs")
    departures = [Departure(mail_id=MailId(f"m{n}")) for n in range(23)]

    SqsSendQueue(client, url=queue_url).put(departures)

    bodies: list[Any] = []
    while messages := client.receive_message(QueueUrl=queue_url, MaxNumberOfMessages=10).get("Messages"):
        bodies += [json.loads(message["Body"]) for message in messages]
        for message in messages:
            client.delete_message(QueueUrl=queue_url, ReceiptHandle=message["ReceiptHandle"])
    assert sorted(body["mail_id"] for body in bodies) == sorted(d.mail_id for d in departures)
    assert {tuple(body) for body in bodies} == {("mail_id",)}


def test_a_delay_is_passed_on(queue_url: str) -> None:
    client = boto3.client("sqs")

    SqsSendQueue(client, url=queue_url).put([Departure(mail_id=MailId("m"), delay_seconds=60)])

    assert "Messages" not in client.receive_message(QueueUrl=queue_url)


def test_mails_that_the_queue_refuses_are_told(queue_url: str) -> None:
    client = boto3.client("sqs")

    class Refusing:
        def send_message_batch(self, **_: Any) -> Any:
            return {"Failed": [{"Id": "0", "Code": "x", "SenderFault": False}]}

    with pytest.raises(UnavailableError, match="1 of 2"):
        SqsSendQueue(Refusing(), url=queue_url).put([Departure(mail_id=MailId(m)) for m in "ab"])  # type: ignore[arg-type]
    SqsSendQueue(client, url=queue_url).put([])
