"""Whom the benchmark writes to: invented people, each with some answers and one offer; some will have unsubscribed."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from relance.applications import Application, Outcome
from relance.campaigns import Campaign, CampaignState, Occurrence, OccurrenceState
from relance.candidates import Candidate, CandidateId
from relance.jobs import Job, JobId
from relance.mail.composing import Composer
from relance.mail.mails import Mail, MailState, mail_id
from relance.records import Instant
from relance.segments import SegmentDefinition
from tests import factories
from tests.unit.mail.world import CAMPAIGN, answer, offer

MAILS_PER_PERSON: Final = 5
"""Four answers and one offer."""
UNSUBSCRIBED_SHARE: Final = 0.05
JOBS: Final = tuple(JobId(f"job-{n}") for n in range(MAILS_PER_PERSON - 1))
OFFERED: Final = JobId("offered")


class Planned(NamedTuple):
    """One person, with their applications and mails."""

    candidate: Candidate
    applications: tuple[Application, ...]
    mails: tuple[Mail, ...]


def jobs() -> list[Job]:
    """Those answered for, and the one offered."""
    return [factories.job(job) for job in (*JOBS, OFFERED)]


def campaign(now: Instant) -> tuple[Campaign, Occurrence]:
    """An approved campaign and its running occurrence."""
    approved = Campaign(
        campaign_id=CAMPAIGN, name="Printemps", jobs=(OFFERED,), segment=SegmentDefinition(),
        state=CampaignState.APPROVED, created_by="moira", created_at=now, updated_at=now,
    )  # fmt: skip
    moment = now.replace(microsecond=0)
    return approved, Occurrence(
        campaign_id=CAMPAIGN, scheduled_for=moment, state=OccurrenceState.RUNNING, updated_at=now
    )


def people(mails: int, *, seed: int, composer: Composer, now: Instant, batch_id: str) -> Iterator[Planned]:
    """Until so many mails are planned; the same seed gives the same people."""
    dice = random.Random(seed)
    left = mails
    number = 0
    while left > 0:
        planned = _person(number, min(left, MAILS_PER_PERSON), dice, composer, now, batch_id)
        yield planned
        left -= len(planned.mails)
        number += 1


def _person(number: int, mails: int, dice: random.Random, composer: Composer, now: datetime, batch_id: str) -> Planned:
    name = f"p{number:06d}"
    unsubscribed = now if dice.random() < UNSUBSCRIBED_SHARE else None
    consent = factories.consent(given_at=now - timedelta(days=30), expires_at=now + timedelta(days=700))
    candidate = factories.candidate(name, consent=consent, unsubscribed_at=unsubscribed)
    answers = [
        _answer(name, job, candidate, composer, now) for job in JOBS[: mails if mails < MAILS_PER_PERSON else None]
    ]
    offers = [_offer(name, now, batch_id)] if mails == MAILS_PER_PERSON else []
    applications = tuple(
        factories.application(job, name, outcome=Outcome.REJECTED, applied_at=now - timedelta(days=9))
        for job in JOBS[: len(answers)]
    )
    return Planned(candidate, applications, (*answers, *offers))


def _answer(name: str, job: JobId, candidate: Candidate, composer: Composer, now: datetime) -> Mail:
    held = answer(
        name, job, state=MailState.HELD, created_at=now, updated_at=now, wake_at=now, not_before=now,
        approved_by="salome", approved_at=now,
    )  # fmt: skip
    return held.model_copy(update={"text_hash": composer.text_hash(held, candidate)})


def _offer(name: str, now: datetime, batch_id: str) -> Mail:
    return offer(
        name, OFFERED, mail_id=mail_id("offer", f"{batch_id}#{name}", 1), batch_id=batch_id,
        candidate_id=CandidateId(name), created_at=now, updated_at=now, wake_at=now,
    )  # fmt: skip
