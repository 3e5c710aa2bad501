"""A campaign to a segment of a large base, its runner killed again and again; then everything is counted.

    python -m tests.benchmarks.campaign_scale --candidates N --segment M --kills K --engine opensearch|embedded

Workers are processes of their own on a local cloud's tables, buckets and queues, and each message comes twice. The last
line is for machines: `count_seconds` is the slowest of several counts of the segment, `frozen_per_second` the people of
the segment through freezing and expansion together, without the time in which nobody was at work after a kill.
OPENSEARCH_URL names a node that runs already and holds no candidates.
"""

import argparse
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from itertools import batched
from pathlib import Path
from typing import Final

from relance import clock, wiring
from relance.candidates import CandidateId
from relance.records import Instant
from tests.benchmarks.campaign_scale.cloud import furnished, searching
from tests.benchmarks.campaign_scale.driving import Options, approve, drive
from tests.benchmarks.campaign_scale.figures import Figures
from tests.benchmarks.campaign_scale.population import SKILL, documents, furnish_tables
from tests.benchmarks.campaign_scale.recount import SEGMENT, count, recount
from tests.benchmarks.campaign_scale.workers import Crew, set_ahead
from tests.benchmarks.mail_faults.cloud import ministack

BATCH: Final = 1000


def main() -> int:
    """Exit code 1 when somebody was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--candidates", type=int, default=2000, help="how many the index holds")
    parser.add_argument("--segment", type=int, default=500, help="how many of them the campaign means")
    parser.add_argument("--kills", type=int, default=5, help="how often the runner is killed by SIGKILL")
    parser.add_argument("--engine", choices=("embedded", "opensearch"), default="opensearch")
    options = Options(**vars(parser.parse_args()))
    if not 0 < options.segment <= options.candidates or options.kills < 0:
        parser.error("a segment holds at least one person, and no more than there are candidates")
    figures = Figures()
    with tempfile.TemporaryDirectory(prefix="campaign-scale-") as temporary:
        lost, doubled = run(options, Path(temporary), figures)
    figures.report(options.segment, lost=lost, doubled=doubled)
    return int(bool(lost or doubled))


def run(options: Options, folder: Path, figures: Figures) -> tuple[int, int]:
    """The whole story; how many of the audience were lost and how many doubled."""
    with ministack(folder) as cloud, searching(options.engine, folder) as search:
        environment = furnished(cloud, search)
        now, began = clock.now(), time.monotonic()
        ids = fill_index(options, now)
        say(f"{options.candidates} people in the index after {time.monotonic() - began:.0f} s")
        expected = furnish_tables(ids, client=wiring.dynamodb_client(), key_of=wiring.address_key, now=now)
        say(f"{len(ids)} people of the segment in the tables after {time.monotonic() - began:.0f} s")
        figures.count_seconds = count(options.segment, now)
        moment = approve(options, now)
        set_ahead(folder, 0)
        crew = Crew(environment, folder, number=2)
        try:
            drive(options, moment, crew, figures, folder=folder)
        finally:
            crew.stop()
        say(f"{crew.killed} of {options.kills} runners killed; {time.monotonic() - began:.0f} s in all")
        return recount(moment, expected)


def fill_index(options: Options, now: Instant) -> Sequence[CandidateId]:
    """Everybody in the index; the ids of the segment."""
    index, ids = wiring.candidate_index(), list[CandidateId]()
    for some in batched(documents(options.candidates, members=options.segment, now=now), BATCH, strict=False):
        index.put(some)
        ids += [one.facts.candidate_id for one in some if SKILL in one.facts.skills]
    pause = threading.Event()
    while index.count(SEGMENT, at=now) < len(ids):
        pause.wait(0.5)
    return ids


def say(words: str) -> None:
    """What happens, for whoever waits."""
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
