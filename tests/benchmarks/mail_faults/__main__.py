"""`python -m tests.benchmarks.mail_faults --mails 10000 --fault-rate 0.01 --kills 20 --seed 1 --out DIR`."""

import argparse
import json
import queue
import random
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import batched
from pathlib import Path
from typing import Any, Final, NamedTuple

import boto3

from relance import clock, wiring
from relance.adapters.dynamodb import to_item
from relance.adapters.dynamodb_candidates import APPLIED_TO
from relance.adapters.dynamodb_values import decimals
from relance.mail.dispatch import dispatch
from relance.mail.mails import Departure, Mail, MailId, MailState, occurrence_batch
from relance.mail.send import send
from tests.benchmarks.mail_faults import population, twin
from tests.benchmarks.mail_faults.cloud import furnish, ministack, worker_environment
from tests.benchmarks.mail_faults.double import FaultySes
from tests.benchmarks.mail_faults.recount import recount
from tests.benchmarks.mail_faults.settling import settle
from tests.benchmarks.mail_faults.workers import Crew

JUMP: Final = timedelta(minutes=15)
"""How far the dispatcher's clock moves once nothing is left to do: leases and pauses end without being waited for."""
ROUNDS: Final = 40
POLL_SECONDS: Final = 0.25
UNFINISHED: Final = frozenset({"draft", "held", "claimed"})


class Options(NamedTuple):
    """The command's."""

    mails: int
    fault_rate: float
    kills: int
    seed: int
    workers: int
    repeats: float


def main() -> int:
    """Exit code 1 when a mail was lost or doubled."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended by SIGTERM"))  # Workers and the local cloud end with us.
    given = arguments()
    options = Options(given.mails, given.fault_rate, given.kills, given.seed, given.workers, given.repeats)
    with tempfile.TemporaryDirectory(prefix="mail-faults-") as temporary:
        folder = given.out or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        rate = twin.run(options, folder) if given.twin else run(options, folder)
        totals = recount(folder, planned=options.mails)
    print(totals.line(rate))
    return int(bool(totals.lost or totals.doubled or totals.stray))


def arguments() -> argparse.Namespace:
    """What the command was told."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.mail_faults", description=__doc__)
    parser.add_argument("--mails", type=_number(1), default=1000, help="how many are planned")
    parser.add_argument("--fault-rate", type=_share, default=0.01, help="share of submissions that go wrong")
    parser.add_argument("--kills", type=_number(0), default=5, help="how often a worker process is killed by SIGKILL")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=_number(1), default=4, help="sending processes")
    parser.add_argument("--repeats", type=_share, default=0.05, help="share of queue messages that come twice")
    parser.add_argument("--twin", action="store_true", help="one process on the twins in memory, for large numbers")
    parser.add_argument("--out", type=Path, help="folder for submissions.jsonl, ledger.jsonl and unknown.jsonl")
    return parser.parse_args()


def _number(least: int) -> Callable[[str], int]:
    def number(told: str) -> int:
        if int(told) < least:
            raise argparse.ArgumentTypeError(f"{told} is less than {least}")
        return int(told)

    return number


def _share(told: str) -> float:
    if not 0 <= float(told) <= 1:
        raise argparse.ArgumentTypeError(f"{told} is not between 0 and 1")
    return float(told)


def run(options: Options, folder: Path) -> float:
    """The whole story on the local cloud; mails that reached an end in each second of it."""
    events: queue.Queue[dict[str, Any]] = queue.Queue()
    ses = FaultySes(folder / "submissions.jsonl", fault_rate=options.fault_rate, seed=options.seed, tell=events.put)
    with tempfile.TemporaryDirectory(prefix="mail-faults-") as place, ministack(Path(place)) as url:
        environment = furnish(worker_environment(url, ses.url))
        planned = populate(options)
        say(f"{len(planned)} mails planned")
        crew = Crew(environment, senders=options.workers, recorders=1)
        try:
            with teller(events, environment["EVENTS_QUEUE_URL"]):
                seconds = drive(options, planned, crew, ses, environment)
            write_ledger(folder / "ledger.jsonl")
            ses.behave(folder / "sent_again.jsonl")
            settled = settle(unclear(), folder / "unknown.jsonl", mails=wiring.mails(), send=send_now, now=clock.now)
            say(f"{settled} unclear mails listed in unknown.jsonl, each settled by a named person")
        finally:
            crew.stop()
            ses.close()
        say(f"{ses.received} submissions, {crew.killed} processes killed, {seconds:.0f} s")
    return options.mails / seconds


def populate(options: Options) -> list[MailId]:
    """People and applications in bulk; each mail with its guards, as the product plans them."""
    now = clock.now()
    resource: Any = boto3.resource("dynamodb")
    with resource.Table("Jobs").batch_writer() as table:
        for job in population.jobs():
            table.put_item(Item=decimals(to_item(job)))
    campaign, occurrence = population.campaign(now)
    wiring.campaigns().save(campaign)
    wiring.campaigns().save_occurrence(occurrence)
    batch_id = occurrence_batch(campaign.campaign_id, occurrence.scheduled_for)
    ids: list[MailId] = []
    candidates, applications = resource.Table("Candidates"), resource.Table("Applications")
    with candidates.batch_writer() as people, applications.batch_writer() as histories:
        for one in population.people(
            options.mails, seed=options.seed, composer=wiring.composer(), now=now, batch_id=batch_id
        ):
            applied_to = {APPLIED_TO: {each.job_id for each in one.applications}} if one.applications else {}
            people.put_item(Item=decimals(to_item(one.candidate.model_copy(update={"revision": 1}))) | applied_to)
            for application in one.applications:
                histories.put_item(Item=decimals(to_item(application.model_copy(update={"revision": 1}))))
            ids += [plan(mail) for mail in one.mails]
    return ids


def plan(mail: Mail) -> MailId:
    """Once; the run is worthless otherwise."""
    if not wiring.mails().plan(mail):
        raise RuntimeError(f"mail {mail.mail_id} was refused")
    return mail.mail_id


def drive(options: Options, planned: list[MailId], crew: Crew, ses: FaultySes, environment: dict[str, str]) -> float:
    """Dispatch, let work, kill, repeat, jump; until no mail is held or claimed. Seconds until the first quiet."""
    dice = random.Random(options.seed + 1)
    kills = sorted(dice.choices(range(max(1, int(options.mails * 0.7))), k=options.kills), reverse=True)
    started, first_quiet = time.monotonic(), 0.0
    ahead, pause = timedelta(), threading.Event()
    for _ in range(ROUNDS):
        dispatch(
            mails=wiring.mails(), queue=wiring.send_queue(), allowance=wiring.allowance(), stops=wiring.stop_signs(),
            now=clock.now() + ahead,
        )  # fmt: skip
        repeat(planned, options, dice)
        while busy(environment):
            pause.wait(POLL_SECONDS)
            while kills and ses.received >= kills[-1]:
                kills.pop()
                crew.kill_one(dice)
            if crew.dead():
                raise RuntimeError(f"workers ended by themselves: {crew.dead()}")
        first_quiet = first_quiet or time.monotonic() - started
        left = sum(row["state"] in UNFINISHED for row in ledger())
        say(f"{left} mails left, {ses.received} submissions")
        if not left and not ses.tell_late_events() and not busy(environment):
            return first_quiet
        ahead += JUMP
    return first_quiet


def repeat(planned: list[MailId], options: Options, dice: random.Random) -> None:
    """Messages that should not be there, for mails in any state."""
    again = [Departure(mail_id=mail_id) for mail_id in dice.sample(planned, int(len(planned) * options.repeats))]
    wiring.send_queue().put(again)


def busy(environment: dict[str, str]) -> bool:
    """Whether a message waits or is being worked on."""
    names = [
        "ApproximateNumberOfMessages",
        "ApproximateNumberOfMessagesNotVisible",
        "ApproximateNumberOfMessagesDelayed",
    ]
    sqs: Any = boto3.client("sqs")
    for url in (environment["SEND_QUEUE_URL"], environment["EVENTS_QUEUE_URL"]):
        counts = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        if any(int(counts[name]) for name in names):
            return True
    return False


@contextmanager
def teller(events: "queue.Queue[dict[str, Any]]", url: str) -> Iterator[None]:
    """Carries the double's events to their queue, in SNS's envelope."""
    ended = threading.Event()
    sqs: Any = boto3.client("sqs")

    def carry() -> None:
        while not (ended.is_set() and events.empty()):
            waiting = []
            try:
                waiting.append(events.get(timeout=0.1))
                while len(waiting) < 200:
                    waiting.append(events.get_nowait())
            except queue.Empty:
                pass
            for batch in batched(waiting, 10, strict=False):
                bodies = [json.dumps({"Message": json.dumps(event)}) for event in batch]
                entries = [{"Id": str(n), "MessageBody": body} for n, body in enumerate(bodies)]
                sqs.send_message_batch(QueueUrl=url, Entries=entries)

    thread = threading.Thread(target=carry, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def ledger() -> Iterator[dict[str, Any]]:
    """Every row of the table."""
    resource: Any = boto3.resource("dynamodb")
    table = resource.Table("Mails")
    page = table.scan()
    yield from page["Items"]
    while "LastEvaluatedKey" in page:
        page = table.scan(ExclusiveStartKey=page["LastEvaluatedKey"])
        yield from page["Items"]


def write_ledger(file: Path) -> None:
    """One line for each row: id, state, and why it is there."""
    with file.open("w", encoding="utf-8") as out:
        for row in ledger():
            reason = row.get("skip_reason") or row.get("failure") or row.get("held_because")
            out.write(json.dumps({"mail_id": row["mail_id"], "state": row["state"], "reason": reason}) + "\n")


def unclear() -> list[Mail]:
    """Those whose fate nobody knows."""
    return [wiring.mails().get(row["mail_id"]) for row in ledger() if row["state"] == MailState.UNKNOWN]


def send_now(mail_id: MailId) -> Mail:
    """What the sending function does with one message, here."""
    return send(
        mail_id, mails=wiring.mails(), facts=wiring.send_facts(), composer=wiring.composer(),
        archive=wiring.mail_archive(), mailer=wiring.mailer(), senders=wiring.senders(), now=clock.now(),
    )  # fmt: skip


def say(text: str) -> None:
    """Progress, away from the last line."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
