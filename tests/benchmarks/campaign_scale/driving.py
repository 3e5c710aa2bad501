"""Fires the campaign's one run, watches it, kills whoever is at work, fires again; until the run has ended."""

import json
import os
import threading
import time
from pathlib import Path
from typing import Final, NamedTuple

import boto3

from relance import wiring
from relance.campaigns import Campaign, CampaignId, CampaignState, Occurrence
from relance.jobs import JobId
from relance.records import Instant
from relance.segments import SegmentDefinition
from tests.benchmarks.campaign_scale.bare import Yardstick
from tests.benchmarks.campaign_scale.figures import Figures
from tests.benchmarks.campaign_scale.population import JOB, SKILL
from tests.benchmarks.campaign_scale.workers import Crew, set_ahead

CAMPAIGN: Final = CampaignId("scale")
DEFINITION: Final = SegmentDefinition(skills_all=frozenset({SKILL}))
POLL_SECONDS: Final = 0.25
"""A look costs the tables as much as a mail does: seldom enough not to slow what it looks at."""
LEASE_PASSES: Final = 3.0
"""Minutes by which the workers' clock is moved after a kill, so that the lease of the dead is over."""
SLICE_EVERY: Final = 4.0
"""Seconds of expansion between two slices of bare transactions, for which the runner is stopped."""

IDLE_SECONDS: Final = 5.0


class Options(NamedTuple):
    """The command's."""

    candidates: int
    segment: int
    kills: int
    engine: str


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
    """Carry the run to its end, in spite of the kills; RuntimeError when a worker ends by itself."""
    pause, yardstick = threading.Event(), Yardstick()
    while not crew.ready():
        pause.wait(POLL_SECONDS)
    kills = [(number + 1) / (options.kills + 1) for number in range(options.kills)]
    fire(moment)
    sliced = worked = time.monotonic()
    while (seen := _seen(moment, crew, figures, folder=folder)) is None or not seen.ended:
        pause.wait(POLL_SECONDS)
        now, before = time.monotonic(), worked
        worked = now if crew.at_work() else worked
        figures.at_work_seconds += max(0.0, worked - max(before, sliced))
        if now - worked > IDLE_SECONDS:  # The runner's time was up: what the minute's tick does in the cloud.
            fire(moment)
            worked = now
        if seen is not None and seen.cursor and now - sliced > SLICE_EVERY:
            with crew.stopped():
                yardstick.slice(figures)
            figures.interrupted()
            sliced = time.monotonic()
        if seen is not None and kills and _progress(seen, options) >= kills[0] and crew.kill_the_one_at_work():
            kills.pop(0)
            set_ahead(folder, LEASE_PASSES * crew.killed)
            figures.interrupted()
            fire(moment)


def fire(moment: Instant) -> None:
    """The same message twice, as a queue may deliver it."""
    body = json.dumps({"campaign_id": CAMPAIGN, "scheduled_for": moment.isoformat()})
    sqs = boto3.client("sqs")
    for _ in range(2):
        sqs.send_message(QueueUrl=os.environ["RUNS_QUEUE_URL"], MessageBody=body)


def _seen(moment: Instant, crew: Crew, figures: Figures, *, folder: Path) -> Occurrence | None:
    """A look at the run, noted by two clocks: one while the audience is taken, one while it is expanded."""
    if crew.dead():
        raise RuntimeError(f"workers ended by themselves: {crew.dead()}; {_tail(folder)}")
    seen = wiring.campaigns().occurrence(CAMPAIGN, moment)
    at = time.monotonic()
    if seen is None:
        return None
    memory = crew.memory_mb()
    if seen.audience_key is None:
        figures.taking.saw(_taken(seen), at, memory)
    else:
        figures.expanding.saw(seen.cursor, at, memory)
    return seen


def _taken(seen: Occurrence) -> int:
    """People of the segment looked at so far."""
    return (seen.audience_size or 0) + sum(seen.excluded.values())


def _progress(seen: Occurrence, options: Options) -> float:
    """From 0 to 1, half for the audience, half for the mails."""
    return (min(_taken(seen), options.segment) + seen.cursor) / (2 * options.segment)


def _tail(folder: Path) -> str:
    """The end of what the workers said."""
    return (folder / "workers.log").read_text()[-2000:]
