"""Counts the segment before the run, and everything that came of it afterwards, from the ledger itself."""

import time
from collections import Counter
from typing import Final

import boto3

from relance import wiring
from relance.candidates import CandidateId
from relance.records import Instant
from relance.segments import Segment
from tests.benchmarks.campaign_scale.bare import is_bare
from tests.benchmarks.campaign_scale.driving import CAMPAIGN
from tests.benchmarks.campaign_scale.population import SKILL, Expected

SEGMENT: Final = Segment(skills_all=frozenset({SKILL}), contactable_only=True)
COUNTS: Final = 9


def count(segment: int, now: Instant) -> float:
    """The slowest of several counts; the first of them has warmed nothing up. RuntimeError when one is wrong."""
    times = []
    for _ in range(COUNTS):
        began = time.perf_counter()
        found = wiring.candidate_index().count(SEGMENT, at=now)
        times.append(time.perf_counter() - began)
        if found != segment:
            raise RuntimeError(f"counted {found} instead of {segment}")
    return max(times)


def recount(moment: Instant, expected: Expected) -> tuple[int, int]:
    """People without the mail they should have, and mails beyond one a person.

    RuntimeError when what the run says of itself is not what came of it.
    """
    run = wiring.campaigns().occurrence(CAMPAIGN, moment)
    assert run is not None
    mails = _mails()
    lost = len(expected.written_to - mails.keys())
    doubled = sum(mails.values()) - len(expected.written_to & mails.keys())
    print(f"run {run.state}: audience {run.audience_size}, mails {run.planned}, excluded {run.excluded}", flush=True)
    people = len(expected.written_to)
    if (run.audience_size, run.planned, run.cursor, run.excluded) != (people, people, people, expected.excluded):
        raise RuntimeError(f"the run's own totals are wrong: expected {people}, {expected.excluded}")
    return lost, doubled


def _mails() -> Counter[CandidateId]:
    """How many each person has."""
    scan = boto3.client("dynamodb").get_paginator("scan")
    pages = scan.paginate(TableName="Mails", ProjectionExpression="mail_id, candidate_id")
    rows = (item for page in pages for item in page["Items"])
    return Counter(CandidateId(item["candidate_id"]["S"]) for item in rows if not is_bare(item["mail_id"]["S"]))
