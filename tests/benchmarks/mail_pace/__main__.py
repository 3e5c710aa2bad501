"""`python -m tests.benchmarks.mail_pace` says all; `model`, `path --mails N` or `backlog --waiting N` one part."""

import argparse
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import boto3

from relance import clock, wiring
from relance.adapters.dynamodb_mails import _item
from relance.mail.dispatch import dispatch
from relance.mail.mails import Departure, MailId, Stream, mail_id
from tests.benchmarks.mail_faults import __main__ as faults
from tests.benchmarks.mail_faults.cloud import furnish, ministack, worker_environment
from tests.benchmarks.mail_faults.double import FaultySes
from tests.benchmarks.mail_faults.workers import Context, Crew, event_of
from tests.benchmarks.mail_pace.cost import Meter, size_of
from tests.benchmarks.mail_pace.model import daily, pace
from tests.unit.mail.world import offer

RATES: Final = (14.0, 200.0, 1000.0)
TICKS: Final = os.sysconf("SC_CLK_TCK")


def main() -> int:
    """All three, or one of them; 1 when the allowance is not used, or exceeded."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.mail_pace", description=__doc__)
    parser.set_defaults(run=show_all, minutes=10, seed=7, mails=500, waiting=20_000)
    kinds = parser.add_subparsers(metavar="model|path|backlog")
    model = kinds.add_parser("model", help="the rate at 14, 200 and 1,000 a second, by the real allowance code")
    model.add_argument("--minutes", type=int, default=10)
    model.add_argument("--seed", type=int, default=7)
    model.set_defaults(run=show_model)
    path = kinds.add_parser("path", help="mails per second of one core, requests and units of one mail")
    path.add_argument("--mails", type=int, default=500)
    path.set_defaults(run=show_path)
    backlog = kinds.add_parser("backlog", help="answers beside so many waiting campaign mails")
    backlog.add_argument("--waiting", type=int, default=20_000)
    backlog.set_defaults(run=show_backlog)
    given = parser.parse_args()
    code: int = given.run(given)
    return code


def show_all(given: argparse.Namespace) -> int:
    """The rate at each quota, then the path of a mail, then answers beside a backlog."""
    return max(part(given) for part in (show_model, show_path, show_backlog))


def show_model(given: argparse.Namespace) -> int:
    """A line for each quota; 1 when one is used by less than 95 % or exceeded."""
    bad = 0
    for per_second in RATES:
        found = pace(per_second, minutes=given.minutes, seed=given.seed)
        fullest = " ".join(f"{window:g}s={share:.3f}" for window, share in found.fullest.items())
        bad += found.used < 0.95 or max(found.fullest.values()) > 1 or found.busiest_second > 1
        tell(
            f"quota={per_second:g}/s allowed={found.allowed:g}/s left={found.left} in {found.minutes} min "
            f"used={found.used:.4f} fullest window: {fullest} busiest second={found.busiest_second:.3f} "
            f"senders at once={found.senders}"
        )
    for per_second, per_day in ((14.0, 50_000.0), (200.0, 1_000_000.0)):
        sent, share = daily(per_second, per_day, seed=given.seed)
        bad += not 0.95 <= share <= 1
        tell(f"quota={per_second:g}/s and {per_day:g} a day: sent={sent} in 24 h, share of 80 % of the day={share:.4f}")
    return int(bad > 0)


def show_path(given: argparse.Namespace) -> int:
    """One worker process on the local cloud, against an SES that takes everything: its processor time alone counts."""
    options = faults.Options(mails=given.mails, fault_rate=0.0, kills=0, seed=7, workers=1, repeats=0.0)
    with furnished(options) as (environment, planned):
        cost_of(planned[:10])
        meter_lines(environment, planned[10:], options)
    return 0


def cost_of(planned: list[MailId]) -> None:
    """Requests and units of an answer and of an offer, sent here."""
    from send_mail.handler import lambda_handler as send  # noqa: PLC0415  It reads the environment.

    meter = Meter()
    for client in (wiring.dynamodb_client(), wiring.s3_client(), wiring.sesv2_client()):
        meter.watch(client)
    for first in (planned[0], planned[-1]):  # The first of a stream also asks SES about its sub-domain.
        send(event_of([_message(first)]), Context())
    for name, mail in (("answer", planned[1]), ("offer", planned[4])):
        dispatched = wiring.mails().due(
            Stream.ANSWERS if name == "answer" else Stream.CAMPAIGNS, until=clock.now(), limit=500
        )
        raw: Any = boto3.client("dynamodb").get_item(TableName="Mails", Key={"mail_id": {"S": mail}})["Item"]
        meter.knows("Mails", raw)
        meter.reset()
        wiring.mails().postpone([due for due in dispatched if due.mail_id == mail], clock.now())
        dispatch_units = dict(meter.units)
        meter.reset()
        send(event_of([_message(mail)]), Context())
        state = wiring.mails().get(mail).state
        requests = ", ".join(f"{count} {kind}" for kind, count in sorted(meter.requests.items()))
        total = meter.requests.total() - 1
        tell(
            f"{name} ({state}), {size_of(raw)} bytes in the ledger: {total} requests ({requests}, one GetItem is ours)"
        )
        tell(f"{name}: units when sent {dict(meter.units)}, when its clock is moved by the dispatcher {dispatch_units}")


def meter_lines(environment: dict[str, str], planned: list[MailId], options: faults.Options) -> None:
    """Mails per second of processor time and of the clock."""
    crew = Crew(environment, senders=1, recorders=0)
    pause = threading.Event()
    try:
        (worker,) = crew.pids()
        warm_up, measured = planned[:5], planned[5:]
        wiring.send_queue().put([Departure(mail_id=each) for each in warm_up])
        while faults.busy(environment):  # Imports and first connections are no part of a mail.
            pause.wait(0.5)
        before, began = _processor_seconds(worker), time.monotonic()
        dispatch(
            mails=wiring.mails(), queue=wiring.send_queue(), allowance=wiring.allowance(), stops=wiring.stop_signs(),
            now=clock.now(),
        )  # fmt: skip
        while faults.busy(environment):
            pause.wait(0.5)
        spent, took = _processor_seconds(worker) - before, time.monotonic() - began
    finally:
        crew.stop()
    tell(
        f"{len(measured)} mails by one process: {spent:.1f} s of one core, {len(measured) / spent:.0f} a second "
        f"and core; {took:.1f} s by the clock with a local cloud on the same machine"
    )


def show_backlog(given: argparse.Namespace) -> int:
    """Answers fall due while more and more campaign mails wait: what a query for answers reads, and who goes first."""
    options = faults.Options(mails=50, fault_rate=0.0, kills=0, seed=7, workers=1, repeats=0.0)
    with furnished(options):
        written = 0
        for waiting in (0, given.waiting // 10, given.waiting):
            _fill(written, waiting)
            written = waiting
            read = _read_by_query()
            began = time.monotonic()
            answers = wiring.mails().due(Stream.ANSWERS, until=clock.now(), limit=500)
            tell(
                f"{waiting + 10} campaign mails wait: the query for answers reads {read} entries of the index, finds "
                f"{len(answers)}, in {(time.monotonic() - began) * 1000:.0f} ms on the local cloud"
            )
        done = dispatch(
            mails=wiring.mails(), queue=wiring.send_queue(), allowance=wiring.allowance(), stops=wiring.stop_signs(),
            now=clock.now(),
        )  # fmt: skip
        tell(f"one minute's dispatch queues {done.answers} answers first, then {done.campaigns} campaign mails")
    return 0


def _fill(start: int, end: int) -> None:
    resource: Any = boto3.resource("dynamodb")
    now = clock.now()
    with resource.Table("Mails").batch_writer() as table:
        for number in range(start, end):
            waiting = offer(
                f"w{number}", mail_id=mail_id("offer", f"waiting#{number}", 0), guards=(), wake_at=now, created_at=now,
                updated_at=now,
            )  # fmt: skip
            table.put_item(Item=_item(waiting))


def _read_by_query() -> int:
    """Index entries that the eight queries for due answers evaluate."""
    client: Any = wiring.dynamodb_client()
    counts: list[int] = []
    client.meta.events.register(
        "after-call.dynamodb.Query", count := lambda parsed, **_: counts.append(parsed["ScannedCount"])
    )
    wiring.mails().due(Stream.ANSWERS, until=clock.now(), limit=500)
    client.meta.events.unregister("after-call.dynamodb.Query", count)
    return sum(counts)


@contextmanager
def furnished(options: faults.Options) -> Iterator[tuple[dict[str, str], list[MailId]]]:
    """A local cloud with people and their mails, and an SES that takes everything."""
    with tempfile.TemporaryDirectory(prefix="mail-pace-") as place, ministack(Path(place)) as url:
        ses = FaultySes(Path(place) / "submissions.jsonl", fault_rate=0.0, seed=7, tell=lambda _: None)
        try:
            environment = furnish(worker_environment(url, ses.url))
            for provider in vars(wiring).values():  # Those of a part that ran before speak to its cloud.
                if hasattr(provider, "cache_clear"):
                    provider.cache_clear()
            yield environment, faults.populate(options)
        finally:
            ses.close()


def _message(mail: MailId) -> dict[str, str]:
    return {"MessageId": mail, "ReceiptHandle": "here", "Body": json.dumps({"mail_id": mail})}


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def tell(line: str) -> None:
    """At once."""
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
