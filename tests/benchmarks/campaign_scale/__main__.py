"""A campaign to a segment of a large base, its runner killed again and again; then everything is counted.

    python -m tests.benchmarks.campaign_scale --candidates N --segment M --kills K --engine opensearch|embedded

Workers are processes of their own on a local cloud's tables, buckets and queues, and each message comes twice. The last
line is for machines: `count_seconds` is the slowest of several counts of the segment, `frozen_per_second` the people of
the segment through freezing and expansion together, without the time in which nobody was at work after a kill.
"""

import argparse
import json
import os
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import batched
from pathlib import Path
from typing import Any, Final, NamedTuple

import boto3

from infra.local.opensearch_node import opensearch_node
from relance import clock, wiring
from relance.campaigns import Campaign, CampaignId, CampaignState, Occurrence
from relance.candidates import CandidateId
from relance.jobs import JobId
from relance.records import Instant
from relance.segments import Segment, SegmentDefinition
from tests.benchmarks.campaign_scale.population import JOB, SKILL, Expected, documents, furnish_tables
from tests.benchmarks.campaign_scale.workers import Crew
from tests.benchmarks.mail_faults.cloud import REGION, furnish, ministack, worker_environment
from tests.benchmarks.synthetic_people import SAMPLES, base_of, people

CAMPAIGN: Final = CampaignId("scale")
DEFINITION: Final = SegmentDefinition(skills_all=frozenset({SKILL}))
SEGMENT: Final = Segment(skills_all=frozenset({SKILL}), contactable_only=True)
COUNTS: Final = 9
BATCH: Final = 500
POLL_SECONDS: Final = 0.1
LEASE_PASSES: Final = 3.0
"""Minutes by which the workers' clock is moved after a kill, so that the lease of the dead is over."""
SLICE: Final = 300
"""So many bare transactions are made while the runner is stopped, every few seconds of its expansion."""
SLICE_EVERY: Final = 4.0
_BARE: Final = "bare-"


class Options(NamedTuple):
    """The command's."""

    candidates: int
    segment: int
    kills: int
    engine: str


@dataclass
class Pace:
    """People per second while somebody was at work: only whole steps between two looks that nothing interrupted."""

    done: int = 0
    seconds: float = 0.0
    _before: int | None = None
    _last: tuple[float, int] | None = None

    @property
    def rate(self) -> float:
        """0 when nothing was seen."""
        return self.done / self.seconds if self.seconds else 0.0

    def saw(self, count: int, at: float) -> None:
        """A look at how far it is; after an interruption the first step is not counted, for it began before."""
        if self._last is not None and count > self._last[1]:
            self.done += count - self._last[1]
            self.seconds += at - self._last[0]
        if count > (self._before if self._before is not None else count):
            self._last = at, count
        self._before = count

    def interrupted(self) -> None:
        """What lies between here and the next step does not count."""
        self._before = self._last = None


@dataclass
class Figures:
    """What was measured."""

    count_seconds: float = 0.0
    taking: Pace = field(default_factory=Pace)
    expanding: Pace = field(default_factory=Pace)
    bare_done: int = 0
    bare_seconds: float = 0.0
    peaks_mb: list[float] = field(default_factory=list)

    def report(self, lost: int, doubled: int) -> None:
        """For people, then for machines."""
        bare = self.bare_done / self.bare_seconds if self.bare_seconds else 0.0
        print(f"audience taken      {self.taking.rate:7.0f} people a second")
        print(f"expanded into mails {self.expanding.rate:7.0f} people a second ({self.expanding.done} in view)")
        print(f"bare transactions   {bare:7.0f} a second, in {self.bare_done // SLICE} slices between")
        print(f"expansion / bare    {self.expanding.rate / bare if bare else 0:7.2f}")
        quarter, end = self.peaks_mb[len(self.peaks_mb) // 4], max(self.peaks_mb)
        print(f"peak memory of a worker: {quarter:.0f} MB after a quarter of the time, {end:.0f} MB at the end")
        each = sum(1 / pace.rate for pace in (self.taking, self.expanding) if pace.rate)
        both = 1 / each if each else 0.0
        print(f"count_seconds={self.count_seconds:.3f} frozen_per_second={both:.0f} lost={lost} doubled={doubled}")


def main() -> int:
    """Exit code 1 when somebody was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--candidates", type=int, default=2000, help="how many the index holds")
    parser.add_argument("--segment", type=int, default=500, help="how many of them the campaign means")
    parser.add_argument("--kills", type=int, default=5, help="how often the runner is killed by SIGKILL")
    parser.add_argument("--engine", choices=("embedded", "opensearch"), default="opensearch")
    options = Options(**vars(parser.parse_args()))
    figures = Figures()
    with tempfile.TemporaryDirectory(prefix="campaign-scale-") as temporary:
        lost, doubled = run(options, Path(temporary), figures)
    figures.report(lost, doubled)
    return int(bool(lost or doubled))


def run(options: Options, folder: Path, figures: Figures) -> tuple[int, int]:
    """The whole story; how many of the audience were lost and how many doubled."""
    with ministack(folder) as cloud, searching(options.engine, folder) as search:
        environment = furnished(cloud, search)
        now = clock.now()
        ids = fill_index(options, now)
        resource = boto3.resource("dynamodb")
        expected = furnish_tables(ids, resource=resource, key_of=wiring.address_key, now=now)
        say(f"{len(ids)} people of the segment in the tables")
        figures.count_seconds = count(options, now)
        moment = approve(options, now)
        (folder / "ahead").write_text("0")
        crew = Crew(environment, folder, number=2)
        try:
            drive(options, moment, crew, figures, folder=folder)
        finally:
            crew.stop()
        say(f"{crew.killed} runners killed")
        return recount(moment, expected)


@contextmanager
def searching(engine: str, folder: Path) -> Iterator[dict[str, str]]:
    """An empty index of that engine, as functions are told of it."""
    node = (
        opensearch_node(heap="2g", quick_start=False) if engine == "opensearch" else nullcontext(str(folder / "index"))
    )
    with node as where:
        place = {"SEARCH_ENDPOINT": where} if engine == "opensearch" else {"SEARCH_PATH": where}
        yield {"SEARCH_ENGINE": engine, **place}


def furnished(cloud: str, search: dict[str, str]) -> dict[str, str]:
    """Tables, queue, bucket and schedules; the environment of the workers."""
    environment = worker_environment(cloud, cloud) | search
    environment |= {"AUDIENCES_BUCKET": "audiences", "SCHEDULE_GROUP": "campaigns", "OFFERS_EVERY_DAYS": "14"}
    environment |= {"SCHEDULER_ROLE_ARN": "arn:aws:iam::000000000000:role/scheduler"}
    environment = furnish(environment)
    boto3.client("s3").create_bucket(Bucket="audiences", CreateBucketConfiguration={"LocationConstraint": REGION})
    boto3.client("scheduler").create_schedule_group(Name="campaigns")
    sqs = boto3.client("sqs")
    url = sqs.create_queue(QueueName="runs", Attributes={"VisibilityTimeout": "30"})["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    made = {"RUNS_QUEUE_URL": url, "CAMPAIGN_RUNS_QUEUE_ARN": arn, "SCHEDULER_DLQ_ARN": arn}
    os.environ.update(made)
    return environment | made


def fill_index(options: Options, now: Instant) -> Sequence[CandidateId]:
    """Everybody in the index; the ids of the segment."""
    began = time.monotonic()
    everybody = people(base_of(SAMPLES, wiring.embedder()), options.candidates)
    index, ids = wiring.candidate_index(), list[CandidateId]()
    made = documents(everybody, members=options.segment, of=options.candidates, now=now)
    for some in batched(made, BATCH, strict=False):
        index.put(some)
        ids += [one.facts.candidate_id for one in some if SKILL in one.facts.skills]
    say(f"{options.candidates} people in the index after {time.monotonic() - began:.0f} s")
    pause = threading.Event()
    while index.count(SEGMENT, at=now) < len(ids):
        pause.wait(0.5)
    return ids


def count(options: Options, now: Instant) -> float:
    """The slowest of several counts; the first of them has warmed nothing up."""
    times = []
    for _ in range(COUNTS):
        began = time.perf_counter()
        found = wiring.candidate_index().count(SEGMENT, at=now)
        times.append(time.perf_counter() - began)
        if found != options.segment:
            raise RuntimeError(f"counted {found} instead of {options.segment}")
    return max(times)


def approve(options: Options, now: Instant) -> Instant:
    """A campaign that somebody has approved for exactly its segment; the moment of its one run."""
    campaign = Campaign(
        campaign_id=CAMPAIGN, name="Scale", jobs=(JobId(JOB),), segment=DEFINITION, state=CampaignState.APPROVED,
        audience_ceiling=options.segment, approved_by="amina", approved_at=now, created_by="amina", created_at=now,
        updated_at=now,
    )  # fmt: skip
    wiring.campaigns().save(campaign)
    return now.replace(microsecond=0)


def drive(options: Options, moment: Instant, crew: Crew, figures: Figures, *, folder: Path) -> None:
    """Fire twice, watch, kill, fire again; until the run has ended."""
    pause = threading.Event()
    while not crew.ready():
        pause.wait(POLL_SECONDS)
    kills = [(number + 1) / (options.kills + 1) for number in range(options.kills)]
    fire(moment)
    sliced = time.monotonic()
    while True:
        pause.wait(POLL_SECONDS)
        seen = wiring.campaigns().occurrence(CAMPAIGN, moment)
        if crew.dead():
            raise RuntimeError(f"workers ended by themselves: {crew.dead()}; {tail(folder)}")
        if seen is None:
            continue
        at = time.monotonic()
        looked(seen, at, figures)
        figures.peaks_mb.append(crew.look())
        if seen.ended:
            return
        if seen.cursor and at - sliced > SLICE_EVERY:
            with crew.stopped():
                bare_slice(figures)
            figures.expanding.interrupted()
            sliced = time.monotonic()
        if kills and progress(seen, options) >= kills[0] and crew.kill_the_one_at_work():
            kills.pop(0)
            (folder / "ahead").write_text(str(LEASE_PASSES * crew.killed))
            figures.taking.interrupted()
            figures.expanding.interrupted()
            fire(moment)


def looked(seen: Occurrence, at: float, figures: Figures) -> None:
    """Two clocks: one while the audience is taken, one while it is expanded."""
    if seen.audience_key is None:
        figures.taking.saw(taken(seen), at)
    else:
        figures.expanding.saw(seen.cursor, at)


def taken(seen: Occurrence) -> int:
    """People of the segment looked at so far."""
    return (seen.audience_size or 0) + sum(seen.excluded.values())


def progress(seen: Occurrence, options: Options) -> float:
    """From 0 to 1, half for the audience, half for the mails."""
    return (min(taken(seen), options.segment) + seen.cursor) / (2 * options.segment)


def fire(moment: Instant) -> None:
    """The same message twice, as a queue may deliver it."""
    body = json.dumps({"campaign_id": CAMPAIGN, "scheduled_for": moment.isoformat()})
    sqs = boto3.client("sqs")
    for _ in range(2):
        sqs.send_message(QueueUrl=os.environ["RUNS_QUEUE_URL"], MessageBody=body)


def bare_slice(figures: Figures) -> None:
    """Conditional transactions of the shape of this run's mails, with nothing around them."""
    client: Any = wiring.dynamodb_client()
    kept = client.scan(TableName="Mails", Limit=50)["Items"]
    names = range(figures.bare_done, figures.bare_done + SLICE)
    writes = [_copy(kept[number % len(kept)], str(number)) for number in names]
    with ThreadPoolExecutor(wiring.campaign_desk().workers) as pool:
        began = time.perf_counter()
        list(pool.map(lambda items: client.transact_write_items(TransactItems=items), writes))
        figures.bare_seconds += time.perf_counter() - began
    figures.bare_done += SLICE


def _copy(item: dict[str, Any], name: str) -> list[dict[str, Any]]:
    mail = item | {"mail_id": {"S": f"{_BARE}{name}"}, "batch_shard": {"S": "bare#0"}}
    guards = [f"{_BARE}{name}-{number}" for number in range(len(item["guards"]["L"]))]
    return [
        {"Put": {"TableName": "Mails", "Item": mail, "ConditionExpression": "attribute_not_exists(mail_id)"}},
        *(
            {
                "Put": {
                    "TableName": "MailGuards",
                    "Item": {"guard": {"S": guard}, "mail_id": mail["mail_id"]},
                    "ConditionExpression": "attribute_not_exists(guard)",
                }
            }
            for guard in guards
        ),
    ]


def recount(moment: Instant, expected: Expected) -> tuple[int, int]:
    """From the ledger itself: people without the mail they should have, and mails beyond one a person."""
    run = wiring.campaigns().occurrence(CAMPAIGN, moment)
    assert run is not None
    pages = (
        boto3.client("dynamodb")
        .get_paginator("scan")
        .paginate(TableName="Mails", ProjectionExpression="mail_id, candidate_id")
    )
    rows = [item for page in pages for item in page["Items"] if not item["mail_id"]["S"].startswith(_BARE)]
    mails = Counter(CandidateId(item["candidate_id"]["S"]) for item in rows)
    lost = len(expected.written_to - mails.keys())
    doubled = sum(mails.values()) - len(expected.written_to & mails.keys())
    say(f"run {run.state}: audience {run.audience_size}, mails {run.planned}, excluded {run.excluded}")
    wrong = (run.audience_size, run.planned, run.cursor, run.excluded) != (
        len(expected.written_to), len(expected.written_to), len(expected.written_to), expected.excluded,
    )  # fmt: skip
    if wrong:
        raise RuntimeError(f"the run's own totals are wrong: expected {len(expected.written_to)}, {expected.excluded}")
    return lost, doubled


def tail(folder: Path) -> str:
    """The end of what the workers said."""
    return (folder / "workers.log").read_text()[-2000:]


def say(words: str) -> None:
    """What happens, for whoever waits."""
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
